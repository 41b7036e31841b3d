/** What the crash tests keep and how they send: the same for the process that is killed and for the one that checks. */
import { systemClock } from '../../main/clock.ts';
import { createMitzAdapter } from '../../main/registry/mitz-otv-3.8/adapter.ts';
import { fixedToken } from '../../main/registry/token.ts';
import { createTransport } from '../../main/registry/transport.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import type { Store } from '../../main/store/store.ts';
import { createEngine, type Engine } from '../../main/sync/engine.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { BSNS, catalogue, makeDecision } from '../support/decision.ts';
import { seededChance } from '../support/store.ts';

const LENGTH = 8;

/** Eight decisions of three persons with few options, so that newer ones replace older ones. @param from place of the first */
export function historyOf(seed: number, from: number): readonly Decision[] {
  return Array.from({ length: LENGTH }, (_, n) => {
    const chance = seededChance(seed * 100_003 + from + n);
    // The register refuses ids that end in 0 the first time (register.ts): one of each life is among them.
    const id = n === 0 ? chance.uuid().replace(/.$/, '0') : chance.uuid();
    const decision = makeDecision({ id, bsn: BSNS[chance.int(3)] ?? BSNS[0] });
    const provision = chance.int(2) === 0 ? ('permit' as const) : ('deny' as const);
    const picked = decision.choices.slice(0, 3).filter(() => chance.int(2) === 0);
    const choices = (picked.length === 0 ? decision.choices.slice(0, 1) : picked).map((choice) => ({
      ...choice,
      provision,
    }));
    // The moment is part of what is sent, and must be the same whoever makes this decision again.
    return { ...decision, chosenAt: new Date(Date.UTC(2026, 10, 23, 9, 0, from + n)).toISOString(), choices };
  });
}

export function syncWith(store: Store, address: string): Engine {
  const clock = systemClock();
  const chance = { random: () => 0.005, uuid: () => crypto.randomUUID() };
  const registry = createMitzAdapter({
    base: `${address}/fhir`,
    organization: PRACTICE_ORGANIZATION,
    catalogue,
    transport: createTransport({}, { connectMs: 1000, headersMs: 1000, bodyMs: 1000, totalMs: 5000 }),
    token: fixedToken('test'),
    clock,
    chance,
  });
  return createEngine({ store, registry, clock, chance, maxAgeMs: Number.MAX_SAFE_INTEGER, lanes: 2 });
}
