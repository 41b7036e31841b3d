/** Enough of Electron to run the shell without its binary: records what is asked, and lets a test play the other side. */
import { EventEmitter } from 'node:events';
import type { ElectronParts } from '../../main/shell/electron/parts.ts';

type Handler = (...args: readonly unknown[]) => unknown;

/** Says in which order things happened, for rules like "before ready". */
export class FakeContents extends EventEmitter {
  readonly id: number;
  readonly calls: string[] = [];
  readonly sent: (readonly [string, unknown])[] = [];
  openHandler: Handler | null = null;
  crashed = false;
  readonly mainFrame: { url: string; origin: string; parent: null; detached: boolean };
  readonly navigationHistory = { clear: () => void this.calls.push('history.clear') };

  constructor(id: number) {
    super();
    this.id = id;
    this.mainFrame = { url: 'app://kiosk/', origin: 'app://kiosk', parent: null, detached: false };
  }
  setWindowOpenHandler(handler: Handler): void {
    this.openHandler = handler;
  }
  setIgnoreMenuShortcuts(ignore: boolean): void {
    this.calls.push(`ignoreMenuShortcuts ${ignore}`);
  }
  setZoomLevel(level: number): void {
    this.calls.push(`zoom ${level}`);
  }
  setVisualZoomLevelLimits(from: number, to: number): Promise<void> {
    this.calls.push(`visualZoom ${from}-${to}`);
    return Promise.resolve();
  }
  closeDevTools(): void {
    this.calls.push('closeDevTools');
  }
  forcefullyCrashRenderer(): void {
    this.calls.push('crash');
  }
  invalidate(): void {
    this.calls.push('invalidate');
  }
  send(channel: string, message: unknown): void {
    this.sent.push([channel, message]);
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  isDestroyed(): boolean {
    return false;
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents: FakeContents;
  readonly options: Record<string, unknown>;
  readonly calls: string[] = [];
  readonly loaded: string[] = [];
  destroyed = false;

  constructor(options: Record<string, unknown>, id: number) {
    super();
    this.options = options;
    this.webContents = new FakeContents(id);
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }
  setAlwaysOnTop(on: boolean, level: string): void {
    this.calls.push(`alwaysOnTop ${on} ${level}`);
  }
  setKiosk(on: boolean): void {
    this.calls.push(`kiosk ${on}`);
  }
  setBounds(bounds: { readonly x: number; readonly width: number }): void {
    this.calls.push(`bounds ${bounds.x} ${bounds.width}`);
  }
  restore(): void {
    this.calls.push('restore');
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

export class FakeSession extends EventEmitter {
  readonly handlers: Record<string, Handler> = {};
  readonly calls: string[] = [];
  readonly protocols = new Map<string, (request: Request) => Response>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response) => void this.protocols.set(scheme, handler),
  };
  readonly webRequest = { onBeforeRequest: (handler: Handler) => void (this.handlers['beforeRequest'] = handler) };

  setPermissionRequestHandler = (handler: Handler): void => void (this.handlers['permissionRequest'] = handler);
  setPermissionCheckHandler = (handler: Handler): void => void (this.handlers['permissionCheck'] = handler);
  setDevicePermissionHandler = (handler: Handler): void => void (this.handlers['device'] = handler);
  setDisplayMediaRequestHandler = (handler: Handler): void => void (this.handlers['displayMedia'] = handler);
  setBluetoothPairingHandler = (handler: Handler): void => void (this.handlers['bluetooth'] = handler);
  setCertificateVerifyProc = (handler: Handler): void => void (this.handlers['certificate'] = handler);
  setSpellCheckerEnabled = (on: boolean): void => void this.calls.push(`spellcheck ${on}`);
  clearData = (): Promise<void> => Promise.resolve(void this.calls.push('clearData'));
  clearAuthCache = (): Promise<void> => Promise.resolve(void this.calls.push('clearAuthCache'));
}

export interface FakeDisplay {
  readonly id: number;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export const display = (id: number, x = 0): FakeDisplay => ({ id, bounds: { x, y: 0, width: 1920, height: 1080 } });

export class FakeApp extends EventEmitter {
  isPackaged = true;
  lock = true;
  /** What happened, in order. */
  readonly order: string[] = [];
  readonly exits: number[] = [];
  readonly paths = new Map<string, string>();
  readonly switches = new Map<string, string | undefined>();
  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => {
      this.order.push(`switch ${name}`);
      this.switches.set(name, value);
    },
    hasSwitch: (name: string) => this.switches.has(name),
  };
  #ready: () => void = () => {};
  readonly #whenReady = new Promise<void>((resolve) => (this.#ready = resolve));

  ready(): void {
    this.order.push('ready');
    this.#ready();
  }
  whenReady = (): Promise<void> => this.#whenReady;
  enableSandbox = (): void => void this.order.push('sandbox');
  requestSingleInstanceLock = (): boolean => {
    this.order.push(`lock ${this.paths.get('userData') ?? ''}`);
    return this.lock;
  };
  getPath = (name: string): string => this.paths.get(name) ?? `/nowhere/${name}`;
  setPath = (name: string, path: string): void => void this.paths.set(name, path);
  exit = (code: number): void => void this.exits.push(code);
}

export interface FakeVault {
  available: boolean;
  backend: string;
}

export interface FakeElectron {
  readonly parts: ElectronParts;
  readonly app: FakeApp;
  readonly windows: FakeWindow[];
  /** Options of `fromPartition`, by name of the partition. */
  readonly sessions: Map<string, FakeSession>;
  readonly screen: EventEmitter & { displays: readonly FakeDisplay[] };
  readonly power: EventEmitter;
  readonly ipc: Map<string, Handler>;
  readonly vault: FakeVault;
  /** The screen calls main. */
  call(channel: string, input: unknown, from?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** `encrypt` here only marks the text: what is checked is which calls are made, not the system's cryptography. */
function fakeSafeStorage(vault: FakeVault) {
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(vault.available),
    getSelectedStorageBackend: () => vault.backend,
    encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`vault:${text}`)),
    decryptStringAsync: (sealed: Buffer) => {
      const text = sealed.toString();
      return text.startsWith('vault:')
        ? Promise.resolve({ shouldReEncrypt: false, result: text.slice(6) })
        : Promise.reject(new Error('not ours'));
    },
  };
}

export function fakeElectron(): FakeElectron {
  const app = new FakeApp();
  const windows: FakeWindow[] = [];
  const sessions = new Map<string, FakeSession>([['default', new FakeSession()]]);
  const ipc = new Map<string, Handler>();
  const screen = Object.assign(new EventEmitter(), {
    displays: [display(1)] as readonly FakeDisplay[],
    getPrimaryDisplay: () => screen.displays[0],
    getAllDisplays: () => screen.displays,
  });
  const power = new EventEmitter();
  const vault: FakeVault = { available: true, backend: 'gnome_libsecret' };
  class Window extends FakeWindow {
    constructor(options: Record<string, unknown>) {
      super(options, windows.length + 1);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  const parts = {
    app,
    BrowserWindow: Window,
    clipboard: { clear: () => void app.order.push('clipboard.clear') },
    ipcMain: {
      handle: (channel: string, handler: Handler) => void ipc.set(channel, handler),
      removeHandler: (channel: string) => void ipc.delete(channel),
      removeAllListeners: (channel: string) => void app.order.push(`deaf to ${channel}`),
    },
    Menu: { setApplicationMenu: (menu: unknown) => void app.order.push(`menu ${String(menu)}`) },
    powerMonitor: power,
    powerSaveBlocker: {
      start: (kind: string) => {
        app.order.push(`awake ${kind}`);
        return 7;
      },
      stop: (id: number) => void app.order.push(`sleep ${id}`),
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: readonly { scheme: string; privileges: object }[]) =>
        void app.order.push(`scheme ${schemes.map(({ scheme }) => scheme).join()}`),
    },
    safeStorage: fakeSafeStorage(vault),
    screen,
    session: {
      defaultSession: sessions.get('default'),
      fromPartition: (name: string) => {
        const made = sessions.get(name) ?? new FakeSession();
        sessions.set(name, made);
        return made;
      },
    },
  };
  return {
    parts: parts as unknown as ElectronParts,
    app,
    windows,
    sessions,
    screen,
    power,
    ipc,
    vault,
    call(channel, input, from) {
      const sender = windows[0]?.webContents;
      const event = { sender, senderFrame: sender?.mainFrame, ...from };
      return Promise.resolve(ipc.get(channel)?.(event, input));
    },
  };
}

/** Plays an event whose default a listener may prevent. @returns whether it was prevented */
export function isPrevented(
  emitter: EventEmitter,
  name: string,
  facts: Readonly<Record<string, unknown>> = {},
  ...more: readonly unknown[]
): boolean {
  let prevented = false;
  emitter.emit(name, { ...facts, preventDefault: () => (prevented = true) }, ...more);
  return prevented;
}
