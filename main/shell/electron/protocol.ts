/**
 * Answers `app://kiosk/…` from a list of files made at the start: an address that is not in the list is nothing, so no
 * path can lead out of it. The only thing the page can reach.
 */
import { readStatic, securityHeaders, type StaticFile, type StaticFiles } from '../loopback/static.ts';
import { isOurs } from './scheme.ts';

/**
 * `sandbox` without `allow-modals` takes away print(), alert(), confirm(), prompt() and beforeunload questions; without
 * `allow-popups`, `allow-forms`, `allow-downloads` and `allow-top-navigation` it takes away those (K4, K5).
 */
const SANDBOX = 'sandbox allow-scripts allow-same-origin';

const base = securityHeaders("'none'");
const HEADERS: Readonly<Record<string, string>> = {
  ...base,
  'content-security-policy': `${base['content-security-policy']}; ${SANDBOX}`,
};

export function createAppHandler(files: StaticFiles, read = readStatic): (request: Request) => Response {
  return ({ url, method, headers }) => {
    if (!isOurs(url)) return refuse(404, 'This kiosk shows its own pages only.');
    if (method !== 'GET') return refuse(405, 'Only GET is answered here.');
    const { pathname } = new URL(url);
    // The preload has defined window.kiosk already; elsewhere this script does (main/shell/loopback/bridge).
    if (pathname === '/bridge.js') return answer(200, 'text/javascript; charset=utf-8', '');
    const file = files.get(pathname);
    if (file === undefined) return refuse(404, 'There is no such page.');
    return serve(file, headers.get('range'), read);
  };
}

function serve(file: StaticFile, range: string | null, read: (file: StaticFile) => Buffer): Response {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(read(file));
  } catch {
    return refuse(500, 'This page cannot be read.');
  }
  const asked = range === null ? null : /^bytes=(\d+)-(\d*)$/.exec(range);
  if (asked === null) return answer(200, file.type, bytes, { 'accept-ranges': 'bytes' });
  const from = Number(asked[1]);
  const to = asked[2] === '' ? bytes.length - 1 : Math.min(Number(asked[2]), bytes.length - 1);
  if (from > to) return answer(416, 'text/plain', '', { 'content-range': `bytes */${bytes.length}` });
  return answer(206, file.type, bytes.subarray(from, to + 1), {
    'accept-ranges': 'bytes',
    'content-range': `bytes ${from}-${to}/${bytes.length}`,
  });
}

const answer = (
  status: number,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  more: Readonly<Record<string, string>> = {},
): Response => new Response(body, { status, headers: { ...HEADERS, 'content-type': type, ...more } });

const refuse = (status: number, text: string): Response => answer(status, 'text/plain; charset=utf-8', text);
