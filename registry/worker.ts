/**
 * Turns accepted into processed, in the background.
 * Invariant: at most one round runs at a time, and after each there is a next one planned: nothing is left behind by a
 * failed round, nor by another registry process on the same database that died.
 */
import type { RegistryClock } from './clock.ts';
import type { Database } from './database/schema.ts';
import { nextDue, processDue } from './store/process.ts';

export interface Worker {
  /** There is new work: look again as soon as it is due. */
  wake(): Promise<void>;
  /** Ends planning and waits for the round that runs. */
  stop(): Promise<void>;
}

/** Also without a wake, for messages that another process accepted. */
const LOOK_AGAIN_MS = 5_000;
const AFTER_TROUBLE_MS = 1_000;

export function startWorker(db: Database, clock: RegistryClock, onTrouble: (error: unknown) => void): Worker {
  let cancel = (): void => undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const round = async (): Promise<void> => {
    if (stopped) return;
    cancel();
    let wait = LOOK_AGAIN_MS;
    try {
      await processDue(db, clock.now());
      const due = await nextDue(db);
      if (due !== null) wait = Math.min(LOOK_AGAIN_MS, Math.max(0, due - clock.now()));
    } catch (error) {
      onTrouble(error);
      wait = AFTER_TROUBLE_MS;
    }
    if (!stopped) cancel = clock.after(wait, () => void wake());
  };
  const wake = (): Promise<void> => {
    running = running.then(round);
    return running;
  };
  return {
    wake,
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
}
