/**
 * Deliberately broken kiosks. Each must be caught by the claim it breaks within its number of seeds: what the simulation
 * does not see, it does not prove.
 */
import type { Mutant } from './mutant.ts';

/** Changes every statement that the pattern fits; `checkMutants` says when a pattern fits nothing any more. */
function sqlMutant(pattern: RegExp, replacement: string): Pick<Mutant, 'sql' | 'pattern'> {
  return { sql: (text) => text.replaceAll(pattern, replacement), pattern };
}

/** A good answer for every entry, as the adapter wants to see it. */
const taken = (request: string): string =>
  `<Bundle xmlns="http://hl7.org/fhir"><type value="transaction-response"/>${'<entry><response><status value="201 Created"/></response></entry>'.repeat(request.split('<fullUrl').length - 1)}</Bundle>`;
const OUTCOME =
  '<OperationOutcome xmlns="http://hl7.org/fhir"><issue><severity value="error"/><code value="invalid"/></issue></OperationOutcome>';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'says kept before it is on the disk',
    caughtBy: ['kept-is-never-lost', 'screen-truth'],
    seeds: 40,
    store: (store, clock) => ({
      ...store,
      keep(decision) {
        clock.after(5000, () => store.keep(decision));
        return { ok: true, value: { reference: 'SOONSOON' } };
      },
      delivery: (id) => store.delivery(id) ?? 'kept',
    }),
  },
  {
    name: 'parks what a 5xx answered',
    caughtBy: ['reason-true'],
    seeds: 40,
    perHour: { person: 8 },
    port: (port) => ({
      ...port,
      async send(decision, signal) {
        const outcome = await port.send(decision, signal);
        if (outcome.kind !== 'later' || outcome.reached !== 'yes') return outcome;
        return { kind: 'refused', reason: 'refused-by-registry' };
      },
    }),
  },
  {
    name: 'gives up after four attempts, as if it were done',
    caughtBy: ['screen-truth'],
    seeds: 40,
    store: (store) => ({
      ...store,
      settleLater(lease, delayMs, sent) {
        if (lease.attempts < 4) return store.settleLater(lease, delayMs, sent);
        store.settleAccepted(lease);
        store.confirm([lease.seq]);
      },
    }),
  },
  {
    name: 'takes any answer with a 2 for accepted',
    caughtBy: ['screen-truth'],
    seeds: 40,
    perHour: { weather: 20 },
    transport: (transport) => ({
      ...transport,
      async send(request) {
        const answer = await transport.send(request);
        if (answer.kind !== 'answer' || answer.status >= 300 || !answer.contentType.startsWith('text/')) return answer;
        if (request.method !== 'POST' || request.url.endsWith('/token')) return answer;
        return { ...answer, contentType: 'application/fhir+xml', body: taken(request.body ?? '') };
      },
    }),
  },
  {
    name: 'takes the page of a portal for a refusal by the register',
    caughtBy: ['reason-true'],
    seeds: 40,
    perHour: { weather: 20 },
    transport: (transport) => ({
      ...transport,
      async send(request) {
        const answer = await transport.send(request);
        if (answer.kind !== 'answer' || (answer.status !== 400 && answer.status !== 422)) return answer;
        return { ...answer, contentType: 'application/fhir+xml', body: OUTCOME };
      },
    }),
  },
  {
    name: 'shows confirmed when it was only accepted',
    caughtBy: ['screen-truth'],
    seeds: 40,
    store: (store) => ({
      ...store,
      settleAccepted(...leases) {
        store.settleAccepted(...leases);
        store.confirm(leases.map(({ seq }) => seq));
      },
    }),
  },
  {
    name: 'confirms what was accepted after the question was asked',
    caughtBy: ['screen-truth'],
    seeds: 100,
    decisions: 60,
    store: (store) => ({ ...store, confirm: () => store.confirm(store.acceptedDecisions().map(({ seq }) => seq)) }),
  },
  {
    name: 'finishes a lease that another process has taken over',
    caughtBy: ['fenced'],
    seeds: 100,
    perHour: { crash: 20 },
    ...sqlMutant(/fence = \?/g, '? >= 0'),
  },
  {
    name: 'forgets at the start what was leased',
    caughtBy: ['nobody-waits-for-another'],
    seeds: 100,
    ...sqlMutant(/(SET state = 'waiting', fence = fence \+ 1 WHERE) state = 'leased'/g, "$1 state = 'nothing'"),
  },
  {
    name: 'a new identity at every attempt',
    caughtBy: ['recorded-once'],
    seeds: 40,
    port: (port, { chance }) => ({
      ...port,
      send: (decision, signal) => port.send({ ...decision, id: chance.uuid() }, signal),
    }),
  },
  {
    name: 'the moment of sending instead of the moment of the choice',
    caughtBy: ['same-content'],
    seeds: 40,
    port: (port, { clock }) => ({
      ...port,
      send: (decision, signal) => port.send({ ...decision, chosenAt: clock.now().toISOString() }, signal),
    }),
  },
  {
    name: 'orders by the clock on the wall',
    caughtBy: ['in-order'],
    seeds: 100,
    perHour: { clock: 20 },
    ...sqlMutant(/other\.seq < head\.seq/g, 'other.chosen_ms < head.chosen_ms'),
  },
  {
    name: 'two decisions of one person at once',
    caughtBy: ['in-order'],
    seeds: 60,
    ...sqlMutant(/AND NOT EXISTS \(\s*SELECT 1 FROM outbox AS other[\s\S]*?'leased'\)\)/g, ''),
  },
  {
    name: 'one queue for all persons',
    caughtBy: ['refusals-first', 'nobody-waits-for-another'],
    seeds: 60,
    ...sqlMutant(/INDEXED BY outbox_chain\s+WHERE other\.person = head\.person/g, 'WHERE true'),
  },
  {
    name: 'grants before refusals',
    caughtBy: ['refusals-first'],
    seeds: 60,
    ...sqlMutant(/refusal = ([01])(?= AND due_ms <= :now)/g, 'refusal = 1 - $1'),
  },
  {
    name: 'replaces what may have been sent',
    caughtBy: ['kept-is-never-lost', 'same-content', 'screen-truth'],
    seeds: 100,
    perHour: { weather: 20, crash: 10 },
    decisions: 60,
    ...sqlMutant(/attempts = attempts [+-] 1/g, 'attempts = 0'),
  },
  {
    name: 'closes what the registry refused, without staff',
    caughtBy: ['kept-is-never-lost'],
    seeds: 60,
    store: (store) => ({
      ...store,
      settleParked(lease, reason) {
        store.settleParked(lease, reason);
        for (const { reference } of store.overview().parked) store.askAgain(reference);
      },
    }),
  },
  {
    name: 'tries a refused one again for ever',
    caughtBy: ['nobody-waits-for-another'],
    seeds: 100,
    port: (port) => ({
      ...port,
      async send(decision, signal) {
        const outcome = await port.send(decision, signal);
        return outcome.kind === 'refused' ? { kind: 'later', reached: 'yes', retryAfterMs: null } : outcome;
      },
    }),
  },
  {
    name: 'does not wait as long as the registry asks',
    caughtBy: ['retry-after'],
    seeds: 40,
    perHour: { weather: 20 },
    port: (port) => ({
      ...port,
      async send(decision, signal) {
        const outcome = await port.send(decision, signal);
        return outcome.kind === 'later' ? { ...outcome, retryAfterMs: null } : outcome;
      },
    }),
  },
  {
    name: 'tries again at once',
    caughtBy: ['no-storm'],
    seeds: 40,
    engineChance: (chance) => ({ ...chance, random: () => 0 }),
  },
  {
    name: 'never renews a token',
    caughtBy: ['nobody-waits-for-another'],
    seeds: 40,
    tokenClock: (clock) => ({ ...clock, monotonicMs: () => 0 }),
    token: (token) => ({ ...token, forget: () => {} }),
  },
  {
    name: 'leaves destroyed bytes in the log',
    caughtBy: ['payload-gone'],
    seeds: 40,
    storeClock: (clock) => ({ ...clock, after: () => () => {} }),
  },
  {
    name: 'sends however old a choice is',
    caughtBy: ['age-limit'],
    seeds: 100,
    perHour: { clock: 10 },
    maxAgeMs: Number.MAX_SAFE_INTEGER,
  },
  {
    name: 'knows a register in which the last to arrive counts',
    caughtBy: ['newest-counts'],
    seeds: 100,
    lastCounts: true,
    perHour: { clock: 20, staff: 10 },
  },
  {
    name: 'keeps a choice that its clock makes older than the one before',
    caughtBy: ['last-word-counts'],
    seeds: 100,
    perHour: { clock: 20 },
    ...sqlMutant(/chosen_ms > CAST\(:at AS INTEGER\)/g, 'false'),
  },
];
