import type { Clock } from '../../main/clock.ts';

/** A clock that moves only when told. `jump` moves the wall clock alone, as a wrong battery or NTP does. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
  jump(ms: number): void;
}

export function virtualClock(startIso = '2026-11-23T09:00:00.000Z'): VirtualClock {
  let wall = Date.parse(startIso);
  let mono = 0;
  let order = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();
  const due = (until: number): [number, { at: number; callback: () => void }] | undefined =>
    [...timers].filter(([, timer]) => timer.at <= until).toSorted((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
  return {
    now: () => new Date(wall),
    monotonicMs: () => mono,
    after(ms, callback) {
      const id = (order += 1);
      timers.set(id, { at: mono + Math.max(0, ms), callback });
      return () => timers.delete(id);
    },
    advance(ms) {
      const until = mono + ms;
      for (let next = due(until); next !== undefined; next = due(until)) {
        timers.delete(next[0]);
        wall += next[1].at - mono;
        mono = next[1].at;
        next[1].callback();
      }
      wall += until - mono;
      mono = until;
    },
    jump(ms) {
      wall += ms;
    },
  };
}
