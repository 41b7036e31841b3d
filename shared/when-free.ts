/** What a process that is ending still holds (a folder, a port) is free in a moment: wait for it, then give up. */

const WAIT_MS = 10_000;
const LOOK_MS = 250;

/**
 * Starts something as soon as what it needs is free.
 * @param isTaken whether a failure means that another process holds it
 * @param waiting called once, when there is something to wait for
 * @throws the last failure of `start`, after ten seconds, or at once when it is another one
 */
export async function whenFree<T>(
  start: () => Promise<T>,
  isTaken: (error: unknown) => boolean,
  waiting: () => void,
  sleep: (ms: number) => Promise<unknown>,
): Promise<T> {
  for (let waited = 0; ; waited += LOOK_MS) {
    try {
      return await start();
    } catch (error) {
      if (!isTaken(error) || waited >= WAIT_MS) throw error;
      if (waited === 0) waiting();
      await sleep(LOOK_MS);
    }
  }
}
