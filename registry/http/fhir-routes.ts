/** The FHIR interface of the register (domain.md §6), under `/fhir`. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseUra } from '../../shared/consent/identity.ts';
import type { Database } from '../database/schema.ts';
import type { RegistryClock } from '../clock.ts';
import { readSubmission } from '../domain/submission.ts';
import type { Problem } from '../domain/problems.ts';
import { accept, type Acceptance } from '../store/accept.ts';
import { countUnprocessed } from '../store/process.ts';
import { readResource, searchConsents } from '../store/search.ts';
import { readSearch } from './search-parameters.ts';
import type { Tokens } from '../tokens.ts';
import type { Worker } from '../worker.ts';
import { requireOwnUra, requireScope } from './auth.ts';
import { capabilityStatement } from './capability.ts';
import { readBody, requireAcceptable, sendResource } from './content.ts';
import { Refusal, issue, refuse } from './errors.ts';
import type { Counters } from './faults.ts';

export interface FhirContext {
  readonly db: Database;
  readonly clock: RegistryClock;
  readonly newId: () => string;
  readonly tokens: Tokens;
  readonly worker: Worker;
  readonly counters: Counters;
  readonly processingDelayMs: number;
  readonly futureToleranceMs: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const READABLE = ['Consent', 'Organization', 'Patient', 'Provenance', 'Device', 'Practitioner'] as const;

export function fhirRoutes(app: FastifyInstance, context: FhirContext): void {
  app.addHook('onRequest', async (request, reply) => {
    const id = request.headers['x-request-id'];
    if (typeof id === 'string' && UUID.test(id)) void reply.header('x-request-id', id);
    requireAcceptable(request);
  });
  writeRoutes(app, context);
  readRoutes(app, context);
}

function writeRoutes(app: FastifyInstance, context: FhirContext): void {
  for (const url of ['/fhir', '/fhir/']) {
    app.post(url, async (request, reply) => {
      const acceptance = await record(request, context);
      return sendResource(request, reply, 200, acceptance.response);
    });
  }
  app.get('/fhir/Consent/$processingStatus', async (request, reply) => {
    const bearer = await requireScope(request, context.tokens, 'mitz.write', 'mitz.read');
    const ura = parseUra(parameter(request.query, 'providerid') ?? '');
    if (ura === null) throw refuse.badRequest('providerid must be a URA of 8 digits.');
    requireOwnUra(bearer, ura);
    const count = await countUnprocessed(context.db, ura);
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'count', valueInteger: count }] } as const;
    return sendResource(request, reply, 200, parameters);
  });
}

/** OTV-TR-0160. @throws Refusal */
async function record(
  request: FastifyRequest,
  context: FhirContext,
): Promise<Exclude<Acceptance, { kind: 'conflict' }>> {
  const bearer = await requireScope(request, context.tokens, 'mitz.write');
  const requestId = request.headers['x-request-id'];
  if (typeof requestId !== 'string' || !UUID.test(requestId)) throw refuse.badRequest('X-Request-Id must be a UUID.');
  const now = context.clock.now();
  const read = readSubmission(readBody(request), { now, futureToleranceMs: context.futureToleranceMs });
  if (!read.ok) throw refuseProblems(read.problems);
  requireOwnUra(bearer, read.value.senderUra);
  const acceptance = await accept(context.db, read.value, {
    clientId: bearer.clientId,
    requestId,
    receivedAt: now,
    processingDelayMs: context.processingDelayMs,
    newId: context.newId,
  });
  if (acceptance.kind === 'conflict') {
    context.counters.conflicts += 1;
    throw refuse.conflict(acceptance.expression);
  }
  if (acceptance.kind === 'repeat') context.counters.repeats += 1;
  else {
    context.counters.bundlesAccepted += 1;
    void context.worker.wake();
  }
  return acceptance;
}

/** 400 as soon as one thing breaks the specification, else 422. */
function refuseProblems(problems: readonly Problem[]): Refusal {
  const status = problems.some((problem) => problem.status === 400) ? 400 : 422;
  const issues = problems.map(({ code, diagnostics, expression }) => issue(code, diagnostics, expression));
  return new Refusal(status, { resourceType: 'OperationOutcome', issue: issues });
}

function readRoutes(app: FastifyInstance, context: FhirContext): void {
  app.get('/fhir/metadata', async (request, reply) => sendResource(request, reply, 200, capabilityStatement()));

  app.get('/fhir/Consent', async (request, reply) => {
    await requireScope(request, context.tokens, 'mitz.read');
    return sendResource(request, reply, 200, await searchConsents(context.db, readSearch(request.query)));
  });

  /** The same search with its parameters in the body: no BSN in an address, so in no log of a proxy either. */
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 8_192 },
      (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.post('/fhir/Consent/_search', async (request, reply) => {
      await requireScope(request, context.tokens, 'mitz.read');
      const both = { ...(request.query as object), ...(request.body as object | null) };
      return sendResource(request, reply, 200, await searchConsents(context.db, readSearch(both)));
    });
    done();
  });

  for (const type of READABLE) {
    app.get<{ Params: { id: string } }>(`/fhir/${type}/:id`, async (request, reply) => {
      await requireScope(request, context.tokens, 'mitz.read');
      const found = UUID.test(request.params.id) ? await readResource(context.db, type, request.params.id) : null;
      if (found === null) throw refuse.notFound(`There is no such ${type}.`);
      return sendResource(request, reply, 200, found);
    });
  }
}

function parameter(query: unknown, name: string): string | null {
  const value =
    typeof query === 'object' && query !== null ? (query as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' ? value : null;
}
