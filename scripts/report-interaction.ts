/** `npm run report:interaction -- --json`: how quick the screen answers at a four times slower processor (U6, U16). */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.ts';
import { buildFirst } from './lib/launch.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string): void => console.error(line);
const browser = await findChromium({ install: true, say });
if (browser === null) process.exit(1);
await buildFirst();
const runner = spawn(
  join(root, 'node_modules', '.bin', 'playwright'),
  ['test', '--config', join(root, 'test', 'bench', 'playwright.config.ts')],
  { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, KW_CHROMIUM: browser } },
);
const code = await new Promise<number>((resolve) => runner.once('exit', (status) => resolve(status ?? 1)));
if (code === 0) console.log(readFileSync(join(root, 'out', 'interaction.json'), 'utf8').trimEnd());
process.exitCode = code;
