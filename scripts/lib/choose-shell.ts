/** Which shells to try, in order. Pure: what the machine has comes in. */
import type { ShellName } from '../../main/entry/options.ts';

export interface Machine {
  /** A screen to open a window on. */
  readonly display: boolean;
  readonly electron: boolean;
  readonly chromium: boolean;
}

/** @returns the shells to try, best first; the last one always works */
export function shellsToTry(asked: ShellName | null, machine: Machine): readonly ShellName[] {
  const windows: readonly ShellName[] = machine.display
    ? [...(machine.electron ? ['electron' as const] : []), ...(machine.chromium ? ['chromium' as const] : [])]
    : [];
  const order: readonly ShellName[] = [...windows, 'headless'];
  if (asked === null) return order;
  return order.includes(asked) ? order.slice(order.indexOf(asked)) : order;
}

/** One sentence: what runs, and what it lacks. */
export const SHELL_SENTENCES: Readonly<Record<ShellName, string>> = {
  electron: 'Runs in Electron; locking the desktop around it belongs to the system (docs/kiosk-lockdown.md).',
  chromium:
    "Runs in Chromium; it lacks the operating system's key store and a window that cannot be left (docs/kiosk-lockdown.md).",
  headless:
    "Runs without a window; it lacks the operating system's key store, a locked window and a window of its own: open the address by hand.",
};
