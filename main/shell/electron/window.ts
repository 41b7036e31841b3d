/** The one window: full screen without a frame, sandboxed, with nothing of Node in it. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, Session } from 'electron';

export interface WindowSettings {
  /** The primary display, in device-independent pixels. */
  readonly bounds: Rectangle;
  readonly session: Session;
  /** Path of the built preload. */
  readonly preload: string;
  /** Run from source: a developer may close the window and bring another one in front. Never in an installed kiosk. */
  readonly canBeLeft: boolean;
}

export function windowOptions(settings: WindowSettings): BrowserWindowConstructorOptions {
  return {
    ...settings.bounds,
    title: 'Keuzewijzer',
    kiosk: true,
    fullscreen: true,
    frame: false,
    autoHideMenuBar: true,
    movable: false,
    minimizable: false,
    skipTaskbar: !settings.canBeLeft,
    alwaysOnTop: !settings.canBeLeft,
    // The colour of paper, so that nothing flashes before the first screen.
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: settings.preload,
      session: settings.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      zoomFactor: 1,
      // The idle clock and the voice must not slow down when something else is in front.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}

/** An empty window over a second display: it loads nothing and takes no focus. */
export function coverOptions(bounds: Rectangle, session: Session): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    frame: false,
    fullscreen: true,
    focusable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    backgroundColor: '#000000',
    webPreferences: { session, sandbox: true, contextIsolation: true, nodeIntegration: false, devTools: false },
  };
}

/**
 * Keeps the window where it is.
 * @param locked above everything and always full screen; false when run from source
 * @param mayClose asked at every try to close it (Alt+F4 of the system, the window menu)
 */
export function lockWindow(
  window: BrowserWindow,
  { locked, mayClose }: { readonly locked: boolean; readonly mayClose: () => boolean },
): void {
  window.on('close', (event) => {
    if (!mayClose()) event.preventDefault();
  });
  window.on('system-context-menu', (event) => event.preventDefault());
  window.on('app-command', (event) => event.preventDefault());
  if (!locked) return;
  // Above notifications and panels, on systems whose window manager agrees (K10).
  window.setAlwaysOnTop(true, 'screen-saver');
  window.on('minimize', () => window.restore());
  window.on('leave-full-screen', () => {
    if (!mayClose()) window.setKiosk(true);
  });
}
