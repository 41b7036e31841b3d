/** Reading for those who may: what counts now, in pages, in two forms; and no BSN in any address that is given out. */
import { describe, expect, it } from 'vitest';
import { BSN_SYSTEM } from '../../../shared/consent/identity.ts';
import type { Bundle, Consent } from '../../../shared/fhir/types.ts';
import { FHIR_JSON, FHIR_XML, READER, bundleOf, issuesOf, type Reply } from '../../support/registry-client.ts';
import type { RegistryKit } from '../../support/registry.ts';

const FORM = 'application/x-www-form-urlencoded';
const by = (bsn: string): string => `/fhir/Consent?patient:identifier=${encodeURIComponent(`${BSN_SYSTEM}|${bsn}`)}`;

export function describeSearch(kit: () => RegistryKit): void {
  describe('finds for a reader', () => {
    it('what counts for a person, with the record holders it names, the same as XML and as JSON', async () => {
      const { client } = kit();
      const { subject } = await recorded();
      const [xml, json] = await Promise.all(
        [FHIR_XML, FHIR_JSON].map((accept) => client.ask(by(subject.bsn), { headers: { accept } })),
      );
      expect([xml?.headers['content-type'], json?.headers['content-type']]).toEqual([
        `${FHIR_XML}; charset=utf-8`,
        `${FHIR_JSON}; charset=utf-8`,
      ]);
      expect(xml?.resource).toEqual(json?.resource);
      const bundle = searchset(xml);
      expect([bundle.type, bundle.total]).toEqual(['searchset', 7]);
      const holders = new Set(
        (bundle.entry ?? []).flatMap(({ search, resource }) => (search?.mode === 'include' ? [resource?.id] : [])),
      );
      expect(holders.size).toBe(7);
      for (const consent of consents(bundle)) {
        const custodian = consent.provision?.actor?.[0]?.reference.reference?.replace('Organization/', '');
        expect(holders).toContain(custodian);
      }
    });

    it('nothing for a person of whom nothing was recorded', async () => {
      const bundle = searchset(await kit().client.ask(by(kit().person())));
      expect(bundle).toEqual({ resourceType: 'Bundle', type: 'searchset', total: 0 });
    });

    it('nothing before it is processed, and never a choice of somebody else', async () => {
      const [one, other] = [await recorded(), await recorded()];
      const [first, second] = await Promise.all([one, other].map(({ subject }) => kit().client.search(subject.bsn)));
      const ids = new Set(first?.map(({ id }) => id));
      expect(second?.filter(({ id }) => ids.has(id))).toEqual([]);
    });

    it('of a choice that was partly replaced only what still counts', async () => {
      const { subject } = await recorded();
      const gpOnly = { bsn: subject.bsn, answers: { top: 'some', holders: { huisartsen: 'share' } } } as const;
      const whole = bundleOf(kit().decision(gpOnly));
      const entry = (whole.entry ?? []).map((item) =>
        item.resource?.resourceType === 'Consent'
          ? { ...item, resource: { ...item.resource, extension: (item.resource.extension ?? []).slice(0, 1) } }
          : item,
      );
      expect((await kit().client.write({ ...whole, entry })).status).toBe(200);
      const found = await kit().found(subject.bsn);
      expect(found).toHaveLength(8);
      const [granted, refused] = found; // newest first, then in the order of the message: huisartsen is its first
      expect([granted?.status, refused?.status]).toEqual(['active', 'inactive']);
      expect(categoriesOf(granted)).toHaveLength(1);
      expect(categoriesOf(refused)).not.toContain(categoriesOf(granted)[0]);
      expect(categoriesOf(refused).length).toBeGreaterThan(3);
    });

    it('the same by POST, where no address holds the number', async () => {
      const { client } = kit();
      const { subject } = await recorded();
      const body = new URLSearchParams({ 'patient:identifier': `${BSN_SYSTEM}|${subject.bsn}` }).toString();
      const headers = { 'content-type': FORM, accept: FHIR_XML };
      const reply = await client.ask('/fhir/Consent/_search', { method: 'POST', headers, body, as: READER });
      expect(reply.resource).toEqual((await client.ask(by(subject.bsn))).resource);
    });

    it.each([1, 2, 3, 7, 100])(
      'page after page of %i, each Consent once, without the number in a link',
      async (count) => {
        const { client } = kit();
        const { subject } = await recorded();
        const all = await client.search(subject.bsn);
        const seen: (string | undefined)[] = [];
        let next: string | undefined = `${by(subject.bsn)}&_count=${count}`;
        let pages = 0;
        while (next !== undefined) {
          const reply: Reply = await client.ask(next);
          const page = searchset(reply);
          expect(page.total).toBe(all.length);
          expect(consents(page).length).toBeLessThanOrEqual(count);
          expect(JSON.stringify(page.link)).not.toContain(subject.bsn);
          seen.push(...consents(page).map(({ id }) => id));
          const link: string | undefined = page.link?.find(({ relation }) => relation === 'next')?.url;
          next = link === undefined ? undefined : `/fhir/${link}`;
          pages += 1;
        }
        expect(seen).toEqual(all.map(({ id }) => id));
        expect(pages).toBe(Math.ceil(all.length / count));
      },
    );

    it('only how many there are, for a page of 0', async () => {
      const { subject } = await recorded();
      const page = searchset(await kit().client.ask(`${by(subject.bsn)}&_count=0`));
      expect([page.total, page.entry]).toEqual([7, undefined]);
    });
  });

  describe('refuses a search', () => {
    it.each([
      ['without parameters', '/fhir/Consent'],
      ['of a number without a system', '/fhir/Consent?patient:identifier=900186021'],
      ['of a number of another system', '/fhir/Consent?patient:identifier=urn:a%7C900186021'],
      ['of a number that fails the eleven-test', by('123456789')],
      ['of two persons', `${by('900186021')}&patient:identifier=a`],
      ['of a person twice over', `${by('900186021')}&patient=Patient/00000000-0000-4000-8000-000000000000`],
      ['of an id that is none', "/fhir/Consent?patient=Patient/1'--"],
      ['with a filter that is not served', `${by('900186021')}&status=active`],
      ['with a page that is no number', `${by('900186021')}&_count=-1`],
    ])('%s, and repeats nothing of it', async (_, path) => {
      const reply = await kit().client.ask(path);
      expect(reply.status).toBe(400);
      expect(issuesOf(reply)[0]?.diagnostics).toMatch(/^[A-Z_p].*\.$/);
      expect(reply.body).not.toMatch(/900186021|123456789|status=/);
    });
  });

  it('describes itself to everybody, as XML and as JSON', async () => {
    for (const accept of [FHIR_XML, FHIR_JSON]) {
      const { status, resource } = await kit().client.ask('/fhir/metadata', { as: null, headers: { accept } });
      expect([status, resource?.resourceType]).toEqual([200, 'CapabilityStatement']);
    }
  });

  it.each([
    ['_format', '/fhir/metadata?_format=json', { accept: FHIR_XML }, FHIR_JSON],
    ['_format as a type', '/fhir/metadata?_format=application/fhir%2Bxml', { accept: FHIR_JSON }, FHIR_XML],
    ['the weight', '/fhir/metadata', { accept: `${FHIR_XML};q=0.3, ${FHIR_JSON};q=0.9` }, FHIR_JSON],
    ['anything', '/fhir/metadata', { accept: '*/*' }, FHIR_XML],
    ['plain JSON', '/fhir/metadata', { accept: 'application/json' }, FHIR_JSON],
  ])('answers in the form asked for by %s', async (_, path, headers, expected) => {
    const reply = await kit().client.ask(path, { as: null, headers });
    expect(reply.headers['content-type']).toBe(`${expected}; charset=utf-8`);
  });

  /** A person who refused everything: seven Consents, processed. */
  async function recorded(): Promise<ReturnType<RegistryKit['decision']>> {
    const decision = kit().decision({ chosenAt: new Date(Date.now() - 60_000) });
    expect((await kit().client.write(bundleOf(decision))).status).toBe(200);
    await kit().registry.process();
    return decision;
  }
}

function searchset(reply: Reply | undefined): Bundle {
  if (reply?.resource?.resourceType !== 'Bundle') throw new Error(`no Bundle: ${reply?.status}`);
  return reply.resource;
}

function consents(bundle: Bundle): readonly Consent[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'Consent' ? [resource] : []));
}

function categoriesOf(consent: Consent | undefined): readonly string[] {
  return (consent?.extension ?? []).map(({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code ?? '');
}
