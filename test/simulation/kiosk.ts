/**
 * One kiosk: the real store, engine and adapter in a process that can die between any two steps, on a device whose file
 * survives it. A crash leaves the file and its log as they are at that moment, as SIGKILL does.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Chance } from '../../main/clock.ts';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import type { RegistryPort } from '../../main/registry/port.ts';
import { createTokenSource } from '../../main/registry/token.ts';
import type { HttpAnswer, Transport } from '../../main/registry/transport.ts';
import { PRACTICE_CLIENT, PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import type { KeyStore } from '../../main/shell/shell.ts';
import { openStore, type Lease, type Store } from '../../main/store/store.ts';
import { createEngine, type Engine } from '../../main/sync/engine.ts';
import { catalogue } from '../support/decision.ts';
import type { Device } from './device.ts';
import type { Driver } from './driver.ts';
import type { Mutant } from './mutant.ts';
import type { Link } from './network.ts';
import type { Prng } from './prng.ts';
import type { RegistryModel } from './registry-model.ts';

/** What the watcher hears of a process. */
export interface KioskWatch {
  changed(): void;
  leased(lease: Lease): void;
  sending(decisionId: string): void;
  /** The status question. */
  asking(): void;
  /** Around a settlement. @returns to be called after it */
  settling(lease: Lease): () => void;
  request(): void;
  answered(answer: HttpAnswer): void;
  /** Staff or a start: waiting times begin anew. */
  anew(): void;
}

export interface KioskOptions {
  readonly number: number;
  readonly folder: string;
  readonly device: Device;
  readonly driver: Driver;
  readonly link: Link;
  readonly registry: RegistryModel;
  readonly prng: Prng;
  readonly mutant: Mutant | null;
  readonly maxAgeMs: number;
  readonly lanes: number;
  readonly watch: KioskWatch;
}

interface Process {
  store: Store;
  engine: Engine;
  /** `hung`: replaced by another process, and still there to finish what it had under way. */
  life: 'running' | 'dead' | 'hung';
}

export interface Kiosk {
  readonly number: number;
  readonly device: Device;
  /** The open database; null while no process runs. */
  file(): string | null;
  /** Opens the file and starts. @returns false when the store does not open */
  start(): Promise<boolean>;
  /** The process is killed. */
  crash(): void;
  /**
   * The process is killed just before or after the n-th next step of the engine with the store; or it hangs at its next
   * lease from that step on, with the request under way.
   */
  crashSoon(how: 'killed' | 'hung', steps: number, died: () => void): void;
  /** Ends as the program does when it is asked to. */
  stop(): Promise<void>;
  store(): Store | null;
  engine(): Engine | null;
  bytes(): readonly Buffer[];
}

/** The operating system's key store: what it protects is not under test here. */
const keyStore: KeyStore = {
  available: () => Promise.resolve(true),
  protect: (secret) => Promise.resolve(secret),
  unprotect: (sealed) => Promise.resolve(sealed),
};

const DATABASE = 'kiosk.db';

export function createKioskDevice(options: KioskOptions): Kiosk {
  const { number, device, driver, link, registry, prng, mutant, maxAgeMs, lanes, watch } = options;
  let generation = 0;
  let running: Process | null = null;
  let crashAt: { left: number; readonly how: 'killed' | 'hung'; readonly died: () => void } | null = null;
  const folder = (): string => join(options.folder, `${number}-${generation}`);
  const path = (): string => join(folder(), DATABASE);
  mkdirSync(folder(), { recursive: true });
  const chance: Chance = { random: () => prng.next(), uuid: () => prng.uuid() };

  const takeFileAway = (): void => {
    const before = folder();
    generation += 1;
    mkdirSync(folder());
    for (const name of readdirSync(before)) copyFileSync(join(before, name), join(folder(), name));
    driver.kill(join(before, DATABASE));
    rmSync(before, { recursive: true });
  };
  const die = (process: Process, how: 'killed' | 'hung'): void => {
    if (process.life !== 'running') return;
    process.life = how === 'killed' ? 'dead' : 'hung';
    running = null;
    takeFileAway();
  };

  /** The store as the engine sees it: between any two steps the process can die, and then nothing happens any more. */
  const guard = (process: Process): Store => {
    const store = process.store;
    const step = <T>(inert: T, work: () => T): T => {
      if (process.life !== 'running') return inert;
      if (crashAt === null || (crashAt.left -= 1) > 0 || crashAt.how === 'hung') return work();
      const { died } = crashAt;
      crashAt = null;
      const before = prng.chance(0.5);
      const value = before ? inert : work();
      die(process, 'killed');
      died();
      return value;
    };
    const settle = (leases: readonly Lease[], work: (target: Store) => void): void => {
      // A process that hung settles late, against the file that another one works with now.
      const target = process.life === 'hung' ? (running?.store ?? null) : store;
      if (target === null) return;
      const settled = leases.map((lease) => watch.settling(lease));
      if (process.life === 'hung') work(target);
      else step(null, () => (work(target), null));
      if (running !== null) for (const look of settled) look();
    };
    const claim = (work: () => readonly Lease[]): readonly Lease[] =>
      step([], () => {
        const leases = work();
        for (const lease of leases) watch.leased(lease);
        if (leases.length > 0 && crashAt?.how === 'hung' && crashAt.left <= 0) {
          const { died } = crashAt;
          crashAt = null;
          die(process, 'hung');
          died();
        }
        return leases;
      });
    return {
      ...store,
      lease: () => claim(() => [store.lease()].filter((lease) => lease !== null))[0] ?? null,
      leases: (most) => claim(() => store.leases(most)),
      refusalDue: () => step(false, () => store.refusalDue()),
      release: (leases) => settle(leases, (target) => target.release(leases)),
      nextDueMs: (afterMs) => step(null, () => store.nextDueMs(afterMs)),
      settleAccepted: (...leases) => settle(leases, (target) => target.settleAccepted(...leases)),
      settleLater: (lease, delayMs, sent) => settle([lease], (target) => target.settleLater(lease, delayMs, sent)),
      settleParked: (lease, reason) => settle([lease], (target) => target.settleParked(lease, reason)),
      acceptedDecisions: () => step([], () => store.acceptedDecisions()),
      confirm: (seqs) => step(undefined, () => store.confirm(seqs)),
      hasAccepted: () => step(false, () => store.hasAccepted()),
      sweep: (ageMs) => step(undefined, () => store.sweep(ageMs)),
    };
  };

  const port = (process: Process, clock: Clock): RegistryPort => {
    const under = link.transport((run) => {
      if (process.life !== 'dead') device.whenAwake(run);
    });
    const bent = mutant?.transport?.(under) ?? under;
    const transport: Transport = {
      async send(request) {
        if (process.life === 'running') watch.request();
        const answer = await bent.send(request);
        if (process.life === 'running') watch.answered(answer);
        return answer;
      },
      close: () => bent.close(),
    };
    const token = createTokenSource(transport, mutant?.tokenClock?.(clock) ?? clock, {
      url: registry.tokenUrl,
      clientId: PRACTICE_CLIENT.id,
      clientSecret: () => PRACTICE_CLIENT.secret,
    });
    const real = createMitzAdapter({
      base: registry.base,
      organization: PRACTICE_ORGANIZATION,
      catalogue,
      transport,
      token: mutant?.token?.(token) ?? token,
      clock,
      chance,
    });
    const watched: RegistryPort = {
      close: () => real.close(),
      send(decision, signal) {
        // What a dead process had in mind does not happen.
        if (process.life === 'dead') return new Promise(() => {});
        if (process.life === 'running') watch.sending(decision.id);
        return real.send(decision, signal);
      },
      unprocessed(signal) {
        if (process.life === 'dead') return new Promise(() => {});
        if (process.life === 'running') watch.asking();
        return real.unprocessed(signal);
      },
    };
    return mutant?.port?.(watched, { clock, chance }) ?? watched;
  };

  return {
    number,
    device,
    file: () => (running === null ? null : path()),
    async start() {
      if (running !== null) return true;
      const process: Partial<Process> & { life: Process['life'] } = { life: 'running' };
      const clock = device.processClock(() => process.life === 'running');
      const storeClock = mutant?.storeClock?.(clock) ?? clock;
      const opened = await openStore({ dataDir: folder(), keyStore, clock: storeClock, chance });
      if (!opened.ok) return false;
      process.store = mutant?.store?.(opened.value, clock) ?? opened.value;
      opened.value.onChange(() => watch.changed());
      const whole = process as Process;
      running = whole;
      process.engine = createEngine({
        store: guard(whole),
        registry: port(whole, clock),
        clock,
        chance: mutant?.engineChance?.(chance) ?? chance,
        maxAgeMs: mutant?.maxAgeMs ?? maxAgeMs,
        lanes,
      });
      const { engine } = whole;
      opened.value.onChange(() => {
        if (whole.life === 'running') engine.poke();
      });
      watch.anew();
      watch.changed();
      engine.start();
      return true;
    },
    crash() {
      if (running !== null) die(running, 'killed');
    },
    crashSoon(how, steps, died) {
      crashAt = running === null ? null : { left: steps, how, died };
    },
    async stop() {
      const process = running;
      if (process === null) return;
      await process.engine.stop();
      if (process.life !== 'running') return;
      process.life = 'dead';
      running = null;
      process.store.close();
    },
    store: () => running?.store ?? null,
    engine: () => running?.engine ?? null,
    bytes: () => readdirSync(folder()).map((name) => readFileSync(join(folder(), name))),
  };
}
