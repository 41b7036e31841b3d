/**
 * One request to a registry, with a token, and what an answer that is not a success means. Shared by the adapters, so
 * that trouble of the network, of tokens and of the registry means the same for all of them (domain.md §6, §7.5).
 */
import { fromJson } from '../../shared/fhir/model.ts';
import { fromXml } from '../../shared/fhir/xml.ts';
import type { ParkReason } from '../../shared/contract/view.ts';
import type { OperationOutcome, Resource } from '../../shared/fhir/types.ts';
import type { Clock } from '../clock.ts';
import type { SendOutcome } from './port.ts';
import type { TokenSource } from './token.ts';
import { parseRetryAfter, type HttpAnswer, type HttpRequest, type Transport } from './transport.ts';

export type Answered = Extract<HttpAnswer, { kind: 'answer' }>;

/** An answer with a status that the adapter reads itself, or what came of the request instead. */
export type Reply = { readonly answer: Answered } | { readonly trouble: SendOutcome };

export interface Exchange {
  /** @param reads statuses that the adapter wants to read; every other answer becomes trouble */
  send(request: Omit<HttpRequest, 'signal'>, reads: ReadonlySet<number>, signal: AbortSignal): Promise<Reply>;
  /** The meaning of an answer that the adapter expected and could not use. */
  trouble(answer: Answered): SendOutcome;
}

/** Not a FHIR answer at all: what the registry did is unknown, the same bytes go again. */
export const UNKNOWN: SendOutcome = { kind: 'later', reached: 'maybe', retryAfterMs: null };

export function createExchange(transport: Transport, token: TokenSource, clock: Clock): Exchange {
  return {
    async send(request, reads, signal) {
      for (let attempt = 0; ; attempt += 1) {
        const got = await token.get(signal);
        if ('failed' in got) return { trouble: tokenTrouble(got.failed, clock.now()) };
        const headers = { ...request.headers, authorization: `Bearer ${got.token}` };
        const answer = await transport.send({ ...request, headers, signal });
        // A token may have been withdrawn before its end: one fresh one, then it is for staff (domain.md §7.5).
        if (answer.kind === 'answer' && answer.status === 401 && attempt === 0) {
          token.forget();
          continue;
        }
        if (answer.kind === 'answer' && reads.has(answer.status)) return { answer };
        return { trouble: troubleOf(answer, clock.now()) };
      }
    },
    trouble: (answer) => troubleOf(answer, clock.now()),
  };
}

/** Reads FHIR XML or JSON, whatever the registry answered with. @returns null when it is neither */
export function readResource(answer: Answered): Resource | null {
  const options = { unknown: 'ignore' } as const;
  const read = /json/i.test(answer.contentType) ? fromJson(answer.body, options) : fromXml(answer.body, options);
  return read.ok ? read.value : null;
}

/** No token, no request: nothing about the decision was sent. */
function tokenTrouble(answer: HttpAnswer, now: Date): SendOutcome {
  if (answer.kind === 'unreachable' && answer.certificate) return { kind: 'stop', why: 'certificate' };
  if (answer.kind === 'answer' && asksForCertificate(answer)) return { kind: 'stop', why: 'certificate' };
  if (answer.kind === 'answer' && [400, 401, 403].includes(answer.status))
    return { kind: 'stop', why: 'not-authorised' };
  if (answer.kind === 'answer' && answer.status === 404) return { kind: 'stop', why: 'address' };
  const retryAfterMs = answer.kind === 'answer' ? parseRetryAfter(answer.retryAfter, now) : null;
  return { kind: 'later', reached: 'no', retryAfterMs };
}

function troubleOf(answer: HttpAnswer, now: Date): SendOutcome {
  if (answer.kind === 'unknown') return UNKNOWN;
  if (answer.kind === 'unreachable')
    return answer.certificate
      ? { kind: 'stop', why: 'certificate' }
      : { kind: 'later', reached: 'no', retryAfterMs: null };
  const { status } = answer;
  if (asksForCertificate(answer)) return { kind: 'stop', why: 'certificate' };
  if (status === 401 || status === 403) return { kind: 'stop', why: 'not-authorised' };
  if (status === 404 || status === 405 || status === 410) return { kind: 'stop', why: 'address' };
  // A wall of HTML with a 4xx or 5xx is a proxy or a portal speaking, not the registry.
  const resource = readResource(answer);
  const issues = resource?.resourceType === 'OperationOutcome' ? resource.issue : null;
  if (issues !== null && isRefusal(status, issues)) return { kind: 'refused', reason: reasonOf(issues) };
  const reached = issues !== null || status === 429 ? 'yes' : 'maybe';
  return { kind: 'later', reached, retryAfterMs: parseRetryAfter(answer.retryAfter, now) };
}

/** Many a web server (nginx, IIS, our own registry) refuses a client certificate over HTTP, not in the handshake. */
function asksForCertificate({ status, body }: Answered): boolean {
  return [400, 401, 403, 495, 496].includes(status) && /\b(client|SSL|TLS) certificate\b/i.test(body);
}

/**
 * What the same bytes will meet every time: not per specification, against a rule, too large, or an identifier that was
 * used for other content. A 409 for another reason is a race at the registry that passes.
 */
function isRefusal(status: number, issues: OperationOutcome['issue']): boolean {
  if (status === 409) return issues.some(({ code }) => code === 'duplicate');
  return status === 400 || status === 413 || status === 422;
}

/** domain.md §6: 400 stands for "BSN unknown" too; only the words tell. */
function reasonOf(issues: OperationOutcome['issue']): ParkReason {
  const words = issues.map(({ diagnostics, details }) => `${diagnostics ?? ''} ${details?.text ?? ''}`);
  const unknown =
    /(unknown|onbekend|not found).{0,20}(person|bsn|patient)|(person|bsn|patient).{0,20}(unknown|onbekend|not found)/i;
  return words.some((text) => unknown.test(text)) ? 'person-unknown' : 'refused-by-registry';
}
