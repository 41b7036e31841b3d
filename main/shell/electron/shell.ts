/** The product's shell: one locked window of Electron, the contract over checked messages, the system's key store. */
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import type { ShellLack } from '../../../shared/contract/view.ts';
import type { Log } from '../../diagnostics/log.ts';
import { listStaticFiles } from '../loopback/static.ts';
import type { KeyStore, KioskHost, OpenScreen, SettingsFile, Shell } from '../shell.ts';
import { VIEW_CHANNEL } from './channels.ts';
import { holdDisplays } from './displays.ts';
import { serveContract } from './ipc.ts';
import { lockSession } from './lock-session.ts';
import type { ElectronParts } from './parts.ts';
import { watchPower } from './power.ts';
import { createAppHandler } from './protocol.ts';
import { createRecovery } from './recovery.ts';
import { SCHEME, START } from './scheme.ts';
import { coverOptions, lockWindow, windowOptions } from './window.ts';
import { watchForEnd, wipeWindow } from './wipe.ts';
import { watchProcesses } from './watch.ts';

export interface ElectronShellOptions {
  readonly dataDir: string;
  readonly assetsDir: string;
  /** The build: `renderer/` and `main/preload.cjs`. */
  readonly outDir: string;
  readonly monotonicMs: () => number;
  readonly log: Log;
  readonly keyStore: KeyStore;
  readonly lacks: readonly ShellLack[];
  readonly settings: (dataDir: string) => SettingsFile;
  /** Run from source: the window may be closed by hand. */
  readonly canBeLeft: boolean;
  /** The page got its first view. */
  readonly onFirstScreen: () => void;
  /** The window was closed by hand, the system shuts down, or the page does not stay up. */
  readonly onEnd: (why: 'closed' | 'shutdown' | 'crashes') => void;
}

/** Needs an app that is ready. */
export const electronShell = (parts: ElectronParts, options: ElectronShellOptions): Shell => ({
  name: 'electron',
  lacks: options.lacks,
  keyStore: options.keyStore,
  settings: options.settings,
  open: (host) => Promise.resolve(openScreen(parts, options, host)),
});

function openScreen(parts: ElectronParts, options: ElectronShellOptions, host: KioskHost): OpenScreen {
  const { log, canBeLeft } = options;
  // Without `persist:` a session lives in memory: no cookie, cache or storage of a person on the disk (U13).
  const session = parts.session.fromPartition('kiosk', { cache: false });
  for (const each of [session, parts.session.defaultSession]) lockSession(each);
  session.protocol.handle(SCHEME, createAppHandler(staticFiles(options)));

  let ending = false;
  const window = new parts.BrowserWindow(
    windowOptions({
      bounds: parts.screen.getPrimaryDisplay().bounds,
      session,
      preload: join(options.outDir, 'main', 'preload.cjs'),
      canBeLeft,
    }),
  );
  const contents = window.webContents;
  lockWindow(window, { locked: !canBeLeft, mayClose: () => ending || canBeLeft });
  const stopServing = serveContract(parts.ipcMain, host, contents, options.onFirstScreen);

  const load = (): void => {
    window.loadURL(START).catch(() => log.write('error', 'screen-load-failed'));
  };
  const recovery = createRecovery({
    monotonicMs: options.monotonicMs,
    reopen: load,
    giveUp: () => options.onEnd('crashes'),
  });
  const stopWatching = watchProcesses(parts.app, window, {
    log,
    screenLost: () => host.screenLost(),
    reopen: () => {
      if (!ending) recovery.again();
    },
  });
  window.on('closed', () => {
    if (!ending) options.onEnd('closed');
  });
  window.on('session-end', () => options.onEnd('shutdown'));
  const stopPower = watchPower(parts.powerMonitor, parts.powerSaveBlocker, {
    asleep: () => host.screenLost(),
    shutdown: () => options.onEnd('shutdown'),
  });
  const cover = (bounds: Rectangle) => new parts.BrowserWindow(coverOptions(bounds, session));
  const displays = holdDisplays(parts.screen, window, canBeLeft ? null : cover);
  const sawView = watchForEnd(() => void wipeWindow(parts.clipboard, session, contents));
  load();

  return {
    address: null,
    push(view) {
      sawView(view);
      if (!window.isDestroyed() && !contents.isCrashed()) contents.send(VIEW_CHANNEL, view);
    },
    close() {
      ending = true;
      stopServing();
      stopWatching();
      stopPower();
      displays.stop();
      if (!window.isDestroyed()) window.destroy();
      return wipeWindow(parts.clipboard, session, contents).then(() => undefined);
    },
  };
}

const staticFiles = ({ outDir, assetsDir, dataDir }: ElectronShellOptions) =>
  listStaticFiles({
    '/': join(outDir, 'renderer'),
    '/speech/': join(assetsDir, 'speech'),
    // A site's own recordings stand in front of ours (docs/voice.md).
    '/voice/': join(dataDir, 'voice'),
    '/sign/': join(dataDir, 'sign'),
  });
