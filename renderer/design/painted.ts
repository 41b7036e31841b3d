/** What can wait until the person sees the screen: first the screen, then the rest (experience.md U6, U16). */

/** A page that is not shown paints nothing; what waits must not wait for it. */
const AT_MOST_MS = 100;

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
