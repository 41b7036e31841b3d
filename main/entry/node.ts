/** Starts the kiosk in Node: the chromium and the headless shell. Prints `keuzewijzer ready <address>`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createLog } from '../diagnostics/log.ts';
import { codeOf, whyNot } from '../diagnostics/why-not.ts';
import { whenFree } from '../../shared/when-free.ts';
import { FolderInUse, startKiosk, type RunningKiosk } from '../index.ts';
import { SettingsError } from '../settings/site.ts';
import { chromiumShell } from '../shell/chromium/shell.ts';
import { headlessShell } from '../shell/headless/shell.ts';
import { defaultDataDir, OptionError, parseStartOptions } from './options.ts';

// Also in a folder that was there before, what the kiosk writes is for its own user only.
process.umask(0o077);
const root = join(import.meta.dirname, '..', '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
let running: RunningKiosk | null = null;

async function start(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2), process.env);
  const dataDir = options.dataDir ?? defaultDataDir(process.env, options.practice);
  const assetsDir = join(root, 'assets');
  const common = {
    dataDir,
    assetsDir,
    outDir: join(root, 'out'),
    port: options.port,
    passphrase: process.env['KEUZEWIJZER_KEY'],
  };
  const browser = process.env['KEUZEWIJZER_BROWSER'];
  const shell =
    options.shell === 'chromium' && browser !== undefined
      ? chromiumShell({
          ...common,
          browser,
          onClosed(why) {
            if (why === 'crashes') process.stderr.write('The window does not stay open: see the browser.\n');
            void stop(why === 'closed' ? 0 : 1);
          },
        })
      : headlessShell(common);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const kiosk = {
    shell,
    dataDir,
    assetsDir,
    version,
    registryUrl: options.registryUrl,
    practice: options.practice,
    log: createLog(
      (line) => process.stderr.write(`${line}\n`),
      () => new Date(),
    ),
    registryToken: process.env['KEUZEWIJZER_REGISTRY_TOKEN'],
  };
  running = await whenFree(
    () => startKiosk(kiosk),
    (error) => error instanceof FolderInUse || codeOf(error) === 'EADDRINUSE',
    () => process.stderr.write('Waiting for another kiosk to end.\n'),
    setTimeout,
  );
  say(`keuzewijzer ready ${running.address ?? ''}`);
}

async function stop(code: number): Promise<void> {
  const ending = running;
  running = null;
  await ending?.close();
  process.exit(code);
}

process.once('SIGTERM', () => void stop(0));
process.once('SIGINT', () => void stop(0));
// Started by a script of ours: without it nobody could stop this process.
process.once('disconnect', () => void stop(0));

start().catch((error: unknown) => {
  const plain = error instanceof OptionError || error instanceof SettingsError;
  process.stderr.write(`${plain ? error.message : whyNot(error)}\n`);
  process.exit(plain ? 2 : 1);
});
