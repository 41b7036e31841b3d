/**
 * The kiosk as its own process with a screen: in Electron where its binary is present, else the headless shell with a
 * Chromium page. Which of the two is printed once a run, and stands in the title of every test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { presentChromium } from '../../../scripts/lib/chromium.ts';
import { presentElectron } from '../../../scripts/lib/electron.ts';
import { root, runScript } from './process.ts';

const electronBinary = presentElectron(root);
export const shellName = electronBinary === null ? 'chromium' : 'electron';

export interface TestKiosk {
  readonly page: Page;
  /** Everything it wrote to its output and log. */
  output(): string;
  /** SIGKILL: as a power cut for the process. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface KioskSetup {
  readonly dataDir: string;
  readonly registryUrl: string;
  readonly screen?: BrowserContextOptions;
}

export const startTestKiosk = (setup: KioskSetup): Promise<TestKiosk> =>
  electronBinary === null ? inChromium(setup) : inElectron(electronBinary, setup);

const options = ({ dataDir, registryUrl }: KioskSetup): string[] => [
  '--data-dir',
  dataDir,
  '--registry-url',
  registryUrl,
  '--practice',
];

async function inChromium(setup: KioskSetup): Promise<TestKiosk> {
  const kiosk = await runScript(
    'main/entry/node.ts',
    ['--shell', 'headless', '--port', '0', ...options(setup)],
    /^keuzewijzer ready (\S+)$/,
  );
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...setup.screen });
  const page = await context.newPage();
  await page.goto(kiosk.address);
  const end = async (how: () => Promise<void>): Promise<void> => {
    await how();
    await browser.close();
  };
  return { page, output: kiosk.output, kill: () => end(kiosk.kill), stop: () => end(kiosk.stop) };
}

/** A browser with nothing of its own. @throws with what to install when there is none */
function openBrowser(): Promise<Browser> {
  const executablePath = process.env['KW_CHROMIUM'] ?? presentChromium();
  if (executablePath === null) throw new Error('There is no Chromium: npm test installs it, or says what to install.');
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

async function inElectron(executablePath: string, setup: KioskSetup): Promise<TestKiosk> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({ executablePath, args: [root, ...sandbox, ...options(setup)] });
  const lines: string[] = [];
  app.process().stdout?.on('data', (data: Buffer) => lines.push(data.toString()));
  app.process().stderr?.on('data', (data: Buffer) => lines.push(data.toString()));
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  return {
    page: await app.firstWindow(),
    output: () => lines.join(''),
    async kill() {
      app.process().kill('SIGKILL');
      await ended;
    },
    stop: () => app.close(),
  };
}

/** An empty data folder. @returns its path and how to remove it */
/** Deletes the database under the running kiosk: nothing can be kept any more. */
export function breakDisk(dataDir: string): void {
  for (const name of ['kiosk.db', 'kiosk.db-wal']) rmSync(join(dataDir, name));
}

export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keuzewijzer-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
