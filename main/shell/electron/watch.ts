/** Notices that the page, its process or a helper process died or hangs (K9), and that the page was loaded anew. */
import type { App, BrowserWindow, Details } from 'electron';
import type { Log } from '../../diagnostics/log.ts';

/** Chromium's code for a navigation that another one, or our refusal, ended: the page that is there stays. */
const ABORTED = -3;

export interface Watching {
  readonly log: Log;
  /** Whoever was at the screen cannot go on: an open session ends. */
  readonly screenLost: () => void;
  readonly reopen: () => void;
}

/** @returns stop watching */
export function watchProcesses(
  app: Pick<App, 'on' | 'off'>,
  window: BrowserWindow,
  { log, screenLost, reopen }: Watching,
): () => void {
  const contents = window.webContents;
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    screenLost();
    log.write('error', 'screen-gone', { reason, exitCode });
    reopen();
  });
  // A page that hangs looks fine and answers nobody: it is ended, and comes back through `render-process-gone`.
  contents.on('unresponsive', () => {
    screenLost();
    log.write('error', 'screen-hangs');
    contents.forcefullyCrashRenderer();
  });
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) screenLost();
  });
  contents.on('did-fail-load', (_event, errorCode, _description, _url, isMainFrame) => {
    if (!isMainFrame || errorCode === ABORTED) return;
    log.write('error', 'screen-load-failed', { errorCode });
    reopen();
  });
  contents.on('preload-error', () => log.write('error', 'preload-failed'));
  // Chromium starts its helpers (GPU, audio, network) again by itself; the page and the session go on. After a dead GPU
  // process the picture is drawn anew, so that no half picture stays.
  const helperGone = (_event: unknown, { type, reason, exitCode }: Details): void => {
    if (reason === 'clean-exit') return;
    log.write('warning', 'helper-gone', { type, reason, exitCode });
    if (type === 'GPU' && !window.isDestroyed()) contents.invalidate();
  };
  app.on('child-process-gone', helperGone);
  return () => void app.off('child-process-gone', helperGone);
}
