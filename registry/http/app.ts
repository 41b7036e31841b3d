/** Puts the HTTP side together: limits, error form, log without persons. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { FHIR_XML } from '../../shared/fhir/constants.ts';
import { toXml } from '../../shared/fhir/xml.ts';
import { ping } from '../database/open.ts';
import { tokenRoute } from './auth.ts';
import { acceptFhirBodies, sendResource } from './content.ts';
import { Refusal, brokenRequest, outcome, refuse, toRefusal } from './errors.ts';
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
  if (options.tls?.clientCa !== undefined) app.addHook('onRequest', async ({ raw }) => requireCertificate(raw.socket));
  acceptFhirBodies(app);
  app.setErrorHandler((error, request, reply) => {
    const refusal = toRefusal(error);
    if (refusal.status >= 500 && !(error instanceof Refusal)) options.onTrouble(error);
    options.counters.refused += 1;
    return sendRefusal(request, reply, refusal);
  });
  app.setNotFoundHandler((request) => {
    const allowed = methodsAt(request.url.split('?')[0] ?? '');
    throw allowed === null ? refuse.notFound('There is nothing at this address.') : refuse.methodNotAllowed(allowed);
  });
  refuseWhileClosing(app);
  refuseInOwnForm(app);
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
    return503OnClosing: false, // refuseWhileClosing does, in the form of every other error
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      void sendRefusal(request, reply, toRefusal(error)),
    logger: false,
    routerOptions: { maxParamLength: 100 },
  } as const;
  if (options.tls === undefined) return Fastify({ ...common, http: { requireHostHeader: false } });
  const { cert, key, clientCa } = options.tls;
  // Checked at the request (requireCertificate): in the handshake Node hangs up on a wrong certificate without a word,
  // and the other side cannot tell that from a bad line.
  const mutual = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false };
  return Fastify({ ...common, https: { cert, key, minVersion: 'TLSv1.2', requireHostHeader: false, ...mutual } });
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  for (const [name, value] of Object.entries(refusal.headers)) void reply.header(name, value);
  return sendResource(request, reply, refusal.status, refusal.outcome);
}

/** What is served, by address: tells a wrong method (405) from a wrong address (404). RFC 9110 §15.5.6 */
const METHODS: readonly (readonly [RegExp, string])[] = [
  [/^\/fhir\/?$/, 'POST'],
  [/^\/fhir\/Consent\/_search$/, 'POST'],
  [/^\/fhir\/(metadata|Consent|Consent\/\$processingStatus)$/, 'GET, HEAD'],
  [/^\/fhir\/(Consent|Organization|Patient|Provenance|Device|Practitioner)\/[^/]+$/, 'GET, HEAD'],
  [/^\/oauth2\/token$/, 'POST'],
  [/^\/health$/, 'GET, HEAD'],
];

const methodsAt = (path: string): string | null => METHODS.find(([pattern]) => pattern.test(path))?.[1] ?? null;

/** A connection that is kept may still bring a request: it must not meet a database that closes. */
function refuseWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onRequest', async () => {
    if (closing) throw toRefusal({ statusCode: 503 });
  });
}

/** Two refusals that Node would give itself, without a word: no Host (RFC 9112 §3.2), an unknown Expect (§10.1.1). */
function refuseInOwnForm(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers, raw }) => {
    if (headers.host === undefined && raw.httpVersion === '1.1') throw toRefusal({ statusCode: 400 });
  });
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
}

/** Bytes that are no HTTP, a head that is too large, a request that takes too long: Node hands over the socket. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, outcome: resource } = brokenRequest(error.code);
  const body = toXml(resource);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: ${FHIR_XML}; charset=utf-8\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
}

/** @throws Refusal 403 unless the client showed a certificate of the known authority, also when it resumes a session */
function requireCertificate(socket: Socket): void {
  if (socket instanceof TLSSocket && socket.authorized && socket.getPeerX509Certificate() !== undefined) return;
  throw new Refusal(403, outcome('security', 'A valid client certificate of the known authority is needed.'), {
    connection: 'close',
  });
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
