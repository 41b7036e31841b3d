/** Where a deliberately broken part can be put in. Everything else of the kiosk stays the real thing. */
import type { Chance, Clock } from '../../main/clock.ts';
import type { RegistryPort } from '../../main/registry/port.ts';
import type { TokenSource } from '../../main/registry/token.ts';
import type { Transport } from '../../main/registry/transport.ts';
import type { Store } from '../../main/store/store.ts';
import type { Plan } from './plan.ts';
import type { Invariant } from './types.ts';

export interface Mutant {
  /** What it does wrong, in a few words. */
  readonly name: string;
  /** By what it must be caught: the first violation of a seed is one of these. */
  readonly caughtBy: readonly Invariant[];
  /** Within so many seeds. */
  readonly seeds: number;
  /** Rewrites a statement. */
  readonly sql?: (text: string) => string;
  /** What `sql` changes. */
  readonly pattern?: RegExp;
  readonly store?: (store: Store, clock: Clock) => Store;
  readonly storeClock?: (clock: Clock) => Clock;
  readonly port?: (port: RegistryPort, parts: { readonly clock: Clock; readonly chance: Chance }) => RegistryPort;
  readonly transport?: (transport: Transport) => Transport;
  readonly token?: (token: TokenSource) => TokenSource;
  readonly tokenClock?: (clock: Clock) => Clock;
  readonly engineChance?: (chance: Chance) => Chance;
  readonly maxAgeMs?: number;
  /** The register counts what it processed last. */
  readonly lastCounts?: boolean;
  /** More of the trouble that brings it to light. */
  readonly perHour?: Partial<Plan['perHour']>;
  /** More of the decisions that bring it to light. */
  readonly decisions?: number;
}
