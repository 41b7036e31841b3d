/** What to do when the screen dies: again, but not without end. Beyond the limit the process ends; the system restarts it. */

export interface Recovery {
  /** The screen is gone: opens it again, or gives up. */
  again(): void;
}

const WITHIN_MS = 60_000;
/** More than this within a minute: opening again does not help. */
const TIMES = 3;

export function createRecovery(options: {
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number;
  readonly reopen: () => void;
  readonly giveUp: () => void;
}): Recovery {
  let times: readonly number[] = [];
  return {
    again() {
      const now = options.monotonicMs();
      times = [...times.filter((at) => now - at < WITHIN_MS), now];
      if (times.length > TIMES) options.giveUp();
      else options.reopen();
    },
  };
}
