/**
 * Trouble on demand, for practice and tests only: what a network and a busy register do in real life.
 * Registered only when the service runs as a practice registry.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RegistryClock } from '../clock.ts';
import { Refusal, outcome, refuse } from './errors.ts';

const faultSchema = z.strictObject({
  mode: z.enum([
    'none',
    'slow',
    'fail',
    'throttle',
    'drop-after-processing',
    'drop-before',
    'html',
    'truncate',
    'unauthorised',
    'unprocessable',
  ]),
  /** `slow`: milliseconds before the request is handled. */
  delayMs: z.int().min(0).max(600_000).default(2_000),
  /** `fail`: HTTP status. */
  status: z.int().min(500).max(599).default(503),
  /** `throttle`: Retry-After. */
  retryAfterSeconds: z.int().min(0).max(86_400).default(2),
  /** How many requests meet the fault; without it, all until the mode is `none`. */
  times: z.int().min(1).max(1_000_000).optional(),
  /** Which requests: those that write a Bundle (default), or every FHIR and token request. */
  on: z.enum(['write', 'all']).default('write'),
});
type Fault = z.infer<typeof faultSchema>;

/** Counters of a practice registry; no identity, no choice. */
export interface Counters {
  requests: number;
  bundlesAccepted: number;
  repeats: number;
  conflicts: number;
  refused: number;
}

export function practiceRoutes(app: FastifyInstance, counters: Counters, clock: RegistryClock): void {
  let fault: Fault = faultSchema.parse({ mode: 'none' });
  const met = new WeakMap<FastifyRequest, Fault>();

  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: 4_096 },
      scope.getDefaultJsonParser('error', 'error'),
    );
    scope.post('/practice/faults', async (request, reply) => {
      const parsed = faultSchema.safeParse(request.body);
      if (!parsed.success)
        throw refuse.badRequest(`Not a fault: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
      fault = parsed.data;
      return reply.send(fault);
    });
    scope.get('/practice/state', async (_request, reply) => reply.send({ ...counters, fault }));
    done();
  });

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/practice/')) return;
    counters.requests += 1;
    if (fault.mode === 'none' || !concerns(request, fault.on)) return;
    const now = fault;
    met.set(request, now);
    if (now.times !== undefined) fault = now.times > 1 ? { ...now, times: now.times - 1 } : { ...now, mode: 'none' };
    if (now.mode === 'drop-before') drop(request, reply);
  });

  app.addHook('preHandler', async (request, reply) => {
    const now = met.get(request);
    if (now !== undefined) await before(now, reply, clock);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const mode = met.get(request)?.mode;
    if (mode === 'drop-after-processing') drop(request, reply);
    if (mode !== 'truncate' || typeof payload !== 'string') return payload;
    void reply.header('content-length', Buffer.byteLength(payload));
    return cutOff(payload, request);
  });
}

/** Answers instead of the handler, or lets it wait. */
async function before(fault: Fault, reply: FastifyReply, clock: RegistryClock): Promise<void> {
  switch (fault.mode) {
    case 'slow':
      return new Promise((resolve) => void clock.after(fault.delayMs, resolve));
    case 'fail':
      throw new Refusal(fault.status, outcome('transient', 'Practice: the register fails.'));
    case 'throttle':
      throw refuse.tooMany(fault.retryAfterSeconds);
    case 'unauthorised':
      throw refuse.unauthorised('Practice: the token is refused.');
    case 'unprocessable':
      throw new Refusal(422, outcome('business-rule', 'Practice: the message is refused.'));
    case 'html':
      await reply
        .code(200)
        .type('text/html; charset=utf-8')
        .send('<!DOCTYPE html><html><body><h1>Log in</h1></body></html>');
      return;
    case 'none':
    case 'drop-before':
    case 'drop-after-processing':
    case 'truncate':
      return;
  }
}

function concerns(request: FastifyRequest, on: Fault['on']): boolean {
  const path = request.url.split('?')[0] ?? '';
  const isWrite = request.method === 'POST' && (path === '/fhir' || path === '/fhir/');
  return isWrite || (on === 'all' && (path.startsWith('/fhir') || path.startsWith('/oauth2')));
}

function drop(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Sends half of the promised bytes, then the connection is gone. */
function cutOff(payload: string, request: FastifyRequest): Readable {
  const bytes = Buffer.from(payload);
  let sent = false;
  return new Readable({
    read() {
      if (sent) return;
      sent = true;
      this.push(bytes.subarray(0, Math.floor(bytes.length / 2)));
      setImmediate(() => request.raw.socket.destroySoon());
    },
  });
}
