/** The first half of the seeds (the other is in world-2.test.ts: two files, two processes), and that a seed is a history. */
import { expect, it } from 'vitest';
import { createAnswers } from './answers.ts';
import { simulate } from './suite.ts';
import { runWorld } from './world.ts';

it('the same seed gives the same history, another seed another', async () => {
  const hash = async (seed: number): Promise<string> => (await runWorld(seed, { answers: createAnswers() })).hash;
  for (const seed of [3, 17, 101, 2026]) expect(await hash(seed)).toBe(await hash(seed));
  expect(await hash(3)).not.toBe(await hash(4));
});

simulate(1, 500);
