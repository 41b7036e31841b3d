/** `app://kiosk/…` answers with files of the build and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAppHandler } from '../../main/shell/electron/protocol.ts';
import { isOurs, registerScheme } from '../../main/shell/electron/scheme.ts';
import { listStaticFiles } from '../../main/shell/loopback/static.ts';

const folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-protocol-'));
const SECRET = 'never served';
const seed = Number(process.env['KW_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

beforeAll(() => {
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'speech', 'nl'), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'renderer', 'assets', 'app.js'), 'export {}');
  writeFileSync(join(folder, 'renderer', 'notes.txt'), SECRET);
  writeFileSync(join(folder, 'speech', 'nl', 'clip.opus'), '0123456789');
  writeFileSync(join(folder, 'secret.js'), SECRET);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string, init: { readonly method?: string; readonly range?: string } = {}): Response => {
  const files = listStaticFiles({ '/': join(folder, 'renderer'), '/speech/': join(folder, 'speech') });
  // Node's own Request knows no `app:` scheme of ours, so a plain object plays it.
  const request = { url, method: init.method ?? 'GET', headers: new Headers(init.range ? { range: init.range } : {}) };
  return createAppHandler(files)(request as Request);
};

describe('what is served', () => {
  test('the page, with a policy that allows nothing inline, no network and no dialogs', async () => {
    const response = get('app://kiosk/');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = (response.headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'none'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.at(-1)).toBe('sandbox allow-scripts allow-same-origin');
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
  });
  test('the bridge of the other shells is empty: the preload has done its work', async () => {
    const response = get('app://kiosk/bridge.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch('text/javascript');
    expect(await response.text()).toBe('');
  });
  test('a speech clip whole, and in the ranges that a media element asks for', async () => {
    const clip = 'app://kiosk/speech/nl/clip.opus';
    expect(await get(clip).text()).toBe('0123456789');
    const part = get(clip, { range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    const rest = get(clip, { range: 'bytes=7-' });
    expect([rest.status, await rest.text(), rest.headers.get('content-range')]).toEqual([206, '789', 'bytes 7-9/10']);
    const beyond = get(clip, { range: 'bytes=5-500' });
    expect(await beyond.text()).toBe('56789');
    expect(get(clip, { range: 'bytes=10-' }).status).toBe(416);
    expect(get(clip, { range: 'lines=1-2' }).status).toBe(200);
  });
});

describe('what is refused', () => {
  test.each([
    'app://kiosk/../secret.js',
    'app://kiosk/%2e%2e/secret.js',
    'app://kiosk/..%2fsecret.js',
    'app://kiosk/..%5csecret.js',
    String.raw`app://kiosk/..\secret.js`,
    'app://kiosk//etc/passwd',
    'app://kiosk/assets/../../secret.js',
    'app://kiosk/notes.txt',
    'app://kiosk/assets/',
    'app://kiosk/INDEX.html',
    'app://kiosk/index.html%00.js',
  ])('%s is no page', async (url) => {
    const response = get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toMatch(SECRET);
    expect(response.headers.get('content-security-policy')).toMatch("default-src 'none'");
  });
  test.each([
    'app://other/',
    'app://kiosk:80/',
    'app://user@kiosk/',
    'app://kiosk.example.org/',
    'https://kiosk/',
    'nonsense',
  ])('%s is not ours', (url) => {
    expect(isOurs(url)).toBe(false);
    expect(get(url).status).toBe(404);
  });
  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('%s is not answered', (method) => {
    expect(get('app://kiosk/', { method }).status).toBe(405);
  });
  test('a file that cannot be read is an error in plain words, not a crash', async () => {
    const files = new Map([['/', { path: '/', type: 'text/html' }]]);
    const handler = createAppHandler(files, () => {
      throw new Error('EIO /some/path');
    });
    const response = handler({ url: 'app://kiosk/', method: 'GET', headers: new Headers() } as Request);
    expect([response.status, await response.text()]).toEqual([500, 'This page cannot be read.']);
  });
  test(`no address whatsoever leads outside the list (seed ${seed})`, async () => {
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '/',
      '//',
      '\\',
      '%2f',
      'secret.js',
      'assets',
      'renderer',
      '%00',
      '?',
      '#',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        expect(await get(`app://kiosk/${pieces.join('')}`).text()).not.toMatch(SECRET);
      }),
      { seed },
    );
  });
});

test('the scheme is a secure origin without exceptions from the policy', () => {
  const registered: unknown[] = [];
  registerScheme({ registerSchemesAsPrivileged: (schemes) => registered.push(...schemes) });
  expect(registered).toMatchObject([
    { scheme: 'app', privileges: { standard: true, secure: true, bypassCSP: false, allowServiceWorkers: false } },
  ]);
});
