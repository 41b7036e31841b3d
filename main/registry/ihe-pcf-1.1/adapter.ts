/**
 * IHE Privacy Consent on FHIR 1.1 behind the registry port: ITI-108 Access Consent, read and update of Consents with
 * client-made ids. Each group is read, merged and written with `If-Match` on the version that was read, until the
 * registry gives it back with this decision's choice, or a newer one, in it.
 *
 * Why read back, and not trust the answer to PUT: PCF has no processing status, so nothing comes after "accepted" that
 * could confirm. A 200 or 202 may come from a gateway that has not stored yet; a server that does not know
 * `If-None-Match: *` answers 200 to two first writes of which one is lost. Only what others can read has changed what
 * is shared. The read that proves it is the same that starts a repeat, so a repeat of what stands there writes nothing.
 *
 * Limit: R4 does not oblige a server to know `If-None-Match: *` on PUT (Medplum does not). There, a first write about a
 * person and holder that the network holds back for longer than our time limits, and then still delivers, can replace
 * what was written meanwhile. Every later write is safe: its `If-Match` names a version that is gone.
 */
import type { Decision, OwnOrganization } from '../../../shared/consent/decision.ts';
import { FHIR_JSON } from '../../../shared/fhir/constants.ts';
import type { Clock, Chance } from '../../clock.ts';
import { createExchange, readResource, UNKNOWN, type Answered } from '../exchange.ts';
import type { RegistryPort, SendOutcome } from '../port.ts';
import { personalId, stableId } from '../stable-id.ts';
import type { TokenSource } from '../token.ts';
import type { Transport } from '../transport.ts';
import { added, consentOf, groupsOf, NOTHING, readConsent, type Group, type Recorded } from './consent.ts';

export interface PcfOptions {
  /** FHIR base, without a slash at the end. */
  readonly base: string;
  readonly organization: OwnOrganization;
  /** Secret that makes ids of persons. The same on every kiosk of the organisation: they write to the same Consent. */
  readonly idKey: string;
  readonly transport: Transport;
  readonly token: TokenSource;
  readonly clock: Clock;
  readonly chance: Chance;
}

const READ: ReadonlySet<number> = new Set([200, 404, 410]);
/** 409 and 412: somebody else wrote in between (R4 §3.1.0.5 "Managing Resource Contention"). */
const WRITTEN: ReadonlySet<number> = new Set([200, 201, 202, 204, 409, 412]);
/** Reads of one Consent in one sending; two kiosks that meet need three. */
const MAX_READS = 5;
const BUSY: SendOutcome = { kind: 'later', reached: 'yes', retryAfterMs: null };

/** `version`: null when there is no Consent yet, empty when the registry keeps no versions. */
type Found = (Recorded & { readonly version: string | null }) | { readonly trouble: SendOutcome };

export function createPcfAdapter(options: PcfOptions): RegistryPort {
  const { base, organization, idKey, transport, token, clock, chance } = options;
  const exchange = createExchange(transport, token, clock);

  const read = async (url: string, group: Group, bsn: string, signal: AbortSignal): Promise<Found> => {
    const headers = { accept: FHIR_JSON, 'x-request-id': chance.uuid() };
    const reply = await exchange.send({ method: 'GET', url, headers }, READ, signal);
    if ('trouble' in reply) return reply;
    if (reply.answer.status !== 200)
      // Only a FHIR server can say that there is no such Consent; from anything else the address is wrong.
      return readResource(reply.answer)?.resourceType === 'OperationOutcome'
        ? { ...NOTHING, version: null }
        : { trouble: exchange.trouble(reply.answer) };
    if (!isConsent(reply.answer)) return { trouble: UNKNOWN };
    return (
      readConsent(reply.answer.body, group, bsn) ?? { trouble: { kind: 'refused', reason: 'refused-by-registry' } }
    );
  };

  /** One group, until it stands there. @returns null when it does */
  const record = async (
    decision: Decision,
    group: Group,
    written: () => void,
    signal: AbortSignal,
  ): Promise<SendOutcome | null> => {
    const { bsn } = decision.subject;
    const own = decision.sender?.organization ?? organization;
    const part = `${group.holder}/${group.dataCategory}`;
    const id = personalId(idKey, bsn, part);
    const url = `${base}/Consent/${id}`;
    let taken = false;
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const found = await read(url, group, bsn, signal);
      if ('trouble' in found) return found.trouble;
      const merged = added(found, group, decision, own);
      if (merged === null) return null;
      if (taken) return UNKNOWN; // it said yes and does not show it: not at once again
      const headers = {
        'content-type': `${FHIR_JSON}; charset=utf-8`,
        accept: FHIR_JSON,
        prefer: 'return=minimal',
        'x-request-id': stableId(decision.id, part),
        ...condition(found.version),
      };
      const body = JSON.stringify(consentOf(id, merged, group, bsn, own));
      const reply = await exchange.send({ method: 'PUT', url, headers, body }, WRITTEN, signal);
      if ('trouble' in reply) return reply.trouble;
      taken = reply.answer.status < 400;
      if (taken) written();
    }
    return BUSY;
  };

  return {
    async send(decision, signal) {
      let wrote = false;
      for (const group of groupsOf(decision)) {
        const outcome = await record(decision, group, () => (wrote = true), signal);
        if (outcome !== null) return wrote ? afterPart(outcome) : outcome;
      }
      return { kind: 'accepted' };
    },
    // `accepted` means read back (above): nothing that was accepted is ever unprocessed, also after a restart.
    unprocessed: () => Promise.resolve(0),
    close: () => transport.close(),
  };
}

function condition(version: string | null): Readonly<Record<string, string>> {
  if (version === null) return { 'if-none-match': '*' };
  return version === '' ? {} : { 'if-match': `W/"${version}"` };
}

/**
 * A part of the decision may stand in the registry, so it no longer counts as never sent. The next attempt meets the
 * same trouble before it has written anything, and says it then.
 */
function afterPart(outcome: SendOutcome): SendOutcome {
  const unsent = outcome.kind === 'stop' || (outcome.kind === 'later' && outcome.reached === 'no');
  return unsent ? UNKNOWN : outcome;
}

/** A web page or half an answer is not the registry speaking. */
function isConsent({ body }: Answered): boolean {
  try {
    const value = JSON.parse(body) as { readonly resourceType?: unknown } | null;
    return value?.resourceType === 'Consent';
  } catch {
    return false;
  }
}
