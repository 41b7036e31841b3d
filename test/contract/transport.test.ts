/**
 * The kiosk's HTTP on real sockets: what is told apart is whether the request can have reached the other side, because a
 * choice that counts as never sent may be replaced by a newer one (domain.md §7.3, §7.5).
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createTransport, type HttpAnswer, type Transport } from '../../main/registry/transport.ts';
import { freePort } from '../e2e/kit/registry.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { tlsFolder } from '../support/tls-files.ts';

const files = tlsFolder();
const ours = files.authority('ours');
const certificate = ours.sign('server', 'serverAuth', 'IP:127.0.0.1');
afterAll(() => files.remove());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const plain = async (answer: RequestListener): Promise<string> => `http://${await listen(createServer(answer))}/`;

function transport(): Transport {
  const made = createTransport(
    { caFile: ours.certFile },
    { connectMs: 300, headersMs: 300, bodyMs: 300, totalMs: 900 },
  );
  closing.push(() => made.close());
  return made;
}
const post = (url: string, by = transport(), signal = new AbortController().signal): Promise<HttpAnswer> =>
  by.send({ method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(2000), signal });

const unknown: HttpAnswer = { kind: 'unknown' };
const unreachable: HttpAnswer = { kind: 'unreachable', certificate: false };

describe('a request that certainly never got there', () => {
  it.each([
    ['where nobody listens', async () => `http://127.0.0.1:${await freePort()}/`],
    ['to a name that does not exist', () => Promise.resolve('http://registry.invalid/')],
  ])('%s', async (_, url) => {
    expect(await post(await url())).toEqual(unreachable);
  });

  it('to a side that accepts and begins no TLS', async () => {
    const proxy = await startFaultProxy({ target: 'https://127.0.0.1:9' });
    proxy.set({ kind: 'half-open' });
    expect(await post(`${proxy.address}/`)).toEqual(unreachable);
    await proxy.close();
  });
});

describe('a request that may have got there', () => {
  it.each<[string, RequestListener]>([
    ['and no answer comes', () => undefined],
    ['and the line is cut', ({ socket }) => void socket.destroy()],
    ['and the answer is no HTTP', ({ socket }) => void socket.end('hello\r\n\r\n')],
    [
      'and the answer stops half way',
      (_, answer) => void answer.writeHead(200, { 'content-length': '9' }).write('1234'),
    ],
    [
      'and the answer is cut half way',
      (_, answer) => answer.writeHead(200, { 'content-length': '9' }).write('1', () => answer.destroy()),
    ],
    ['and the answer has no end', (_, answer) => endless(answer.writeHead(200))],
    ['and the head of the answer has no end', ({ socket }) => endless(socket)],
    ['and the answer is over 1 MiB', (_, answer) => void answer.end('a'.repeat(1_100_000))],
    ['and the head of the answer is huge', (_, answer) => void answer.setHeader('x-a', 'a'.repeat(100_000)).end()],
  ])('%s', async (_, answer) => {
    const start = performance.now();
    expect(await post(await plain(answer))).toEqual(unknown);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('and the TLS around the answer is damaged: not a matter of certificates', async () => {
    let got = 0;
    const server = createTlsServer(certificate, (request, answer) => {
      got += 1;
      request.resume().once('end', () => answer.end('a'.repeat(10_000)));
    });
    const proxy = await startFaultProxy({ target: `https://${await listen(server)}` });
    proxy.set({ kind: 'corrupt', at: 8000 });
    expect(await post(`${proxy.address}/`)).toEqual(unknown);
    expect([got, proxy.met()]).toEqual([1, 1]);
    await proxy.close();
  });

  it('and the kiosk stops, at once', async () => {
    const stopping = new AbortController();
    const url = await plain(() => stopping.abort());
    const start = performance.now();
    expect(await post(url, transport(), stopping.signal)).toEqual(unknown);
    expect(performance.now() - start).toBeLessThan(250);
  });

  it('or not, when the kiosk had stopped before', async () => {
    const seen: IncomingMessage[] = [];
    const url = await plain((request) => void seen.push(request));
    expect(await post(url, transport(), AbortSignal.abort())).toEqual(unknown);
    expect(seen).toEqual([]);
  });
});

describe('an answer', () => {
  it('comes back with its status, type, wait and text', async () => {
    const url = await plain((_, answer) =>
      answer.writeHead(429, { 'content-type': 'text/html', 'retry-after': '5' }).end('wait'),
    );
    expect(await post(url)).toEqual({
      kind: 'answer',
      status: 429,
      contentType: 'text/html',
      retryAfter: '5',
      body: 'wait',
    });
  });

  it('that redirects is not followed: a choice goes to the configured address or nowhere', async () => {
    const seen: (string | undefined)[] = [];
    const url = await plain((request, answer) => {
      seen.push(request.url);
      answer.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post(url)).toMatchObject({ kind: 'answer', status: 307 });
    expect(seen).toEqual(['/']);
  });

  it('comes over a connection that is kept', async () => {
    const sockets = new Set<unknown>();
    const url = await plain((request, answer) => {
      sockets.add(request.socket);
      request.resume().once('end', () => answer.end('ok'));
    });
    const by = transport();
    for (let n = 0; n < 20; n += 1) expect(await post(url, by)).toMatchObject({ status: 200 });
    expect(sockets.size).toBeLessThanOrEqual(2); // undici may open a second one before it knows the first to be free
  });
});

/** A byte now and then, for ever. */
function endless(to: NodeJS.WritableStream): void {
  to.write('HTTP/1.1 200 OK\r\nx-a: '.slice(0, 'socket' in to ? 1 : undefined));
  const timer = setInterval(() => to.write('a'), 50);
  closing.push(() => clearInterval(timer));
}
