/**
 * Which keys reach the page (K1, K2). A list of what is allowed: everything that edits a field and walks through the
 * screens with a keyboard or two switches (U14). Keys that the desktop takes before the window sees them (Alt+Tab,
 * Super, Ctrl+Alt+Del) belong to the system: docs/kiosk-lockdown.md.
 */
import type { Input } from 'electron';

const ALLOWED: ReadonlySet<string> = new Set([
  'Tab',
  'Enter',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Backspace',
  'Delete',
  'Shift',
]);

export type KeyPress = Pick<Input, 'key' | 'alt' | 'control' | 'meta'>;

/** True when the key must not reach the page, nor any shortcut behind it. */
export function isBlocked({ key, alt, control, meta }: KeyPress): boolean {
  if (alt || control || meta) return true;
  // One printable character; an emoji or a name ("F5", "ContextMenu", "Escape") is longer or in no list.
  return !ALLOWED.has(key) && !/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(key);
}
