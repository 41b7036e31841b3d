/** Adds up what many worlds gave, and says it. */
import type { Violation } from './types.ts';
import type { WorldResult } from './world.ts';

export interface Failure {
  readonly seed: number;
  readonly violation: Violation;
  readonly tail: readonly string[];
}

/** Plain data: it goes from process to process. */
export interface Totals {
  readonly worlds: number;
  readonly kioskMs: number;
  readonly events: number;
  readonly kept: number;
  readonly recorded: number;
  readonly worstMinute: number;
  readonly restMs: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

export const NOTHING: Totals = {
  worlds: 0,
  kioskMs: 0,
  events: 0,
  kept: 0,
  recorded: 0,
  worstMinute: 0,
  restMs: 0,
  faults: {},
  failures: [],
};

export const totalsOf = ({ seed, violation, tail, ...result }: WorldResult): Totals => ({
  worlds: 1,
  kioskMs: result.simulatedMs * result.kiosks,
  events: result.events,
  kept: result.kept,
  recorded: result.recorded,
  worstMinute: result.worstMinute,
  restMs: result.restMs,
  faults: Object.fromEntries(result.faults),
  failures: violation === null ? [] : [{ seed, violation, tail }],
});

export function add(a: Totals, b: Totals): Totals {
  const faults: Record<string, number> = { ...a.faults };
  for (const [kind, count] of Object.entries(b.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  return {
    worlds: a.worlds + b.worlds,
    kioskMs: a.kioskMs + b.kioskMs,
    events: a.events + b.events,
    kept: a.kept + b.kept,
    recorded: a.recorded + b.recorded,
    worstMinute: Math.max(a.worstMinute, b.worstMinute),
    restMs: Math.max(a.restMs, b.restMs),
    faults,
    failures: [...a.failures, ...b.failures],
  };
}

export interface Summary extends Totals {
  readonly from: number;
  readonly realSeconds: number;
  readonly kioskHours: number;
  readonly faultsInjected: number;
  readonly kioskHoursPerSecond: number;
  readonly faultsPerSecond: number;
}

/** @param realMs how long it took */
export function summarise(totals: Totals, from: number, realMs: number): Summary {
  const kioskHours = totals.kioskMs / 3_600_000;
  const faultsInjected = Object.values(totals.faults).reduce((sum, count) => sum + count, 0);
  const round = (value: number): number => Math.round(value * 100) / 100;
  return {
    ...totals,
    from,
    realSeconds: round(realMs / 1000),
    kioskHours: round(kioskHours),
    faultsInjected,
    kioskHoursPerSecond: round(kioskHours / (realMs / 1000)),
    faultsPerSecond: round(faultsInjected / (realMs / 1000)),
  };
}

export function reportText(summary: Summary): string {
  const kinds = Object.entries(summary.faults).toSorted((a, b) => b[1] - a[1]);
  return [
    `seeds ${summary.from}–${summary.from + summary.worlds - 1}: ${summary.kept} decisions kept, ${summary.recorded} recorded, ` +
      `${summary.failures.length} worlds failed`,
    `${summary.kioskHours} hours of kiosks and ${summary.faultsInjected} faults in ${summary.realSeconds} s: ` +
      `${summary.kioskHoursPerSecond} hours and ${summary.faultsPerSecond} faults a second`,
    `at rest at most ${Math.ceil(summary.restMs / 60_000)} minutes after healing; ` +
      `at most ${summary.worstMinute} requests a minute while nothing good came back`,
    ...kinds.map(([kind, count]) => `  ${String(count).padStart(7)}  ${kind}`),
    ...summary.failures.slice(0, 5).map(failureText),
  ].join('\n');
}

export const failureText = ({ seed, violation, tail }: Failure): string =>
  [
    `seed ${seed} breaks "${violation.invariant}": ${violation.story}`,
    `repeat it: npm run simulate -- --seed ${seed}`,
    ...tail.map((line) => `    ${line}`),
  ].join('\n');
