/** The time of one kiosk: a wall clock that jumps and drifts, a monotonic one, timers that come late, and sleep. */
import type { Clock } from '../../main/clock.ts';
import type { Prng } from './prng.ts';
import type { Scheduler } from './scheduler.ts';

/** Where the true clock stands when a world begins. */
export const WORLD_START_MS = Date.parse('2026-11-23T09:00:00.000Z');

export interface Device {
  /** Wall clock minus true time. */
  skewMs(): number;
  jump(ms: number): void;
  /** Sets the wall clock right, as NTP does. */
  correct(): void;
  suspend(): void;
  resume(): void;
  asleep(): boolean;
  /** Runs it now, or as soon as the device is awake. */
  whenAwake(run: () => void): void;
  /** The clock of one process on this device. Its timers die with the process. */
  processClock(alive: () => boolean): Clock;
  wallMs(): number;
}

export function createDevice(scheduler: Scheduler, prng: Prng): Device {
  /** CLOCK_MONOTONIC stands still while Linux sleeps; the counter of Windows does not. */
  const countsSleep = prng.chance(0.5);
  const drift = (prng.next() - 0.5) * 2e-4;
  let jumped = 0;
  let slept = 0;
  let asleepSince: number | null = null;
  let waiting: (() => void)[] = [];
  const skewMs = (): number => Math.round(jumped + drift * scheduler.now());
  const wallMs = (): number => WORLD_START_MS + scheduler.now() + skewMs();
  const monotonic = (): number => (countsSleep ? scheduler.now() : (asleepSince ?? scheduler.now()) - slept);
  const whenAwake = (run: () => void): void => {
    if (asleepSince === null) run();
    else waiting.push(run);
  };
  return {
    skewMs,
    jump(ms) {
      jumped += ms;
    },
    correct() {
      jumped = -drift * scheduler.now();
    },
    suspend() {
      asleepSince ??= scheduler.now();
    },
    resume() {
      if (asleepSince === null) return;
      slept += scheduler.now() - asleepSince;
      asleepSince = null;
      const now = waiting;
      waiting = [];
      for (const run of now) scheduler.after(0, () => whenAwake(run));
    },
    asleep: () => asleepSince !== null,
    whenAwake,
    wallMs,
    processClock(alive) {
      const started = monotonic();
      return {
        now: () => new Date(wallMs()),
        monotonicMs: () => monotonic() - started,
        after(ms, callback) {
          const due = monotonic() + Math.max(0, ms);
          let cancelled = false;
          const ring = (): void => {
            if (cancelled || !alive()) return;
            const early = due - monotonic();
            if (early > 0) scheduler.after(early, () => whenAwake(ring));
            else callback();
          };
          // Timers are never early and often a little late.
          scheduler.after(Math.max(0, ms) + prng.int(0, 4), () => whenAwake(ring));
          return () => {
            cancelled = true;
          };
        },
      };
    },
  };
}
