/** The screen over its life: crashes, hangs, sleep, the end of a session; and where its keys and settings lie. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IpcMain } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseKeyStore } from '../../main/shell/electron/choose-key-store.ts';
import { createKeyStore } from '../../main/shell/electron/key-store.ts';
import { openElectronSettings } from '../../main/shell/electron/settings.ts';
import { electronShell } from '../../main/shell/electron/shell.ts';
import type { OpenScreen } from '../../main/shell/shell.ts';
import { ok } from '../../shared/contract/result.ts';
import type { KioskStatus, KioskView } from '../../shared/contract/view.ts';
import { display, fakeElectron, isPrevented, type FakeElectron, type FakeWindow } from '../support/fake-electron.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const STATUS: KioskStatus = { connection: 'up', cannotKeep: null, waiting: 0, parked: 0 };
const LOCKED: KioskView = { mode: 'locked', status: STATUS };
const STAFF: KioskView = { mode: 'staff', status: STATUS, employeeName: 'Oefenmedewerker' };
const PATIENT = { mode: 'patient', status: STATUS } as KioskView;

interface Opened {
  readonly fake: FakeElectron;
  readonly window: FakeWindow;
  readonly screen: OpenScreen;
  readonly lost: () => number;
  readonly ends: string[];
  readonly logged: string[];
  advance(ms: number): void;
}

async function openKiosk(setUp: (fake: FakeElectron) => void = () => {}): Promise<Opened> {
  const fake = fakeElectron();
  setUp(fake);
  let now = 0;
  let lost = 0;
  const ends: string[] = [];
  const logged: string[] = [];
  const shell = electronShell(fake.parts, {
    dataDir: '/nowhere/data',
    assetsDir: '/nowhere/assets',
    outDir: '/nowhere/out',
    monotonicMs: () => now,
    log: { write: (_level, event) => void logged.push(event) },
    keyStore: createKeyStore(fake.parts.safeStorage, 'linux', virtualClock()),
    lacks: [],
    settings: () => ({ read: () => ({}), write: () => {} }),
    canBeLeft: false,
    onFirstScreen: () => {},
    onEnd: (why) => ends.push(why),
  });
  const screen = await shell.open({ invoke: () => Promise.resolve(ok(null)), screenLost: () => (lost += 1) });
  const [window] = fake.windows;
  if (window === undefined) throw new Error('no window opened');
  return { fake, window, screen, lost: () => lost, ends, logged, advance: (ms) => (now += ms) };
}
const die = ({ window }: Opened, reason = 'crashed'): unknown =>
  window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });

describe('the page dies', () => {
  test('the session ends at once, and the page opens again', async () => {
    const kiosk = await openKiosk();
    die(kiosk, 'oom');
    expect(kiosk.lost()).toBe(1);
    expect(kiosk.window.loaded).toEqual(['app://kiosk/', 'app://kiosk/']);
    expect(kiosk.logged).toEqual(['screen-gone']);
  });
  test('four times within a minute: opening again does not help, the system restarts the program', async () => {
    const kiosk = await openKiosk();
    for (let time = 0; time < 3; time += 1) die(kiosk);
    expect([kiosk.ends, kiosk.window.loaded.length]).toEqual([[], 4]);
    kiosk.advance(59_000);
    die(kiosk);
    expect([kiosk.ends, kiosk.window.loaded.length]).toEqual([['crashes'], 4]);
  });
  test('now and then is no reason to give up', async () => {
    const kiosk = await openKiosk();
    for (let time = 0; time < 50; time += 1) {
      kiosk.advance(21_000);
      die(kiosk);
    }
    expect([kiosk.ends, kiosk.window.loaded.length]).toEqual([[], 51]);
  });
  test('nothing is sent to a page that is dead', async () => {
    const kiosk = await openKiosk();
    kiosk.window.webContents.crashed = true;
    kiosk.screen.push(LOCKED);
    expect(kiosk.window.webContents.sent).toEqual([]);
  });
  test('after the end it is not opened again', async () => {
    const kiosk = await openKiosk();
    await kiosk.screen.close();
    die(kiosk);
    expect(kiosk.window.loaded).toHaveLength(1);
    expect(kiosk.ends).toEqual([]);
  });
});

describe('the page hangs or loads anew', () => {
  test('a page that hangs is ended, and its session with it', async () => {
    const kiosk = await openKiosk();
    kiosk.window.webContents.emit('unresponsive');
    expect(kiosk.lost()).toBe(1);
    expect(kiosk.window.webContents.calls).toContain('crash');
  });
  test('whoever is at a page that was loaded anew did not sign in there', async () => {
    const kiosk = await openKiosk();
    kiosk.window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    kiosk.window.webContents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    expect(kiosk.lost()).toBe(0);
    kiosk.window.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(kiosk.lost()).toBe(1);
  });
  test('a page that does not load is tried again, within the same limit', async () => {
    const kiosk = await openKiosk();
    for (let time = 0; time < 4; time += 1)
      kiosk.window.webContents.emit('did-fail-load', {}, -6, 'x', 'app://kiosk/', true);
    expect([kiosk.window.loaded.length, kiosk.ends]).toEqual([4, ['crashes']]);
  });
  test('a navigation that was refused leaves the page as it is', async () => {
    const kiosk = await openKiosk();
    kiosk.window.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'https://example.org/', true);
    expect(kiosk.window.loaded).toHaveLength(1);
  });
});

describe('the machine', () => {
  test('a dead graphics process is drawn over; the session goes on', async () => {
    const kiosk = await openKiosk();
    kiosk.fake.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'killed', exitCode: 9 });
    expect(kiosk.lost()).toBe(0);
    expect(kiosk.window.webContents.calls).toContain('invalidate');
    expect(kiosk.logged).toEqual(['helper-gone']);
  });
  test.each(['suspend', 'lock-screen'])('%s ends the session', async (event) => {
    const kiosk = await openKiosk();
    kiosk.fake.power.emit(event);
    expect(kiosk.lost()).toBe(1);
  });
  test('the display stays awake while the kiosk runs', async () => {
    const kiosk = await openKiosk();
    expect(kiosk.fake.app.order).toContain('awake prevent-display-sleep');
    await kiosk.screen.close();
    expect(kiosk.fake.app.order).toContain('sleep 7');
    expect(kiosk.fake.power.eventNames()).toEqual([]);
    expect(kiosk.fake.app.listenerCount('child-process-gone')).toBe(0);
  });
  test('a second monitor shows nothing', async () => {
    const { fake } = await openKiosk((fake) => (fake.screen.displays = [display(1), display(2, 1920)]));
    expect(fake.windows).toHaveLength(2);
    expect(fake.windows[1]?.options).toMatchObject({ x: 1920, focusable: false, webPreferences: { sandbox: true } });
    expect(fake.windows[1]?.loaded).toEqual([]);
  });
});

describe('what stays', () => {
  const wiped = ({ fake, window }: Opened): readonly unknown[] => [
    fake.app.order.filter((step) => step === 'clipboard.clear').length,
    fake.sessions.get('kiosk')?.calls.filter((call) => call === 'clearData').length,
    window.webContents.calls.filter((call) => call === 'history.clear').length,
  ];
  test('the session of the window lives in memory, and every session is locked', async () => {
    const { fake } = await openKiosk();
    expect([...fake.sessions.keys()]).toEqual(['default', 'kiosk']);
    for (const session of fake.sessions.values()) expect(isPrevented(session, 'will-download')).toBe(true);
    expect([...(fake.sessions.get('kiosk')?.protocols.keys() ?? [])]).toEqual(['app']);
    expect(fake.windows[0]?.options['webPreferences']).toMatchObject({ session: fake.sessions.get('kiosk') });
  });
  test('when a patient has left, clipboard, storage and history are empty', async () => {
    const kiosk = await openKiosk();
    for (const view of [LOCKED, STAFF, PATIENT, PATIENT]) kiosk.screen.push(view);
    expect(wiped(kiosk)).toEqual([0, 0, 0]);
    kiosk.screen.push(LOCKED);
    expect(wiped(kiosk)).toEqual([1, 1, 1]);
    kiosk.screen.push(LOCKED);
    expect(wiped(kiosk)).toEqual([1, 1, 1]);
  });
  test('at the end of the program too', async () => {
    const kiosk = await openKiosk();
    await kiosk.screen.close();
    expect(wiped(kiosk)).toEqual([1, 1, 1]);
  });
  test('views go to the page on their own channel', async () => {
    const kiosk = await openKiosk();
    kiosk.screen.push(STAFF);
    expect(kiosk.window.webContents.sent).toEqual([['kiosk:view-changed', STAFF]]);
  });
});

describe('the key store', () => {
  const secret = Uint8Array.from({ length: 32 }, (_, index) => 255 - index * 7);
  test('gives back what it protected, byte for byte', async () => {
    const store = createKeyStore(fakeElectron().parts.safeStorage, 'linux', virtualClock());
    const sealed = await store.protect(secret);
    expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
    expect(new Uint8Array(await store.unprotect(sealed))).toEqual(secret);
  });
  test.each([
    ['linux', true, 'gnome_libsecret', true],
    ['linux', true, 'kwallet6', true],
    ['linux', true, 'basic_text', false],
    ['linux', true, 'unknown', false],
    ['linux', false, 'gnome_libsecret', false],
    ['win32', true, 'basic_text', true],
    ['win32', false, 'basic_text', false],
  ] as const)('on %s, encryption %s, backend %s: available %s', async (platform, available, backend, expected) => {
    const fake = fakeElectron();
    Object.assign(fake.vault, { available, backend });
    expect(await createKeyStore(fake.parts.safeStorage, platform, virtualClock()).available()).toBe(expected);
  });
  test('protects nothing with a key that everybody knows', async () => {
    const fake = fakeElectron();
    fake.vault.backend = 'basic_text';
    await expect(createKeyStore(fake.parts.safeStorage, 'linux', virtualClock()).protect(secret)).rejects.toThrow(
      'no key store',
    );
  });
  test('that waits for a password which nobody types is none: the kiosk opens and says so', async () => {
    const never = new Promise<never>(() => {});
    const vault = {
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      getSelectedStorageBackend: () => 'gnome_libsecret' as const,
      encryptStringAsync: () => never,
      decryptStringAsync: () => never,
    };
    const clock = virtualClock();
    const store = createKeyStore(vault, 'linux', clock);
    expect(await store.available()).toBe(true);
    const opened = store.unprotect(Buffer.from('sealed')).catch((error: Error) => error.message);
    clock.advance(8000);
    expect(await opened).toBe('the key store does not answer');
    // Not a second wait: the first screen must be there within 20 seconds.
    expect(await store.available()).toBe(false);
    await expect(store.unprotect(Buffer.from('sealed'))).rejects.toThrow('does not answer');
  });
  test('does not accept what another device protected', async () => {
    const store = createKeyStore(fakeElectron().parts.safeStorage, 'linux', virtualClock());
    await expect(store.unprotect(Buffer.from('from elsewhere'))).rejects.toThrow();
    await expect(store.unprotect(Buffer.from('vault:not base64!'))).rejects.toThrow();
  });
});

describe('which key store', () => {
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'keuzewijzer-keys-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
  const choose = (backend: string, passphrase?: string) => {
    const fake = fakeElectron();
    fake.vault.backend = backend;
    return chooseKeyStore({
      vault: fake.parts.safeStorage,
      platform: 'linux',
      dataDir,
      passphrase,
      clock: virtualClock(),
    });
  };
  test("the system's where there is one", async () => {
    const { keyStore, lacks } = await choose('gnome_libsecret');
    expect([await keyStore.available(), lacks]).toEqual([true, []]);
  });
  test('none, and said so, where there is none: never a weaker one in secret', async () => {
    const { keyStore, lacks } = await choose('basic_text', '');
    expect([await keyStore.available(), lacks]).toEqual([false, ['os-key-store']]);
  });
  test('a passphrase, when one was given on purpose', async () => {
    const { keyStore, lacks } = await choose('basic_text', 'correct horse');
    expect([await keyStore.available(), lacks]).toEqual([true, ['os-key-store']]);
    const sealed = await keyStore.protect(Buffer.from('secret'));
    expect(Buffer.from(await keyStore.unprotect(sealed)).toString()).toBe('secret');
  });
});

test("the settings lie where the other shells have them, and electron-store's own channel is closed", () => {
  const made: unknown[] = [];
  const closed: unknown[] = [];
  const values: Record<string, unknown> = { siteName: 'Apotheek' };
  class Store {
    readonly store = values;
    constructor(options: unknown) {
      made.push(options);
    }
    set(key: string, value: unknown): void {
      values[key] = value;
    }
  }
  const ipc = { removeAllListeners: (channel: unknown) => closed.push(channel) } as unknown as IpcMain;
  const file = openElectronSettings(Store, ipc, '/data');
  file.write('mode', 'practice');
  expect(file.read()).toEqual({ siteName: 'Apotheek', mode: 'practice' });
  expect(made).toMatchObject([{ cwd: '/data', name: 'settings', clearInvalidConfig: false, configFileMode: 0o600 }]);
  expect(closed).toEqual(['electron-store-get-data']);
});
