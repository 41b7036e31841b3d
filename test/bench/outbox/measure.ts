/** Times of single operations, and how they compare. */
import type { Clock } from '../../../main/clock.ts';

export interface Timed {
  /** Operations a second, over all rounds: operations / time spent in them. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly operations: number;
}

export interface Contender {
  readonly name: string;
  /** How it is set to survive a loss of power; null when it offers no such setting. */
  readonly durable: string | null;
  /** Not timed: makes what the next so many operations need. */
  prepare?(count: number): void;
  /** Does one operation and returns when it is done. */
  once(): void | Promise<void>;
  /** Not timed: what it does by itself when nobody waits, after its turn. */
  rest?(): void;
  close(): void | Promise<void>;
}

export interface Rounds {
  readonly rounds: number;
  /** Operations of each in a round. */
  readonly each: number;
}

/** Rounds of all in turn, so that a busy machine slows all alike. A round before the first one is not counted. */
export async function interleaved(
  contenders: readonly Contender[],
  { rounds, each }: Rounds,
): Promise<ReadonlyMap<string, Timed>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    // Another one begins each time: nobody always comes after the heaviest writer.
    for (let place = 0; place < contenders.length; place += 1) {
      const contender = contenders[(place + round) % contenders.length];
      if (contender === undefined) continue;
      const own = await turn(contender, each);
      if (round > 0) times.get(contender.name)?.push(...own);
    }
  }
  return new Map([...times].map(([name, all]) => [name, summary(all)]));
}

async function turn(contender: Contender, each: number): Promise<readonly number[]> {
  contender.prepare?.(each);
  const times: number[] = [];
  for (let n = 0; n < each; n += 1) {
    const from = performance.now();
    const done = contender.once();
    if (done !== undefined) await done;
    times.push(performance.now() - from);
  }
  contender.rest?.();
  return times;
}

function summary(times: readonly number[]): Timed {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  const total = sorted.reduce((sum, ms) => sum + ms, 0);
  return {
    perSecond: round(sorted.length / (total / 1000)),
    p50Ms: round(at(0.5)),
    p99Ms: round(at(0.99)),
    operations: sorted.length,
  };
}

export const round = (value: number): number => Number(value.toPrecision(3));

export const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

export const middle = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(list.length / 2) - 1)] ?? 0;

/** The time of this machine, and timers that ring only in `rest`: work put off must not fall into another one's time. */
export interface RestingClock extends Clock {
  /** Calls what is due. */
  rest(): void;
  /** Milliseconds that all of it took until now. */
  restedMs(): number;
}

export function restingClock(): RestingClock {
  let waiting: { readonly at: number; readonly callback: () => void }[] = [];
  let rested = 0;
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    after(ms, callback) {
      const timer = { at: performance.now() + ms, callback };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
    rest() {
      const from = performance.now();
      const due = waiting.filter(({ at }) => at <= from);
      waiting = waiting.filter(({ at }) => at > from);
      for (const { callback } of due) callback();
      rested += performance.now() - from;
    },
    restedMs: () => rested,
  };
}
