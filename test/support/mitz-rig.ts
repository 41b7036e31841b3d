/** The adapter between a transport that answers by a list and a clock that stands still; and the words for its outcomes. */
import { senderOf } from '../../shared/consent/decision.ts';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import { buildBundle } from '../../main/registry/mitz-otv-3.8/bundle.ts';
import type { RegistryPort, SendOutcome } from '../../main/registry/port.ts';
import { createTokenSource } from '../../main/registry/token.ts';
import type { HttpAnswer, HttpRequest, Transport } from '../../main/registry/transport.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { toXml } from '../../shared/fhir/xml.ts';
import { catalogue, makeDecision } from './decision.ts';
import { virtualClock, type VirtualClock } from './virtual-clock.ts';

export type Answered = Extract<HttpAnswer, { kind: 'answer' }>;

export const decision = makeDecision();
export const ENTRIES = buildBundle(decision, senderOf(PRACTICE_ORGANIZATION, catalogue)).entry?.length ?? 0;
export const XML = 'application/fhir+xml; charset=utf-8';
export const PAGE = '<!DOCTYPE html><html><body><h1>Log in</h1></body></html>';
export const UNKNOWN: HttpAnswer = { kind: 'unknown' };

export const answer = (status: number, body: string, more: Partial<Answered> = {}): Answered => ({
  kind: 'answer',
  status,
  contentType: XML,
  retryAfter: null,
  body,
  ...more,
});
export const page = (status: number, retryAfter: string | null = null): Answered =>
  answer(status, PAGE, { contentType: 'text/html', retryAfter });
export const outcome = (
  status: number,
  code = 'processing',
  diagnostics = 'No.',
  retryAfter: string | null = null,
): Answered =>
  answer(status, toXml({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] }), {
    retryAfter,
  });
export const taken = (entries = ENTRIES, status = '201 Created'): string =>
  toXml({
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: Array.from({ length: entries }, () => ({ response: { status, location: 'Consent/1/_history/1' } })),
  });
export const token = (body: object = { access_token: 'secret-1', token_type: 'Bearer', expires_in: 300 }): Answered =>
  answer(200, JSON.stringify(body), { contentType: 'application/json' });

export interface Rig {
  readonly adapter: RegistryPort;
  readonly clock: VirtualClock;
  /** What was asked of the registry, without the requests for a token. */
  readonly sent: HttpRequest[];
  readonly tokensAsked: HttpRequest[];
}

/** Answers in turn, the last one for ever. */
export function rig(answers: readonly HttpAnswer[], tokens: readonly HttpAnswer[] = [token()]): Rig {
  const clock = virtualClock();
  const sent: HttpRequest[] = [];
  const tokensAsked: HttpRequest[] = [];
  const nth = (list: readonly HttpAnswer[], place: number): HttpAnswer =>
    list[Math.min(place, list.length - 1)] ?? UNKNOWN;
  const transport: Transport = {
    send(request) {
      if (request.signal.aborted) return Promise.resolve(UNKNOWN);
      const isToken = request.url.endsWith('/token');
      (isToken ? tokensAsked : sent).push(request);
      return Promise.resolve(isToken ? nth(tokens, tokensAsked.length - 1) : nth(answers, sent.length - 1));
    },
    close: () => Promise.resolve(),
  };
  const adapter = createMitzAdapter({
    base: 'https://registry.test/fhir',
    organization: PRACTICE_ORGANIZATION,
    catalogue,
    transport,
    token: createTokenSource(transport, clock, {
      url: 'https://registry.test/token',
      clientId: 'kiosk',
      clientSecret: () => 'geheim&1',
    }),
    clock,
    chance: { random: () => 0.5, uuid: () => crypto.randomUUID() },
  });
  return { adapter, clock, sent, tokensAsked };
}

export const send = ({ adapter }: Rig, signal = new AbortController().signal): Promise<SendOutcome> =>
  adapter.send(decision, signal);
export const later = (reached: 'no' | 'maybe' | 'yes', retryAfterMs: number | null = null): SendOutcome => ({
  kind: 'later',
  reached,
  retryAfterMs,
});
export const refused = (reason: 'refused-by-registry' | 'person-unknown' = 'refused-by-registry'): SendOutcome => ({
  kind: 'refused',
  reason,
});
export const stop = (why: 'certificate' | 'not-authorised' | 'address'): SendOutcome => ({ kind: 'stop', why });
export const accepted: SendOutcome = { kind: 'accepted' };

export function unreachable(certificate: boolean): HttpAnswer {
  return { kind: 'unreachable', certificate };
}
