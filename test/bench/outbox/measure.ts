/** Times of single operations, and how they compare. */

export interface Timed {
  /** Operations a second, over all rounds. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly operations: number;
}

export interface Contender {
  readonly name: string;
  /** How it is set to survive a loss of power; null when it offers no such setting. */
  readonly durable: string | null;
  /** Makes ready what the next operation needs; not measured. */
  prepare?(): void;
  /** Does one operation and returns when it is done. */
  once(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** Rounds of all in turn, so that a busy machine slows all alike. */
export async function interleaved(
  contenders: readonly Contender[],
  { rounds, each }: { readonly rounds: number; readonly each: number },
): Promise<ReadonlyMap<string, Timed>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (const contender of contenders) {
    contender.prepare?.();
    await contender.once(); // warm
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const own = times.get(contender.name) ?? [];
      for (let n = 0; n < each; n += 1) {
        contender.prepare?.();
        const from = performance.now();
        await contender.once();
        own.push(performance.now() - from);
      }
    }
  }
  return new Map([...times].map(([name, all]) => [name, summary(all)]));
}

function summary(times: readonly number[]): Timed {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  const total = sorted.reduce((sum, ms) => sum + ms, 0);
  return {
    perSecond: round(sorted.length / (total / 1000)),
    p50Ms: round(at(0.5)),
    p99Ms: round(at(0.99)),
    operations: sorted.length,
  };
}

export const round = (value: number): number => Number(value.toPrecision(3));
