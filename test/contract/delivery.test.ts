/**
 * Store, engine, adapter, HTTP and the reference registry together, while the registry and the network misbehave: each
 * kept decision is recorded exactly once, and its payload is gone after the confirmation.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, type Chance } from '../../main/clock.ts';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import { createTokenSource } from '../../main/registry/token.ts';
import { createTransport } from '../../main/registry/transport.ts';
import { PRACTICE_CLIENT, PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { createKeyFile } from '../../main/shell/loopback/key-file.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { createEngine, type Engine } from '../../main/sync/engine.ts';
import { startRegistry, type RunningRegistry } from '../../registry/server.ts';
import { filesWith } from '../e2e/kit/bytes.ts';
import { BSNS, catalogue, makeDecision } from '../support/decision.ts';

let registry: RunningRegistry;
let folder: string;
let store: Store;
let engine: Engine;
const clock = systemClock();
/** Small waits: jitter is drawn from the lower end. */
const chance: Chance = { random: () => 0.02, uuid: () => crypto.randomUUID() };

beforeAll(async () => {
  registry = await startRegistry({ practice: true, processingDelayMs: 20 });
  folder = mkdtempSync(join(tmpdir(), 'keuzewijzer-delivery-'));
  const opened = await openStore({ dataDir: folder, keyStore: createKeyFile(folder, undefined), clock, chance });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  const transport = createTransport({}, { connectMs: 1000, headersMs: 1500, bodyMs: 1000 });
  const base = `${registry.address}/fhir`;
  const token = createTokenSource(transport, clock, {
    url: `${registry.address}/oauth2/token`,
    clientId: PRACTICE_CLIENT.id,
    clientSecret: PRACTICE_CLIENT.secret,
  });
  const adapter = createMitzAdapter({
    base,
    organization: PRACTICE_ORGANIZATION,
    catalogue,
    transport,
    token,
    clock,
    chance,
  });
  engine = createEngine({ store, registry: adapter, clock, chance, maxAgeMs: 3_600_000 });
  store.onChange(() => engine.poke());
  engine.start();
});
afterAll(async () => {
  await engine.stop();
  store.close();
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const fault = async (body: object): Promise<void> => {
  const answer = await fetch(`${registry.address}/practice/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
};
const accepted = async (): Promise<number> => {
  const state = (await (await fetch(`${registry.address}/practice/state`)).json()) as { bundlesAccepted: number };
  return state.bundlesAccepted;
};
const until = async (done: () => boolean, ms = 40_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!done()) {
    if (Date.now() > end) throw new Error(`it never came to that: ${JSON.stringify(store.overview())}`);
    engine.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('a kept decision arrives exactly once', () => {
  it.each([
    ['while nothing goes wrong', { mode: 'none' }],
    ['through answers that are a web page', { mode: 'html', times: 2 }],
    ['through answers that are cut off after it was stored', { mode: 'truncate', times: 2 }],
    ['through connections that drop after it was stored', { mode: 'drop-after-processing', times: 2 }],
    ['through connections that drop before', { mode: 'drop-before', times: 2 }],
    ['through failures', { mode: 'fail', status: 500, times: 3 }],
    ['through a busy registry', { mode: 'throttle', retryAfterSeconds: 0, times: 2 }],
    ['through a registry that answers after we stopped waiting', { mode: 'slow', delayMs: 2500, times: 1 }],
    ['through a token that is refused once', { mode: 'unauthorised', times: 1 }],
  ])('%s', async (_, body) => {
    const before = await accepted();
    await fault(body);
    const decision = makeDecision({ bsn: BSNS[1] });
    const kept = store.keep(decision);
    expect(kept.ok).toBe(true);
    await until(() => store.delivery(decision.id) === 'confirmed');
    expect((await accepted()) - before).toBe(1);
    expect(filesWith(folder, BSNS[1])).toEqual([]);
  });

  it('and one that the registry refuses lies with staff, while another person is not kept waiting', async () => {
    await fault({ mode: 'unprocessable', times: 1 });
    const refused = makeDecision({ bsn: BSNS[0] });
    store.keep(refused);
    await until(() => store.delivery(refused.id) === 'needs-staff');
    const other = makeDecision({ bsn: BSNS[2] });
    store.keep(other);
    await until(() => store.delivery(other.id) === 'confirmed');
    const [parked] = store.overview().parked;
    expect(parked).toMatchObject({ reason: 'refused-by-registry' });
    expect(store.retry(parked?.reference ?? '').ok).toBe(true);
    await until(() => store.delivery(refused.id) === 'confirmed');
  });
});
