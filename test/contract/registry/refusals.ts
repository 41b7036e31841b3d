/** Every kind of Bundle that breaks the specification (400) or a rule (422): what is said, and where it points. */
import { describe, expect, it } from 'vitest';
import { CONSENTS, MESSAGE, PEOPLE, bsn, dataCategory, partsOf, type Loose } from '../../support/broken-bundles.ts';
import { bundleOf, issuesOf } from '../../support/registry-client.ts';
import type { RegistryKit } from '../../support/registry.ts';

export function describeRefusals(kit: () => RegistryKit): void {
  describe('refuses, says where, and stores nothing of', () => {
    it.each([...MESSAGE, ...PEOPLE, ...CONSENTS])('%s', async (_, breakIt, status, expression) => {
      const { client } = kit();
      const decision = kit().decision({ answers: { top: 'some', holders: { huisartsen: 'share' } } });
      const bundle = JSON.parse(JSON.stringify(bundleOf(decision))) as Loose;
      breakIt(partsOf(bundle));
      const before = await client.state();
      const reply = await client.write(JSON.stringify(bundle), { form: 'json' });
      const issues = issuesOf(reply);
      expect(issues.flatMap((issue) => issue.expression ?? [])).toContain(expression);
      expect(reply.status).toBe(status);
      for (const issue of issues) {
        expect(issue).toMatchObject({ severity: 'error', code: expect.stringMatching(/^[a-z-]+$/) as string });
        expect(issue.diagnostics).toMatch(/^[A-Z].*\.$/);
        expect(issue.diagnostics).not.toContain(decision.subject.bsn);
      }
      expect((await client.state()).bundlesAccepted).toBe(before.bundlesAccepted);
      expect(await kit().found(decision.subject.bsn)).toEqual([]);
    });

    it('a Bundle with several mistakes: all are named at once, and 400 comes before 422', async () => {
      const bundle = JSON.parse(JSON.stringify(bundleOf(kit().decision()))) as Loose;
      const parts = partsOf(bundle);
      parts.patient['identifier'] = bsn('123456789');
      parts.consent['category'] = [dataCategory('GGC999')];
      parts.consent['dateTime'] = '2090-01-01T00:00:00Z';
      const reply = await kit().client.write(JSON.stringify(bundle), { form: 'json' });
      expect(reply.status).toBe(400);
      expect(new Set(issuesOf(reply).map(({ code }) => code))).toEqual(
        new Set(['value', 'code-invalid', 'business-rule']),
      );
    });
  });

  it.each([
    ['five minutes ahead, as a clock of a kiosk may be', 299_000, 200],
    ['further ahead', 310_000, 422],
  ])('a moment of choice %s', async (_, ahead, status) => {
    const { client, clock } = kit();
    const decision = kit().decision({ chosenAt: new Date(clock.now() + ahead) });
    expect((await client.write(bundleOf(decision))).status).toBe(status);
  });
}
