/** The whole kiosk inside Electron's shell, with everything real but the binary: store, settings, PIN, contract. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import Conf from 'conf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startKiosk } from '../../main/index.ts';
import { runElectron, type RunOptions } from '../../main/shell/electron/run.ts';
import { fakeElectron, type FakeElectron } from '../support/fake-electron.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const assetsDir = join(import.meta.dirname, '..', '..', 'assets');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-whole-'));
  mkdirSync(join(folder, 'out', 'renderer'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** electron-store without Electron: the same engine, the same file. */
class Store extends Conf {
  constructor({ name, ...options }: { readonly name: string; readonly cwd: string }) {
    super({ ...options, configName: name });
  }
}

async function open(
  setUp: (fake: FakeElectron) => void = () => {},
): Promise<{ readonly fake: FakeElectron; readonly process: EventEmitter; readonly ended: Promise<number> }> {
  const fake = fakeElectron();
  setUp(fake);
  const ended = new Promise<number>((resolve) => (fake.app.exit = resolve));
  const process = Object.assign(new EventEmitter(), {
    argv: ['keuzewijzer', '--data-dir', join(folder, 'data'), '--practice'],
    env: {},
    platform: 'linux' as const,
    ppid: 1,
    stdout: { write: () => true },
    stderr: { write: () => true },
  });
  fake.app.ready();
  await runElectron({
    parts: fake.parts,
    SettingsStore: Store,
    process: process as unknown as RunOptions['process'],
    clock: virtualClock(),
    root: folder,
    start: ({ shell, dataDir, options, log }) =>
      startKiosk({ shell, dataDir, assetsDir, version: '0', registryUrl: null, practice: options.practice, log }),
  });
  return { fake, process, ended };
}

test('staff signs in, the page dies, and whoever comes back finds the kiosk locked', async () => {
  const { fake, process, ended } = await open();
  expect(await fake.call('kiosk:info', {})).toMatchObject({ ok: true, value: { shell: 'electron', lacks: [] } });
  expect(await fake.call('kiosk:signIn', { pin: '2580' })).toMatchObject({ ok: true, value: { mode: 'staff' } });
  expect(fake.windows[0]?.webContents.sent.at(-1)).toMatchObject(['kiosk:view-changed', { mode: 'staff' }]);
  fake.windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
  expect(await fake.call('kiosk:view', {})).toMatchObject({
    ok: true,
    value: { mode: 'locked', status: { cannotKeep: null } },
  });
  process.emit('SIGTERM');
  expect(await ended).toBe(0);
  expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(['electron', 'kiosk.db', 'settings.json']);
});

test('without a key store of the system it opens, says so, and keeps nothing', async () => {
  const { fake, process, ended } = await open(({ vault }) => (vault.backend = 'basic_text'));
  expect(await fake.call('kiosk:info', {})).toMatchObject({ value: { lacks: ['os-key-store'] } });
  expect(await fake.call('kiosk:view', {})).toMatchObject({ value: { status: { cannotKeep: 'keeping-no-key' } } });
  process.emit('SIGTERM');
  expect(await ended).toBe(0);
});

test('a message with a wrong shape reaches the kiosk and changes nothing', async () => {
  const { fake, process, ended } = await open();
  for (const input of [null, 'x', { pin: 1 }, { pin: '2580', more: true }, { pin: 'x'.repeat(100_000) }])
    expect(await fake.call('kiosk:signIn', input)).toEqual({ ok: false, error: { code: 'bad-message' } });
  expect(await fake.call('kiosk:view', {})).toMatchObject({ value: { mode: 'locked' } });
  process.emit('SIGTERM');
  expect(await ended).toBe(0);
});
