/** The contract of the port, with the Mitz adapter against the reference registry over PGlite. */
import { systemChance, systemClock } from '../../main/clock.ts';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import { createTokenSource } from '../../main/registry/token.ts';
import { createTransport } from '../../main/registry/transport.ts';
import { PRACTICE_CLIENT, PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { startRegistry } from '../../registry/server.ts';
import { CONSULTING_CATEGORY_SYSTEM } from '../../shared/consent/catalogue.ts';
import { BSN_SYSTEM } from '../../shared/consent/identity.ts';
import { HOLDER_CATEGORY_SYSTEM } from '../../shared/fhir/constants.ts';
import type { Bundle, Consent, Organization } from '../../shared/fhir/types.ts';
import { catalogue } from '../support/decision.ts';
import { describeRegistryPort, type RegistryUnderTest, type Standing } from './registry-port.ts';

describeRegistryPort('Mitz OTV 3.8 and the reference registry', startMitz);

async function startMitz(): Promise<RegistryUnderTest> {
  const registry = await startRegistry({ practice: true, processingDelayMs: 20 });
  const { address } = registry;
  const kioskAt = (where: string) => {
    const clock = systemClock();
    const transport = createTransport({}, { connectMs: 1_000, headersMs: 1_200, bodyMs: 1_000, totalMs: 5000 });
    const credentials = { clientId: PRACTICE_CLIENT.id, clientSecret: () => PRACTICE_CLIENT.secret };
    const token = createTokenSource(transport, clock, { url: `${where}/oauth2/token`, ...credentials });
    const organization = PRACTICE_ORGANIZATION;
    const chance = systemChance();
    return createMitzAdapter({ base: `${where}/fhir`, organization, catalogue, transport, token, clock, chance });
  };
  const token = await readerToken(address);
  return {
    kiosk: () => kioskAt(address),
    astray: () => kioskAt('http://127.0.0.1:9'),
    async trouble(trouble) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(trouble);
      const answer = await fetch(`${address}/practice/faults`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async standing(bsn) {
      const query = new URLSearchParams({ 'patient:identifier': `${BSN_SYSTEM}|${bsn}` });
      const headers = { authorization: `Bearer ${token}`, accept: 'application/fhir+json' };
      return standingIn((await (await fetch(`${address}/fhir/Consent?${query}`, { headers })).json()) as Bundle);
    },
    async recordings() {
      const state = (await (await fetch(`${address}/practice/state`)).json()) as { bundlesAccepted: number };
      return state.bundlesAccepted;
    },
    close: () => registry.close(),
  };
}

async function readerToken(address: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'practice-reader',
    client_secret: 'practice-reader-secret',
  });
  const answer = await fetch(`${address}/oauth2/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Profile Consent-Mitz-Notify 3.8, as a reader reads it. */
function standingIn({ entry = [] }: Bundle): readonly Standing[] {
  const resources = entry.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  const holders = new Map(
    resources
      .filter((one): one is Organization => one.resourceType === 'Organization')
      .map(({ id, type = [] }) => [
        `Organization/${id ?? ''}`,
        type.flatMap(({ coding = [] }) => coding).find(({ system }) => system === HOLDER_CATEGORY_SYSTEM)?.code ?? '',
      ]),
  );
  return resources
    .filter((one): one is Consent => one.resourceType === 'Consent')
    .flatMap(({ extension = [], category, status, provision, dateTime }) =>
      extension.map(({ valueCodeableConcept }) => ({
        holder: holders.get(provision?.actor?.[0]?.reference.reference ?? '') ?? '',
        dataCategory: category[0]?.coding?.[0]?.code ?? '',
        category: valueCodeableConcept?.coding?.find(({ system }) => system === CONSULTING_CATEGORY_SYSTEM)?.code ?? '',
        answer: status === 'active' ? ('permit' as const) : ('deny' as const),
        at: dateTime ?? '',
      })),
    );
}
