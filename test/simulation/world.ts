/**
 * One world from one seed: some kiosks, some persons, a register, a network, and a while in which everything goes wrong.
 * Then it heals, staff do their part, and everything must come to rest. Deterministic: one seed, one history.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createActions, type Actions, type Actor } from './actions.ts';
import type { Answers } from './answers.ts';
import { createTrace, type Trace } from './chronicle.ts';
import { createDevice } from './device.ts';
import { installDriver, type DiskTrouble } from './driver.ts';
import { createKioskDevice } from './kiosk.ts';
import type { Mutant } from './mutant.ts';
import { createLink } from './network.ts';
import { MINUTE, planOf, type Person } from './plan.ts';
import { createPrng } from './prng.ts';
import { createRegistryModel } from './registry-model.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import type { Violation } from './types.ts';
import { judge } from './verdict.ts';
import { createWatcher } from './watcher.ts';

export interface WorldResult {
  readonly seed: number;
  /** SHA-256 of every line of the trace: the same seed always gives the same. */
  readonly hash: string;
  readonly violation: Violation | null;
  /** The last lines of the trace. */
  readonly tail: readonly string[];
  readonly faults: ReadonlyMap<string, number>;
  readonly simulatedMs: number;
  readonly events: number;
  readonly kiosks: number;
  readonly kept: number;
  readonly recorded: number;
  /** Most requests of one kiosk within a minute without one good answer. */
  readonly worstMinute: number;
  /** Virtual milliseconds from the healing of the world to rest. */
  readonly restMs: number;
}

export interface RunOptions {
  readonly answers: Answers;
  readonly mutant?: Mutant | null;
  /** How many of the last lines of the trace come back. */
  readonly lines?: number;
}

/** A registry may ask for an hour, and a clock that was set back may cost another (main/sync/backoff.ts). */
const REST_WITHIN_MS = 125 * MINUTE;
/** Nothing wanders through the network for longer. */
const LATEST_ARRIVAL_MS = 30 * MINUTE;

/** A file system in memory where there is one: a simulated crash needs files, not a disk. */
const scratchRoot = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

export async function runWorld(seed: number, { answers, mutant = null, lines = 30 }: RunOptions): Promise<WorldResult> {
  const prng = createPrng(`world/${seed}`);
  const scheduler = createScheduler();
  const chronicle = createTrace(scheduler, lines);
  const usual = planOf(prng.fork('plan'));
  const plan = {
    ...usual,
    decisions: mutant?.decisions ?? usual.decisions,
    perHour: { ...usual.perHour, ...mutant?.perHour },
  };
  const troubled = new Map<string, DiskTrouble>();
  const driver = installDriver({
    trouble(file) {
      const trouble = troubled.get(basename(dirname(file)).split('-')[0] ?? '') ?? null;
      if (trouble !== null) chronicle.fault(`disk: ${trouble}`);
      return trouble;
    },
    rewrite: mutant?.sql,
  });
  const folder = mkdtempSync(join(scratchRoot(), 'keuzewijzer-simulation-'));
  const registry = createRegistryModel({
    scheduler,
    prng: prng.fork('registry'),
    chronicle,
    answers,
    known: (id) => actors.some(({ watcher }) => watcher.entry(id) !== undefined),
    lastCounts: mutant?.lastCounts ?? false,
    ...plan,
  });
  let decisions = 0;
  const actors = Array.from({ length: plan.kiosks }, (_, number): Actor => {
    const part = (name: string) => prng.fork(`kiosk-${number}/${name}`);
    const device = createDevice(scheduler, part('device'));
    const latestArrivalMs = (): number => plan.storyMs + LATEST_ARRIVAL_MS;
    const link = createLink({ scheduler, prng: part('link'), registry, answers, chronicle, latestArrivalMs });
    const watcher = createWatcher({
      kiosk: () => kiosk,
      device,
      number,
      nextNumber: () => (decisions += 1),
      driver,
      registry,
      scheduler,
      chronicle,
      maxAgeMs: plan.maxAgeMs,
    });
    const kiosk = createKioskDevice({
      number,
      folder,
      device,
      driver,
      link,
      registry,
      prng: part('process'),
      mutant,
      maxAgeMs: plan.maxAgeMs,
      lanes: plan.lanes,
      watch: watcher,
    });
    const setDisk = (trouble: DiskTrouble | null): void => {
      if (trouble === null) troubled.delete(String(number));
      else troubled.set(String(number), trouble);
    };
    return { kiosk, watcher, link, device, setDisk };
  });
  const actions = createActions({ scheduler, chronicle, registry, driver, actors, plan, prng: prng.fork('actions') });
  try {
    for (const { kiosk } of actors) await kiosk.start();
    actions.schedule();
    await live({ scheduler, chronicle, actions, actors, storyMs: plan.storyMs });
    if (chronicle.violation() === null) judge(actors, registry, chronicle);
  } catch (error) {
    chronicle.violated('no-exception', error instanceof Error ? (error.stack ?? error.message) : 'unknown');
  } finally {
    for (const { kiosk } of actors) kiosk.crash();
    driver.remove();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    seed,
    hash: chronicle.hash(),
    violation: chronicle.violation(),
    tail: chronicle.tail(),
    faults: chronicle.faults(),
    simulatedMs: scheduler.now(),
    events: scheduler.events(),
    kiosks: plan.kiosks,
    restMs: scheduler.now() - plan.storyMs,
    kept: decisions,
    recorded: registry.all().length,
    worstMinute: Math.max(...actors.map(({ watcher }) => watcher.worstMinute())),
  };
}

interface Living {
  readonly scheduler: Scheduler;
  readonly chronicle: Trace;
  readonly actions: Actions;
  readonly actors: readonly Actor[];
  readonly storyMs: number;
}

/** Trouble, healing, rest. Stops at the first violation. */
async function live({ scheduler, chronicle, actions, actors, storyMs }: Living): Promise<void> {
  const over = (): boolean => chronicle.violation() !== null;
  const unfinished = (but: Person | null): number =>
    actors.reduce(
      (sum, { watcher }) =>
        sum +
        watcher
          .entries()
          .filter(({ state, person }) => ['waiting', 'leased', 'accepted'].includes(state) && person !== but?.number)
          .length,
      0,
    );
  /** Everything comes to rest in time, but for this person's decisions. */
  const rest = async (but: Person | null): Promise<void> => {
    const end = scheduler.now() + REST_WITHIN_MS;
    while (!over() && unfinished(but) > 0 && scheduler.now() < end)
      await scheduler.runUntil(scheduler.now() + MINUTE, over);
    if (!over() && unfinished(but) > 0)
      chronicle.violated(
        'nobody-waits-for-another',
        `${unfinished(but)} decisions still wait ${REST_WITHIN_MS / MINUTE} minutes after the world healed`,
      );
  };
  await scheduler.runUntil(storyMs, over);
  if (over()) return;
  const stubborn = actions.heal();
  // What a wrong clock called too old waits again once its kiosk runs and has looked at the right one.
  const running = (): boolean => actors.every(({ kiosk, device }) => kiosk.store() !== null && !device.asleep());
  await scheduler.runUntil(scheduler.now() + REST_WITHIN_MS, () => over() || running());
  await scheduler.runUntil(scheduler.now() + MINUTE, over);
  await rest(stubborn);
  if (over()) return;
  actions.healPersons();
  await rest(null);
  if (over()) return;
  actions.retryParked();
  await scheduler.runUntil(scheduler.now() + 100, over);
  await rest(null);
  // Long enough for the log to be emptied of what was destroyed.
  await scheduler.runUntil(scheduler.now() + 5000, over);
  if (over()) return;
  for (const { link } of actors)
    while (link.underWay() > 0 && !over())
      await scheduler.runUntil(scheduler.now() + 10 * MINUTE, () => link.underWay() === 0 || over());
}
