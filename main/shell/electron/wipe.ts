/** Leaves nothing of a person in the window when a session is over (U13, K12). What main held is main's own work. */
import type { Clipboard, Session, WebContents } from 'electron';
import type { KioskView } from '../../../shared/contract/view.ts';

/** @returns a watcher of views: calls `wipe` when the patient's session has ended */
export function watchForEnd(wipe: () => void): (view: Pick<KioskView, 'mode'>) => void {
  let patient = false;
  return ({ mode }) => {
    const ended = patient && mode !== 'patient';
    patient = mode === 'patient';
    if (ended) wipe();
  };
}

/** Clipboard, storage, caches and history of the window. */
export function wipeWindow(
  clipboard: Pick<Clipboard, 'clear'>,
  session: Pick<Session, 'clearData' | 'clearAuthCache'>,
  contents: Pick<WebContents, 'navigationHistory' | 'isDestroyed'>,
): Promise<unknown> {
  clipboard.clear();
  if (!contents.isDestroyed()) contents.navigationHistory.clear();
  return Promise.allSettled([session.clearData(), session.clearAuthCache()]);
}
