/**
 * Store, engine, adapter, HTTP and the reference registry together, while the registry and the network misbehave: each
 * kept decision is recorded exactly once, and its payload is gone after the confirmation.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRegistry, type RunningRegistry } from '../../registry/server.ts';
import { filesWith } from '../e2e/kit/bytes.ts';
import { BSNS, makeDecision } from '../support/decision.ts';
import { startKioskParts, type KioskParts } from '../support/kiosk-parts.ts';

let registry: RunningRegistry;
let kiosk: KioskParts;

beforeAll(async () => {
  registry = await startRegistry({ practice: true, processingDelayMs: 20 });
  kiosk = await startKioskParts({ address: registry.address });
});
afterAll(async () => {
  await kiosk.close();
  await registry.close();
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
    const { store, folder, until } = kiosk;
    const decision = makeDecision({ bsn: BSNS[1] });
    const kept = store.keep(decision);
    expect(kept.ok).toBe(true);
    await until(() => store.delivery(decision.id) === 'confirmed');
    expect((await accepted()) - before).toBe(1);
    expect(filesWith(folder, BSNS[1])).toEqual([]);
  });

  it('and one that the registry refuses lies with staff, while another person is not kept waiting', async () => {
    const { store, until } = kiosk;
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
