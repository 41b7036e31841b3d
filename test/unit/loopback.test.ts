/** The screen on the loopback address: who knows the key of this start gets in, everything else is refused. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openLoopback, type LoopbackScreen } from '../../main/shell/loopback/server.ts';
import { listStaticFiles } from '../../main/shell/loopback/static.ts';
import { ok } from '../../shared/contract/result.ts';

let folder = '';
let screen: LoopbackScreen;
let address: URL;
let lost = 0;
const calls: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-loopback-'));
  mkdirSync(join(folder, 'site'));
  writeFileSync(join(folder, 'site', 'index.html'), '<!doctype html><title>screen</title>');
  writeFileSync(join(folder, 'site', 'gone.png'), '');
  writeFileSync(join(folder, 'secret.json'), '{"secret":true}');
  screen = await openLoopback({
    host: {
      invoke: (method) => {
        calls.push(method);
        return Promise.resolve(ok(method));
      },
      screenLost: () => (lost += 1),
    },
    files: listStaticFiles({ '/': join(folder, 'site') }),
    bridge: 'window.kiosk = {};',
    port: 0,
  });
  address = new URL(screen.address ?? '');
});
afterAll(async () => {
  await screen.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: address.port, path, method, headers }, (answer) => {
      let body = '';
      answer.on('data', (data: Buffer) => (body += data.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    call.once('error', reject);
    call.end();
  });
}
const cookie = async (): Promise<string> => {
  const { headers } = await ask(`/${address.search}`);
  return String(headers['set-cookie']).split(';')[0] ?? '';
};
const socket = (headers: Readonly<Record<string, string>>): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${address.port}/screen`, { headers });
const opens = (ws: WebSocket): Promise<boolean> =>
  new Promise((resolve) => {
    ws.once('open', () => resolve(true));
    ws.once('error', () => resolve(false));
  });
const closes = (ws: WebSocket): Promise<number> => new Promise((resolve) => ws.once('close', resolve));

describe('the page', () => {
  it('opens once with an invitation, which a command line shows to everybody', async () => {
    const { pathname, search } = new URL(screen.invitation());
    expect(search).not.toBe(address.search);
    const first = await ask(`${pathname}${search}`);
    expect(first.status).toBe(303);
    expect((await ask('/', { cookie: String(first.headers['set-cookie']).split(';')[0] ?? '' })).status).toBe(200);
    expect((await ask(`${pathname}${search}`)).status).toBe(403);
    // Each has its own.
    expect((await ask(`/${new URL(screen.invitation()).search}`)).status).toBe(303);
  });

  it('opens with the printed address, and then without the key in it', async () => {
    const first = await ask(`/${address.search}`);
    expect(first.status).toBe(303);
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    const page = await ask('/', { cookie: await cookie() });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain(`connect-src ws://127.0.0.1:${address.port}`);
  });

  it.each([
    ['no key', '/', {}],
    ['a wrong key', '/?key=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', {}],
    ['a wrong cookie', '/', { cookie: 'kiosk=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }],
  ])('is refused with %s', async (_, path, headers) => {
    expect((await ask(path, headers)).status).toBe(403);
  });

  it('is refused under another host name (DNS rebinding)', async () => {
    expect((await ask('/', { host: 'kiosk.example', cookie: await cookie() })).status).toBe(421);
  });

  it.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/site/../../secret.json', '/nothing'])(
    'is nothing but the files of the build: %s',
    async (path) => {
      const answer = await ask(path, { cookie: await cookie() });
      expect(answer.status).toBe(404);
      expect(answer.body).not.toContain('secret":true');
    },
  );

  it.each(['//', '///', '//[', 'http://[/'])('goes on after an address that is none: %s', async (path) => {
    expect((await ask(path, { cookie: await cookie() })).status).toBe(400);
    expect((await ask('/', { cookie: await cookie() })).status).toBe(200);
  });

  it('goes on after a file that was taken away', async () => {
    rmSync(join(folder, 'site', 'gone.png'));
    expect((await ask('/gone.png', { cookie: await cookie() })).status).toBe(500);
    expect((await ask('/', { cookie: await cookie() })).status).toBe(200);
  });

  it('answers GET only', async () => {
    expect((await ask('/', { cookie: await cookie() }, 'POST')).status).toBe(405);
  });
});

describe('the socket', () => {
  it('is refused without the cookie, and from another origin', async () => {
    const origin = `http://127.0.0.1:${address.port}`;
    expect(await opens(socket({ origin }))).toBe(false);
    expect(await opens(socket({ origin: 'http://other.example', cookie: await cookie() }))).toBe(false);
  });

  it('goes on when a caller that is refused hangs up at once', async () => {
    const handshake = [
      'GET /screen HTTP/1.1',
      `Host: 127.0.0.1:${address.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Origin: http://other.example',
    ];
    for (let caller = 0; caller < 20; caller += 1) {
      const raw = connect(Number(address.port), '127.0.0.1');
      raw.on('error', () => {});
      await once(raw, 'connect');
      raw.write(`${handshake.join('\r\n')}\r\n\r\n`);
      raw.resetAndDestroy();
      await once(raw, 'close');
    }
    expect((await ask('/', { cookie: await cookie() })).status).toBe(200);
  });

  it('carries calls and their answers', async () => {
    const ws = socket({ origin: `http://127.0.0.1:${address.port}`, cookie: await cookie() });
    expect(await opens(ws)).toBe(true);
    const answered = new Promise((resolve) => ws.once('message', (data: Buffer) => resolve(data.toString())));
    ws.send(JSON.stringify({ id: 7, method: 'view', input: {} }));
    expect(await answered).toBe(JSON.stringify({ id: 7, result: ok('view') }));
    const closed = closes(ws);
    ws.close();
    await closed;
  });

  it.each([['not JSON'], ['{"id":"1","method":"view","input":{}}'], ['[]'], ['null'], ['{"id":1,"method":"view"']])(
    'ends at a message that is no call: %s',
    async (text) => {
      const ws = socket({ origin: `http://127.0.0.1:${address.port}`, cookie: await cookie() });
      expect(await opens(ws)).toBe(true);
      const before = calls.length;
      const closed = closes(ws);
      ws.send(text);
      expect(await closed).toBe(4001);
      expect(calls).toHaveLength(before);
    },
  );

  it('ends at a message that is too large', async () => {
    const ws = socket({ origin: `http://127.0.0.1:${address.port}`, cookie: await cookie() });
    expect(await opens(ws)).toBe(true);
    const closed = closes(ws);
    ws.send(JSON.stringify({ id: 1, method: 'view', input: 'x'.repeat(200_000) }));
    expect(await closed).toBe(1009);
  });

  it('belongs to the newest screen; the session of the older one ends', async () => {
    const headers = { origin: `http://127.0.0.1:${address.port}`, cookie: await cookie() };
    const first = socket(headers);
    expect(await opens(first)).toBe(true);
    const before = lost;
    const closed = closes(first);
    const second = socket(headers);
    expect(await opens(second)).toBe(true);
    expect(await closed).toBe(4000);
    expect(lost).toBe(before + 1);
    const ended = closes(second);
    second.close();
    await ended;
  });
});
