/** Mitz OTV 3.8 behind the registry port: sends OTV-TR-0160, reads the answers, asks `$processingStatus`. */
import type { Catalogue } from '../../../shared/consent/catalogue.ts';
import { FHIR_XML } from '../../../shared/fhir/constants.ts';
import { fromJson } from '../../../shared/fhir/model.ts';
import { fromXml, toXml } from '../../../shared/fhir/xml.ts';
import type { OperationOutcome, Resource } from '../../../shared/fhir/types.ts';
import type { ParkReason } from '../../../shared/contract/view.ts';
import type { Clock, Chance } from '../../clock.ts';
import type { RegistryPort, SendOutcome } from '../port.ts';
import { stableId } from '../stable-id.ts';
import type { TokenSource } from '../token.ts';
import { parseRetryAfter, type HttpAnswer, type Transport } from '../transport.ts';
import { buildBundle, type OwnOrganization } from './bundle.ts';

export interface MitzOptions {
  /** FHIR base, without a slash at the end. */
  readonly base: string;
  readonly organization: OwnOrganization;
  readonly catalogue: Catalogue;
  readonly transport: Transport;
  readonly token: TokenSource;
  readonly clock: Clock;
  readonly chance: Chance;
}

const XML = `${FHIR_XML}; charset=utf-8`;

export function createMitzAdapter(options: MitzOptions): RegistryPort {
  const { base, organization, catalogue, transport, token, clock, chance } = options;
  const authorised = async (
    make: (bearer: string) => Promise<HttpAnswer>,
    signal: AbortSignal,
  ): Promise<{ readonly answer: HttpAnswer; readonly asked: 'token' | 'registry' }> => {
    for (let attempt = 0; ; attempt += 1) {
      const got = await token.get(signal);
      if ('failed' in got) return { answer: got.failed, asked: 'token' };
      const answer = await make(got.token);
      // A token may have been withdrawn before its end: one fresh one, then it is for staff (domain.md §7.5).
      if (answer.kind !== 'answer' || answer.status !== 401 || attempt > 0) return { answer, asked: 'registry' };
      token.forget();
    }
  };
  return {
    async send(decision, signal) {
      const bundle = buildBundle(decision, organization, catalogue);
      const body = toXml(bundle);
      const headers = {
        'content-type': XML,
        accept: FHIR_XML,
        'x-request-id': stableId(decision.id, 'request'),
      };
      const { answer, asked } = await authorised(
        (bearer) =>
          transport.send({
            method: 'POST',
            url: `${base}/`,
            headers: { ...headers, authorization: `Bearer ${bearer}` },
            body,
            signal,
          }),
        signal,
      );
      return asked === 'token'
        ? tokenOutcome(answer, clock.now())
        : outcomeOf(answer, bundle.entry?.length ?? 0, clock.now());
    },
    async unprocessed(signal) {
      const url = `${base}/Consent/$processingStatus?providerid=${organization.ura}`;
      const { answer } = await authorised(
        (bearer) =>
          transport.send({
            method: 'GET',
            url,
            headers: { accept: FHIR_XML, authorization: `Bearer ${bearer}`, 'x-request-id': chance.uuid() },
            signal,
          }),
        signal,
      );
      if (answer.kind !== 'answer' || answer.status !== 200) return null;
      const resource = readResource(answer);
      if (resource?.resourceType !== 'Parameters') return null;
      const count = resource.parameter?.find(({ name }) => name === 'count')?.valueInteger;
      return count !== undefined && count >= 0 ? count : null;
    },
    close: () => transport.close(),
  };
}

/** A registry may be newer than we are: elements we do not know are left out. */
function readResource(answer: Extract<HttpAnswer, { kind: 'answer' }>): Resource | null {
  const read = (/json/i.test(answer.contentType) ? fromJson : fromXml)(answer.body, { unknown: 'ignore' });
  return read.ok ? read.value : null;
}

/** No token, no request: nothing about the decision was sent. */
function tokenOutcome(answer: HttpAnswer, now: Date): SendOutcome {
  if (answer.kind === 'unreachable' && answer.certificate) return { kind: 'stop', why: 'certificate' };
  if (answer.kind === 'answer' && asksForCertificate(answer)) return { kind: 'stop', why: 'certificate' };
  if (answer.kind === 'answer' && [400, 401, 403].includes(answer.status))
    return { kind: 'stop', why: 'not-authorised' };
  if (answer.kind === 'answer' && answer.status === 404) return { kind: 'stop', why: 'address' };
  const retryAfterMs = answer.kind === 'answer' ? parseRetryAfter(answer.retryAfter, now) : null;
  return { kind: 'later', reached: 'no', retryAfterMs };
}

/** Answers of OTV 3.8 (domain.md §6 and §7.5). Only a transaction-response that fits counts as accepted. */
function outcomeOf(answer: HttpAnswer, entriesSent: number, now: Date): SendOutcome {
  if (answer.kind === 'unknown') return { kind: 'later', reached: 'maybe', retryAfterMs: null };
  if (answer.kind === 'unreachable')
    return answer.certificate
      ? { kind: 'stop', why: 'certificate' }
      : { kind: 'later', reached: 'no', retryAfterMs: null };
  const { status } = answer;
  if (asksForCertificate(answer)) return { kind: 'stop', why: 'certificate' };
  const resource = readResource(answer);
  if (status === 200 || status === 201 || status === 202) {
    // HTML from a portal, a truncated or a foreign answer: what the registry did is unknown, the same bytes go again.
    return isTaken(resource, entriesSent)
      ? { kind: 'accepted' }
      : { kind: 'later', reached: 'maybe', retryAfterMs: null };
  }
  if (status === 401 || status === 403) return { kind: 'stop', why: 'not-authorised' };
  if (status === 404 || status === 405 || status === 410) return { kind: 'stop', why: 'address' };
  // A wall of HTML with a 4xx or 5xx is a proxy or a portal speaking, not the registry.
  const issues = resource?.resourceType === 'OperationOutcome' ? resource.issue : null;
  if (issues !== null && isRefusal(status, issues)) return { kind: 'refused', reason: reasonOf(issues) };
  const reached = issues !== null || status === 429 ? 'yes' : 'maybe';
  return { kind: 'later', reached, retryAfterMs: parseRetryAfter(answer.retryAfter, now) };
}

/** Many a web server (nginx, IIS, our own registry) refuses a client certificate over HTTP, not in the handshake. */
function asksForCertificate({ status, body }: Extract<HttpAnswer, { kind: 'answer' }>): boolean {
  return [400, 401, 403, 495, 496].includes(status) && /\b(client|SSL|TLS) certificate\b/i.test(body);
}

/** One answer for each entry (R4 §3.1.0.11.3), each of them good. */
function isTaken(resource: Resource | null, entriesSent: number): boolean {
  if (resource?.resourceType !== 'Bundle' || resource.type !== 'transaction-response') return false;
  const entries = resource.entry ?? [];
  return entries.length === entriesSent && entries.every(({ response }) => /^20[01]\b/.test(response?.status ?? ''));
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
