/**
 * The host a kiosk runs in. Everything that differs between Electron, Chromium and no window at all is behind this.
 * Electron is named in `main/shell/electron/` only.
 */
import type { Result } from '../../shared/contract/result.ts';
import type { KioskView, ShellLack } from '../../shared/contract/view.ts';

/** Protects the device's data key with what the operating system offers. */
export interface KeyStore {
  /** False when nothing better than plain text is there (Electron on Linux: `basic_text`). */
  available(): Promise<boolean>;
  protect(secret: Uint8Array): Promise<Uint8Array>;
  /** @throws when the bytes were not protected by this store on this device */
  unprotect(sealed: Uint8Array): Promise<Uint8Array>;
}

/** A small file of settings (electron-store, or its engine `conf` outside Electron). */
export interface SettingsFile {
  read(): Readonly<Record<string, unknown>>;
  write(key: string, value: unknown): void;
}

/** What the shell lets the screen reach. */
export interface KioskHost {
  /** Every message of the screen goes through here; never throws. */
  invoke(method: string, input: unknown): Promise<Result<unknown>>;
  /** The screen is gone or was replaced: an open session must not stay. */
  screenLost(): void;
}

/** An open screen. */
export interface OpenScreen {
  /** Where to open it by hand; null when the shell has a window of its own. */
  readonly address: string | null;
  push(view: KioskView): void;
  close(): Promise<void>;
}

export interface Shell {
  readonly name: 'electron' | 'chromium' | 'headless';
  readonly lacks: readonly ShellLack[];
  readonly keyStore: KeyStore;
  settings(dataDir: string): SettingsFile;
  open(host: KioskHost): Promise<OpenScreen>;
}
