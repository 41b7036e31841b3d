/** The window of the chromium shell, with a program in the place of the browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chromiumShell } from '../../main/shell/chromium/shell.ts';
import type { OpenScreen } from '../../main/shell/shell.ts';
import { ok } from '../../shared/contract/result.ts';

let folder: string;
let profile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-window-'));
  profile = join(folder, 'data', 'window');
  mkdirSync(profile, { recursive: true });
  mkdirSync(join(folder, 'bridge'));
  writeFileSync(join(folder, 'bridge', 'bridge.js'), '');
  writeFileSync(join(folder, 'browser'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): Promise<OpenScreen> =>
  chromiumShell({
    browser: join(folder, 'browser'),
    dataDir: join(folder, 'data'),
    assetsDir: folder,
    outDir: folder,
    port: 0,
    passphrase: undefined,
    onClosed: () => {},
  }).open({ invoke: () => Promise.resolve(ok(null)), screenLost: () => {} });

/** A process that the lock in the profile names, as Chromium leaves it. */
function left(...words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ...words]);
  symlinkSync(`host-${child.pid}`, join(profile, 'SingletonLock'));
  return child;
}

describe.runIf(process.platform === 'linux')('what a kiosk that was killed left behind', () => {
  it('is closed: it would lie over the new window', async () => {
    const stray = left(`--user-data-dir=${profile}`);
    await once(stray, 'spawn');
    const ended = once(stray, 'exit');
    const screen = await open();
    expect(await ended).toEqual([null, 'SIGKILL']);
    await screen.close();
  });

  it('is left alone when its number belongs to another program by now', async () => {
    const other = left('--user-data-dir=/elsewhere');
    await once(other, 'spawn');
    const screen = await open();
    await screen.close();
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    const ended = once(other, 'exit');
    other.kill();
    await ended;
  });
});
