/**
 * The outbox against a model of twenty lines a rule, with random histories: kept decisions, leases, answers, stale
 * answers, clocks that jump, staff, and a process that dies and starts again. At least 10,000 commands a run.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore, type Lease, type Store } from '../../main/store/store.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { BSNS, makeDecision } from '../support/decision.ts';
import { seed } from '../support/seed.ts';
import { openKeyStore, scratchFolder, seededChance } from '../support/store.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

const MAX_AGE_MS = 72 * 3_600_000;
/** More than any waiting time: main/store/store.ts frees what is due later. */
const TOO_FAR_MS = 3_600_000 + 60_000;
const OPTIONS = makeDecision().choices.slice(0, 4);

interface Row {
  readonly id: string;
  readonly person: number;
  readonly options: readonly string[];
  readonly refusal: boolean;
  readonly chosen: number;
  state: 'waiting' | 'leased' | 'accepted' | 'parked' | 'confirmed' | 'superseded' | 'closed';
  attempts: number;
  fence: number;
  due: number;
  reason: string | null;
  replaced: Set<string>;
  later: Set<string>;
}

/** The reference model: arrays and sets, no SQL, no bytes. */
class Model {
  readonly rows: Row[] = [];

  left(row: Row): string[] {
    return row.options.filter((option) => !row.replaced.has(option));
  }
  private settleReplaced(row: Row): void {
    for (const option of row.later) if (row.options.includes(option)) row.replaced.add(option);
    row.later.clear();
    if (this.left(row).length === 0) Object.assign(row, { state: 'superseded', reason: null });
  }
  keep(row: Row): void {
    for (const older of this.rows.filter((other) => other.person === row.person)) {
      if (older.state === 'parked' || (older.state === 'waiting' && older.attempts === 0)) {
        for (const option of row.options) older.later.add(option);
        this.settleReplaced(older);
      } else if (older.state === 'waiting' || older.state === 'leased')
        for (const option of row.options) older.later.add(option);
    }
    this.rows.push(row);
  }
  lease(now: number): Row | null {
    const free = this.rows.filter(
      (row, place) =>
        row.state === 'waiting' &&
        row.due <= now &&
        !this.rows.some(
          (other, at) =>
            other.person === row.person &&
            (other.state === 'leased' || (at < place && (other.state === 'waiting' || other.state === 'accepted'))),
        ),
    );
    const place = (row: Row): number => this.rows.indexOf(row);
    const [next] = free.toSorted(
      (a, b) => Number(b.refusal) - Number(a.refusal) || a.due - b.due || place(a) - place(b),
    );
    if (next === undefined) return null;
    Object.assign(next, { state: 'leased', attempts: next.attempts + 1, fence: next.fence + 1 });
    return next;
  }
  held(lease: Held): Row | null {
    return lease.row.state === 'leased' && lease.row.fence === lease.fence ? lease.row : null;
  }
  park(row: Row, reason: string): void {
    Object.assign(row, { state: 'parked', reason });
    this.settleReplaced(row);
  }
  notSent(row: Row, due: number): void {
    Object.assign(row, { state: 'waiting', due, attempts: row.attempts - 1 });
    if (row.attempts === 0) this.settleReplaced(row);
  }
  sweep(now: number): void {
    for (const row of this.rows) {
      const young = row.reason === 'too-old' && row.chosen >= now - MAX_AGE_MS;
      if (young && (row.replaced.size === 0 || row.attempts === 0))
        Object.assign(row, { state: 'waiting', reason: null, due: now });
      if (row.state !== 'waiting') continue;
      if (row.due > now + TOO_FAR_MS) row.due = now;
      if (row.chosen < now - MAX_AGE_MS) this.park(row, 'too-old');
    }
  }
  /** The registry has, or may have, a choice of this person with a later moment. */
  behind(person: number, at: number): boolean {
    return this.rows.some(
      ({ state, attempts, ...row }) =>
        row.person === person &&
        row.chosen > at &&
        (['leased', 'accepted', 'confirmed'].includes(state) || (state === 'waiting' && attempts > 0)),
    );
  }
}

interface Held {
  readonly lease: Lease;
  readonly row: Row;
  readonly fence: number;
}

interface World {
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly chance: ReturnType<typeof seededChance>;
  readonly model: Model;
  readonly references: Map<string, string>;
  /** Every lease ever given out: late answers come with old ones. */
  readonly held: Held[];
  store: Store;
}

type Step = (world: World) => void | Promise<void>;

const openIn = async (folder: string, clock: VirtualClock, chance: World['chance']): Promise<Store> => {
  const opened = await openStore({ dataDir: folder, keyStore: openKeyStore, clock, chance });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};

const now = (world: World): number => world.clock.now().getTime();
const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];
const option = fc.subarray([...OPTIONS.keys()], { minLength: 1 });

const steps: Record<string, { weight: number; make: fc.Arbitrary<Step> }> = {
  keep: {
    weight: 5,
    make: fc.tuple(fc.nat(BSNS.length - 1), option, fc.boolean()).map(([person, picked, deny]): Step => (world) => {
      const chosenAt = world.clock.now();
      const choices = OPTIONS.filter((_, at) => picked.includes(at)).map((choice) => ({
        ...choice,
        provision: deny ? ('deny' as const) : ('permit' as const),
      }));
      const decision: Decision = {
        ...makeDecision({ id: world.chance.uuid(), bsn: BSNS[person] ?? BSNS[0], chosenAt }),
        choices,
      };
      const behind = world.model.behind(person, chosenAt.getTime());
      expect(world.store.clockBehind(decision.subject.bsn)).toBe(behind);
      const kept = world.store.keep(decision);
      expect(kept.ok ? null : kept.error.code).toBe(behind ? 'clock-behind' : null);
      if (!kept.ok) return;
      // Keeping it twice is keeping it once.
      expect(world.store.keep(decision)).toEqual(kept);
      world.references.set(decision.id, kept.value.reference);
      world.model.keep({
        id: decision.id,
        person,
        options: choices.map((choice) => choice.option),
        refusal: deny,
        chosen: chosenAt.getTime(),
        state: 'waiting',
        attempts: 0,
        fence: 0,
        due: chosenAt.getTime(),
        reason: null,
        replaced: new Set(),
        later: new Set(),
      });
    }),
  },
  lease: {
    weight: 6,
    make: fc.constant((world) => {
      const row = world.model.lease(now(world));
      const lease = world.store.lease();
      expect(lease?.decision.id ?? null).toBe(row?.id ?? null);
      if (lease === null || row === null) return;
      expect(lease.decision.choices.map((choice) => choice.option)).toEqual(world.model.left(row));
      expect([lease.attempts, lease.fence]).toEqual([row.attempts, row.fence]);
      world.held.push({ lease, row, fence: row.fence });
    }),
  },
  accepted: {
    weight: 4,
    make: fc.nat().map((at): Step => (world) => {
      const held = pick(world.held, at);
      if (held === undefined) return;
      world.store.settleAccepted(held.lease);
      const row = world.model.held(held);
      if (row !== null) row.state = 'accepted';
    }),
  },
  later: {
    weight: 4,
    make: fc.tuple(fc.nat(), fc.nat(120_000), fc.boolean()).map(([at, delay, sent]): Step => (world) => {
      const held = pick(world.held, at);
      if (held === undefined) return;
      world.store.settleLater(held.lease, delay, sent);
      const row = world.model.held(held);
      if (row === null) return;
      if (sent) Object.assign(row, { state: 'waiting', due: now(world) + delay });
      else world.model.notSent(row, now(world) + delay);
    }),
  },
  parked: {
    weight: 2,
    make: fc
      .tuple(fc.nat(), fc.constantFrom('refused-by-registry' as const, 'person-unknown' as const))
      .map(([at, reason]): Step => (world) => {
        const held = pick(world.held, at);
        if (held === undefined) return;
        world.store.settleParked(held.lease, reason);
        const row = world.model.held(held);
        if (row !== null) world.model.park(row, reason);
      }),
  },
  confirm: {
    weight: 2,
    make: fc.nat(3).map((skip): Step => (world) => {
      const accepted = world.model.rows.filter((row) => row.state === 'accepted');
      const seqs = world.store.acceptedDecisions().map((row) => row.seq);
      expect(seqs.length).toBe(accepted.length);
      world.store.confirm(seqs.slice(skip));
      for (const row of accepted.slice(skip)) row.state = 'confirmed';
    }),
  },
  time: {
    weight: 3,
    make: fc.nat(200_000).map(
      (ms): Step =>
        (world) =>
          world.clock.advance(ms),
    ),
  },
  jump: {
    weight: 1,
    make: fc.integer({ min: -80 * 3_600_000, max: 80 * 3_600_000 }).map(
      (ms): Step =>
        (world) =>
          world.clock.jump(ms),
    ),
  },
  sweep: {
    weight: 2,
    make: fc.constant((world) => {
      world.store.sweep(MAX_AGE_MS);
      world.model.sweep(now(world));
    }),
  },
  retry: {
    weight: 2,
    make: fc.nat().map((at): Step => (world) => {
      const row = pick(
        world.model.rows.filter(({ state }) => state === 'parked'),
        at,
      );
      const done = world.store.retry(row === undefined ? null : (world.references.get(row.id) ?? ''));
      for (const waiting of world.model.rows)
        if (waiting.state === 'waiting') waiting.due = Math.min(waiting.due, now(world));
      if (row === undefined) return;
      expect(done.ok).toBe(row.reason !== 'too-old');
      if (done.ok) Object.assign(row, { state: 'waiting', reason: null, due: now(world) });
    }),
  },
  askAgain: {
    weight: 1,
    make: fc.nat().map((at): Step => (world) => {
      const row = pick(world.model.rows, at);
      const done = world.store.askAgain(row === undefined ? '' : (world.references.get(row.id) ?? ''));
      expect(done.ok).toBe(row?.state === 'parked');
      if (row?.state === 'parked') Object.assign(row, { state: 'closed', reason: null });
    }),
  },
  restart: {
    weight: 1,
    make: fc.constant(async (world) => {
      world.store.close();
      world.store = await openIn(world.folder, world.clock, world.chance);
      for (const row of world.model.rows)
        if (row.state === 'leased') Object.assign(row, { state: 'waiting', fence: row.fence + 1 });
    }),
  },
};

const SHOWN = {
  waiting: 'kept',
  leased: 'kept',
  accepted: 'sent',
  confirmed: 'confirmed',
  parked: 'needs-staff',
  superseded: 'needs-staff',
  closed: 'needs-staff',
} as const;

function compare({ store, model, references }: World): void {
  const count = (...states: Row['state'][]): number => model.rows.filter((row) => states.includes(row.state)).length;
  for (const row of model.rows) expect(store.delivery(row.id)).toBe(SHOWN[row.state]);
  const overview = store.overview();
  expect([overview.pending, overview.sent]).toEqual([count('waiting', 'leased'), count('accepted')]);
  expect(overview.parked.map(({ reference, reason }) => [reference, reason])).toEqual(
    model.rows.filter((row) => row.state === 'parked').map((row) => [references.get(row.id), row.reason]),
  );
}

const HISTORIES = 100;
/** Of the longest history; on average half of it. */
const COMMANDS = 300;

describe('the outbox does what its model does', () => {
  it(`through about ${(HISTORIES * COMMANDS) / 2} commands (seed ${seed})`, { timeout: 240_000 }, async () => {
    const step = fc.oneof(
      ...Object.entries(steps).map(([name, { weight, make }]) => ({
        weight,
        arbitrary: make.map((run) => ({ run, toString: () => name })),
      })),
    );
    let commands = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: COMMANDS, size: 'max' }),
        fc.nat(),
        async (history, start) => {
          const folder = scratchFolder();
          const clock = virtualClock();
          const chance = seededChance(start);
          const world: World = {
            folder: folder.path,
            clock,
            chance,
            model: new Model(),
            references: new Map(),
            held: [],
            store: await openIn(folder.path, clock, chance),
          };
          try {
            for (const { run } of history) {
              commands += 1;
              await run(world);
              compare(world);
            }
          } finally {
            world.store.close();
            folder.remove();
          }
        },
      ),
      { seed, numRuns: HISTORIES, endOnFailure: false },
    );
    expect(commands).toBeGreaterThanOrEqual(10_000);
  });
});
