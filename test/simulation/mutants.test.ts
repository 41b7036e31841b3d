/** Every broken kiosk is caught, and by the claim it breaks. Prints mutant → claim → seeds needed. */
import { afterAll, describe, expect, it } from 'vitest';
import { createAnswers } from './answers.ts';
import { MUTANTS } from './mutants.ts';
import { INVARIANTS } from './types.ts';
import { runWorld } from './world.ts';

describe('a kiosk that is broken on purpose is caught', () => {
  const answers = createAnswers();
  const table: string[] = [];
  afterAll(() => console.log(['broken on purpose → caught by → seeds needed', ...table].join('\n')));

  it.each(MUTANTS)(
    'one that $name',
    async (mutant) => {
      const matched = { count: 0 };
      const { sql, pattern } = mutant;
      const watched =
        sql === undefined || pattern === undefined
          ? mutant
          : {
              ...mutant,
              sql(text: string) {
                if (text.search(pattern) !== -1) matched.count += 1;
                return sql(text);
              },
            };
      for (let seed = 1; seed <= mutant.seeds; seed += 1) {
        const { violation } = await runWorld(seed, { answers, mutant: watched });
        // A mutant that changes nothing proves nothing: the statement was rewritten, the pattern must follow it.
        if (pattern !== undefined) expect(matched.count, `no statement fits ${String(pattern)}`).toBeGreaterThan(0);
        if (violation === null) continue;
        table.push(`  ${mutant.name} → ${violation.invariant} → ${seed}`);
        expect(mutant.caughtBy).toContain(violation.invariant);
        return;
      }
      expect.fail(`not caught within ${mutant.seeds} seeds`);
    },
    300_000,
  );

  it('and every claim catches one', () => {
    const caught = new Set(table.map((line) => line.split(' → ')[1]));
    const never = INVARIANTS.filter((invariant) => !caught.has(invariant));
    // `no-exception` is for what nobody thought of.
    expect(never).toEqual(['no-exception']);
  });
});
