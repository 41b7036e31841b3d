/** The settings file in Electron: electron-store, in the format and place that `conf` uses in the other shells. */
import type { IpcMain } from 'electron';
import type { SettingsFile } from '../shell.ts';

interface Store {
  readonly store: Record<string, unknown>;
  set(key: string, value: unknown): void;
}

export type StoreClass = new (options: {
  readonly cwd: string;
  readonly name: string;
  readonly clearInvalidConfig: boolean;
  readonly accessPropertiesByDotNotation: boolean;
  readonly configFileMode: number;
}) => Store;

/** @param dataDir folder that holds `settings.json` */
export function openElectronSettings(
  ElectronStore: StoreClass,
  ipc: Pick<IpcMain, 'removeAllListeners'>,
  dataDir: string,
): SettingsFile {
  const store = new ElectronStore({
    cwd: dataDir,
    name: 'settings',
    // A damaged file stops the start with an error; clearing it would silently lose the site's set-up.
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
  });
  // electron-store opens a channel that tells any page where the data lies. Ours has no use for it.
  ipc.removeAllListeners('electron-store-get-data');
  return { read: () => ({ ...store.store }), write: (key, value) => store.set(key, value) };
}
