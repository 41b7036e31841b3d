/**
 * Death at any moment: a real process is killed with SIGKILL before and after every statement and in every phase of a
 * request, and at 500 moments that nobody chose. What it had called kept is recorded exactly once, in its patient's order.
 */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../main/clock.ts';
import { openStore } from '../../main/store/store.ts';
import { seed } from '../support/seed.ts';
import { openKeyStore, scratchFolder, seededChance } from '../support/store.ts';
import { historyOf, syncWith } from './history.ts';
import { startRegister, type Register } from './register.ts';

const CHILD = join(import.meta.dirname, 'children', 'kiosk.ts');

interface Life {
  /** Lines that it told before it died. */
  readonly lines: readonly string[];
  /** From the moment it had opened its store until it last told that it had kept something. */
  readonly keepingMs: number;
}

/** One life of a kiosk. @param killAfterMs random death that long after it opened its store; null: it dies by itself */
function live(
  dataDir: string,
  register: Register,
  {
    seed: history,
    from = 0,
    dieAt = '',
    killAfterMs = null as number | null,
  }: { seed: number; from?: number; dieAt?: string; killAfterMs?: number | null },
): Promise<Life> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, dataDir, register.address, String(history), String(from), dieAt], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'keuzewijzer-compile-cache') },
    });
    let told = '';
    let trouble = '';
    let timer: NodeJS.Timeout | undefined;
    let openAt = 0;
    let keptAt = 0;
    child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      told += text;
      if (text.includes('kept ')) keptAt = performance.now();
      if (openAt > 0 || !told.includes('open\n')) return;
      openAt = performance.now();
      if (killAfterMs !== null) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL' || code === 0)
        resolve({ lines: told.split('\n').slice(0, -1), keepingMs: Math.max(0, keptAt - openAt) });
      else reject(new Error(`the kiosk ended by itself (${String(code)}): ${trouble}`));
    });
  });
}

const keptBy = (life: Life): string[] =>
  life.lines.filter((line) => line.startsWith('kept ')).map((line) => line.slice('kept '.length));

/** Opens what the dead left, sends all of it, and compares with what had been called kept. */
async function judge(dataDir: string, register: Register, kept: ReadonlySet<string>): Promise<void> {
  const opened = await openStore({ dataDir, keyStore: openKeyStore, clock: systemClock(), chance: seededChance(seed) });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const engine = syncWith(store, register.address);
  store.onChange(() => engine.poke());
  engine.start();
  const settled = async (): Promise<void> => {
    const end = Date.now() + 20_000;
    while (store.overview().pending + store.overview().sent > 0) {
      if (Date.now() > end) throw new Error(`it hangs: ${JSON.stringify(store.overview())}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  await settled();
  for (const { reference } of store.overview().parked) expect(store.retry(reference).ok).toBe(true);
  await settled();
  const recorded = [...register.recorded.values()].flat();
  const superseded = [...kept].filter((id) => store.delivery(id) === 'needs-staff');
  const missing = [...kept].filter((id) => !recorded.includes(id) && !superseded.includes(id));
  await engine.stop();
  store.close();
  expect(missing).toEqual([]);
  expect(register.wrong).toEqual([]);
  expect(new Set(recorded).size).toBe(recorded.length);
}

/** A refused decision that staff sent again may come late; all others come in the order in which they were kept. */
function inOrder(register: Register, order: readonly string[]): void {
  for (const ids of register.recorded.values()) {
    const places = ids.filter((id) => !id.endsWith('0')).map((id) => order.indexOf(id));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
}

let register: Register;
beforeEach(async () => {
  register = await startRegister();
});
afterEach(() => register.close());

describe('a kiosk that is killed', () => {
  it(`at every named moment loses nothing and repeats nothing (seed ${seed})`, { timeout: 600_000 }, async () => {
    const first = scratchFolder();
    const whole = await live(first.path, register, { seed });
    first.remove();
    const moments = whole.lines
      .filter((line) => line.startsWith('moment '))
      .map((line) => {
        const [, times = '1', ...name] = line.split(' ');
        return { name: name.join(' '), times: Number(times) };
      });
    expect(moments.length).toBeGreaterThan(25);
    const chance = seededChance(seed);
    const deaths = moments.flatMap(({ name, times }) =>
      [...new Set([1, 1 + chance.int(times), times])].map((occurrence) => `${name}#${occurrence}`),
    );
    const died = new Set<string>();
    await inParallel(2, deaths, async (dieAt) => {
      const own = await startRegister();
      const folder = scratchFolder();
      try {
        const life = await live(folder.path, own, { seed, dieAt });
        const end = life.lines.find((line) => line.startsWith('died '));
        if (end !== undefined) died.add(end.slice('died '.length));
        await judge(folder.path, own, new Set(keptBy(life)));
        inOrder(
          own,
          historyOf(seed, 0).map(({ id }) => id),
        );
      } finally {
        folder.remove();
        await own.close();
      }
    });
    console.log(`killed at ${deaths.length} moments, ${died.size} of ${moments.length} names`);
    expect(moments.map(({ name }) => name).filter((name) => !died.has(name))).toEqual([]);
  });

  it(
    `at 500 random moments of two long lives loses nothing and repeats nothing (seed ${seed})`,
    { timeout: 1_200_000 },
    async () => {
      let repeats = 0;
      let keptInAll = 0;
      await inParallel(2, [1, 2], async (which) => {
        const chance = seededChance(seed + which);
        const own = await startRegister();
        const folder = scratchFolder();
        const kept = new Set<string>();
        const order: string[] = [];
        // As long as a life takes here, and half as long again for what is sent after it: disks and machines differ.
        const undisturbed = scratchFolder();
        const { keepingMs } = await live(undisturbed.path, register, { seed: which });
        undisturbed.remove();
        const longest = Math.max(50, Math.ceil(keepingMs * 1.5));
        for (let death = 0; death < 250; death += 1) {
          const from = death * 8;
          order.push(...historyOf(which, from).map(({ id }) => id));
          const life = await live(folder.path, own, { seed: which, from, killAfterMs: chance.int(longest) });
          for (const id of keptBy(life)) kept.add(id);
        }
        await judge(folder.path, own, kept);
        inOrder(own, order);
        repeats += own.repeats();
        keptInAll += kept.size;
        folder.remove();
        await own.close();
      });
      console.log(`500 deaths, ${keptInAll} decisions called kept, ${repeats} sent again with the same bytes`);
      expect(keptInAll).toBeGreaterThan(500);
      expect(repeats).toBeGreaterThan(0);
    },
  );
});

async function inParallel<T>(lanes: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}
