/**
 * Any decisions of one person, in any order and any number of times, from any kiosk, become the same Consent: for each
 * consulting category the answer with the newest moment, a refusal at the same moment.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  added,
  consentOf,
  groupsOf,
  NOTHING,
  readConsent,
  type Recorded,
} from '../../main/registry/ihe-pcf-1.1/consent.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { BSNS, makeDecision } from '../support/decision.ts';
import { seed } from '../support/seed.ts';

const CATEGORIES = ['RPZAC001', 'RPZAC003', 'RPZAC004', 'RPZAC005', 'RPZAC103'] as const;
const base = makeDecision({ answers: { top: 'some', holders: { ggz: 'share' } } });

/** Few moments, so that ties happen. */
const decision: fc.Arbitrary<Decision> = fc
  .record({
    id: fc.uuid(),
    minute: fc.integer({ min: 0, max: 5 }),
    said: fc.dictionary(fc.constantFrom(...CATEGORIES), fc.constantFrom('permit', 'deny'), { minKeys: 1 }),
  })
  .map(({ id, minute, said }) => ({
    ...base,
    id,
    chosenAt: `2026-11-20T10:0${minute}:00.000Z`,
    choices: Object.entries(said).map(([category, provision]) => ({
      option: `ggz.${category.toLowerCase()}`,
      holder: 'ggz' as const,
      dataCategory: 'GGC002',
      consulting: [category],
      provision,
    })),
  }));

/** Writes and reads back each time, as the adapter does. @returns what a reader reads */
function recordAll(decisions: readonly Decision[]): ReadonlyMap<string, string> {
  let stands: Recorded = NOTHING;
  for (const one of decisions)
    for (const group of groupsOf(one)) {
      const merged = added(stands, group, one, PRACTICE_ORGANIZATION);
      if (merged === null) continue;
      const text = JSON.stringify(consentOf(one.id, merged, group, BSNS[0], PRACTICE_ORGANIZATION));
      const read = readConsent(text, group, BSNS[0]);
      if (read === null) throw new Error('our own Consent cannot be read');
      expect(added(read, group, one, PRACTICE_ORGANIZATION)).toBeNull();
      stands = read;
    }
  return new Map([...stands.answers].map(([category, { answer, at }]) => [category, `${at} ${answer}`]));
}

it(`the order and number of arrivals make no difference (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc
        .array(decision, { minLength: 1, maxLength: 6 })
        .chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
        ),
      ([all, again]) => {
        const expected = new Map<string, string>();
        for (const { chosenAt, choices } of all)
          for (const { consulting, provision } of choices)
            for (const category of consulting) {
              const [before, now] = [expected.get(category) ?? '', `${chosenAt} ${provision}`];
              const newer =
                now.slice(0, 24) > before.slice(0, 24) ||
                (now.slice(0, 24) === before.slice(0, 24) && provision === 'deny');
              if (newer) expected.set(category, now);
            }
        expect(recordAll(all)).toEqual(expected);
        expect(recordAll(again)).toEqual(expected);
      },
    ),
    { numRuns: 500, seed },
  );
});
