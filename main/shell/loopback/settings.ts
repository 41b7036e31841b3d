/** The settings file outside Electron: `conf`, the engine of electron-store, in the same format and place. */
import { mkdirSync } from 'node:fs';
import Conf from 'conf';
import type { SettingsFile } from '../shell.ts';

/** @param dataDir folder that holds `settings.json` */
export function openSettings(dataDir: string): SettingsFile {
  // Often the first to need the folder; `conf` would let every user of the machine look into it.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const conf = new Conf<Record<string, unknown>>({
    cwd: dataDir,
    configName: 'settings',
    // A damaged file stops the start with an error; clearing it would silently lose the site's set-up.
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
  });
  return { read: () => ({ ...conf.store }), write: (key, value) => conf.set(key, value) };
}
