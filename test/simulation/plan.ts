/** What one world is like: how many, how long, and which kinds of trouble it knows. */
import { parseBsn } from '../../shared/consent/identity.ts';
import type { Prng } from './prng.ts';

export const MINUTE = 60_000;

export interface Person {
  readonly number: number;
  readonly bsn: string;
  /** Kiosks that this person comes to. */
  readonly kiosks: readonly number[];
}

export interface Plan {
  readonly kiosks: number;
  readonly persons: readonly Person[];
  readonly decisions: number;
  /** How long everything goes wrong. */
  readonly storyMs: number;
  readonly maxAgeMs: number;
  readonly lanes: number;
  readonly meanProcessingMs: number;
  readonly futureToleranceMs: number;
  readonly tokenLifeMs: number;
  /** How often each kind of trouble comes, a time an hour and kiosk; 0 in worlds without it (swarm testing). */
  readonly perHour: Readonly<Record<Trouble, number>>;
}

export type Trouble =
  | 'weather'
  | 'crash'
  | 'restart'
  | 'sleep'
  | 'clock'
  | 'disk'
  | 'person'
  | 'stall'
  | 'tokens'
  | 'staff'
  | 'damage';

const OFTEN: Readonly<Record<Trouble, number>> = {
  weather: 8,
  crash: 5,
  restart: 0.8,
  sleep: 1.2,
  clock: 2,
  disk: 2,
  person: 2,
  stall: 1,
  tokens: 1.2,
  staff: 5,
  damage: 0.5,
};

export function planOf(prng: Prng): Plan {
  const kiosks = Number(prng.weighted({ '1': 45, '2': 35, '3': 15, '4': 5 }));
  const rate = (trouble: Trouble): number => (prng.chance(0.6) ? OFTEN[trouble] * (0.5 + prng.next()) : 0);
  return {
    kiosks,
    persons: persons(prng, prng.int(1, 7), kiosks),
    decisions: prng.int(3, 14),
    storyMs: prng.chance(0.02) ? prng.int(90, 300) * MINUTE : prng.int(6, 40) * MINUTE,
    maxAgeMs: prng.pick([40 * MINUTE, 180 * MINUTE, 72 * 60 * MINUTE, 72 * 60 * MINUTE]),
    lanes: prng.pick([1, 1, 2, 4]),
    meanProcessingMs: prng.pick([0, 300, 3000, 60_000]),
    futureToleranceMs: 5 * MINUTE,
    tokenLifeMs: prng.pick([1, 5, 60]) * MINUTE,
    perHour: Object.fromEntries(
      Object.keys(OFTEN).map((trouble) => [trouble, rate(trouble as Trouble)]),
    ) as Plan['perHour'],
  };
}

function persons(prng: Prng, count: number, kiosks: number): readonly Person[] {
  const used = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    let bsn: string | null = null;
    while (bsn === null || used.has(bsn)) bsn = parseBsn(String(prng.int(900_000_000, 999_999_999)));
    used.add(bsn);
    const home = prng.int(0, kiosks - 1);
    const also = prng.chance(0.4) ? [prng.int(0, kiosks - 1)] : [];
    return { number: index + 1, bsn, kiosks: [home, ...also] };
  });
}
