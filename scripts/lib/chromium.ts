/** Finds Chromium (or a browser of its family) on this machine; installs Debian's where that can be done. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'];
const WINDOWS = [
  String.raw`Google\Chrome\Application\chrome.exe`,
  String.raw`Microsoft\Edge\Application\msedge.exe`,
  String.raw`Chromium\Application\chrome.exe`,
];

/** @returns the path of a browser that is already here, or null */
export function presentChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env['KEUZEWIJZER_CHROMIUM'];
  if (named !== undefined && named !== '') return executable(named) ? named : null;
  const candidates =
    process.platform === 'win32'
      ? ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((root) =>
          WINDOWS.map((path) => join(env[root] ?? 'C:\\', path)),
        )
      : (env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((path) => executable(path)) ?? null;
}

/**
 * @param install on Debian as root, install the package when there is no browser
 * @param say gets one sentence a step
 * @returns the path of a browser, or null after saying what to install
 */
export async function findChromium(options: {
  readonly install: boolean;
  readonly say: (line: string) => void;
}): Promise<string | null> {
  const present = presentChromium();
  if (present !== null) return present;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (options.install && debian) {
    options.say('There is no Chromium here: installing the Debian package chromium.');
    try {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const bounded = { env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };
      await run('apt-get', ['update', '-q'], bounded);
      await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], bounded);
    } catch {
      options.say('Installing Chromium did not work.');
    }
    const installed = presentChromium();
    if (installed !== null) return installed;
  }
  options.say(
    'Install Chromium, Chrome or Edge (on Debian: apt-get install chromium), or name it in KEUZEWIJZER_CHROMIUM.',
  );
  return null;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
