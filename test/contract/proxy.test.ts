/**
 * Real sockets that misbehave between the real kiosk parts and the real registry (domain.md §7): through every fault each
 * kept choice is recorded exactly once, in its patient's order, and confirmed in the end.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRegistry, type RunningRegistry } from '../../registry/server.ts';
import type { Answers } from '../../shared/consent/choice.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import type { Consent } from '../../shared/fhir/types.ts';
import { filesWith } from '../e2e/kit/bytes.ts';
import { bsnOf, makeDecision } from '../support/decision.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../support/fault-proxy.ts';
import { startKioskParts, type KioskParts } from '../support/kiosk-parts.ts';
import { bundleOf, registryClient, type RegistryClient } from '../support/registry-client.ts';
import { seed } from '../support/seed.ts';
import { tlsFolder } from '../support/tls-files.ts';

const files = tlsFolder();
const ours = files.authority('ours');
const server = ours.sign('server', 'serverAuth', 'IP:127.0.0.1');
const client = ours.sign('kiosk', 'clientAuth', 'DNS:kiosk');
const strange = files.authority('strangers').sign('server', 'serverAuth', 'IP:127.0.0.1');
const tlsOptions = { caFile: ours.certFile, certFile: client.certFile, keyFile: client.keyFile };

let plain: RunningRegistry;
let secure: RunningRegistry;
beforeAll(async () => {
  const common = { practice: true, processingDelayMs: 20 };
  plain = await startRegistry(common);
  secure = await startRegistry({ ...common, tls: { cert: server.cert, key: server.key, clientCa: ours.cert } });
});
afterAll(async () => {
  await plain.close();
  await secure.close();
  files.remove();
});

interface Line {
  readonly kiosk: KioskParts;
  readonly proxy: FaultProxy;
  readonly insider: RegistryClient;
}

/** What every line can meet. */
const AT_EVERY_LINE: readonly [string, Fault, number][] = [
  ['a side that accepts and never reads', { kind: 'half-open' }, 1],
  ['a cut tunnel, in the request', { kind: 'cut', up: 2500, down: Infinity }, 2],
  ['a cut tunnel, before the answer', { kind: 'cut', up: Infinity, down: 0 }, 2],
  ['a cut tunnel, in the answer', { kind: 'cut', up: Infinity, down: 2600 }, 2],
];
/** What a line can meet whose bytes can be read. */
const AT_READABLE_LINES: readonly [string, Fault, number][] = [
  ['a reset in the head of the request', { kind: 'reset-in-request', after: 40 }, 2],
  ['a reset in the body of the request', { kind: 'reset-in-request', after: 3000 }, 2],
  ['a reset after the request was sent', { kind: 'reset-after-request' }, 3],
  ['a reset in the answer', { kind: 'reset-in-answer' }, 3],
  ['a truncated answer', { kind: 'truncate' }, 3],
  ['no answer', { kind: 'stall' }, 1],
  ['an answer byte by byte that never ends in time', { kind: 'slow', everyMs: 5 }, 1],
  ['requests that are delivered three times', { kind: 'duplicate' }, 3],
];

const SHARE_GP: Answers = { top: 'some', holders: { huisartsen: 'share' } };
const NO_PHARMACY: Answers = { top: 'some', holders: { apotheken: 'not-share' } };
const NO_GP: Answers = { top: 'some', holders: { huisartsen: 'not-share' } };

let people = 0;

describe.each([
  ['plain TCP', () => openLine(plain.address), [...AT_EVERY_LINE, ...AT_READABLE_LINES]],
  ['TLS that passes through', () => openLine(secure.address, 'pass'), AT_EVERY_LINE],
  ['TLS that is ended on the way', () => openLine(secure.address, 'end'), [...AT_EVERY_LINE, ...AT_READABLE_LINES]],
] as const)('over %s', (_, open, faults) => {
  let line: Line;
  beforeAll(async () => {
    line = await open();
    // A token is at hand: what goes wrong from here on goes wrong with a choice under way.
    await deliver(line, [makeDecision({ bsn: bsnOf((people += 1)) })]);
  });
  afterAll(() => closeLine(line));

  it.each(faults)('each choice is recorded once, in order, and confirmed through %s', async (_name, fault, times) => {
    const bsn = bsnOf((people += 1));
    const start = Date.now();
    const at = (ms: number, answers: Answers): Decision =>
      makeDecision({ bsn, answers, chosenAt: new Date(start - 10_000 + ms) });
    const decisions = [at(0, SHARE_GP), at(1000, NO_PHARMACY), at(2000, NO_GP)];
    const before = await line.insider.state();
    line.proxy.set(fault, times);
    await deliver(line, decisions);
    expect(line.proxy.met()).toBe(times);
    const confirmed = decisions.filter(({ id }) => delivery(line.kiosk, id) === 'confirmed');
    expect(confirmed.slice(-2)).toEqual(decisions.slice(-2));
    expect(line.kiosk.store.overview().parked).toEqual([]);
    expect((await line.insider.state()).bundlesAccepted - before.bundlesAccepted).toBe(confirmed.length);
    expect((await line.insider.state()).conflicts).toBe(0);
    await expectOrder(line.insider, bsn, decisions);
    expect(filesWith(line.kiosk.folder, bsn)).toEqual([]);
  });

  it(`each choice is recorded once through cuts at any byte (seed ${seed})`, async () => {
    let state = seed;
    const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
    const before = await line.insider.state();
    for (let n = 0; n < 8; n += 1) {
      const inRequest = n % 2 === 0;
      line.proxy.set(
        { kind: 'cut', up: inRequest ? below(9000) : Infinity, down: inRequest ? Infinity : below(6000) },
        2,
      );
      await deliver(line, [makeDecision({ bsn: bsnOf((people += 1)) })]);
    }
    expect((await line.insider.state()).bundlesAccepted - before.bundlesAccepted).toBe(8);
  });

  it('each choice waits while connections are refused, and arrives afterwards', async () => {
    const decision = makeDecision({ bsn: bsnOf((people += 1)) });
    await line.proxy.down();
    expect(line.kiosk.store.keep(decision).ok).toBe(true);
    await line.kiosk.until(() => line.kiosk.engine.connection() === 'down');
    expect(line.kiosk.store.delivery(decision.id)).toBe('kept');
    await line.proxy.up();
    await line.kiosk.until(() => line.kiosk.store.delivery(decision.id) === 'confirmed');
    expect(line.kiosk.engine.connection()).toBe('up');
  });

  it("one patient's refusal delays no other patient, nor that patient's next choice", async () => {
    const [first, second] = [bsnOf((people += 1)), bsnOf((people += 1))];
    // Further ahead than any clock may be: a real refusal by a rule of the registry (422).
    const ahead = makeDecision({ bsn: first, chosenAt: new Date(Date.now() + 3_600_000), answers: SHARE_GP });
    const other = makeDecision({ bsn: second });
    line.proxy.set({ kind: line.proxy.address.startsWith('https') ? 'half-open' : 'truncate' }, 1);
    expect(line.kiosk.store.keep(ahead).ok).toBe(true);
    await deliver(line, [other]);
    expect(await line.insider.search(second)).toHaveLength(bundleOf(other).entry?.filter(isConsent).length ?? 0);
    // As long as the registry may have it, an earlier moment would never count.
    await expect.poll(() => line.kiosk.store.delivery(ahead.id), { timeout: 10_000 }).toBe('needs-staff');
    await deliver(line, [makeDecision({ bsn: first, answers: NO_PHARMACY })]);
  });
});

describe('a newer choice for the same option', () => {
  let line: Line;
  beforeEach(async () => {
    line = await openLine(plain.address);
    return () => closeLine(line);
  });
  const both = (): readonly [Decision, Decision] => {
    const bsn = bsnOf((people += 1));
    const older = makeDecision({ bsn, answers: SHARE_GP, chosenAt: new Date(Date.now() - 2000) });
    return [older, makeDecision({ bsn, answers: NO_GP, chosenAt: new Date(Date.now() - 1000) })];
  };

  it('does not replace one that may have arrived: both are recorded, the newer counts', async () => {
    const [older, newer] = both();
    await deliver(line, [makeDecision({ bsn: bsnOf((people += 1)) })]); // a token and a connection are at hand
    const before = await line.insider.state();
    line.proxy.set({ kind: 'reset-after-request' }, 1000);
    line.kiosk.store.keep(older);
    await line.kiosk.until(() => line.proxy.met() > 1);
    line.kiosk.store.keep(newer);
    line.proxy.set({ kind: 'reset-after-request' }, 0);
    await line.kiosk.until(() => line.kiosk.store.delivery(newer.id) === 'confirmed');
    expect(line.kiosk.store.delivery(older.id)).toBe('confirmed');
    expect((await line.insider.state()).bundlesAccepted - before.bundlesAccepted).toBe(2);
    expect((await line.insider.search(newer.subject.bsn)).map(({ status }) => status)).toEqual(['inactive']);
  });

  it('replaces one that certainly never left: only the newer is recorded', async () => {
    const [older, newer] = both();
    const before = await line.insider.state();
    await line.proxy.down(); // before there was any connection: of a request on one that dies nothing is certain
    line.kiosk.store.keep(older);
    await line.kiosk.until(() => line.kiosk.engine.connection() === 'down');
    line.kiosk.store.keep(newer);
    await line.proxy.up();
    await line.kiosk.until(() => line.kiosk.store.delivery(newer.id) === 'confirmed');
    expect(line.kiosk.store.overview().superseded).toBe(1);
    expect((await line.insider.state()).bundlesAccepted - before.bundlesAccepted).toBe(1);
  });
});

describe('a wrong certificate on the way', () => {
  let line: Line;
  beforeEach(async () => {
    line = await openLine(secure.address, 'end');
    return () => closeLine(line);
  });

  it('stops the queue, records nothing, and everything goes when it is right again', async () => {
    const decision = makeDecision({ bsn: bsnOf((people += 1)) });
    const before = await line.insider.state();
    line.proxy.show(strange);
    expect(line.kiosk.store.keep(decision).ok).toBe(true);
    await line.kiosk.until(() => line.kiosk.engine.stopped() === 'certificate');
    expect(line.kiosk.store.delivery(decision.id)).toBe('kept');
    expect((await line.insider.state()).bundlesAccepted).toBe(before.bundlesAccepted);
    line.proxy.show(server);
    await line.kiosk.until(() => line.kiosk.store.delivery(decision.id) === 'confirmed');
    expect(line.kiosk.engine.stopped()).toBeNull();
    expect((await line.insider.state()).bundlesAccepted).toBe(before.bundlesAccepted + 1);
  });
});

/** A kiosk, a proxy and, past the proxy, somebody who looks into the registry. */
async function openLine(target: string, tls: 'none' | 'pass' | 'end' = 'none'): Promise<Line> {
  const terminate = tls === 'end' ? { terminate: { here: server, there: client, ca: ours.cert } } : {};
  const proxy = await startFaultProxy({ target, ...terminate });
  const kiosk = await startKioskParts({ address: proxy.address, tls: tls === 'none' ? {} : tlsOptions });
  const insider = registryClient(target, tls === 'none' ? null : { ca: ours.cert, cert: client.cert, key: client.key });
  return { kiosk, proxy, insider };
}

const delivery = ({ store }: KioskParts, id: string) => store.delivery(id);

async function closeLine({ kiosk, proxy, insider }: Line): Promise<void> {
  await kiosk.close();
  await proxy.close();
  await insider.close();
}

/** Until each is confirmed, or replaced by a newer one because it certainly never left (a handshake that hangs). */
async function deliver({ kiosk }: Line, decisions: readonly Decision[]): Promise<void> {
  for (const decision of decisions) {
    expect(kiosk.store.keep(decision).ok).toBe(true);
    // It is under way before the next is kept, or a newer choice for the same option would replace it unsent.
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  await kiosk.until(() =>
    decisions.every(({ id }) => ['confirmed', 'needs-staff'].includes(delivery(kiosk, id) ?? '')),
  );
}

const isConsent = (entry: { readonly resource?: { readonly resourceType: string } }): boolean =>
  entry.resource?.resourceType === 'Consent';

/** In the register: the last word on each option, every Consent once, received in the order of the choices. */
async function expectOrder(insider: RegistryClient, bsn: string, decisions: readonly Decision[]): Promise<void> {
  const found = await insider.search(bsn);
  const [, pharmacy, gp] = decisions;
  expect(found.map(({ status, dateTime }: Consent) => [status, dateTime])).toEqual([
    ['inactive', gp?.chosenAt],
    ['inactive', pharmacy?.chosenAt],
  ]);
  const received = found.map(({ meta }) => Date.parse(meta?.lastUpdated ?? ''));
  expect(received[0]).toBeGreaterThan(received[1] ?? Infinity);
}
