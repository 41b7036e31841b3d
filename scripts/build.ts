/**
 * `npm run build`: the screen (out/renderer), the bridge of the loopback shells (out/bridge), Electron's main process and
 * preload (out/main). Node runs main/ and registry/ as they are. Does nothing when nothing changed, unless `--force`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';
import { METHOD_NAMES } from '../shared/contract/contract.ts';

// Vite bundles React's development build, several times slower, where the caller's environment says `test` or so.
process.env['NODE_ENV'] = 'production';
const root = join(import.meta.dirname, '..');
const out = join(root, 'out');
const stampFile = join(out, 'build.stamp');

/** Changes when any source or the lock file does. */
function stamp(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => void hash.update(path).update(readFileSync(join(root, path)));
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else add(path);
    }
  };
  for (const folder of ['main', 'renderer', 'shared']) walk(folder);
  for (const file of ['package-lock.json', 'scripts/build.ts']) add(file);
  return hash.digest('hex');
}

const common: InlineConfig = { configFile: false, logLevel: 'warn', publicDir: false, clearScreen: false };

/** @param format `iife` for what a page loads, `cjs` for the sandboxed preload, `es` for main */
function bundle(entry: string, folder: string, file: string, format: 'iife' | 'cjs' | 'es'): InlineConfig {
  return {
    ...common,
    root,
    define: { __METHODS__: JSON.stringify(METHOD_NAMES) },
    build: {
      outDir: join(out, folder),
      emptyOutDir: false,
      target: 'es2024',
      ...(format === 'es' ? { ssr: true } : {}),
      rolldownOptions: {
        input: join(root, entry),
        // What main needs at run time is installed beside it; the preload and the bridge stand alone.
        external: format === 'iife' ? [] : format === 'cjs' ? ['electron'] : /^(?![./]|\w:)(?!.*\.ts$)/,
        output: { format, entryFileNames: file },
      },
    },
  };
}

const renderer: InlineConfig = {
  ...common,
  root: join(root, 'renderer'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: join(out, 'renderer'),
    emptyOutDir: true,
    target: 'es2024',
    // CSP allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
};

const now = stamp();
const fresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === now;
if (!fresh || process.argv.includes('--force')) {
  mkdirSync(out, { recursive: true });
  await build(renderer);
  await build(bundle('main/shell/loopback/bridge/entry.ts', 'bridge', 'bridge.js', 'iife'));
  if (existsSync(join(root, 'main/entry/electron.ts'))) {
    await build(bundle('main/entry/electron.ts', 'main', 'electron.js', 'es'));
    await build(bundle('main/shell/electron/preload.ts', 'main', 'preload.cjs', 'cjs'));
  }
  writeFileSync(stampFile, now);
}
