/** Sending what waits, beside a bare client that posts the very same bytes to the same server. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parentPort, Worker } from 'node:worker_threads';
import { Agent, request } from 'undici';
import { systemChance, systemClock } from '../../../main/clock.ts';
import { createMitzAdapter } from '../../../main/registry/mitz-otv-3.8/adapter.ts';
import { fixedToken } from '../../../main/registry/token.ts';
import { createTransport, type Transport } from '../../../main/registry/transport.ts';
import { PRACTICE_CLIENT, PRACTICE_ORGANIZATION } from '../../../main/settings/practice.ts';
import type { Store } from '../../../main/store/store.ts';
import { createEngine } from '../../../main/sync/engine.ts';
import { catalogue } from '../../support/decision.ts';

const NS = 'xmlns="http://hl7.org/fhir"';

/** A server in a thread of its own that answers at once, as the registry would; nothing of it is measured. */
export function startServer(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const worker = new Worker(new URL('drain.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (address: string) =>
      resolve({ address, close: async () => void (await worker.terminate()) }),
    );
  });
}

if (parentPort !== null) {
  const port = parentPort;
  const server = createServer((incoming, outgoing) => {
    let entries = 0;
    incoming.on('data', (chunk: Buffer) => (entries += chunk.toString('latin1').split('<fullUrl').length - 1));
    incoming.on('end', () => {
      const body =
        incoming.method === 'GET'
          ? `<Parameters ${NS}><parameter><name value="count"/><valueInteger value="0"/></parameter></Parameters>`
          : `<Bundle ${NS}><type value="transaction-response"/>${'<entry><response><status value="201 Created"/></response></entry>'.repeat(Math.max(1, entries))}</Bundle>`;
      outgoing.writeHead(200, { 'content-type': 'application/fhir+xml' }).end(body);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const place = server.address();
    port.postMessage(typeof place === 'object' && place !== null ? `http://127.0.0.1:${place.port}` : '');
  });
}

/** Our reference registry, in a process of its own, empty. */
export async function startReference(): Promise<{ readonly address: string; readonly token: string; close(): void }> {
  const cli = join(import.meta.dirname, '..', '..', '..', 'registry', 'cli.ts');
  const child = spawn(process.execPath, [cli, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the registry did not start')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('registry ready ')) resolve(line.slice('registry ready '.length).trim());
    });
  });
  const answer = await request(`${address}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: PRACTICE_CLIENT.id,
      client_secret: PRACTICE_CLIENT.secret,
    }).toString(),
  });
  const { access_token: token } = (await answer.body.json()) as { access_token: string };
  return { address, token, close: () => void child.kill() };
}

/** @returns milliseconds until all is sent, until all is confirmed too, and the bodies that were posted */
export async function drain(
  store: Store,
  address: string,
  lanes: number,
  token = 'bench',
): Promise<{ readonly ms: number; readonly confirmedMs: number; readonly bodies: readonly string[] }> {
  const clock = systemClock();
  const chance = systemChance();
  const bodies: string[] = [];
  const real = createTransport();
  const transport: Transport = {
    send(message) {
      if (message.body !== undefined) bodies.push(message.body);
      return real.send(message);
    },
    close: () => real.close(),
  };
  const registry = createMitzAdapter({
    base: `${address}/fhir`,
    organization: PRACTICE_ORGANIZATION,
    catalogue,
    transport,
    token: fixedToken(token),
    clock,
    chance,
  });
  const engine = createEngine({ store, registry, clock, chance, maxAgeMs: Number.MAX_SAFE_INTEGER, lanes });
  store.onChange(() => engine.poke());
  const from = performance.now();
  engine.start();
  while (store.overview().pending > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const ms = performance.now() - from;
  while (store.overview().sent > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const confirmedMs = performance.now() - from;
  await engine.stop();
  await real.close();
  return { ms, confirmedMs, bodies };
}

/** @returns milliseconds for the same bodies over as many keep-alive connections, nothing else done */
export async function bareClient(
  address: string,
  bodies: readonly string[],
  connections: number,
  token = 'bench',
): Promise<number> {
  const agent = new Agent({ connections, pipelining: 1 });
  const left = [...bodies];
  const from = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let body = left.pop(); body !== undefined; body = left.pop()) {
        const answer = await request(`${address}/fhir/`, {
          dispatcher: agent,
          method: 'POST',
          headers: {
            'content-type': 'application/fhir+xml; charset=utf-8',
            'x-request-id': crypto.randomUUID(),
            authorization: `Bearer ${token}`,
          },
          body,
        });
        await answer.body.text();
        if (answer.statusCode !== 200) throw new Error(`the server answered ${answer.statusCode}`);
      }
    }),
  );
  const ms = performance.now() - from;
  await agent.close();
  return ms;
}
