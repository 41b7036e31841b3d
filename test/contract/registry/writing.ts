/** OTV-TR-0160 at the registry: taken once, whatever the form, the number of repeats and the order of arrival. */
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../shared/consent/choice.ts';
import type { Bundle, Resource } from '../../../shared/fhir/types.ts';
import { toXml } from '../../../shared/fhir/xml.ts';
import { FHIR_JSON, WRITER, bundleOf, issuesOf, type Reply } from '../../support/registry-client.ts';
import type { RegistryKit } from '../../support/registry.ts';

const MIXED: Answers = { top: 'some', holders: { huisartsen: 'share', apotheken: 'not-share', ggz: 'share' } };
const GP_YES: Answers = { top: 'some', holders: { huisartsen: 'share' } };
const GP_NO: Answers = { top: 'some', holders: { huisartsen: 'not-share' } };

export function describeWriting(kit: () => RegistryKit): void {
  describe('takes a Bundle', () => {
    it('as XML and as JSON with the same outcome', async () => {
      const { client } = kit();
      const views: unknown[] = [];
      for (const form of ['xml', 'json'] as const) {
        const decision = kit().decision({ answers: MIXED, chosenAt: new Date('2026-01-02T03:04:05.678Z') });
        const reply = await client.write(bundleOf(decision), { form });
        expect(reply.status).toBe(200);
        expect(reply.headers['content-type']).toMatch(form === 'xml' ? /fhir\+xml/ : /fhir\+json/);
        views.push(withoutIds([await kit().found(decision.subject.bsn), reply.resource]));
      }
      expect(views[0]).toEqual(views[1]);
    });

    it('and answers each entry with what it has become and where', async () => {
      const { client } = kit();
      const bundle = bundleOf(kit().decision({ answers: MIXED }));
      const { resource } = await client.write(bundle);
      const entries = resource?.resourceType === 'Bundle' ? (resource.entry ?? []) : [];
      expect(resource).toMatchObject({ resourceType: 'Bundle', type: 'transaction-response' });
      expect(entries).toHaveLength(bundle.entry?.length ?? 0);
      for (const [place, entry] of entries.entries()) {
        const type = bundle.entry?.[place]?.resource?.resourceType ?? '';
        expect(entry.response?.status).toBe('201 Created');
        expect(entry.response?.location).toMatch(new RegExp(`^${type}/[0-9a-f-]{36}/_history/1$`));
        const at = entry.response?.location?.replace('/_history/1', '') ?? '';
        expect((await client.ask(`/fhir/${at}`)).resource?.resourceType).toBe(type);
      }
    });

    it('that a repeat does not change, in either form, and gives the same answer again', async () => {
      const { client } = kit();
      const decision = kit().decision({ answers: MIXED });
      const first = await client.write(bundleOf(decision));
      const found = await kit().found(decision.subject.bsn);
      const before = await client.state();
      expect((await client.write(bundleOf(decision))).body).toBe(first.body);
      const json = await client.write(bundleOf(decision), {
        form: 'json',
        headers: { accept: 'application/fhir+xml' },
      });
      expect(json.body).toBe(first.body);
      expect(await kit().found(decision.subject.bsn)).toEqual(found);
      const after = await client.state();
      expect([after.bundlesAccepted - before.bundlesAccepted, after.repeats - before.repeats]).toEqual([0, 2]);
    });

    it('once when it arrives twenty times at the same moment', async () => {
      const { client } = kit();
      const decision = kit().decision({ answers: MIXED });
      const before = await client.state();
      const replies = await Promise.all(Array.from({ length: 20 }, () => client.write(bundleOf(decision))));
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
      const after = await client.state();
      expect([after.bundlesAccepted - before.bundlesAccepted, after.repeats - before.repeats]).toEqual([1, 19]);
    });

    it('of twenty kiosks for one patient at the same moment, and the newest choice counts', async () => {
      const { client } = kit();
      const bsn = kit().person();
      const start = Date.now() - 60_000;
      const decisions = Array.from({ length: 20 }, (_, n) =>
        kit().decision({ bsn, answers: n % 2 === 0 ? GP_YES : GP_NO, chosenAt: new Date(start + n) }),
      );
      const replies = await Promise.all(decisions.map((decision) => client.write(bundleOf(decision))));
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
      expect((await kit().found(bsn)).map(({ status, dateTime }) => [status, dateTime])).toEqual([
        ['inactive', decisions[19]?.chosenAt],
      ]);
    });

    it('without an identifier, and knows it again by its content', async () => {
      const { client } = kit();
      const { identifier: _, ...bare } = bundleOf(kit().decision());
      const first = await client.write(bare);
      expect(first.status).toBe(200);
      expect((await client.write(bare)).body).toBe(first.body);
    });
  });

  describe('refuses as a conflict', () => {
    it('an identifier that came with other content, and stores nothing of it', async () => {
      const { client } = kit();
      const decision = kit().decision({ answers: GP_YES });
      await client.write(bundleOf(decision));
      const found = await kit().found(decision.subject.bsn);
      const other = kit().decision({ id: decision.id, bsn: decision.subject.bsn, answers: MIXED });
      expectConflict(await client.write(bundleOf(other)), 'Bundle.identifier');
      expect(await kit().found(decision.subject.bsn)).toEqual(found);
    });

    it('also when both arrive at the same moment: one is taken, the other is not', async () => {
      const { client } = kit();
      const decision = kit().decision({ answers: GP_YES });
      const other = kit().decision({ id: decision.id, bsn: decision.subject.bsn, answers: GP_NO });
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, n) => client.write(bundleOf(n % 2 === 0 ? decision : other))),
      );
      const statuses = replies.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(5);
      expect(statuses.filter((status) => status === 409)).toHaveLength(5);
      expect(await kit().found(decision.subject.bsn)).toHaveLength(1);
    });

    it('the identifier of a Consent that came with another meaning, and stores nothing of the whole Bundle', async () => {
      const { client } = kit();
      const [first, second] = [kit().decision({ answers: GP_YES }), kit().decision({ answers: MIXED })];
      await client.write(bundleOf(first));
      const stolen = consentKey(bundleOf(first));
      const bundle = bundleOf(second);
      const place = bundle.entry?.findIndex(({ resource }) => resource?.resourceType === 'Consent') ?? -1;
      const text = toXml(bundle).replace(`value value="${consentKey(bundle)}"`, `value value="${stolen}"`);
      expectConflict(await client.write(text), `Bundle.entry[${place}].resource.identifier`);
      expect(await kit().found(second.subject.bsn)).toEqual([]);
    });
  });

  it('recognises a Consent in another Bundle, and does not record it twice', async () => {
    const { client } = kit();
    const decision = kit().decision({ answers: GP_YES });
    const bundle = bundleOf(decision);
    const first = await client.write(bundle);
    const again = await client.write({ ...bundle, identifier: { system: 'urn:other', value: crypto.randomUUID() } });
    expect(statusOfConsent(bundle, first)).toMatch(/^201 Consent/);
    expect(statusOfConsent(bundle, again)).toBe(statusOfConsent(bundle, first).replace('201', '200'));
    expect(await kit().found(decision.subject.bsn)).toHaveLength(1);
  });

  describe('lets the newest moment of choice count', () => {
    it.each([
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ])('when choices of three kiosks arrive in the order %i, %i, %i', async (...order) => {
      const { client } = kit();
      const bsn = kit().person();
      const start = Date.now() - 3_600_000;
      const decisions = [GP_YES, MIXED, GP_NO].map((answers, n) =>
        kit().decision({ bsn, answers, chosenAt: new Date(start + n * 60_000) }),
      );
      for (const n of order) {
        const decision = decisions[n];
        if (decision !== undefined) await client.write(bundleOf(decision));
        await kit().registry.process();
      }
      const found = await kit().found(bsn);
      // The general practitioner is refused last; what only the second choice was about still counts.
      expect(found.map(({ status, dateTime }) => [status, dateTime])).toEqual([
        ['inactive', decisions[2]?.chosenAt],
        ...found.slice(1).map(({ status }) => [status, decisions[1]?.chosenAt]),
      ]);
      expect(
        found
          .slice(1)
          .map(({ status }) => status)
          .toSorted((a, b) => a.localeCompare(b)),
      ).toEqual(['active', 'inactive']);
    });

    it.each(['grant first', 'refusal first'])('at one and the same moment the refusal, %s', async (order) => {
      const { client } = kit();
      const bsn = kit().person();
      const chosenAt = new Date(Date.now() - 1000);
      const both = [GP_YES, GP_NO].map((answers) => bundleOf(kit().decision({ bsn, answers, chosenAt })));
      for (const bundle of order === 'grant first' ? both : both.toReversed()) await client.write(bundle);
      expect((await kit().found(bsn)).map(({ status }) => status)).toEqual(['inactive']);
    });

    it('also when the network delivers the older one once more afterwards', async () => {
      const bsn = kit().person();
      const older = bundleOf(kit().decision({ bsn, answers: GP_YES, chosenAt: new Date(Date.now() - 5000) }));
      await kit().client.write(older);
      await kit().client.write(bundleOf(kit().decision({ bsn, answers: GP_NO })));
      const found = await kit().found(bsn);
      expect((await kit().client.write(older)).status).toBe(200);
      expect(await kit().found(bsn)).toEqual(found);
      expect(found.map(({ status }) => status)).toEqual(['inactive']);
    });

    it('and keeps the history: a choice that no longer counts can still be read', async () => {
      const { client } = kit();
      const bsn = kit().person();
      const older = bundleOf(kit().decision({ bsn, answers: GP_YES, chosenAt: new Date(Date.now() - 5000) }));
      const place = statusOfConsent(older, await client.write(older)).slice(4);
      await client.write(bundleOf(kit().decision({ bsn, answers: GP_NO })));
      await kit().registry.process();
      const read = await client.ask(`/fhir/${place}`);
      expect(read.resource).toMatchObject({ resourceType: 'Consent', status: 'active' });
    });
  });

  it('echoes the id of a request, and refuses one without', async () => {
    const { client } = kit();
    const id = crypto.randomUUID();
    const reply = await client.write(bundleOf(kit().decision()), { headers: { 'x-request-id': id } });
    expect(reply.headers['x-request-id']).toBe(id);
    const text = toXml(bundleOf(kit().decision()));
    const headers = { 'content-type': FHIR_JSON.replace('json', 'xml') };
    const without = await client.ask('/fhir/', { method: 'POST', body: text, headers, as: WRITER });
    expect([without.status, issuesOf(without)[0]?.diagnostics]).toEqual([400, 'X-Request-Id must be a UUID.']);
  });
}

function expectConflict(reply: Reply, expression: string): void {
  expect(reply.status).toBe(409);
  expect(issuesOf(reply)).toMatchObject([{ severity: 'error', code: 'duplicate', expression: [expression] }]);
}

function consentKey(bundle: Bundle): string {
  const entry = bundle.entry?.find(({ resource }) => resource?.resourceType === 'Consent');
  return entry?.resource?.resourceType === 'Consent' ? (entry.resource.identifier?.[0]?.value ?? '') : '';
}

/** `201 Consent/<id>` of the first Consent. */
function statusOfConsent(bundle: Bundle, reply: Reply): string {
  const place = bundle.entry?.findIndex(({ resource }) => resource?.resourceType === 'Consent') ?? -1;
  const response = reply.resource?.resourceType === 'Bundle' ? reply.resource.entry?.[place]?.response : undefined;
  return `${response?.status.slice(0, 3)} ${response?.location?.replace('/_history/1', '')}`;
}

/** Every id becomes the same word, and every moment of receipt. */
function withoutIds(value: readonly (Resource | readonly Resource[] | null)[]): unknown {
  const text = JSON.stringify(value).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
  return JSON.parse(text.replaceAll(/"(lastUpdated|lastModified)":"[^"]+"/g, '"$1":"then"')) as unknown;
}
