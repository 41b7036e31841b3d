/**
 * The bytes of OTV-TR-0160, fixed: what leaves the store goes over the wire exactly as it stands in golden/ (there the
 * README says which requirement each part comes from). Another version of the program must send the same bytes for a
 * choice that an earlier one kept, or a repeat would look like another message. `KW_WRITE_GOLDEN=1` writes them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import { fixedToken } from '../../main/registry/token.ts';
import type { Transport } from '../../main/registry/transport.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { openStore } from '../../main/store/store.ts';
import { readSubmission } from '../../registry/domain/submission.ts';
import type { Answers } from '../../shared/consent/choice.ts';
import type { Decision, OwnOrganization } from '../../shared/consent/decision.ts';
import { fromXml } from '../../shared/fhir/xml.ts';
import { catalogue, makeDecision } from '../support/decision.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const CHOSEN_AT = new Date('2026-11-23T08:59:30.250Z');
const FOLDER = join(import.meta.dirname, 'golden');

const grantsAndRefusals = makeDecision({
  id: '6f0c3c5e-4d0b-4a53-9a1e-2b7d5c1f0a01',
  chosenAt: CHOSEN_AT,
  answers: {
    top: 'some',
    holders: { huisartsen: 'share', apotheken: 'not-share', laboratoria: 'unknown', ggz: 'share' },
  },
});
const single = ((): Decision => {
  const whole = makeDecision({
    id: '6f0c3c5e-4d0b-4a53-9a1e-2b7d5c1f0a02',
    bsn: '999999990',
    chosenAt: CHOSEN_AT,
    answers: { top: 'some', holders: { apotheken: 'share' } } satisfies Answers,
  });
  return { ...whole, choices: whole.choices.slice(0, 1) };
})();

/** Keeps it, takes it out again as the engine does, and catches what would go over the wire. */
async function bytesOnTheWire(
  decision: Decision,
  settings = { organization: PRACTICE_ORGANIZATION as OwnOrganization, catalogue },
): Promise<string> {
  const clock = virtualClock();
  const chance = { random: () => 0.5, uuid: () => crypto.randomUUID() };
  const same = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(bytes);
  const keyStore = { available: () => Promise.resolve(true), protect: same, unprotect: same };
  const store = await openStore({ dataDir: ':memory:', keyStore, clock, chance });
  if (!store.ok) throw new Error(store.error.code);
  expect(store.value.keep(decision).ok).toBe(true);
  const lease = store.value.lease();
  store.value.close();
  if (lease === null) throw new Error('nothing to send');
  const bodies: string[] = [];
  const transport: Transport = {
    send: ({ body }) => {
      bodies.push(body ?? '');
      return Promise.resolve({ kind: 'unknown' });
    },
    close: () => Promise.resolve(),
  };
  const base = 'https://registry.test/fhir';
  const token = fixedToken('t');
  const adapter = createMitzAdapter({ base, ...settings, transport, token, clock, chance });
  await adapter.send(lease.decision, new AbortController().signal);
  return bodies.join('');
}

describe('the Bundle of OTV-TR-0160, byte for byte,', () => {
  it.each([
    ['of a decision with grants and refusals', 'grants-and-refusals.xml', grantsAndRefusals],
    ['of a single choice', 'single-choice.xml', single],
  ])('%s', async (_, name, decision) => {
    const bytes = await bytesOnTheWire(decision);
    if (process.env['KW_WRITE_GOLDEN'] === '1') writeFileSync(join(FOLDER, name), bytes);
    expect(bytes).toBe(readFileSync(join(FOLDER, name), 'utf8'));
    const read = fromXml(bytes);
    if (!read.ok) throw new Error(read.error.message);
    const submission = readSubmission(read.value, { now: CHOSEN_AT.getTime(), futureToleranceMs: 0 });
    if (!submission.ok) throw new Error(JSON.stringify(submission.problems));
    const recorded = submission.value.choices.map(({ holder, dataCategory, granted, consulting, chosenAt }) => ({
      holder,
      dataCategory,
      provision: granted ? 'permit' : 'deny',
      consulting,
      chosenAt: chosenAt.toISOString(),
    }));
    expect(recorded).toEqual(expectedGroups(decision));
  });

  it('whatever the settings and the catalogue became while it waited', async () => {
    const now = {
      organization: { ura: '90000002', type: 'Z3', name: 'Another name' },
      catalogue: { ...catalogue, holders: catalogue.holders.map((holder) => ({ ...holder, organizationTypes: [] })) },
    };
    expect(await bytesOnTheWire(grantsAndRefusals, now)).toBe(await bytesOnTheWire(grantsAndRefusals));
  });

  it('of a choice that an earlier version kept, without the settings of then', async () => {
    const { sender: _, ...earlier } = grantsAndRefusals;
    expect(await bytesOnTheWire(earlier)).toBe(await bytesOnTheWire(grantsAndRefusals));
  });
});

/** One Consent a holder, data category and answer, with all consulting categories of the choices in it. */
function expectedGroups(decision: Decision): readonly object[] {
  const groups = Map.groupBy(
    decision.choices,
    (choice) => `${choice.holder}|${choice.dataCategory}|${choice.provision}`,
  );
  return [...groups].map(([key, choices]) => {
    const [holder, dataCategory, provision] = key.split('|');
    const consulting = [...new Set(choices.flatMap((choice) => choice.consulting))].toSorted();
    return { holder, dataCategory, provision, consulting, chosenAt: decision.chosenAt };
  });
}
