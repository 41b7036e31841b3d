/** Mitz OTV 3.8 behind the registry port: sends OTV-TR-0160, reads the answers, asks `$processingStatus`. */
import type { Catalogue } from '../../../shared/consent/catalogue.ts';
import { senderOf, type OwnOrganization } from '../../../shared/consent/decision.ts';
import { FHIR_XML } from '../../../shared/fhir/constants.ts';
import { toXml } from '../../../shared/fhir/xml.ts';
import type { Clock, Chance } from '../../clock.ts';
import { createExchange, readResource, UNKNOWN, type Answered } from '../exchange.ts';
import type { RegistryPort } from '../port.ts';
import { stableId } from '../stable-id.ts';
import type { TokenSource } from '../token.ts';
import type { Transport } from '../transport.ts';
import { buildBundle } from './bundle.ts';

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
const TAKEN: ReadonlySet<number> = new Set([200, 201, 202]);
const OK: ReadonlySet<number> = new Set([200]);

export function createMitzAdapter(options: MitzOptions): RegistryPort {
  const { base, organization, catalogue, transport, token, clock, chance } = options;
  const exchange = createExchange(transport, token, clock);
  const today = senderOf(organization, catalogue);
  return {
    async send(decision, signal) {
      const bundle = buildBundle(decision, decision.sender ?? today);
      const body = toXml(bundle);
      const headers = {
        'content-type': XML,
        accept: FHIR_XML,
        'x-request-id': stableId(decision.id, 'request'),
      };
      const reply = await exchange.send({ method: 'POST', url: `${base}/`, headers, body }, TAKEN, signal);
      if ('trouble' in reply) return reply.trouble;
      // HTML from a portal, a truncated or a foreign answer: what the registry did is unknown.
      return isTaken(reply.answer, bundle.entry?.length ?? 0) ? { kind: 'accepted' } : UNKNOWN;
    },
    async unprocessed(signal) {
      const url = `${base}/Consent/$processingStatus?providerid=${organization.ura}`;
      const headers = { accept: FHIR_XML, 'x-request-id': chance.uuid() };
      const reply = await exchange.send({ method: 'GET', url, headers }, OK, signal);
      if ('trouble' in reply) {
        if (reply.trouble.kind === 'stop') return 'refused';
        const wait = reply.trouble.kind === 'later' ? reply.trouble.retryAfterMs : null;
        return wait === null ? null : { retryAfterMs: wait };
      }
      const resource = readResource(reply.answer);
      if (resource?.resourceType !== 'Parameters') return null;
      const count = resource.parameter?.find(({ name }) => name === 'count')?.valueInteger;
      return count !== undefined && count >= 0 ? count : null;
    },
    close: () => transport.close(),
  };
}

/** Only a transaction-response that fits counts as accepted (domain.md §6): one answer for each entry, each of them good. */
function isTaken(answer: Answered, entriesSent: number): boolean {
  const resource = readResource(answer);
  if (resource?.resourceType !== 'Bundle' || resource.type !== 'transaction-response') return false;
  const entries = resource.entry ?? [];
  return entries.length === entriesSent && entries.every(({ response }) => /^20[01]\b/.test(response?.status ?? ''));
}
