/**
 * Keyboard and two switches: one key goes to the next control, another presses it (experience.md U14). Arrow keys move
 * besides Tab, in reading order, around and around; Enter and Space press.
 */
import { useEffect } from 'react';

const MOVES: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Tab: 1 };

export function useFocusKeys(): void {
  useEffect(() => {
    const move = (event: KeyboardEvent): void => {
      const towards = MOVES[event.key];
      if (towards === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      const controls = [...document.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')].filter(
        (button) => button.checkVisibility() && button.closest('[inert]') === null,
      );
      if (controls.length === 0) return;
      event.preventDefault();
      const back = event.key === 'Tab' && event.shiftKey;
      const at = controls.findIndex((button) => button === document.activeElement);
      const step = back ? -1 : towards;
      const index = at === -1 ? (step === 1 ? firstAfterHeading(controls) : controls.length - 1) : at + step;
      controls[(index + controls.length) % controls.length]?.focus();
    };
    document.addEventListener('keydown', move);
    return () => document.removeEventListener('keydown', move);
  }, []);
}

/** From the heading of the screen, the first control is what to do there: not the settings above it. */
function firstAfterHeading(controls: readonly HTMLButtonElement[]): number {
  const active = document.activeElement;
  if (active === null || active === document.body) return 0;
  const after = controls.findIndex(
    (button) => (active.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  return Math.max(0, after);
}
