/**
 * `npm test`: the quality gates, the fast suites, then the end-to-end suite in a real browser. Ends with one line,
 * "N passed, N failed". `npm test -- --only gates|suites|e2e` runs a part,
 * `--only screens` every screen in every size, theme, resolution and language, heard and walked by two keys.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.ts';
import { installOnDebian, programOnPath } from './lib/debian.ts';

interface Count {
  passed: number;
  failed: number;
}

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const scratch = mkdtempSync(join(tmpdir(), 'keuzewijzer-test-'));

/** Runs a command with its output shown. @returns whether it ended well */
function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function gates(): Promise<Count> {
  const count = { passed: 0, failed: 0 };
  for (const [name, command, ...args] of [
    ['types and import directions', 'tsc', '-b'],
    ['lint, type-aware', 'oxlint', '--type-aware', '--deny-warnings', '.'],
    ['format', 'oxfmt', '--check', '.'],
    ['unused code', 'knip'],
  ] as const) {
    const good = await run(bin(command), args);
    console.log(`${good ? 'ok' : 'FAILED'}: ${name}`);
    count[good ? 'passed' : 'failed'] += 1;
  }
  return count;
}

async function suites(): Promise<Count> {
  // Makes the certificates of the TLS suites (test/support/tls-files.ts).
  if (programOnPath(['openssl', 'openssl.exe']) === null) await installOnDebian('openssl', (line) => console.log(line));
  // Some tests start the kiosk, and would build it at the same time.
  if (!(await run(process.execPath, ['scripts/build.ts']))) return { passed: 0, failed: 1 };
  const file = join(scratch, 'vitest.json');
  const good = await run(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  const report = readJson<{ numPassedTests: number; numFailedTests: number }>(file);
  const count = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
  // A suite that fails outside its tests (a file that does not load) must not look green.
  return good || count.failed > 0 ? count : { ...count, failed: 1 };
}

/** @param all every screen in every look and language instead of a covering part, and nothing else */
async function endToEnd(all = false): Promise<Count> {
  const browser = await findChromium({ install: true, say: (line) => console.log(line) });
  if (browser === null) return { passed: 0, failed: 1 };
  if (!(await run(process.execPath, ['scripts/build.ts']))) return { passed: 0, failed: 1 };
  const file = join(scratch, 'e2e.json');
  const args = [
    'test',
    '--config',
    'test/e2e/playwright.config.ts',
    ...(all ? ['all-bars', 'spoken', 'keyboard'] : []),
  ];
  const good = await run(bin('playwright'), args, {
    KW_CHROMIUM: browser,
    ...(all ? { KW_ALL_SCREENS: '1' } : {}),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const report = readJson<{ stats: { expected: number; unexpected: number; flaky: number } }>(file);
  const count = {
    passed: report?.stats.expected ?? 0,
    failed: (report?.stats.unexpected ?? 0) + (report?.stats.flaky ?? 0),
  };
  return good || count.failed > 0 ? count : { ...count, failed: 1 };
}

function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

const parts = { gates, suites, e2e: () => endToEnd(), screens: () => endToEnd(true) };
const flag = process.argv.indexOf('--only');
const only = flag === -1 ? null : process.argv[flag + 1];
const total: Count = { passed: 0, failed: 0 };
for (const [name, part] of Object.entries(parts)) {
  if (only === null ? name === 'screens' : only !== name) continue;
  const count = await part();
  total.passed += count.passed;
  total.failed += count.failed;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
