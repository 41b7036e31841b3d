/** What is built is what people get, whoever builds it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it("the screen holds React's production build, also when a test builds it", { timeout: 120_000 }, () => {
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root, env: { ...process.env, NODE_ENV: 'test' } });
  const folder = join(root, 'out', 'renderer', 'assets');
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  expect(code.length).toBeGreaterThan(100_000);
  expect(code).not.toContain('Download the React DevTools');
});
