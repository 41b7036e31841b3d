/** What the chromium and the headless shell share: the screen on the loopback address, key file, settings file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KioskHost, Shell } from '../shell.ts';
import { createKeyFile } from './key-file.ts';
import { openLoopback, type LoopbackScreen } from './server.ts';
import { openSettings } from './settings.ts';
import { listStaticFiles } from './static.ts';

export interface LoopbackShellOptions {
  readonly dataDir: string;
  readonly assetsDir: string;
  /** The build: `renderer/` and `bridge/bridge.js`. */
  readonly outDir: string;
  readonly port: number;
  /** `KEUZEWIJZER_KEY`: protects the device key with a passphrase instead of a file. */
  readonly passphrase: string | undefined;
}

export const loopbackParts = (options: LoopbackShellOptions): Pick<Shell, 'keyStore' | 'settings'> => ({
  keyStore: createKeyFile(options.dataDir, options.passphrase),
  settings: openSettings,
});

export const openLoopbackScreen = (options: LoopbackShellOptions, host: KioskHost): Promise<LoopbackScreen> =>
  openLoopback({
    host,
    files: listStaticFiles({
      '/': join(options.outDir, 'renderer'),
      '/speech/': join(options.assetsDir, 'speech'),
      // A site's own recordings stand in front of ours (docs/voice.md).
      '/voice/': join(options.dataDir, 'voice'),
      '/sign/': join(options.dataDir, 'sign'),
    }),
    bridge: readFileSync(join(options.outDir, 'bridge', 'bridge.js'), 'utf8'),
    port: options.port,
  });
