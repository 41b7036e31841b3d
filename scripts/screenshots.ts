/**
 * `npm run screenshots [-- --language nl,ar --screen 1280x800 --size 2 --theme default]`: pictures of every screen in
 * out/screenshots, and a contact sheet a language to look at.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './lib/chromium.ts';
import { buildFirst, say } from './lib/launch.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'out', 'screenshots');
const { values } = parseArgs({
  options: {
    language: { type: 'string' },
    screen: { type: 'string' },
    size: { type: 'string' },
    theme: { type: 'string' },
  },
});

function contactSheet(language: string): void {
  const home = join(folder, language);
  const rows = readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const images = readdirSync(join(home, name)).map(
        (file) => `<figure><img src="${name}/${file}" loading="lazy" alt=""><figcaption>${file}</figcaption></figure>`,
      );
      return `<h2>${name}</h2><div>${images.join('')}</div>`;
    });
  const style = 'body{font:14px sans-serif}div{display:flex;flex-wrap:wrap;gap:12px}img{width:380px}figure{margin:0}';
  const page = `<!doctype html><meta charset="utf-8"><title>${language}</title><style>${style}</style>${rows.join('')}`;
  writeFileSync(join(home, 'index.html'), page);
  say(`contact sheet: out/screenshots/${language}/index.html`);
}

const browser = await findChromium({ install: true, say });
if (browser === null) process.exit(1);
await buildFirst();
const env: NodeJS.ProcessEnv = { ...process.env, KW_CHROMIUM: browser };
for (const [option, name] of [
  ['language', 'KW_LANGUAGES'],
  ['screen', 'KW_SCREENS'],
  ['size', 'KW_SIZES'],
  ['theme', 'KW_THEMES'],
] as const) {
  const value = values[option];
  if (value !== undefined) env[name] = value;
}
const runner = spawn(
  join(root, 'node_modules', '.bin', 'playwright'),
  ['test', '--config', join(root, 'test', 'screens', 'playwright.config.ts')],
  { cwd: root, stdio: 'inherit', env },
);
const code = await new Promise<number>((resolve) => runner.once('exit', (status) => resolve(status ?? 1)));
if (existsSync(folder)) for (const language of readdirSync(folder)) contactSheet(language);
process.exitCode = code;
