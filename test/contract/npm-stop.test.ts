/** Who stops npm stops what it runs: npm's shell does not hand the signal on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-npm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.runIf(process.platform !== 'win32').each([
  ['the registry', 'scripts/registry.ts --port 0', /registry ready/],
  ['the kiosk', `scripts/kiosk.ts --shell headless --data-dir ${folder}`, /keuzewijzer ready/],
])('%s ends when the shell of npm was ended', async (_, command, ready) => {
  // `exit` keeps the shell from becoming the program itself, as npm's never does.
  const shell = spawn('sh', ['-c', `${process.execPath} ${command}; exit`], {
    cwd: root,
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  while (!ready.test(output)) output += String((await once(shell.stdout, 'data'))[0]);
  // The pipe closes when the last one that writes to it has ended.
  const ended = once(shell.stdout, 'close');
  shell.stdout.resume();
  shell.kill('SIGTERM');
  await ended;
  expect(shell.signalCode).toBe('SIGTERM');
});
