/**
 * The network between one kiosk and the register, as a Transport: what is sent can be lost on the way there or back, be
 * delayed, arrive twice, arrive long after the sender gave up, or be answered by something in between.
 */
import type { HttpAnswer, HttpRequest, Transport } from '../../main/registry/transport.ts';
import { html, type Answer, type Answers } from './answers.ts';
import type { Prng } from './prng.ts';
import type { RegistryModel } from './registry-model.ts';
import type { Scheduler } from './scheduler.ts';
import type { Chronicle } from './types.ts';

/** What can become of one request. */
type Fate =
  | 'normal'
  | 'no-connection'
  | 'certificate'
  | 'lost'
  | 'answer-lost'
  | 'late'
  | 'twice'
  | 'slow'
  | 'half-open'
  | 'truncated'
  | 'html-200'
  | 'html-4xx'
  | 'empty-200'
  | 'bare-202'
  | 'proxy-5xx'
  | 'proxy-5xx-delivered'
  | 'fail-500'
  | 'busy-503'
  | 'throttled-429'
  | 'not-authorised'
  | 'not-found';

export const WEATHERS = {
  fine: { normal: 97, slow: 1, twice: 2 },
  flaky: {
    normal: 45,
    'no-connection': 8,
    lost: 6,
    'answer-lost': 9,
    late: 6,
    twice: 5,
    slow: 4,
    'half-open': 3,
    truncated: 4,
    'html-200': 2,
    'empty-200': 1,
    'bare-202': 1,
    'proxy-5xx': 2,
    'proxy-5xx-delivered': 4,
  },
  down: { 'no-connection': 80, lost: 15, 'half-open': 5 },
  silent: { 'half-open': 50, lost: 20, 'answer-lost': 20, late: 10 },
  portal: { 'html-200': 50, 'html-4xx': 40, 'no-connection': 10 },
  overloaded: { normal: 10, 'throttled-429': 40, 'busy-503': 20, 'fail-500': 15, 'proxy-5xx-delivered': 15 },
  failing: { 'fail-500': 80, 'proxy-5xx': 20 },
  certificate: { certificate: 95, normal: 5 },
  locked: { 'not-authorised': 90, normal: 10 },
  moved: { 'not-found': 80, normal: 20 },
} as const satisfies Record<string, Partial<Record<Fate, number>>>;
export type Weather = keyof typeof WEATHERS;

export interface Link {
  /** The transport of one process. `deliver` brings an answer to it, or drops it when the process is gone. */
  transport(deliver: (run: () => void) => void): Transport;
  setWeather(weather: Weather): void;
  /** Requests still on their way, somewhere. */
  underWay(): number;
}

export interface LinkOptions {
  readonly scheduler: Scheduler;
  readonly prng: Prng;
  readonly registry: RegistryModel;
  readonly answers: Answers;
  readonly chronicle: Chronicle;
  /** No request wanders longer than that. */
  readonly latestArrivalMs: () => number;
}

/** The client gives up after this (main/registry/transport.ts: headersMs). */
const CLIENT_TIMEOUT_MS = 30_000;

export function createLink({ scheduler, prng, registry, answers, chronicle, latestArrivalMs }: LinkOptions): Link {
  let weather: Weather = 'fine';
  let underWay = 0;

  /** The request arrives at the register after so long; what it answers goes to `then`. */
  const arrive = (request: HttpRequest, ms: number, then: (answer: Answer) => void = () => {}): void => {
    underWay += 1;
    const wait = Math.min(ms, Math.max(0, latestArrivalMs() - scheduler.now()));
    scheduler.after(wait, () => {
      underWay -= 1;
      then(registry.handle(request));
    });
  };
  const latency = (): number => (prng.chance(0.1) ? prng.int(250, 9000) : prng.int(5, 250));
  const timeout = (): number => (prng.chance(0.3) ? prng.int(100, CLIENT_TIMEOUT_MS) : CLIENT_TIMEOUT_MS);
  const between = (fate: Fate): Answer => {
    switch (fate) {
      case 'html-4xx':
        return html(prng.pick([400, 400, 403, 404, 422, 451]));
      case 'empty-200':
        return { kind: 'answer', status: 200, contentType: '', retryAfter: null, body: '' };
      case 'bare-202':
        return { kind: 'answer', status: 202, contentType: 'text/plain', retryAfter: null, body: 'Accepted' };
      case 'proxy-5xx':
      case 'proxy-5xx-delivered':
        return html(prng.pick([500, 502, 504]));
      case 'fail-500':
        return answers.outcome(500, 'The register failed; nothing was recorded by this request.');
      case 'busy-503':
        return answers.outcome(503, 'Busy.', prng.chance(0.5) ? String(prng.int(0, 120)) : undefined);
      case 'throttled-429':
        return answers.outcome(429, 'Too many requests.', retryAfter());
      case 'not-authorised':
        return answers.outcome(prng.pick([401, 401, 403]), 'Not authorised.');
      case 'not-found':
        return answers.outcome(prng.pick([404, 410]), 'There is nothing at this address.');
      default:
        return html(200);
    }
  };
  /** Seconds, a moment, something unreadable, or far too long. */
  const retryAfter = (): string | undefined =>
    prng.chance(0.15)
      ? undefined
      : prng.chance(0.05)
        ? prng.pick(['soon', '-5', '86400'])
        : String(prng.pick([0, 1, 5, 20, 60, 120, 300, prng.int(1, 900)]));

  const go = (fate: Fate, request: HttpRequest, answer: (ms: number, what: HttpAnswer) => void): void => {
    switch (fate) {
      case 'normal':
        arrive(request, latency(), (what) => answer(latency(), what));
        return;
      case 'twice':
        arrive(request, latency(), (what) => answer(latency(), what));
        arrive(request, prng.int(5, 600_000));
        return;
      case 'slow':
        arrive(request, prng.int(100, 40_000), (what) => answer(prng.int(100, 40_000), what));
        answer(CLIENT_TIMEOUT_MS, { kind: 'unknown' });
        return;
      case 'no-connection':
        answer(prng.int(0, 10_000), { kind: 'unreachable', certificate: false });
        return;
      case 'certificate':
        answer(latency(), { kind: 'unreachable', certificate: true });
        return;
      case 'lost':
      case 'half-open':
        answer(timeout(), { kind: 'unknown' });
        return;
      case 'answer-lost':
        arrive(request, latency());
        answer(timeout() + 250, { kind: 'unknown' });
        return;
      case 'late':
        arrive(request, prng.int(20_000, 1_800_000));
        answer(timeout(), { kind: 'unknown' });
        return;
      case 'truncated':
        arrive(request, latency(), (what) => {
          const body = what.body.slice(0, Math.floor(what.body.length * prng.next()));
          answer(latency(), prng.chance(0.5) ? { kind: 'unknown' } : { ...what, body });
        });
        return;
      case 'proxy-5xx-delivered':
        arrive(request, prng.int(5, 60_000));
        answer(latency(), between(fate));
        return;
      default:
        answer(latency(), between(fate));
    }
  };

  return {
    setWeather(next) {
      weather = next;
    },
    underWay: () => underWay,
    transport: (deliver) => ({
      send(request) {
        const fate = prng.weighted<Fate>(WEATHERS[weather]);
        if (fate !== 'normal') chronicle.fault(`network: ${fate}`);
        return new Promise((resolve) => {
          // Aborted by the program: what was sent is sent, no answer is read.
          const aborted = (): void => resolve({ kind: 'unknown' });
          request.signal.addEventListener('abort', aborted, { once: true });
          const answer = (what: HttpAnswer): void => {
            request.signal.removeEventListener('abort', aborted);
            resolve(what);
          };
          go(fate, request, (ms, what) => scheduler.after(ms, () => deliver(() => answer(what))));
        });
      },
      close: () => Promise.resolve(),
    }),
  };
}
