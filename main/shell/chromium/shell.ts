/** A kiosk window of a Chromium that is on the machine, over the loopback screen. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loopbackParts, openLoopbackScreen, type LoopbackShellOptions } from '../loopback/shell.ts';
import type { Shell } from '../shell.ts';
import { chromiumFlags } from './flags.ts';

export interface ChromiumShellOptions extends LoopbackShellOptions {
  readonly browser: string;
  /** The window was closed by hand, or would not stay open. */
  readonly onClosed: (why: 'closed' | 'crashes') => void;
}

/** More crashes than this within a minute: opening again does not help. */
const CRASHES_A_MINUTE = 3;

export const chromiumShell = (options: ChromiumShellOptions): Shell => ({
  name: 'chromium',
  lacks: ['os-key-store', 'window-lock'],
  ...loopbackParts(options),
  async open(host) {
    const screen = await openLoopbackScreen(options, host);
    const stop = keepWindowOpen(options, () => screen.invitation());
    return {
      ...screen,
      async close() {
        await stop();
        await screen.close();
      },
    };
  },
});

/**
 * The window of a kiosk that was killed stays on the screen, over the new one. The lock in its profile names its process;
 * only we use this data folder, and a process that is no browser of this profile is left alone.
 */
function endStray(profile: string): void {
  try {
    const [pid] = /\d+$/.exec(readlinkSync(join(profile, 'SingletonLock'))) ?? [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (command.includes(`--user-data-dir=${profile}`)) process.kill(Number(pid), 'SIGKILL');
  } catch {
    // There is none, or this system is not Linux.
  }
}

/** Opens the window, and again after a crash. @returns stop, which also removes the profile */
function keepWindowOpen(
  { browser, dataDir, onClosed }: ChromiumShellOptions,
  invitation: () => string,
): () => Promise<void> {
  // One place, emptied before and after: a power cut must not leave a profile behind.
  const profile = join(dataDir, 'window');
  let running: ChildProcess | null = null;
  let stopping = false;
  let crashes: readonly number[] = [];
  const wipe = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

  const open = (): void => {
    endStray(profile);
    wipe();
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    const child = spawn(browser, chromiumFlags({ address: invitation(), profile, root: process.getuid?.() === 0 }), {
      stdio: 'ignore',
    });
    running = child;
    let ended = false;
    const end = (clean: boolean): void => {
      if (ended) return;
      ended = true;
      running = null;
      wipe();
      if (stopping) return;
      if (clean) return onClosed('closed');
      const now = performance.now();
      crashes = [...crashes.filter((at) => now - at < 60_000), now];
      if (crashes.length > CRASHES_A_MINUTE) onClosed('crashes');
      else open();
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
  };
  open();

  return () => {
    stopping = true;
    if (running === null) return Promise.resolve();
    const child = running;
    return new Promise((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), 3000);
      child.once('exit', () => {
        clearTimeout(force);
        wipe();
        resolve();
      });
      child.kill();
    });
  };
}
