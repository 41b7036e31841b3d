/** Puts the HTTP side together: limits, error form, log without persons. */
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ping } from '../database/open.ts';
import { tokenRoute } from './auth.ts';
import { acceptFhirBodies, sendResource } from './content.ts';
import { Refusal, toRefusal, outcome } from './errors.ts';
import { practiceRoutes } from './faults.ts';
import { fhirRoutes, type FhirContext } from './fhir-routes.ts';

/** One handled request: the pattern of the route, never the address (an address may hold a BSN). */
export interface LogLine {
  readonly at: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly ms: number;
}

export interface TlsOptions {
  /** PEM */
  readonly cert: string;
  /** PEM */
  readonly key: string;
  /** PEM; when given, a client certificate from this authority is required (mutual TLS, domain.md §6). */
  readonly clientCa?: string | undefined;
}

export interface AppOptions extends FhirContext {
  readonly practice: boolean;
  readonly tls: TlsOptions | undefined;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly log: (line: LogLine) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createApp(options: AppOptions): FastifyInstance {
  const app = newFastify(options);
  acceptFhirBodies(app);
  app.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error);
    if (refusal.status >= 500 && !(error instanceof Refusal)) options.onTrouble(error);
    options.counters.refused += 1;
    for (const [name, value] of Object.entries(refusal.headers)) void reply.header(name, value);
    return sendResource(request, reply, refusal.status, refusal.outcome);
  });
  app.setNotFoundHandler((request, reply) =>
    sendResource(request, reply, 404, outcome('not-found', 'There is nothing at this address.')),
  );
  app.addHook('onResponse', async (request, reply) =>
    options.log(logLine(request, reply.statusCode, reply.elapsedTime, options)),
  );
  if (options.practice) practiceRoutes(app, options.counters, options.clock);
  app.get('/health', async (_request, reply) => {
    await ping(options.db);
    return reply.send({ status: 'ok' });
  });
  tokenRoute(app, options.tokens);
  app.register((scope, _options, done) => {
    fhirRoutes(scope, options);
    done();
  });
  return app;
}

function newFastify(options: AppOptions): FastifyInstance {
  const common = {
    bodyLimit: options.bodyLimit,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    logger: false,
    routerOptions: { maxParamLength: 100 },
  } as const;
  if (options.tls === undefined) return Fastify(common);
  const { cert, key, clientCa } = options.tls;
  const mutual = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true };
  return Fastify({ ...common, https: { cert, key, minVersion: 'TLSv1.2', ...mutual } });
}

function logLine(request: FastifyRequest, status: number, ms: number, { clock }: AppOptions): LogLine {
  const id = request.headers['x-request-id'];
  return {
    at: new Date(clock.now()).toISOString(),
    method: request.method,
    route: request.routeOptions.url ?? '(unknown)',
    status,
    requestId: typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id) ? id : null,
    ms: Math.round(ms * 10) / 10,
  };
}
