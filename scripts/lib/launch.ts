/** Starts the kiosk in the best shell that works, and goes on to the next when one does not. */
import { join } from 'node:path';
import type { ShellName, StartOptions } from '../../main/entry/options.ts';
import { SHELL_SENTENCES, shellsToTry } from './choose-shell.ts';
import { findChromium } from './chromium.ts';
import { findElectron } from './electron.ts';
import { startProcess, type Started } from './process.ts';

const root = join(import.meta.dirname, '..', '..');
/** Electron that shows no screen within this time is given up for Chromium. */
const FIRST_SCREEN_MS = 20_000;

export const say = (line: string): void => console.log(line);

/** Builds when needed. @throws when the build fails */
export async function buildFirst(): Promise<void> {
  const build = startProcess(process.execPath, [join(root, 'scripts/build.ts')], { ready: /^\0$/, show: say });
  if ((await build.ended) !== 0) throw new Error('The build did not work.');
}

/** What was asked for, with the data folder settled. */
interface LaunchOptions extends StartOptions {
  readonly dataDir: string;
  /** False: the usual place. Electron then has its own beside it, because its key store opens no other shell's data. */
  readonly dataDirGiven: boolean;
}

/** @returns the running kiosk; it has reached its first screen, or printed its address */
export async function launchKiosk(options: LaunchOptions): Promise<Started> {
  const display =
    process.platform === 'win32' ||
    process.platform === 'darwin' ||
    Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const wants = (shell: ShellName): boolean => display && (options.shell === null || options.shell === shell);
  const electron = wants('electron') ? await findElectron(root, say) : null;
  const chromium =
    display && options.shell !== 'headless' && electron === null ? await findChromium({ install: true, say }) : null;
  const order = shellsToTry(options.shell, { display, electron: electron !== null, chromium: chromium !== null });
  if (options.shell !== null && order[0] !== options.shell)
    say(`The ${options.shell} shell cannot run here${display ? '' : ' without a display'}.`);
  for (const shell of order) {
    if (shell === 'electron' && electron !== null) {
      const started = startElectron(electron, options);
      const why = await withinTime(started);
      if (why === null) {
        say(SHELL_SENTENCES.electron);
        return started;
      }
      say(`Electron did not reach its first screen (${why}); going on in Chromium.`);
      await started.stop();
      const browser = await findChromium({ install: true, say });
      if (browser !== null) return startNode('chromium', browser, options);
    } else if (shell === 'chromium' && chromium !== null) return startNode('chromium', chromium, options);
  }
  return startNode('headless', null, options);
}

function args(options: LaunchOptions, dataDir = options.dataDir): string[] {
  return [
    '--data-dir',
    dataDir,
    // One word: Electron on Windows refuses arguments after a bare address.
    ...(options.registryUrl === null ? [] : [`--registry-url=${options.registryUrl}`]),
    ...(options.practice ? ['--practice'] : []),
  ];
}

function startElectron(binary: string, options: LaunchOptions): Started {
  // Chromium's sandbox does not start for root: for trying only, never how a kiosk is set up.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return startProcess(
    binary,
    [root, ...flags, ...args(options, options.dataDirGiven ? options.dataDir : `${options.dataDir}-electron`)],
    {
      ready: /^keuzewijzer first screen$/,
      show: say,
      channel: false,
    },
  );
}

async function startNode(
  shell: 'chromium' | 'headless',
  browser: string | null,
  options: LaunchOptions,
): Promise<Started> {
  const started = startProcess(
    process.execPath,
    [join(root, 'main/entry/node.ts'), '--shell', shell, '--port', String(options.port), ...args(options)],
    {
      ready: /^keuzewijzer ready (\S+)$/,
      show: say,
      ...(browser === null ? {} : { env: { KEUZEWIJZER_BROWSER: browser } }),
    },
  );
  const address = await started.ready.catch(() => {
    // Why stands in its own words above.
    throw new Error('The kiosk did not start.');
  });
  say(SHELL_SENTENCES[shell]);
  say(`keuzewijzer ready ${address}`);
  return started;
}

/** @returns null when the first screen was there in time, else why not */
async function withinTime(started: Started): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`nothing within ${FIRST_SCREEN_MS / 1000} seconds`), FIRST_SCREEN_MS);
  });
  const why = await Promise.race([
    started.ready.then(
      () => null,
      (error: Error) => error.message,
    ),
    late,
  ]);
  clearTimeout(timer);
  return why;
}

/** Ends everything when the person stops the script, or when the kiosk ends by itself. */
export function untilEnded(kiosk: Started, others: readonly Started[]): void {
  const stop = async (code: number): Promise<void> => {
    await kiosk.stop();
    for (const other of others) await other.stop();
    process.exit(code);
  };
  process.once('SIGINT', () => void stop(0));
  process.once('SIGTERM', () => void stop(0));
  void kiosk.ended.then((code) => stop(code));
}
