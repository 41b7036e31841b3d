/** Nothing leaves the one page: no navigation, window, webview, login, zoom, shortcut or question of the page (K1, K3–K5). */
import type { Event, WebContents } from 'electron';
import { isBlocked } from './keys.ts';
import { START } from './scheme.ts';

const prevent = (event: Pick<Event, 'preventDefault'>): void => event.preventDefault();

export function lockContents(contents: WebContents): void {
  // Only loading the start page again is harmless: it ends an open session (shell.ts).
  const stay = (event: Pick<Event, 'preventDefault'>, url: string, isMainFrame: boolean): void => {
    if (url !== START || !isMainFrame) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url, event.isMainFrame));
  contents.on('will-frame-navigate', (event) => stay(event, event.url, event.isMainFrame));
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // Preventing the prevention: the page may not ask "Leave this page?".
  contents.on('will-prevent-unload', prevent);
  contents.on('login', (event, _details, _info, callback) => {
    event.preventDefault();
    callback();
  });
  contents.on('certificate-error', (event, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  contents.on('select-client-certificate', (event, _url, _list, callback) => {
    event.preventDefault();
    // Electron's types ask for a certificate; none is how none is given.
    (callback as () => void)();
  });
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
  contents.on('before-input-event', (event, input) => {
    if (isBlocked(input)) event.preventDefault();
  });
  contents.setIgnoreMenuShortcuts(true);
  contents.on('devtools-opened', () => contents.closeDevTools());
  const noZoom = (): void => {
    contents.setZoomLevel(0);
    // Sizes are millimetres (U3): pinching would falsify them.
    contents.setVisualZoomLevelLimits(1, 1).catch(() => {});
  };
  contents.on('zoom-changed', noZoom);
  contents.on('did-finish-load', noZoom);
}
