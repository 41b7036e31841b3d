/**
 * Mutual TLS for real (domain.md §6): a registry in its own process with its --tls-* options, the kiosk's own transport,
 * and every certificate that is not the right one. A wrong one stops the queue and records nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { createServer as createTlsServer, connect, type SecureVersion } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../main/registry/port.ts';
import { createTransport, type TlsFiles } from '../../main/registry/transport.ts';
import { runScript, type Running } from '../e2e/kit/process.ts';
import { freePort } from '../e2e/kit/registry.ts';
import { makeDecision } from '../support/decision.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { startAdapter } from '../support/kiosk-parts.ts';
import { registryClient, type RegistryClient } from '../support/registry-client.ts';
import { tlsFolder, type Authority, type Pair } from '../support/tls-files.ts';

const files = tlsFolder();
let ours: Authority;
let strangers: Authority;
let [server, client, foreignClient, expiredClient]: Pair[] = [];
let registry: Running;
let insider: RegistryClient;
let right: Required<TlsFiles>;

beforeAll(async () => {
  ours = files.authority('ours');
  strangers = files.authority('strangers');
  server = ours.sign('server', 'serverAuth', 'IP:127.0.0.1');
  client = ours.sign('kiosk', 'clientAuth', 'DNS:kiosk');
  expiredClient = ours.sign('kiosk-of-2020', 'clientAuth', 'DNS:kiosk', true);
  foreignClient = strangers.sign('kiosk', 'clientAuth', 'DNS:kiosk');
  right = { caFile: ours.certFile, certFile: client.certFile, keyFile: client.keyFile };
  const tls = ['--tls-cert', server.certFile, '--tls-key', server.keyFile, '--tls-client-ca', ours.certFile];
  registry = await runScript('registry/cli.ts', ['--practice', ...tls], /^registry ready (\S+)$/);
  insider = registryClient(registry.address, { ca: ours.cert, cert: client.cert, key: client.key });
});
afterAll(async () => {
  await insider.close();
  await registry.stop();
  files.remove();
});

/** One attempt to send, by a kiosk with these files. */
async function attempt(address: string, tls: TlsFiles): Promise<SendOutcome> {
  const adapter = startAdapter({ address, tls });
  const outcome = await adapter.send(makeDecision(), new AbortController().signal);
  await adapter.close();
  return outcome;
}

const stopped: SendOutcome = { kind: 'stop', why: 'certificate' };

const unwelcome: readonly [string, () => TlsFiles][] = [
  ['has no certificate', () => ({ caFile: ours.certFile })],
  ['has a certificate of another authority', () => ({ ...right, ...filesOf(foreignClient) })],
  ['has a certificate that has expired', () => ({ ...right, ...filesOf(expiredClient) })],
  ['does not know the authority of the registry', () => ({ ...right, caFile: strangers.certFile })],
  ['knows only the authorities of the system', () => ({ ...filesOf(client) })],
];
const filesOf = (pair: Pair | undefined): TlsFiles => ({ certFile: pair?.certFile, keyFile: pair?.keyFile });

describe('a registry that asks for a client certificate', () => {
  it('says that it speaks TLS, and takes a choice of a kiosk with the right one', async () => {
    expect(registry.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const before = await insider.state();
    expect(await attempt(registry.address, right)).toEqual({ kind: 'accepted' });
    expect((await insider.state()).bundlesAccepted).toBe(before.bundlesAccepted + 1);
  });

  it.each(unwelcome)('stops a kiosk that %s, ten times out of ten, and records nothing', async (_, tls) => {
    const before = await insider.state();
    for (let n = 0; n < 10; n += 1) expect(await attempt(registry.address, tls())).toEqual(stopped);
    expect((await insider.state()).bundlesAccepted).toBe(before.bundlesAccepted);
  });

  it('takes a choice again when the certificate was renewed in its files, without a new start', async () => {
    const renewed = { certFile: `${ours.certFile}.renewed`, keyFile: `${ours.keyFile}.renewed` };
    const put = (pair: Pair | undefined, half = false): void => {
      if (pair === undefined) throw new Error('no certificate');
      copyFileSync(pair.certFile, renewed.certFile);
      if (!half) copyFileSync(pair.keyFile, renewed.keyFile);
    };
    put(expiredClient);
    const adapter = startAdapter({ address: registry.address, tls: { ...right, ...renewed } });
    const send = () => adapter.send(makeDecision(), new AbortController().signal);
    expect(await send()).toEqual(stopped);
    // A certificate whose key is not there yet changes nothing.
    put(client, true);
    expect(await send()).toEqual(stopped);
    put(client);
    expect(await send()).toEqual({ kind: 'accepted' });
    await adapter.close();
  });

  it('says why with an OperationOutcome at every address, and again when the session is resumed', async () => {
    const session: Buffer[] = [];
    for (const path of ['/fhir/metadata', '/fhir/nothing', '/oauth2/token', '/practice/state', '/health']) {
      const answer = await rawGet(path, session);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toMatch(/connection: close/i);
      expect(answer).toContain('<OperationOutcome');
      expect(answer).toContain('A valid client certificate');
    }
    expect(session.length).toBeGreaterThan(0);
  });

  /** A client without a certificate; takes up the last session that it was given. */
  function rawGet(path: string, session: Buffer[]): Promise<string> {
    const { hostname, port } = new URL(registry.address);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), ca: ours.cert, session: session.at(-1) });
      socket.on('session', (next) => session.push(next));
      text(socket).then(resolve, reject);
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    });
  }

  it('whose certificate ends while the kiosk runs stops it at its next connection, also where sessions are resumed', async () => {
    const ticketKeys = randomBytes(48);
    const ended = ours.sign('server-of-2020', 'serverAuth', 'IP:127.0.0.1', true);
    const own = createHttpsServer({ cert: server?.cert, key: server?.key, ticketKeys }, (_, response) =>
      response.writeHead(503).end(),
    );
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    const { port } = own.address() as AddressInfo;
    const adapter = startAdapter({ address: `https://127.0.0.1:${port}`, tls: right });
    const send = () => adapter.send(makeDecision(), new AbortController().signal);
    expect(await send()).toMatchObject({ kind: 'later' });
    own.setSecureContext({ cert: ended.cert, key: ended.key, ticketKeys });
    own.closeAllConnections();
    // The line that was closed may be found closed by the first request.
    const outcomes = [await send(), await send()];
    await adapter.close();
    own.close();
    expect(outcomes.at(-1)).toEqual(stopped);
  });

  it('refuses TLS 1.1 and older, and takes 1.2 and 1.3', async () => {
    expect(await handshake('TLSv1.1')).toMatch(/PROTOCOL_VERSION/);
    expect(await handshake('TLSv1')).toMatch(/PROTOCOL_VERSION/);
    expect(await handshake('TLSv1.2')).toBe('TLSv1.2');
    expect(await handshake('TLSv1.3')).toBe('TLSv1.3');
  });

  /** @returns the version agreed on, or the code of the error */
  function handshake(version: SecureVersion): Promise<string> {
    const { hostname, port } = new URL(registry.address);
    // Level 0, or OpenSSL 3 of this side would refuse before the registry can.
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
    return new Promise((resolve) => {
      const socket = connect({
        host: hostname,
        port: Number(port),
        ca: ours.cert,
        cert: client?.cert,
        key: client?.key,
        ...old,
      });
      socket.once('secureConnect', () => {
        resolve(socket.getProtocol() ?? '');
        socket.destroy();
      });
      socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    });
  }
});

/** `openssl s_server`: not Node, and it refuses in the handshake, with an alert, as most servers do. */
describe.each(['TLSv1.3', 'TLSv1.2'] as const)('another server, that refuses in the handshake (%s),', (version) => {
  let port = 0;
  let child: ChildProcess;
  beforeAll(async () => {
    port = await freePort();
    const own = ['-accept', `127.0.0.1:${port}`, '-cert', server?.certFile ?? '', '-key', server?.keyFile ?? ''];
    const theirs = ['-CAfile', ours.certFile, '-Verify', '3', '-verify_return_error', '-www'];
    const args = ['s_server', ...own, ...theirs, version === 'TLSv1.2' ? '-tls1_2' : '-tls1_3'];
    const started = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child = started;
    await new Promise<void>((resolve) => {
      started.stdout.on('data', (data: Buffer) => (data.includes('ACCEPT') ? resolve() : undefined));
    });
  });
  afterAll(() => void child.kill());

  it.each(unwelcome)('stops a kiosk that %s', async (_, tls) => {
    expect(await attempt(`https://127.0.0.1:${port}`, tls())).toEqual(stopped);
  });

  it('lets in who has the right one', async () => {
    const socket = connect({ host: '127.0.0.1', port, ca: ours.cert, cert: client?.cert, key: client?.key });
    socket.end('GET / HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.0 200 ok/i);
  });
});

describe('a kiosk', () => {
  let proxy: FaultProxy;
  beforeAll(async () => {
    if (server === undefined || client === undefined) throw new Error('no certificates');
    proxy = await startFaultProxy({
      target: registry.address,
      terminate: { here: server, there: client, ca: ours.cert },
    });
  });
  afterAll(() => proxy.close());

  it.each<[string, () => Pair]>([
    ['has expired', () => ours.sign('server-of-2020', 'serverAuth', 'IP:127.0.0.1', true)],
    ['is for another name', () => ours.sign('other-name', 'serverAuth', 'DNS:registry.example,IP:127.0.0.2')],
    ['is of another authority', () => strangers.sign('server', 'serverAuth', 'IP:127.0.0.1')],
    ['is for clients only', () => ours.sign('client-only', 'clientAuth', 'IP:127.0.0.1')],
  ])('stops when the certificate of the registry %s, and goes on when it is right again', async (_, wrong) => {
    const before = await insider.state();
    proxy.show(wrong());
    expect(await attempt(proxy.address, right)).toEqual(stopped);
    expect(await insider.state()).toEqual(before);
    if (server !== undefined) proxy.show(server);
    expect(await attempt(proxy.address, right)).toEqual({ kind: 'accepted' });
  });

  it('stops when the other side speaks TLS 1.1 only', async () => {
    const requests: string[] = [];
    const old = createTlsServer(
      {
        cert: server?.cert,
        key: server?.key,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT:@SECLEVEL=0',
      },
      (socket) => void socket.on('data', (data) => requests.push(data.toString())),
    );
    await new Promise<void>((resolve) => void old.listen(0, '127.0.0.1', resolve));
    const { port } = old.address() as AddressInfo;
    expect(await attempt(`https://127.0.0.1:${port}`, right)).toEqual(stopped);
    expect(requests).toEqual([]);
    old.close();
  });

  it('stops when the other side does not speak TLS at all', async () => {
    const plain = createServer((_request, response) => void response.end('hello'));
    await new Promise<void>((resolve) => void plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    expect(await attempt(`https://127.0.0.1:${port}`, right)).toEqual(stopped);
    plain.closeAllConnections();
    plain.close();
  });

  it('does not start with a certificate file that cannot be read: never without one instead', () => {
    expect(() => createTransport({ ...right, certFile: '/nowhere/kiosk.crt' })).toThrow(/ENOENT/);
  });
});
