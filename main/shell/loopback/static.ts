/** The files a screen may load: listed once from the build, so that no request can name anything else. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.opus': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};

export interface StaticFile {
  readonly path: string;
  readonly type: string;
}

export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** @param roots prefix of the addresses → folder, e.g. `/` → `out/renderer`, `/speech/` → `assets/speech` */
export function listStaticFiles(roots: Readonly<Record<string, string>>): StaticFiles {
  const files = new Map<string, StaticFile>();
  const walk = (folder: string, prefix: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path, `${prefix}${name}/`);
      else {
        const type = TYPES[extname(name)];
        if (type !== undefined) files.set(`${prefix}${name}`, { path, type });
      }
    }
  };
  for (const [prefix, folder] of Object.entries(roots)) if (existsSync(folder)) walk(folder, prefix);
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

export const readStatic = (file: StaticFile): Buffer => readFileSync(file.path);

/**
 * What the screen may do, in every shell. `connect` is the only thing that differs: nothing in Electron, its own socket
 * on the loopback address elsewhere.
 */
export function securityHeaders(connect: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self'",
      "media-src 'self'",
      `connect-src ${connect}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
    'cache-control': 'no-store',
  };
}
