/** A registry under test: its own clock, ids that can fail, and everything it logs, whatever database is below it. */
import type { LogLine } from '../../registry/http/app.ts';
import type { RegistryClock } from '../../registry/clock.ts';
import type { RegistryOptions, RunningRegistry } from '../../registry/server.ts';
import { PRACTICE_CLIENTS, type Client } from '../../registry/tokens.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import type { Consent } from '../../shared/fhir/types.ts';
import { bsnOf, makeDecision, type DecisionOptions } from './decision.ts';
import { registryClient, type RegistryClient } from './registry-client.ts';

/** A place for data that can be opened again: a directory, or a database. */
export interface Place {
  start(options: RegistryOptions): Promise<RunningRegistry>;
  /** Ends all connections to the database, where it has such. */
  hangUp?(): Promise<void>;
}

/** One kind of database. */
export interface Database {
  readonly name: string;
  /** An empty place that forgets, where the database has such. */
  readonly memory?: Place;
  /** A new, empty place. */
  place(): Promise<Place>;
}

export interface TestClock extends RegistryClock {
  /** Moves the wall clock, both ways. */
  shift(ms: number): void;
}

export interface RegistryKit {
  readonly registry: RunningRegistry;
  readonly client: RegistryClient;
  readonly clock: TestClock;
  readonly log: LogLine[];
  readonly trouble: unknown[];
  /** Numbers that this run has used: none of them may be logged. */
  readonly people: string[];
  /** A number that nobody used before. */
  person(): string;
  /** A decision of a new person, unless one is named. */
  decision(options?: DecisionOptions): Decision;
  /** What counts for a person once all is processed. */
  found(bsn: string): Promise<readonly Consent[]>;
  /** The next id that the registry asks for throws this. */
  failNext(error: Error): void;
  close(): Promise<void>;
}

/** May write for one organisation only. */
export const BOUND: Client = {
  id: 'bound-kiosk',
  secret: 'bound-kiosk-secret-1',
  scopes: ['mitz.write'],
  uras: ['90000002'],
};
export const CLIENTS: readonly Client[] = [...PRACTICE_CLIENTS, BOUND];

/** @param options over those of the kit */
export async function startKit(place: Place, options: RegistryOptions = {}): Promise<RegistryKit> {
  let shifted = 0;
  let failure: Error | null = null;
  const clock: TestClock = {
    now: () => Date.now() + shifted,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms).unref();
      return () => clearTimeout(timer);
    },
    shift: (ms) => {
      shifted += ms;
    },
  };
  const log: LogLine[] = [];
  const trouble: unknown[] = [];
  const people: string[] = [];
  const registry = await place.start({
    practice: true,
    clients: CLIENTS,
    clock,
    processingDelayMs: 0,
    log: (line) => log.push(line),
    onTrouble: (error) => trouble.push(error),
    newId: () => {
      const error = failure;
      failure = null;
      if (error !== null) throw error;
      return crypto.randomUUID();
    },
    ...options,
  });
  const client = registryClient(registry.address);
  const person = (): string => {
    const bsn = bsnOf(1000 + people.length);
    people.push(bsn);
    return bsn;
  };
  return {
    registry,
    client,
    clock,
    log,
    trouble,
    people,
    person,
    decision: (wanted = {}) => makeDecision({ bsn: wanted.bsn ?? person(), ...wanted }),
    found: async (bsn) => {
      await registry.process();
      return client.search(bsn);
    },
    failNext: (error) => {
      failure = error;
    },
    close: async () => {
      await client.close();
      await registry.close();
    },
  };
}
