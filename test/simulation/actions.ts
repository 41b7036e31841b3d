/** What happens to a world: persons choose, staff act, and every kind of trouble comes and goes until it heals. */
import { HOLDER_CATEGORIES } from '../../shared/consent/catalogue.ts';
import type { Answers as Chosen, HolderAnswer } from '../../shared/consent/choice.ts';
import { makeDecision } from '../support/decision.ts';
import type { Device } from './device.ts';
import { DISK_TROUBLES, type Driver, type DiskTrouble } from './driver.ts';
import type { Kiosk } from './kiosk.ts';
import { type Link, type Weather } from './network.ts';
import { MINUTE, type Person, type Plan, type Trouble } from './plan.ts';
import type { Prng } from './prng.ts';
import type { PersonTrouble, RegistryModel } from './registry-model.ts';
import type { Scheduler } from './scheduler.ts';
import type { Chronicle } from './types.ts';
import type { Watcher } from './watcher.ts';

/** A kiosk with all that the world can do to it. */
export interface Actor {
  readonly kiosk: Kiosk;
  readonly watcher: Watcher;
  readonly link: Link;
  readonly device: Device;
  setDisk(trouble: DiskTrouble | null): void;
}

export interface ActionsOptions {
  readonly plan: Plan;
  readonly actors: readonly Actor[];
  readonly registry: RegistryModel;
  readonly scheduler: Scheduler;
  readonly driver: Driver;
  readonly chronicle: Chronicle;
  readonly prng: Prng;
}

export interface Actions {
  /** Plans everything that goes wrong. */
  schedule(): void;
  /** All but the trouble of at most two persons ends. @returns the person at whom the register goes on failing, if any */
  heal(): Person | null;
  /** Nobody has trouble with the register any more. */
  healPersons(): void;
  /** Staff try each parked decision once more. */
  retryParked(): void;
}

export function createActions(options: ActionsOptions): Actions {
  const { plan, actors, registry, scheduler, chronicle, prng } = options;
  let healed = false;

  const start = (actor: Actor): void => {
    actor.device.whenAwake(() => {
      void actor.kiosk.start().then((good) => {
        chronicle.note(`k${actor.kiosk.number} ${good ? 'starts' : 'cannot open its store'}`);
        if (!good) scheduler.after(30_000, () => start(actor));
      });
    });
  };
  const startLater = (actor: Actor, quickly = false): void => {
    const wait = prng.int(1, quickly ? 400 : prng.chance(0.2) ? 900_000 : 60_000);
    scheduler.after(healed ? 0 : wait, () => start(actor));
  };
  const choose = (person: Person): void => {
    const actor = actors[prng.pick(person.kiosks)];
    if (actor !== undefined) keepOne(actor, person);
  };
  const keepOne = (actor: Actor, person: Person): void => {
    const { kiosk, watcher, device } = actor;
    const store = kiosk.store();
    if (healed || store === null || device.asleep()) return;
    const decision = makeDecision({
      id: prng.uuid(),
      bsn: person.bsn,
      answers: chosen(prng),
      chosenAt: new Date(device.wallMs() - prng.int(0, 20)),
    });
    const kept = store.keep(decision);
    chronicle.note(`k${kiosk.number} p${person.number} chooses: ${kept.ok ? 'kept' : kept.error.code}`);
    // A process that died within `keep` told nobody.
    const acknowledged = kiosk.store() === store && !(plan.perHour.crash > 0 && prng.chance(0.03));
    if (kept.ok) watcher.kept({ person: person.number, decision, acknowledged });
    if (!acknowledged && kiosk.store() === store) crash(actor);
    // People change their mind while they still stand there.
    if (prng.chance(0.25)) scheduler.after(prng.int(1000, 90_000), () => keepOne(actor, person));
  };

  const crash = (actor: Actor): void => {
    if (actor.kiosk.store() === null) return;
    chronicle.fault('process: killed');
    actor.kiosk.crash();
    startLater(actor);
  };
  /** Between two steps, or in the middle of a request and then only hanging: a watchdog starts another one at once. */
  const crashSoon = (actor: Actor, how: 'killed' | 'hung'): void => {
    actor.kiosk.crashSoon(how, prng.int(1, 25), () => {
      chronicle.fault(how === 'hung' ? 'process: hangs, another starts' : 'process: killed between two steps');
      startLater(actor, how === 'hung');
    });
  };
  const restart = (actor: Actor): void => {
    if (actor.kiosk.store() === null || actor.device.asleep()) return;
    chronicle.fault('process: stopped and started');
    void actor.kiosk.stop().then(() => startLater(actor));
  };
  const sleep = (actor: Actor): void => {
    chronicle.fault('device: sleep');
    chronicle.note(`k${actor.kiosk.number} sleeps`);
    actor.device.suspend();
    scheduler.after(prng.int(5_000, 40 * MINUTE), () => actor.device.resume());
  };
  const moveClock = (actor: Actor): void => {
    const far = prng.pick([3000, MINUTE, 20 * MINUTE, 180 * MINUTE, 30 * 60 * MINUTE, 100 * 60 * MINUTE]);
    const by = Math.round(far * (0.3 + prng.next())) * (prng.chance(0.5) ? 1 : -1);
    chronicle.fault(by > 0 ? 'clock: forward' : 'clock: back');
    chronicle.note(`k${actor.kiosk.number} clock jumps ${Math.round(by / 1000)} s`);
    actor.device.jump(by);
    if (prng.chance(0.7)) scheduler.after(prng.int(MINUTE, 60 * MINUTE), () => actor.device.correct());
  };
  const breakDisk = (actor: Actor): void => {
    const trouble = prng.pick(DISK_TROUBLES);
    chronicle.note(`k${actor.kiosk.number} disk: ${trouble}`);
    actor.setDisk(trouble);
    scheduler.after(prng.int(200, prng.chance(0.3) ? 20 * MINUTE : MINUTE), () => actor.setDisk(null));
  };
  const troublePerson = (): void => {
    const person = prng.pick(plan.persons);
    const trouble = prng.pick<PersonTrouble>(['refuse-422', 'unknown-400', 'fail-500', 'fail-500-html']);
    chronicle.note(`p${person.number} has trouble: ${trouble}`);
    registry.setTrouble(person.bsn, trouble);
    scheduler.after(prng.int(MINUTE, 60 * MINUTE), () => {
      if (!healed) registry.setTrouble(person.bsn, null);
    });
  };
  const staff = (actor: Actor): void => {
    const { kiosk, watcher } = actor;
    const store = kiosk.store();
    if (store === null || actor.device.asleep()) return;
    const parked = store.overview().parked;
    const item = parked.length === 0 ? null : prng.pick(parked);
    const what = item === null ? 'retry all' : prng.weighted({ 'retry all': 20, retry: 45, 'ask again': 35 });
    chronicle.note(`k${kiosk.number} staff: ${what}`);
    watcher.anew();
    if (what === 'ask again' && item !== null) watcher.closing(item.reference, () => store.askAgain(item.reference).ok);
    else store.retry(what === 'retry' && item !== null ? item.reference : null);
    kiosk.engine()?.wake();
  };
  const damage = (actor: Actor): void => {
    const open = actor.watcher.entries().filter((entry) => entry.state === 'waiting');
    if (open.length === 0) return;
    actor.watcher.damage(prng.pick(open));
  };

  const weather = (actor: Actor): void => {
    const next = prng.weighted<Weather>({
      fine: 25,
      flaky: 30,
      down: 8,
      silent: 6,
      portal: 6,
      overloaded: 10,
      failing: 6,
      certificate: 3,
      locked: 3,
      moved: 3,
    });
    chronicle.note(`k${actor.kiosk.number} weather: ${next}`);
    actor.link.setWeather(next);
  };
  const troubles: Readonly<Record<Trouble, (actor: Actor) => void>> = {
    weather,
    crash(actor) {
      const how = prng.weighted({ killed: 40, between: 40, hung: 20 });
      if (how === 'killed') crash(actor);
      else crashSoon(actor, how === 'hung' ? 'hung' : 'killed');
    },
    restart,
    sleep,
    clock: moveClock,
    disk: breakDisk,
    person: troublePerson,
    stall: () => {
      chronicle.fault('registry: processing stands still');
      registry.stall(Math.min(plan.storyMs, scheduler.now() + prng.int(MINUTE, 30 * MINUTE)));
    },
    tokens: () => {
      chronicle.fault('registry: tokens withdrawn');
      registry.revokeTokens();
    },
    staff,
    damage,
  };

  return {
    schedule() {
      for (const actor of actors) {
        if (plan.perHour.weather > 0) weather(actor);
        for (const [name, act] of Object.entries(troubles)) {
          const times = plan.perHour[name as Trouble] * (plan.storyMs / (60 * MINUTE));
          for (let left = times; left > 0; left -= 1)
            if (prng.next() < left)
              scheduler.after(prng.int(0, plan.storyMs - 1), () => {
                if (!healed) act(actor);
              });
        }
      }
      for (let d = 0; d < plan.decisions; d += 1)
        scheduler.after(prng.int(0, plan.storyMs - 1), () => choose(prng.pick(plan.persons)));
    },
    heal() {
      healed = true;
      chronicle.note('the world heals');
      for (const person of plan.persons) registry.setTrouble(person.bsn, null);
      for (const actor of actors) {
        actor.link.setWeather('fine');
        actor.setDisk(null);
        actor.device.resume();
        actor.device.correct();
        actor.kiosk.crashSoon('killed', Number.MAX_SAFE_INTEGER, () => {});
        start(actor);
      }
      // One person whom the register goes on refusing: that lies with staff soon, and holds up nobody.
      if (prng.chance(0.4)) registry.setTrouble(prng.pick(plan.persons).bsn, prng.pick(['refuse-422', 'unknown-400']));
      if (!prng.chance(0.25)) return null;
      const stubborn = prng.pick(plan.persons);
      registry.setTrouble(stubborn.bsn, prng.pick(['fail-500', 'fail-500-html']));
      return stubborn;
    },
    healPersons() {
      for (const person of plan.persons) registry.setTrouble(person.bsn, null);
    },
    retryParked() {
      for (const { kiosk, watcher } of actors) {
        const store = kiosk.store();
        for (const { reference } of store?.overview().parked ?? []) store?.retry(reference);
        watcher.anew();
        kiosk.engine()?.wake();
      }
    },
  };
}

/** Mostly a few holders, sometimes everything. */
function chosen(prng: Prng): Chosen {
  const top = prng.weighted({ some: 86, all: 6, none: 8 });
  if (top !== 'some') return { top, holders: {} };
  const answer = (): HolderAnswer => (prng.chance(0.65) ? 'share' : 'not-share');
  const first = prng.pick(HOLDER_CATEGORIES);
  const holders = { [first]: answer(), ...(prng.chance(0.3) ? { [prng.pick(HOLDER_CATEGORIES)]: answer() } : {}) };
  return { top, holders };
}
