/**
 * `npm run simulate`: as many worlds as asked, over all cores. With `--slice` it is one of the processes that do the
 * work: it runs its seeds and writes its totals as JSON.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createAnswers } from '../answers.ts';
import { add, failureText, NOTHING, reportText, summarise, totalsOf, type Totals } from '../report.ts';
import { runWorld } from '../world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    /** Runs one seed and prints its whole trace. */
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    slice: { type: 'string' },
  },
});

function wholeNumber(text: string, name: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} wants a whole number, not "${text}".`);
  process.exit(2);
}

/** Every `step`-th seed, so that all processes end at about the same time. */
async function slice(from: number, to: number, step: number): Promise<Totals> {
  const answers = createAnswers();
  let totals = NOTHING;
  for (let seed = from; seed < to; seed += step) {
    totals = add(totals, totalsOf(await runWorld(seed, { answers })));
  }
  return totals;
}

function run(from: number, to: number, step: number): Promise<Totals> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, '--slice', `${from},${to},${step}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as Totals);
      else reject(new Error(`a simulating process ended with ${code}`));
    });
  });
}

if (values.slice !== undefined) {
  const [from = 0, to = 0, step = 1] = values.slice.split(',').map(Number);
  process.stdout.write(JSON.stringify(await slice(from, to, step)));
} else if (values.seed === undefined) {
  const [from, count] = [wholeNumber(values.from, 'from'), wholeNumber(values.seeds, 'seeds')];
  const started = performance.now();
  const step = Math.max(1, Math.min(availableParallelism(), count));
  const parts = await Promise.all(Array.from({ length: step }, (_, i) => run(from + i, from + count, step)));
  const summary = summarise(parts.reduce(add, NOTHING), from, performance.now() - started);
  console.log(values.json ? JSON.stringify(summary) : reportText(summary));
  process.exitCode = summary.failures.length === 0 ? 0 : 1;
} else {
  const seed = wholeNumber(values.seed, 'seed');
  const result = await runWorld(seed, { answers: createAnswers(), lines: 100_000 });
  const { violation, tail, faults, ...rest } = result;
  const answer = { ...rest, faults: Object.fromEntries(faults), violation };
  if (values.json) console.log(JSON.stringify({ ...answer, trace: tail }));
  else
    console.log(
      [
        ...tail,
        violation === null ? `seed ${seed} holds: ${result.hash}` : failureText({ seed, violation, tail: [] }),
      ].join('\n'),
    );
  process.exitCode = violation === null ? 0 : 1;
}
