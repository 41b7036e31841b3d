/** A registry that is no practice registry, that is closed and opened again, and that shares its data or must not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Decision } from '../../../shared/consent/decision.ts';
import { runScript } from '../../e2e/kit/process.ts';
import { bundleOf, issuesOf, registryClient, WRITER, type Reply } from '../../support/registry-client.ts';
import { BOUND, CLIENTS, startKit, type Database, type Place, type RegistryKit } from '../../support/registry.ts';

const DELAY_MS = 600_000;

export function describeRestart(database: Database): void {
  describe('outside practice and through a restart', () => {
    let place: Place;
    let kit: RegistryKit;
    const options = { practice: false, clients: CLIENTS, processingDelayMs: DELAY_MS };
    beforeAll(async () => {
      place = await database.place();
      kit = await startKit(place, options);
    });
    afterAll(() => kit.close());

    const reopen = async (): Promise<void> => {
      await kit.close();
      kit = await startKit(place, options);
    };
    const underWay = async (as: { id: string; secret: string }, ura: string): Promise<number> => {
      const { resource } = await kit.client.ask(`/fhir/Consent/$processingStatus?providerid=${ura}`, { as });
      return resource?.resourceType === 'Parameters' ? (resource.parameter?.[0]?.valueInteger ?? -1) : -1;
    };

    it('has no practice addresses: no fault can be asked for', async () => {
      const body = '{"mode":"fail"}';
      const headers = { 'content-type': 'application/json' };
      for (const path of ['/practice/faults', '/practice/state', '/practice/']) {
        expect((await kit.client.ask(path)).status).toBe(404);
        const posted = await kit.client.ask(path, { method: 'POST', as: null, headers, body });
        expect([404, 415]).toContain(posted.status);
      }
      expect((await kit.client.write(bundleOf(kit.decision()))).status).toBe(200);
    });

    it('knows no practice client unless it is told to', async () => {
      await expect(place.start({ practice: false, clients: [] })).rejects.toThrow(/clients must be given/);
    });

    it('keeps what it took: answers, conflicts, and what is still to be processed', async () => {
      const decision = kit.decision({ answers: { top: 'some', holders: { huisartsen: 'share' } } });
      const other = kit.decision({ id: decision.id, bsn: decision.subject.bsn });
      const first = await kit.client.write(bundleOf(decision));
      const before = await underWay(WRITER, '90000001');
      expect(before).toBeGreaterThan(0);
      await reopen();
      expect((await kit.client.write(bundleOf(decision))).body).toBe(first.body);
      expect((await kit.client.write(bundleOf(other))).status).toBe(409);
      expect(await underWay(WRITER, '90000001')).toBe(before);
      expect(await kit.client.search(decision.subject.bsn)).toEqual([]);
      kit.clock.shift(DELAY_MS);
      expect(await kit.found(decision.subject.bsn)).toHaveLength(1);
      const found = await kit.client.search(decision.subject.bsn);
      await reopen();
      expect(await kit.client.search(decision.subject.bsn)).toEqual(found);
      expect(await underWay(WRITER, '90000001')).toBe(0);
    });

    it('counts down to 0 as time goes by, for the own organisation only', async () => {
      kit.clock.shift(DELAY_MS);
      await kit.registry.process();
      const counts: number[][] = [];
      const count = async (): Promise<void> =>
        void counts.push([await underWay(WRITER, '90000001'), await underWay(BOUND, '90000002')]);
      await count();
      const one = { answers: { top: 'some', holders: { huisartsen: 'share' } } } as const;
      await kit.client.write(bundleOf(kit.decision(one)));
      kit.clock.shift(DELAY_MS / 2);
      await kit.registry.process();
      await kit.client.write(bundleOf(kit.decision(one)));
      const theirs = JSON.stringify(bundleOf(kit.decision(one))).replace('90000001', '90000002');
      await kit.client.write(theirs, { form: 'json', as: BOUND });
      await count();
      kit.clock.shift(DELAY_MS / 2);
      await kit.registry.process();
      await count();
      kit.clock.shift(DELAY_MS / 2);
      await kit.registry.process();
      await count();
      expect(counts).toEqual([
        [0, 0],
        [2, 1],
        [1, 1],
        [0, 0],
      ]);
    });

    if (database.name === 'PGlite') {
      it('keeps through SIGKILL every answer it gave, and logs no person', async () => {
        const dataDir = mkdtempSync(join(tmpdir(), 'keuzewijzer-registry-'));
        const args = ['--practice', '--data-dir', dataDir];
        const start = () => runScript('registry/cli.ts', args, /^registry ready (\S+)$/);
        const first = await start();
        const before = registryClient(first.address);
        const decisions = Array.from({ length: 5 }, () => kit.decision());
        const replies = await Promise.all(decisions.map((decision) => before.write(bundleOf(decision))));
        await Promise.all([first.kill(), before.close()]);
        const second = await start();
        const after = registryClient(second.address);
        for (const [n, decision] of decisions.entries())
          expect((await after.write(bundleOf(decision))).body).toBe(replies[n]?.body);
        expect(await after.state()).toMatchObject({ bundlesAccepted: 0, repeats: decisions.length });
        await vi.waitFor(async () => expect(await after.unprocessed()).toBe(0));
        for (const { subject } of decisions) expect(await after.search(subject.bsn)).toHaveLength(7);
        await Promise.all([second.stop(), after.close()]);
        expect(second.output()).toContain('"route":"/fhir/Consent"');
        for (const { subject } of decisions) expect(first.output() + second.output()).not.toContain(subject.bsn);
        rmSync(dataDir, { recursive: true, force: true });
      });

      it('refuses a second process on its directory: two would destroy it', async () => {
        await expect(place.start(options)).rejects.toThrow(/in use by process/);
        expect((await kit.client.write(bundleOf(kit.decision()))).status).toBe(200);
      });
    } else {
      it('says 503 or takes it while its database hangs up, and after that has everything once', async () => {
        const decisions: Decision[] = [];
        const refused: Reply[] = [];
        const write = (all: readonly Decision[]): Promise<readonly Reply[]> =>
          Promise.all(all.map((decision) => kit.client.write(bundleOf(decision))));
        while (refused.length === 0 || decisions.length < 60) {
          const some = Array.from({ length: 20 }, () => kit.decision());
          const [replies] = await Promise.all([write(some), place.hangUp?.()]);
          refused.push(...replies.filter(({ status }) => status !== 200));
          decisions.push(...some);
        }
        for (const reply of refused) {
          expect([reply.status, reply.headers['retry-after']]).toEqual([503, '5']);
          expect(issuesOf(reply)[0]?.code).toBe('transient');
        }
        expect(new Set((await write(decisions)).map(({ status }) => status))).toEqual(new Set([200]));
        kit.clock.shift(DELAY_MS);
        for (const { subject } of decisions) expect(await kit.found(subject.bsn)).toHaveLength(7);
      });

      it('shares its database with a second registry: what reaches both at once is recorded once', async () => {
        const second = await place.start({ ...options, processingDelayMs: 0 });
        const client = registryClient(second.address);
        const decisions = Array.from({ length: 5 }, () => kit.decision());
        const replies = await Promise.all(
          decisions.flatMap((decision) =>
            Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? kit.client : client).write(bundleOf(decision))),
          ),
        );
        expect(new Set(replies.map(({ status }: Reply) => status))).toEqual(new Set([200]));
        expect(new Set(replies.map(({ body }) => body)).size).toBe(decisions.length);
        kit.clock.shift(DELAY_MS);
        await Promise.all([kit.registry.process(), second.process()]);
        for (const { subject } of decisions) expect(await client.search(subject.bsn)).toHaveLength(7);
        await client.close();
        await second.close();
      });
    }
  });
}
