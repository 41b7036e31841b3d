/** From process start to open kiosk: what happens before Electron is ready, what after, and how it ends. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownArguments } from '../../main/shell/electron/arguments.ts';
import { runElectron, type RunOptions } from '../../main/shell/electron/run.ts';
import type { StoreClass } from '../../main/shell/electron/settings.ts';
import { SettingsError } from '../../main/settings/site.ts';
import type { OpenScreen } from '../../main/shell/shell.ts';
import { ok } from '../../shared/contract/result.ts';
import { fakeElectron, isPrevented, type FakeElectron } from '../support/fake-electron.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-electron-'));
  for (const each of ['out/renderer', 'assets', 'data']) mkdirSync(join(folder, each), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Played {
  readonly fake: FakeElectron;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly process: EventEmitter & { ppid: number };
  readonly out: string[];
  readonly errors: string[];
  readonly started: Parameters<RunOptions['start']>[0][];
  readonly order: string[];
  readonly run: Promise<void>;
  finishClosing(): void;
}

function play(
  args: readonly string[],
  options: {
    readonly env?: NodeJS.ProcessEnv;
    readonly start?: () => Promise<never>;
    readonly setUp?: (fake: FakeElectron) => void;
  } = {},
): Played {
  const fake = fakeElectron();
  options.setUp?.(fake);
  const out: string[] = [];
  const errors: string[] = [];
  const started: Parameters<RunOptions['start']>[0][] = [];
  const clock = virtualClock();
  const process = Object.assign(new EventEmitter(), {
    argv: [...(fake.app.isPackaged ? ['keuzewijzer'] : ['electron', '.']), ...args],
    env: options.env ?? {},
    platform: 'linux' as const,
    ppid: 100,
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => errors.push(text) },
  });
  let finishClosing = (): void => {};
  const closed = new Promise<void>((resolve) => (finishClosing = resolve));
  const run = runElectron({
    parts: fake.parts,
    SettingsStore: Object as unknown as StoreClass,
    process: process as unknown as RunOptions['process'],
    clock,
    root: folder,
    start:
      options.start ??
      (async (how) => {
        started.push(how);
        const screen: OpenScreen = await how.shell.open({
          invoke: (method) => Promise.resolve(ok(method)),
          screenLost: () => fake.app.order.push('screen lost'),
        });
        return {
          address: screen.address,
          async close() {
            fake.app.order.push('closing');
            await closed;
            await screen.close();
          },
        };
      }),
  });
  return { fake, clock, process, out, errors, started, order: fake.app.order, run, finishClosing };
}

const data = (): string => join(folder, 'data');
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('before Electron is ready', () => {
  test('the lock, the scheme, the switches and the sandbox are there, and no window', () => {
    const { order, fake } = play(['--data-dir', data()]);
    expect(order.filter((step) => !step.startsWith('switch'))).toEqual([
      `lock ${join(data(), 'electron')}`,
      'scheme app',
      'sandbox',
      'menu null',
    ]);
    expect(fake.app.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    expect(fake.app.switches.has('disable-pinch')).toBe(true);
    expect(fake.windows).toEqual([]);
  });
  test('the start does not wait for anything first: Electron would be ready before the scheme is known', () => {
    const { order } = play(['--data-dir', data()]);
    order.push('the module has been evaluated');
    expect(order.indexOf('scheme app')).toBeLessThan(order.indexOf('the module has been evaluated'));
  });
  test('Chromium keeps its own files in a folder of its own, which only this user can read', () => {
    const { fake } = play(['--data-dir', data()]);
    expect(fake.app.paths.get('userData')).toBe(join(data(), 'electron'));
    expect(existsSync(join(data(), 'electron'))).toBe(true);
  });
  test('run by root with --no-sandbox, the sandbox is not forced', () => {
    const { order } = play(['--no-sandbox', '--data-dir', data()], {
      setUp: ({ app }) => app.switches.set('no-sandbox', undefined),
    });
    expect(order).not.toContain('sandbox');
  });
});

describe('the start is refused', () => {
  test('when another kiosk uses the data folder', async () => {
    const played = play(['--data-dir', data()], { setUp: ({ app }) => (app.lock = false) });
    played.fake.app.ready();
    await played.run;
    expect(played.fake.app.exits).toEqual([1]);
    expect(played.errors).toEqual(['Another kiosk already uses this data folder.\n']);
    expect(played.started).toEqual([]);
    expect(played.order).not.toContain('scheme app');
  });
  test('with an option that nobody knows, in one sentence', async () => {
    const played = play(['--data-dri', data()]);
    await played.run;
    expect(played.fake.app.exits).toEqual([2]);
    expect(played.errors.join('')).toMatch('--data-dri');
  });
  test.each(['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'js-flags'])(
    'in an installed kiosk with --%s',
    async (name) => {
      const played = play(['--data-dir', data()], { setUp: ({ app }) => app.switches.set(name, undefined) });
      await played.run;
      expect(played.fake.app.exits).toEqual([2]);
      expect(played.errors.join('')).toMatch(`--${name}`);
    },
  );
  test('but run from source, tests may look inside', async () => {
    const played = play(['--data-dir', data()], {
      setUp({ app }) {
        app.isPackaged = false;
        app.switches.set('remote-debugging-port', '0');
      },
    });
    played.fake.app.ready();
    await played.run;
    expect(played.fake.app.exits).toEqual([]);
    expect(played.fake.windows).toHaveLength(1);
  });
  test('with the sentence of the settings, when those are not right', async () => {
    const start = (): Promise<never> => Promise.reject(new SettingsError('The organization is missing.'));
    const played = play(['--data-dir', data()], { start });
    played.fake.app.ready();
    await played.run;
    expect(played.fake.app.exits).toEqual([2]);
    expect(played.errors).toEqual(['The organization is missing.\n']);
  });
});

describe('options', () => {
  test('come from the command line, then from the environment, then from the system', async () => {
    const env = { KEUZEWIJZER_DATA_DIR: join(folder, 'env'), KEUZEWIJZER_REGISTRY_URL: 'http://127.0.0.1:9/' };
    const fromLine = play(['--data-dir', data(), '--registry-url', 'http://127.0.0.1:8/', '--practice'], { env });
    const fromEnv = play([], { env });
    const fromSystem = play([], { setUp: ({ app }) => app.paths.set('userData', join(folder, 'system')) });
    for (const { fake, run } of [fromLine, fromEnv, fromSystem]) {
      fake.app.ready();
      await run;
    }
    expect(fromLine.started[0]).toMatchObject({
      dataDir: data(),
      options: { registryUrl: 'http://127.0.0.1:8/', practice: true },
    });
    expect(fromEnv.started[0]).toMatchObject({
      dataDir: join(folder, 'env'),
      options: { registryUrl: 'http://127.0.0.1:9/', practice: false },
    });
    expect(fromSystem.started[0]).toMatchObject({ dataDir: join(folder, 'system'), options: { registryUrl: null } });
  });
  test("are told apart from Electron's and Chromium's own words", () => {
    const words = ['--no-sandbox', '--ozone-platform=wayland', '--password-store=gnome-libsecret', '--practice'];
    expect(ownArguments(['electron', '/app', ...words], false)).toEqual(['--practice']);
    expect(ownArguments(['/opt/keuzewijzer', ...words], true)).toEqual(['--practice']);
    expect(ownArguments(['/opt/keuzewijzer', '--prctice'], true)).toEqual(['--prctice']);
  });
});

describe('once ready', () => {
  test('one window opens on our page, and its first view is told on standard output once', async () => {
    const played = play(['--data-dir', data()]);
    played.fake.app.ready();
    await played.run;
    expect(played.fake.windows.map(({ loaded }) => loaded)).toEqual([['app://kiosk/']]);
    expect(played.out).toEqual([]);
    await played.fake.call('kiosk:view', {});
    await played.fake.call('kiosk:view', {});
    expect(played.out).toEqual(['keuzewijzer first screen\n']);
  });
  test('a second start changes nothing and is logged', async () => {
    const played = play(['--data-dir', data()]);
    played.fake.app.ready();
    await played.run;
    played.fake.app.emit('second-instance', {}, ['keuzewijzer', '--data-dir', '/elsewhere']);
    expect(played.fake.windows).toHaveLength(1);
    expect(played.errors.join('')).toMatch('second-start-refused');
    expect(played.errors.join('')).not.toMatch('elsewhere');
  });
  test('an installed window cannot be closed; run from source, closing it ends the kiosk', async () => {
    const installed = play(['--data-dir', data()]);
    installed.fake.app.ready();
    await installed.run;
    expect(isPrevented(installed.fake.windows[0] ?? new EventEmitter(), 'close')).toBe(true);

    const source = play(['--data-dir', data()], { setUp: ({ app }) => (app.isPackaged = false) });
    source.fake.app.ready();
    await source.run;
    expect(isPrevented(source.fake.windows[0] ?? new EventEmitter(), 'close')).toBe(false);
    source.fake.windows[0]?.emit('closed');
    source.finishClosing();
    await settled();
    expect(source.fake.app.exits).toEqual([0]);
  });
});

describe('the end', () => {
  const opened = async (setUp?: (fake: FakeElectron) => void): Promise<Played> => {
    const played = play(['--data-dir', data()], setUp === undefined ? {} : { setUp });
    played.fake.app.ready();
    await played.run;
    return played;
  };
  test.each(['SIGTERM', 'SIGINT'])('%s closes the kiosk first, then the process', async (signal) => {
    const played = await opened();
    played.process.emit(signal);
    expect(played.order).toContain('closing');
    expect(played.fake.app.exits).toEqual([]);
    played.finishClosing();
    await settled();
    expect(played.fake.app.exits).toEqual([0]);
    expect(played.fake.windows[0]?.destroyed).toBe(true);
    expect(played.fake.ipc.size).toBe(0);
  });
  test('a quit from anywhere is held until the kiosk is closed, and closes it once', async () => {
    const played = await opened();
    expect(isPrevented(played.fake.app, 'before-quit')).toBe(true);
    expect(isPrevented(played.fake.app, 'before-quit')).toBe(true);
    played.process.emit('SIGTERM');
    played.finishClosing();
    await settled();
    expect(played.order.filter((step) => step === 'closing')).toHaveLength(1);
    expect(played.fake.app.exits).toEqual([0]);
  });
  test('a kiosk that does not close within five seconds is cut off', async () => {
    const played = await opened();
    played.process.emit('SIGTERM');
    played.clock.advance(4999);
    expect(played.fake.app.exits).toEqual([]);
    played.clock.advance(1);
    expect(played.fake.app.exits).toEqual([0]);
  });
  test('a bug ends it with an error and shows no dialog; the log holds no message', async () => {
    const played = await opened();
    played.process.emit('uncaughtException', new TypeError('999990019 is not a function'));
    played.finishClosing();
    await settled();
    expect(played.fake.app.exits).toEqual([1]);
    expect(played.errors.join('')).toMatch('"name":"TypeError"');
    expect(played.errors.join('')).not.toMatch('is not a function');
  });
  test('the shutdown of the machine closes it in order', async () => {
    const played = await opened();
    played.fake.power.emit('shutdown');
    played.finishClosing();
    await settled();
    expect(played.fake.app.exits).toEqual([0]);
  });
  test('run from source it ends when its parent is gone; installed it does not look', async () => {
    const source = await opened(({ app }) => (app.isPackaged = false));
    source.clock.advance(10_000);
    expect(source.order).not.toContain('closing');
    source.process.ppid = 1;
    source.clock.advance(2000);
    expect(source.order).toContain('closing');

    const installed = await opened();
    installed.process.ppid = 1;
    installed.clock.advance(10_000);
    expect(installed.order).not.toContain('closing');
  });
  test('asked to end while it is opening, it ends as soon as it is open', async () => {
    const played = play(['--data-dir', data()]);
    played.process.emit('SIGTERM');
    expect(played.fake.app.exits).toEqual([0]);
  });
});
