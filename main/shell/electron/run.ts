/** From process start to open kiosk, in the order that Electron asks for. Everything of Electron and the process comes in. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { createLog, type Log } from '../../diagnostics/log.ts';
import { OptionError, parseStartOptions, type StartOptions } from '../../entry/options.ts';
import type { RunningKiosk } from '../../index.ts';
import { whyNot } from '../../diagnostics/why-not.ts';
import { SettingsError } from '../../settings/site.ts';
import type { Shell } from '../shell.ts';
import { ownArguments } from './arguments.ts';
import { beforeReady, debuggingSwitch } from './before-ready.ts';
import { chooseKeyStore } from './choose-key-store.ts';
import type { ElectronParts } from './parts.ts';
import { openElectronSettings, type StoreClass } from './settings.ts';
import { electronShell } from './shell.ts';

export interface RunOptions {
  readonly parts: ElectronParts;
  readonly SettingsStore: StoreClass;
  readonly process: Pick<NodeJS.Process, 'argv' | 'env' | 'platform' | 'ppid' | 'on'> & {
    readonly stdout: Pick<NodeJS.WriteStream, 'write'>;
    readonly stderr: Pick<NodeJS.WriteStream, 'write'>;
  };
  readonly clock: Clock;
  /** Folder of the product: the work tree, or `app.asar`. */
  readonly root: string;
  readonly start: (how: {
    readonly shell: Shell;
    readonly dataDir: string;
    readonly options: StartOptions;
    readonly log: Log;
  }) => Promise<RunningKiosk>;
}

/** A close that takes longer than this is cut off; nothing is lost by it (every step is safe to repeat). */
const CLOSE_MS = 5000;
const PARENT_MS = 2000;

/** Resolves when the kiosk is open, or when it was decided that it will not be. */
export async function runElectron(run: RunOptions): Promise<void> {
  const { parts, process, clock } = run;
  const { app } = parts;
  const complain = (line: string): void => void process.stderr.write(`${line}\n`);
  const log = createLog(complain, () => clock.now());
  const locked = app.isPackaged;

  // Before ready; nothing may be awaited here.
  const options = readOptions(run, complain);
  if (options === null) return app.exit(2);
  const debugging = locked ? debuggingSwitch(app.commandLine) : null;
  if (debugging !== null) {
    complain(`The kiosk does not start with --${debugging}: it would let others look inside.`);
    return app.exit(2);
  }
  const dataDir = options.dataDir ?? app.getPath('userData');
  // Chromium's own files beside ours: the lock on one instance is a lock on this folder.
  const own = join(dataDir, 'electron');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  app.setPath('userData', own);
  if (!app.requestSingleInstanceLock()) {
    complain('Another kiosk already uses this data folder.');
    return app.exit(1);
  }
  beforeReady(parts);

  const ending = createEnding(run);
  app.on('window-all-closed', () => {});
  app.on('second-instance', () => log.write('warning', 'second-start-refused'));
  // Everything that asks the app to quit ends here: first the kiosk is closed, in order.
  app.on('before-quit', (event) => {
    event.preventDefault();
    ending.end(0);
  });
  process.on('SIGTERM', () => ending.end(0));
  process.on('SIGINT', () => ending.end(0));
  // Electron would show an error dialog over the screen (K10).
  process.on('uncaughtException', (error) => {
    log.write('error', 'bug', { name: error.name });
    ending.end(1);
  });
  process.on('unhandledRejection', (reason) => {
    log.write('error', 'bug', { name: reason instanceof Error ? reason.name : 'unknown' });
    ending.end(1);
  });
  if (!locked) watchParent(run, () => ending.end(0));

  await app.whenReady();
  try {
    const passphrase = process.env['KEUZEWIJZER_KEY'];
    const chosen = await chooseKeyStore({
      vault: parts.safeStorage,
      platform: process.platform,
      dataDir,
      passphrase,
      clock,
    });
    const shell = electronShell(parts, {
      dataDir,
      assetsDir: join(run.root, 'assets'),
      outDir: join(run.root, 'out'),
      monotonicMs: () => clock.monotonicMs(),
      log,
      ...chosen,
      settings: (folder) => openElectronSettings(run.SettingsStore, parts.ipcMain, folder),
      canBeLeft: !locked,
      onFirstScreen: () => void process.stdout.write('keuzewijzer first screen\n'),
      onEnd: (why) => ending.end(why === 'crashes' ? 1 : 0),
    });
    ending.runs(await run.start({ shell, dataDir, options, log }));
  } catch (error) {
    const plain = error instanceof SettingsError;
    complain(plain ? error.message : `The kiosk did not start. ${whyNot(error)}`);
    app.exit(plain ? 2 : 1);
  }
}

function readOptions({ parts, process }: RunOptions, complain: (line: string) => void): StartOptions | null {
  try {
    return parseStartOptions(ownArguments(process.argv, parts.app.isPackaged), process.env);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    complain(error.message);
    return null;
  }
}

/** Ends once, in order: the kiosk first, then the process, which never waits longer than `CLOSE_MS`. */
function createEnding({ parts, clock }: RunOptions): { runs(kiosk: RunningKiosk): void; end(code: number): void } {
  let kiosk: RunningKiosk | null = null;
  let code: number | null = null;
  const finish = (): void => {
    const exit = (): void => parts.app.exit(code ?? 0);
    if (kiosk === null) return exit();
    clock.after(CLOSE_MS, exit);
    kiosk.close().then(exit, exit);
  };
  return {
    runs(opened) {
      kiosk = opened;
      // Asked to end while it was still opening.
      if (code !== null) finish();
    },
    end(asked) {
      if (code !== null) return;
      code = asked;
      finish();
    },
  };
}

/** Run from source: nobody could stop the kiosk when the script that started it is gone. */
function watchParent({ process, clock }: RunOptions, gone: () => void): void {
  const parent = process.ppid;
  const look = (): void => {
    if (process.ppid === parent) clock.after(PARENT_MS, look);
    else gone();
  };
  clock.after(PARENT_MS, look);
}
