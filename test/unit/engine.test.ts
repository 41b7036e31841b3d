/** The engine with a clock that moves only when told and a registry that answers as told; the store is the real one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chance } from '../../main/clock.ts';
import type { RegistryPort, SendOutcome } from '../../main/registry/port.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { backoffMs, RETRY_AFTER_CAP_MS } from '../../main/sync/backoff.ts';
import { createEngine, type Engine } from '../../main/sync/engine.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { BSNS, bsnOf, makeDecision } from '../support/decision.ts';
import { openKeyStore, seededChance } from '../support/store.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600_000;
const LATER: SendOutcome = { kind: 'later', reached: 'yes', retryAfterMs: null };
const DOWN: SendOutcome = { kind: 'later', reached: 'no', retryAfterMs: null };
const UNKNOWN: SendOutcome = { kind: 'later', reached: 'maybe', retryAfterMs: null };
const ACCEPTED: SendOutcome = { kind: 'accepted' };

let clock: VirtualClock;
let store: Store;
let engine: Engine;
/** Every request, with when and for whom. */
let sent: { readonly at: number; readonly decision: Decision }[];
let asked: number[];
let answer: (decision: Decision, time: number) => SendOutcome | Promise<SendOutcome>;
let unprocessed: () => number | 'refused' | null | Promise<number>;
let random: number;
/** Milliseconds that pass with every look at a clock, as they do in the world. */
let tickMs: number;

/** Both clocks of it move by `tickMs` whenever one is read. */
function tickingClock(): VirtualClock {
  const inner = virtualClock();
  let ticked = 0;
  const tick = (): void => {
    inner.jump(tickMs);
    ticked += tickMs;
  };
  return {
    ...inner,
    now: () => (tick(), inner.now()),
    monotonicMs: () => (tick(), inner.monotonicMs() + ticked),
  };
}

beforeEach(async () => {
  clock = tickingClock();
  [sent, asked, random, tickMs] = [[], [], 0.5, 0];
  answer = () => ACCEPTED;
  unprocessed = () => 0;
  const chance: Chance = { ...seededChance(1), random: () => random };
  const opened = await openStore({ dataDir: ':memory:', keyStore: openKeyStore, clock, chance });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  const registry: RegistryPort = {
    send(decision) {
      sent.push({ at: clock.monotonicMs(), decision });
      return Promise.resolve(answer(decision, sent.length));
    },
    unprocessed() {
      asked.push(clock.monotonicMs());
      return Promise.resolve(unprocessed());
    },
    close: () => Promise.resolve(),
  };
  engine = createEngine({ store, registry, clock, chance, maxAgeMs: 72 * HOUR });
  store.onChange(() => engine.poke());
  engine.start();
});
afterEach(async () => {
  await engine.stop();
  store.close();
});

const keep = (person = 0, provision: 'permit' | 'deny' = 'permit'): Decision => {
  const decision = makeDecision({
    bsn: BSNS[person] ?? bsnOf(person),
    chosenAt: clock.now(),
    answers: { top: provision === 'deny' ? 'none' : 'all', holders: {} },
  });
  expect(store.keep(decision).ok).toBe(true);
  return decision;
};
/** Lets promises end, then time pass, in small steps. */
const pass = async (ms: number, step = 1000): Promise<void> => {
  for (let left = ms; left >= 0; left -= step) {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(Math.min(step, Math.max(0, left)));
  }
};
const gaps = (): number[] => sent.slice(1).map(({ at }, n) => at - (sent[n]?.at ?? 0));

describe('waiting times', () => {
  it('are spread over the whole range, double, and end at a minute', () => {
    expect([1, 2, 3, 10, 1000].map((failures) => backoffMs(failures, () => 0.999))).toEqual([
      1998, 3996, 7992, 59_940, 59_940,
    ]);
    expect(backoffMs(5, () => 0)).toBe(0);
  });
});

describe('a decision that waits', () => {
  it('is sent, then confirmed when the registry says that all is processed', async () => {
    const decision = keep();
    await pass(20, 10);
    expect(store.delivery(decision.id)).toBe('sent');
    await pass(1000, 100);
    expect(store.delivery(decision.id)).toBe('confirmed');
    expect(engine.connection()).toBe('up');
  });

  it('is not confirmed by an answer to a question that was asked before it was accepted', async () => {
    let say: (count: number) => void = () => {};
    unprocessed = () => new Promise((resolve) => (say = resolve));
    const first = keep(0);
    await pass(1000, 100);
    expect(asked).toHaveLength(1);
    const second = keep(1);
    await pass(100, 10);
    expect(store.delivery(second.id)).toBe('sent');
    unprocessed = () => 0;
    say(0);
    await pass(0);
    expect([store.delivery(first.id), store.delivery(second.id)]).toEqual(['confirmed', 'sent']);
    await pass(60_000);
    expect(store.delivery(second.id)).toBe('confirmed');
  });

  it('is asked about less and less often while the registry is busy, and never given up', async () => {
    unprocessed = () => 3;
    keep();
    await pass(10 * 60_000);
    const waits = asked.slice(1).map((at, n) => at - (asked[n] ?? 0));
    expect(waits[0]).toBeLessThan(3000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(31_000);
    expect(asked.length).toBeLessThan(40);
    unprocessed = () => 0;
    await pass(60_000);
    expect(store.overview()).toMatchObject({ sent: 0, confirmedToday: 1 });
  });

  it('is sent again with the same content after an unknown outcome, until there is an answer', async () => {
    answer = (_, time) => (time < 6 ? UNKNOWN : ACCEPTED);
    const decision = keep();
    await pass(10 * 60_000);
    expect(sent).toHaveLength(6);
    expect(new Set(sent.map((request) => JSON.stringify(request.decision)))).toEqual(
      new Set([JSON.stringify(decision)]),
    );
    expect(store.delivery(decision.id)).toBe('confirmed');
  });

  it('survives an adapter that throws', async () => {
    answer = (_, time) => (time === 1 ? Promise.reject(new Error('a bug')) : ACCEPTED);
    const decision = keep();
    await pass(60_000);
    expect(store.delivery(decision.id)).toBe('confirmed');
  });
});

describe('an endpoint that does not answer', () => {
  it('is tried by one request at a time, ever more slowly, however many wait', async () => {
    answer = () => DOWN;
    for (let n = 0; n < 30; n += 1) keep(n % 3);
    await pass(60_000, 100);
    await pass(29 * 60_000);
    expect(engine.connection()).toBe('down');
    // Two at once find out; then one, with the middle of every range: 2, 4 … 30 s.
    expect(
      gaps()
        .slice(0, 4)
        .map((gap) => Math.round(gap / 1000)),
    ).toEqual([0, 2, 4, 8]);
    expect(sent.length).toBeLessThan(75);
    answer = () => ACCEPTED;
    await pass(5 * 60_000);
    expect(store.overview()).toMatchObject({ pending: 0 });
  });

  it('waits as long as Retry-After says, for everybody, and at most an hour', async () => {
    answer = (_, time) => (time === 1 ? { kind: 'later', reached: 'yes', retryAfterMs: 90_000 } : ACCEPTED);
    keep(0);
    await pass(1000);
    keep(1);
    await pass(85_000);
    expect(sent).toHaveLength(1);
    await pass(10_000);
    expect(sent).toHaveLength(3);
    answer = (_, time) => (time === 4 ? { kind: 'later', reached: 'yes', retryAfterMs: 1e12 } : ACCEPTED);
    const decision = keep(2);
    await pass(RETRY_AFTER_CAP_MS + 120_000, 10_000);
    expect(store.delivery(decision.id)).toBe('confirmed');
  });
});

describe('a registry that says "not now" to everybody', () => {
  it('is asked by a few, then by one at a time, ever more slowly', async () => {
    answer = () => LATER;
    for (let n = 0; n < 12; n += 1) keep(n);
    await pass(10_000, 100);
    const early = sent.length;
    expect(early).toBeLessThan(10);
    await pass(29 * 60_000);
    // One every half minute, the middle of the longest range, whoever's it is.
    expect(sent.length - early).toBeLessThan(70);
    answer = () => ACCEPTED;
    await pass(2 * 60_000);
    expect(store.overview()).toMatchObject({ pending: 0 });
  });
});

describe('one person', () => {
  it('whose decision is refused delays nobody', async () => {
    const refused = keep(0);
    answer = (decision) => (decision.id === refused.id ? { kind: 'refused', reason: 'refused-by-registry' } : ACCEPTED);
    const other = keep(1);
    await pass(2000, 100);
    expect([store.delivery(refused.id), store.delivery(other.id)]).toEqual(['needs-staff', 'confirmed']);
  });

  it('whose decision gets "not now" again and again delays nobody', async () => {
    const slow = keep(0);
    answer = (decision) => (decision.id === slow.id ? LATER : ACCEPTED);
    const others = [keep(1), keep(2)];
    await pass(3000, 100);
    expect(others.map(({ id }) => store.delivery(id))).toEqual(['confirmed', 'confirmed']);
    expect(store.delivery(slow.id)).toBe('kept');
  });

  it('has decisions sent in order: the second waits until the first is confirmed', async () => {
    unprocessed = () => 1;
    const first = keep(0, 'deny');
    await pass(0);
    const second = keep(0, 'permit');
    await pass(20_000);
    expect(sent.map(({ decision }) => decision.id)).toEqual([first.id]);
    unprocessed = () => 0;
    await pass(60_000);
    expect(sent.map(({ decision }) => decision.id)).toEqual([first.id, second.id]);
  });

  it('that nobody may ask after: staff learn it, and sending goes on', async () => {
    unprocessed = () => 'refused';
    const first = keep(0);
    await pass(5000);
    expect(store.delivery(first.id)).toBe('sent');
    expect(engine.stopped()).toBe('no-confirmation');
    const second = keep(1);
    await pass(5000);
    expect(store.delivery(second.id)).toBe('sent');
    expect([engine.stopped(), engine.connection()]).toEqual(['no-confirmation', 'up']);
    unprocessed = () => 0;
    await pass(60_000);
    expect([first, second].map(({ id }) => store.delivery(id))).toEqual(['confirmed', 'confirmed']);
    expect(engine.stopped()).toBeNull();
  });

  it('that refuses goes before another that grants', async () => {
    answer = () => DOWN;
    keep(0, 'permit');
    await pass(1000);
    const refusal = keep(1, 'deny');
    answer = () => ACCEPTED;
    sent = [];
    await pass(60_000);
    expect(sent[0]?.decision.id).toBe(refusal.id);
  });
});

describe('a connection that must be put right', () => {
  it('stops the queue with its reason, tries slowly by itself, and heals without staff', async () => {
    answer = () => ({ kind: 'stop', why: 'certificate' });
    for (let n = 0; n < 5; n += 1) keep(n % 3);
    await pass(10 * 60_000);
    expect(engine.stopped()).toBe('certificate');
    expect(sent.length).toBeLessThanOrEqual(12);
    answer = () => ACCEPTED;
    await pass(120_000);
    expect(engine.stopped()).toBeNull();
    expect(store.overview().pending).toBe(0);
  });

  it('is tried at once when staff ask for it', async () => {
    answer = () => ({ kind: 'stop', why: 'not-authorised' });
    keep();
    await pass(5000);
    expect(sent).toHaveLength(1);
    answer = () => ACCEPTED;
    engine.wake();
    await pass(0);
    expect(sent).toHaveLength(2);
  });
});

describe('a wall clock', () => {
  it('that jumps three days ahead sends nothing old: it goes to staff', async () => {
    answer = () => DOWN;
    const decision = keep();
    await pass(3000);
    answer = () => ACCEPTED;
    clock.jump(73 * HOUR);
    await pass(60_000);
    expect(store.delivery(decision.id)).toBe('needs-staff');
    expect(store.overview().parked).toMatchObject([{ reason: 'too-old' }]);
  });

  it('that stood a year ahead and is put right does not make a choice wait a year', async () => {
    clock.jump(365 * 24 * HOUR);
    answer = () => DOWN;
    const decision = keep();
    await pass(3000);
    clock.jump(-365 * 24 * HOUR);
    answer = () => ACCEPTED;
    await pass(120_000);
    expect(store.delivery(decision.id)).toBe('confirmed');
  });

  it('does not matter to what is measured: a jump neither hurries nor delays the next try', async () => {
    answer = (_, time) => (time === 1 ? { kind: 'later', reached: 'no', retryAfterMs: null } : ACCEPTED);
    random = 0.9;
    keep();
    await pass(0);
    clock.jump(10 * HOUR);
    await pass(1000, 100);
    expect(sent).toHaveLength(1);
    await pass(2000, 100);
    expect(sent).toHaveLength(2);
  });
});

describe('time that passes while the engine looks', () => {
  it.each([
    ['a decision', LATER],
    ['the endpoint', DOWN],
  ])('does not make it miss the moment when %s becomes due', async (_, trouble) => {
    tickMs = 1;
    for (let wait = 0; wait < 40; wait += 1) {
      // The waiting time ends while the engine is looking, at each point of its look once.
      random = (wait + 0.5) / 2000;
      sent = [];
      answer = (_decision, time) => (time === 1 ? trouble : ACCEPTED);
      const decision = keep(wait % 3);
      await pass(3000, 50);
      expect([wait, store.delivery(decision.id)]).toEqual([wait, 'confirmed']);
    }
  });
});

describe('the end', () => {
  it('waits for the request under way, and nothing is sent afterwards', async () => {
    let finish: (outcome: SendOutcome) => void = () => {};
    answer = () => new Promise((resolve) => (finish = resolve));
    const decision = keep();
    await pass(0);
    let stopped = false;
    const stopping = engine.stop().then(() => (stopped = true));
    await pass(0);
    expect(stopped).toBe(false);
    finish(ACCEPTED);
    await stopping;
    expect(store.delivery(decision.id)).toBe('sent');
    keep(1);
    engine.poke();
    engine.wake();
    await pass(60_000);
    expect(sent).toHaveLength(1);
  });
});
