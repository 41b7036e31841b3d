/** A page of the kiosk can go nowhere, ask for nothing and press nothing that leads out (K1–K5, K7). */
import { EventEmitter } from 'node:events';
import type { BrowserWindow, Screen, Session, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { holdDisplays } from '../../main/shell/electron/displays.ts';
import { isBlocked } from '../../main/shell/electron/keys.ts';
import { lockContents } from '../../main/shell/electron/lock-contents.ts';
import { lockSession } from '../../main/shell/electron/lock-session.ts';
import { lockWindow, windowOptions } from '../../main/shell/electron/window.ts';
import {
  display,
  FakeContents,
  FakeSession,
  FakeWindow,
  isPrevented,
  type FakeDisplay,
} from '../support/fake-electron.ts';

const lockedContents = (): FakeContents => {
  const contents = new FakeContents(1);
  lockContents(contents as unknown as WebContents);
  return contents;
};
const lockedSession = (): FakeSession => {
  const session = new FakeSession();
  lockSession(session as unknown as Session);
  return session;
};

describe('the page stays where it is', () => {
  const elsewhere = [
    'https://example.org/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'about:blank',
    'view-source:app://kiosk/',
    'chrome://gpu',
    'mailto:someone@example.org',
    'tel:112',
    'javascript:alert(1)',
    'app://other/',
    'app://kiosk/other.html',
    'app://kiosk.example.org/',
  ];
  test.each(elsewhere)('no navigation to %s', (url) => {
    const contents = lockedContents();
    expect(isPrevented(contents, 'will-navigate', { url, isMainFrame: true })).toBe(true);
    expect(isPrevented(contents, 'will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(isPrevented(contents, 'will-frame-navigate', { url, isMainFrame: false })).toBe(true);
    expect(isPrevented(contents, 'will-redirect', { url, isMainFrame: true })).toBe(true);
    expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
  });
  test('the start page may be loaded again, but not inside a frame', () => {
    const contents = lockedContents();
    expect(isPrevented(contents, 'will-navigate', { url: 'app://kiosk/', isMainFrame: true })).toBe(false);
    expect(isPrevented(contents, 'will-frame-navigate', { url: 'app://kiosk/', isMainFrame: false })).toBe(true);
  });
  test('no webview, and no "leave this page?" question', () => {
    const contents = lockedContents();
    expect(isPrevented(contents, 'will-attach-webview')).toBe(true);
    expect(isPrevented(contents, 'will-prevent-unload')).toBe(true);
  });
  test('no login, foreign certificate, client certificate or Bluetooth chooser', () => {
    const contents = lockedContents();
    const answers: (readonly unknown[])[] = [];
    const callback = (...given: readonly unknown[]): number => answers.push(given);
    expect(isPrevented(contents, 'login', {}, {}, {}, callback)).toBe(true);
    expect(isPrevented(contents, 'certificate-error', {}, 'https://x/', 'error', {}, callback)).toBe(true);
    expect(isPrevented(contents, 'select-client-certificate', {}, 'https://x/', [{}], callback)).toBe(true);
    expect(isPrevented(contents, 'select-bluetooth-device', {}, [{ deviceId: 'a' }], callback)).toBe(true);
    expect(answers).toEqual([[], [false], [], ['']]);
  });
  test('zoom goes back to one, pinch cannot zoom, and developer tools close', () => {
    const contents = lockedContents();
    contents.emit('zoom-changed', {}, 'in');
    contents.emit('devtools-opened');
    expect(contents.calls).toEqual(['ignoreMenuShortcuts true', 'zoom 0', 'visualZoom 1-1', 'closeDevTools']);
  });
});

describe('the keyboard', () => {
  const plain = { alt: false, control: false, meta: false };
  const named = [
    'F1',
    'F3',
    'F5',
    'F6',
    'F10',
    'F11',
    'F12',
    'ContextMenu',
    'Escape',
    'Meta',
    'Alt',
    'Control',
    'Dead',
  ];
  test.each([...named, 'BrowserBack', 'LaunchMail', 'PrintScreen', 'Unidentified', ''])('%s is blocked', (key) => {
    expect(isBlocked({ ...plain, key })).toBe(true);
  });
  test.each(['n', 't', 'o', 'p', 's', 'h', 'l', 'j', 'u', 'r', 'w', '+', '-', '0', 'I', 'c', 'Tab', 'Escape', 'F4'])(
    '%s with Ctrl, Alt or the system key is blocked',
    (key) => {
      expect(isBlocked({ ...plain, key, control: true })).toBe(true);
      expect(isBlocked({ ...plain, key, alt: true })).toBe(true);
      expect(isBlocked({ ...plain, key, meta: true })).toBe(true);
    },
  );
  test.each(['Tab', 'Enter', ' ', 'ArrowLeft', 'Backspace', 'Home', '7', 'a', 'é', 'Ж', 'ش', "'", '€', 'Shift'])(
    '%s reaches the page: keyboard and switches can do everything',
    (key) => expect(isBlocked({ ...plain, key })).toBe(false),
  );
  test.each(['\u202e', '\u0000', '\u200b', '👍🏽', 'ab'])(
    'a character that shows nothing, or more than one, is blocked',
    (key) => {
      expect(isBlocked({ ...plain, key })).toBe(true);
    },
  );
  test('a blocked key is prevented before the page sees it', () => {
    const contents = lockedContents();
    expect(isPrevented(contents, 'before-input-event', {}, { ...plain, key: 'F5' })).toBe(true);
    expect(isPrevented(contents, 'before-input-event', {}, { ...plain, key: 'Tab' })).toBe(false);
  });
});

describe('the session grants nothing', () => {
  const permissions = ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'usb'];
  test.each(permissions)('%s is denied when asked and when checked', (permission) => {
    const { handlers } = lockedSession();
    const answers: unknown[] = [];
    handlers['permissionRequest']?.({}, permission, (granted: boolean) => answers.push(granted), {});
    expect(answers).toEqual([false]);
    expect(handlers['permissionCheck']?.(null, permission, 'app://kiosk', {})).toBe(false);
  });
  test('no device, screen capture, pairing or certificate', () => {
    const { handlers, calls } = lockedSession();
    const answers: unknown[] = [];
    const callback = (given: unknown): number => answers.push(given);
    expect(handlers['device']?.({})).toBe(false);
    handlers['displayMedia']?.({}, callback);
    handlers['bluetooth']?.({}, callback);
    handlers['certificate']?.({}, callback);
    expect(answers).toEqual([null, { confirmed: false }, -2]);
    expect(calls).toEqual(['spellcheck false']);
  });
  test('no download and no chooser of devices', () => {
    const session = lockedSession();
    const answers: unknown[] = [];
    const callback = (given: unknown): number => answers.push(given);
    expect(isPrevented(session, 'will-download')).toBe(true);
    expect(isPrevented(session, 'select-hid-device', {}, {}, callback)).toBe(true);
    expect(isPrevented(session, 'select-usb-device', {}, {}, callback)).toBe(true);
    expect(isPrevented(session, 'select-serial-port', {}, [], {}, callback)).toBe(true);
    expect(isPrevented(session, 'file-system-access-restricted', {}, {}, callback)).toBe(true);
    expect(answers).toEqual([null, undefined, '', 'deny']);
  });
  test.each([
    ['app://kiosk/index.js', 'script', false],
    ['data:image/png;base64,AAAA', 'image', false],
    ['data:text/html,hello', 'subFrame', true],
    ['data:image/svg+xml,<svg/>', 'subFrame', true],
    ['https://example.org/x.js', 'script', true],
    ['http://127.0.0.1:8080/', 'xhr', true],
    ['ws://127.0.0.1/', 'webSocket', true],
    ['file:///etc/passwd', 'image', true],
    ['app://kiosk@other/', 'script', true],
    ['app://other/', 'script', true],
  ])('a request to %s (%s): cancelled %s', (url, resourceType, cancel) => {
    const answers: unknown[] = [];
    lockedSession().handlers['beforeRequest']?.({ url, resourceType }, (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([{ cancel }]);
  });
});

describe('the window', () => {
  const options = (canBeLeft: boolean) =>
    windowOptions({
      bounds: display(1).bounds,
      session: new FakeSession() as unknown as Session,
      preload: '/app/out/main/preload.cjs',
      canBeLeft,
    });
  test('is full screen on the primary display, sandboxed, and knows nothing of Node', () => {
    expect(options(false)).toMatchObject({
      x: 0,
      width: 1920,
      kiosk: true,
      fullscreen: true,
      frame: false,
      alwaysOnTop: true,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        plugins: false,
        devTools: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        disableDialogs: true,
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    expect(options(true).alwaysOnTop).toBe(false);
    expect(options(true).webPreferences).toMatchObject({ sandbox: true, devTools: false });
  });
  const locked = (locked: boolean, mayClose: boolean): FakeWindow => {
    const window = new FakeWindow({}, 1);
    lockWindow(window as unknown as BrowserWindow, { locked, mayClose: () => mayClose });
    return window;
  };
  test('does not close, minimise, shrink or show the menu of the system', () => {
    const window = locked(true, false);
    expect(isPrevented(window, 'close')).toBe(true);
    expect(isPrevented(window, 'system-context-menu')).toBe(true);
    expect(isPrevented(window, 'app-command', {}, 'browser-backward')).toBe(true);
    window.emit('minimize');
    window.emit('leave-full-screen');
    expect(window.calls).toEqual(['alwaysOnTop true screen-saver', 'restore', 'kiosk true']);
  });
  test('closes when the kiosk itself ends', () => {
    expect(isPrevented(locked(true, true), 'close')).toBe(false);
  });
  test('run from source, other windows may come in front', () => {
    expect(locked(false, true).calls).toEqual([]);
  });
});

describe('displays', () => {
  const hold = (displays: readonly FakeDisplay[], covering = true) => {
    const window = new FakeWindow({}, 1);
    const covers: FakeWindow[] = [];
    const screen = Object.assign(new EventEmitter(), {
      displays,
      getPrimaryDisplay: () => screen.displays[0],
      getAllDisplays: () => screen.displays,
    });
    const cover = (bounds: unknown): BrowserWindow => {
      covers.push(new FakeWindow({ bounds }, covers.length + 2));
      return covers.at(-1) as unknown as BrowserWindow;
    };
    const held = holdDisplays(screen as unknown as Screen, window, covering ? cover : null);
    return { window, covers, screen, held };
  };
  test('a second monitor is covered as soon as it is plugged in, and uncovered when it leaves', () => {
    const { covers, screen } = hold([display(1)]);
    expect(covers).toHaveLength(0);
    screen.displays = [display(1), display(2, 1920)];
    screen.emit('display-added');
    expect(covers.map(({ options }) => options['bounds'])).toEqual([display(2, 1920).bounds]);
    screen.emit('display-metrics-changed');
    expect(covers).toHaveLength(1);
    screen.displays = [display(1)];
    screen.emit('display-removed');
    expect(covers[0]?.destroyed).toBe(true);
  });
  test('a change of resolution fits the kiosk again', () => {
    const { window, screen } = hold([display(1)]);
    screen.displays = [{ id: 1, bounds: { x: 0, y: 0, width: 1080, height: 1920 } }];
    screen.emit('display-metrics-changed');
    expect(window.calls).toEqual(['bounds 0 1920', 'kiosk true', 'bounds 0 1080', 'kiosk true']);
  });
  test('when the primary display leaves, its successor is uncovered for the kiosk', () => {
    const { window, covers, screen } = hold([display(1), display(2, 1920)]);
    screen.displays = [display(2, 0)];
    screen.emit('display-removed');
    expect(covers[0]?.destroyed).toBe(true);
    expect(window.calls.slice(-2)).toEqual(['bounds 0 1920', 'kiosk true']);
  });
  test('at the end nothing is covered and nobody listens', () => {
    const { covers, screen, held } = hold([display(1), display(2, 1920)]);
    held.stop();
    expect(covers[0]?.destroyed).toBe(true);
    expect(screen.eventNames()).toEqual([]);
  });
  test('run from source, other monitors are left alone', () => {
    expect(hold([display(1), display(2, 1920)], false).covers).toHaveLength(0);
  });
});
