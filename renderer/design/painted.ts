/** What can wait until the person sees the screen: first the screen, then the rest (experience.md U6, U16). */

/** A page that is not shown paints nothing; what waits must not wait for it. */
const AT_MOST_MS = 100;

/** What nobody waits for is done at the latest after so long, however busy the page is. */
const QUIET_WITHIN_MS = 2000;

/** Does it once the page has nothing else to do. @returns a function that takes it back */
export function whenQuiet(act: () => void): () => void {
  const asked = requestIdleCallback(act, { timeout: QUIET_WITHIN_MS });
  return () => cancelIdleCallback(asked);
}

/** Does it once the page, as it stands now, was painted. @returns a function that takes it back */
export function afterPaint(act: () => void): () => void {
  let timer = window.setTimeout(now, AT_MOST_MS);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = window.setTimeout(now);
  });
  function cancel(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  }
  function now(): void {
    cancel();
    act();
  }
  return cancel;
}
