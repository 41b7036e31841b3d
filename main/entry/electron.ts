/** Starts the kiosk in Electron. Built into out/main/electron.js, the `main` of package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { startKiosk } from '../index.ts';
import { electron, SettingsStore } from '../shell/electron/electron.ts';
import { runElectron } from '../shell/electron/run.ts';

// The same from main/entry/, from out/main/ and from out/main/ inside app.asar.
const root = join(import.meta.dirname, '..', '..');

// Not awaited: Electron becomes ready only after this module has been evaluated.
runElectron({
  parts: electron,
  SettingsStore,
  process,
  clock: systemClock(),
  root,
  start: ({ shell, dataDir, options, log }) => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return startKiosk({
      shell,
      dataDir,
      assetsDir: join(root, 'assets'),
      version,
      registryUrl: options.registryUrl,
      practice: options.practice,
      log,
      registryToken: process.env['KEUZEWIJZER_REGISTRY_TOKEN'],
    });
  },
}).catch((error: unknown) => {
  process.stderr.write(`The kiosk did not start. ${String(error)}\n`);
  process.exit(1);
});
