/**
 * The idle clock of a patient session (experience.md U8): after a while without touch and without speech a warning,
 * then the end. Measured on the monotonic clock, so that a jump of the wall clock neither wipes a session nor keeps one.
 */
import type { Clock } from '../clock.ts';

export interface IdlePolicy {
  /** Quiet time before the warning. */
  readonly afterMs: number;
  /** How long the warning stands. */
  readonly warnMs: number;
}

/** U8: 120 s, then 60 s. */
export const DEFAULT_IDLE: IdlePolicy = { afterMs: 120_000, warnMs: 60_000 };

export interface IdleClock {
  /** The person touched, or the guide is talking. */
  active(): void;
  /** Seconds until the end while the warning stands; null otherwise. */
  secondsLeft(): number | null;
  stop(): void;
}

/** @param on `changed` whenever `secondsLeft` changed; `expired` once, at the end */
export function startIdleClock(
  clock: Clock,
  policy: IdlePolicy,
  on: { readonly changed: () => void; readonly expired: () => void },
): IdleClock {
  let lastActive = clock.monotonicMs();
  let cancel = () => {};
  let stopped = false;
  let shown: number | null = null;

  const secondsLeft = (): number | null => {
    const quiet = clock.monotonicMs() - lastActive;
    if (quiet < policy.afterMs) return null;
    return Math.max(0, Math.ceil((policy.afterMs + policy.warnMs - quiet) / 1000));
  };
  const tick = (): void => {
    if (stopped) return;
    const quiet = clock.monotonicMs() - lastActive;
    if (quiet >= policy.afterMs + policy.warnMs) {
      stopped = true;
      on.expired();
      return;
    }
    const left = secondsLeft();
    cancel = clock.after(left === null ? policy.afterMs - quiet : 1000, tick);
    if (left !== shown) {
      shown = left;
      on.changed();
    }
  };
  cancel = clock.after(policy.afterMs, tick);

  return {
    active() {
      if (stopped) return;
      lastActive = clock.monotonicMs();
      if (shown === null) return;
      shown = null;
      cancel();
      cancel = clock.after(policy.afterMs, tick);
      on.changed();
    },
    secondsLeft: () => (shown === null ? null : secondsLeft()),
    stop() {
      stopped = true;
      cancel();
    },
  };
}
