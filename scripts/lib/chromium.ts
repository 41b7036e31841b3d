/** Finds Chromium (or a browser of its family) on this machine; installs Debian's where that can be done. */
import { join } from 'node:path';
import { executable, installOnDebian, programOnPath } from './debian.ts';

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
  if (process.platform !== 'win32') return programOnPath(NAMES, env);
  const places = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((root) =>
    WINDOWS.map((path) => join(env[root] ?? 'C:\\', path)),
  );
  return places.find((path) => executable(path)) ?? null;
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
  if (options.install) {
    options.say('There is no Chromium here.');
    await installOnDebian('chromium', options.say);
    const installed = presentChromium();
    if (installed !== null) return installed;
  }
  options.say(
    'Install Chromium, Chrome or Edge (on Debian: apt-get install chromium), or name it in KEUZEWIJZER_CHROMIUM.',
  );
  return null;
}
