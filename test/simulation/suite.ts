/** A part of the seeds of every test run, as one suite. */
import { describe, expect, it } from 'vitest';
import { createAnswers } from './answers.ts';
import { add, failureText, NOTHING, reportText, summarise, totalsOf } from './report.ts';
import { runWorld } from './world.ts';

/** Seeds run in portions, so that the reporter shows where it is and one failure hides no other portion. */
const PORTION = 50;
/** A portion takes some 5 s; machines that build many things at once are twenty times as slow. */
const BUSY_MACHINE_MS = 300_000;

export function simulate(from: number, count: number): void {
  describe(`whatever happens to kiosks, disks, clocks and network, seeds ${from}–${from + count - 1}`, () => {
    const answers = createAnswers();
    const started = performance.now();
    let totals = NOTHING;
    for (let first = from; first < from + count; first += PORTION) {
      it(
        `every kept choice arrives once and in order, or lies with staff: from seed ${first}`,
        async () => {
          for (let seed = first; seed < Math.min(first + PORTION, from + count); seed += 1) {
            const result = totalsOf(await runWorld(seed, { answers }));
            totals = add(totals, result);
            expect(result.failures.map(failureText).join('\n')).toBe('');
          }
        },
        BUSY_MACHINE_MS,
      );
    }
    it('and the worlds were bad enough', () => {
      const summary = summarise(totals, from, performance.now() - started);
      console.log(reportText(summary));
      expect(Object.keys(summary.faults).length).toBeGreaterThan(30);
      expect(summary.recorded).toBeGreaterThan(count);
    });
  });
}
