/**
 * Lease → send → settle, until the registry has confirmed. Invariants: nothing is settled without an answer or a lease
 * that still holds; a failure of one person's decision delays no other; only trouble of the endpoint itself (network,
 * 429, certificate, token) makes all wait. Time, chance and the registry come in as parameters.
 */
import type { KioskStatus, QueueStop, QueueTrouble } from '../../shared/contract/view.ts';
import type { Chance, Clock } from '../clock.ts';
import type { RegistryPort, SendOutcome } from '../registry/port.ts';
import type { Lease, Store } from '../store/store.ts';
import { backoffMs, RETRY_AFTER_CAP_MS } from './backoff.ts';

export interface EngineOptions {
  readonly store: Store;
  readonly registry: RegistryPort;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Older choices go to staff (domain.md §7.2). */
  readonly maxAgeMs: number;
  /** Decisions in flight at once, each of another person. */
  readonly lanes?: number | undefined;
}

export interface Engine {
  start(): void;
  /** Something may be due now. */
  poke(): void;
  /** Staff asks to try again now, whatever the waiting times say. */
  wake(): void;
  connection(): KioskStatus['connection'];
  stopped(): QueueTrouble | null;
  onChange(listener: () => void): () => void;
  /** Waits for requests under way, at most until they are aborted. */
  stop(): Promise<void>;
}

const refuses = ({ decision }: Lease): boolean => decision.choices.some((choice) => choice.provision === 'deny');

/** Never sleep longer than this: a wall clock that jumps moves what is due. */
const LOOK_AGAIN_MS = 30_000;
const SHORTEST_WAIT_MS = 5;
/** Leased with one write to the disk. */
const CLAIM_AT_ONCE = 16;
/** Settled with one write to the disk, at the latest after this time. */
const SETTLE_AT_ONCE = 16;
const SETTLE_WITHIN_MS = 10;
/** First look at `$processingStatus` after acceptance; then slower. */
const STATUS_FIRST_MS = 500;
const STATUS_CAP_MS = 30_000;
/** A stopped queue tries by itself, slowly: a certificate that was renewed must heal without staff. */
const STOPPED_RETRY_MS = 60_000;
/** So many different decisions get "not now", one after the other: it is not about them, all wait. */
const NOT_NOW_IN_A_ROW = 3;

export function createEngine({ store, registry, clock, chance, maxAgeMs, lanes = 2 }: EngineOptions): Engine {
  const listeners = new Set<() => void>();
  const abort = new AbortController();
  let running = false;
  let busy = 0;
  let idle = () => {};
  let connection: KioskStatus['connection'] = 'unknown';
  let stopped: QueueStop | null = null;
  /** The endpoint's circuit: closed until this monotonic moment. */
  let openAt = 0;
  let endpointFailures = 0;
  /** Decisions that got "not now" since the last one that was taken or refused. */
  const notNow = new Set<number>();
  let statusAt = 0;
  let statusWait = STATUS_FIRST_MS;
  let statusBusy = false;
  /** What was sent stays unconfirmed: the registry refuses to say whether it was processed. */
  let notTold = false;
  /** Leased and not sent yet. */
  let claimed: readonly Lease[] = [];
  /** Taken by the registry and not settled yet. If the kiosk dies now, the same bytes go again. */
  let taken: Lease[] = [];
  let cancelSettle: (() => void) | null = null;
  let cancelTimer = () => {};

  const trouble = (): QueueTrouble | null => stopped ?? (notTold ? 'no-confirmation' : null);
  const report = (next: {
    connection?: KioskStatus['connection'];
    stopped?: QueueStop | null;
    notTold?: boolean;
  }): void => {
    const before = [connection, trouble()];
    connection = next.connection ?? connection;
    stopped = next.stopped === undefined ? stopped : next.stopped;
    notTold = next.notTold ?? notTold;
    if (before[0] !== connection || before[1] !== trouble()) for (const listener of listeners) listener();
  };

  /** One write for many acceptances, but none waits long. */
  const settleTaken = (): void => {
    cancelSettle?.();
    cancelSettle = null;
    if (taken.length === 0) return;
    const leases = taken;
    taken = [];
    store.settleAccepted(...leases);
    statusSoon();
  };
  const giveBackClaimed = (): void => {
    const leases = claimed;
    claimed = [];
    store.release(leases);
  };
  /** The next decision to send: a refusal goes before what was claimed earlier (domain.md §7.3). */
  const next = (): Lease | undefined => {
    const [first, ...rest] = claimed;
    if (first === undefined) {
      // While the endpoint is in doubt, one decision finds out.
      claimed = store.leases(endpointFailures === 0 ? CLAIM_AT_ONCE : 1);
      if (claimed.length === 0) return undefined;
      return next();
    }
    if (!refuses(first) && store.refusalDue()) {
      const urgent = store.lease();
      if (urgent !== null) return urgent;
    }
    claimed = rest;
    return first;
  };

  /** All requests wait until then. */
  const holdEndpoint = (retryAfterMs: number | null): void => {
    endpointFailures += 1;
    const wait =
      retryAfterMs === null
        ? backoffMs(endpointFailures, () => chance.random())
        : Math.min(Math.max(0, retryAfterMs), RETRY_AFTER_CAP_MS);
    openAt = Math.max(openAt, clock.monotonicMs() + wait);
    giveBackClaimed();
  };

  /** Also while one acceptance follows the other: a question that is planned stays planned. */
  const statusSoon = (): void => {
    const now = clock.monotonicMs();
    statusWait = STATUS_FIRST_MS;
    statusAt = statusAt > now ? Math.min(statusAt, now + statusWait) : now + statusWait;
  };

  const settle = (lease: Lease, outcome: SendOutcome): void => {
    switch (outcome.kind) {
      case 'accepted':
        endpointFailures = 0;
        notNow.clear();
        taken.push(lease);
        if (taken.length >= SETTLE_AT_ONCE) settleTaken();
        else cancelSettle ??= clock.after(SETTLE_WITHIN_MS, settleTaken);
        report({ connection: 'up', stopped: null });
        return;
      case 'refused':
        endpointFailures = 0;
        notNow.clear();
        store.settleParked(lease, outcome.reason);
        report({ connection: 'up', stopped: null });
        return;
      case 'stop':
        store.settleLater(lease, 0, false);
        // In doubt: one request finds out whether it was put right.
        endpointFailures += 1;
        openAt = Math.max(openAt, clock.monotonicMs() + STOPPED_RETRY_MS);
        giveBackClaimed();
        report({ stopped: outcome.why, connection: outcome.why === 'not-authorised' ? 'up' : 'down' });
        return;
      case 'later': {
        // The answer "not now" to one decision makes that one wait; the endpoint waits when it did not answer at all,
        // asked for it, or says it to one after the other.
        const own = outcome.retryAfterMs ?? backoffMs(lease.attempts, () => chance.random());
        store.settleLater(lease, Math.min(own, RETRY_AFTER_CAP_MS), outcome.reached !== 'no');
        notNow.add(lease.seq);
        if (outcome.reached !== 'yes' || outcome.retryAfterMs !== null || notNow.size >= NOT_NOW_IN_A_ROW)
          holdEndpoint(outcome.retryAfterMs);
        report({ connection: outcome.reached === 'no' ? 'down' : outcome.reached === 'yes' ? 'up' : connection });
      }
    }
  };

  const sendOne = async (lease: Lease): Promise<void> => {
    let outcome: SendOutcome;
    try {
      outcome = await registry.send(lease.decision, abort.signal);
    } catch {
      // An adapter that throws is a bug; what it did to the registry is unknown, so the same bytes go again.
      outcome = { kind: 'later', reached: 'maybe', retryAfterMs: null };
    }
    settle(lease, outcome);
  };

  const lookAtStatus = async (): Promise<void> => {
    // Only what was accepted before the question was asked is confirmed by its answer.
    const asked = store.acceptedDecisions();
    if (asked.length === 0) return;
    const count = await registry.unprocessed(abort.signal).catch(() => null);
    if (typeof count === 'object' && count !== null) holdEndpoint(count.retryAfterMs);
    if (count === 0) store.confirm(asked.map((row) => row.seq));
    if (typeof count === 'number') report({ connection: 'up', notTold: false });
    if (count === 'refused') report({ notTold: true });
    statusWait = count === 0 ? STATUS_FIRST_MS : Math.min(statusWait * 2, STATUS_CAP_MS);
    statusAt = clock.monotonicMs() + statusWait;
  };

  /** @param seen when the turn began: what became due since then was not looked at, and must ring at once */
  const sleep = (seen: { readonly wallMs: number; readonly monotonicMs: number }): void => {
    cancelTimer();
    if (!running) return;
    const now = clock.monotonicMs();
    const waits = [LOOK_AGAIN_MS];
    if (openAt > seen.monotonicMs) waits.push(openAt - now);
    const due = store.nextDueMs(seen.wallMs);
    if (due !== null && busy < lanes) waits.push(Math.max(due - clock.now().getTime(), openAt - now));
    if (!statusBusy && store.hasAccepted()) waits.push(Math.max(statusAt - now, openAt - now));
    // A timer may ring a little early: what is due then must not make it ring without end.
    cancelTimer = clock.after(Math.max(SHORTEST_WAIT_MS, Math.min(...waits)), turn);
  };

  const after = (work: Promise<void>): void => {
    work
      .catch(() => {})
      .finally(() => {
        if (running) turn();
        else if (busy === 0 && !statusBusy) idle();
      });
  };

  /** One look at what is due. Called again whenever something ends or the timer rings. */
  const turn = (): void => {
    if (!running) return;
    const seen = { wallMs: clock.now().getTime(), monotonicMs: clock.monotonicMs() };
    store.sweep(maxAgeMs);
    while (busy < lanes && clock.monotonicMs() >= openAt) {
      const lease = next();
      if (lease === undefined) break;
      busy += 1;
      after(sendOne(lease).finally(() => (busy -= 1)));
      // While the endpoint is in doubt, one request at a time finds out.
      if (endpointFailures > 0) break;
    }
    if (!statusBusy && clock.monotonicMs() >= Math.max(statusAt, openAt) && store.hasAccepted()) {
      statusBusy = true;
      after(lookAtStatus().finally(() => (statusBusy = false)));
    }
    sleep(seen);
  };

  return {
    start() {
      running = true;
      turn();
    },
    poke() {
      if (!running) return;
      cancelTimer();
      cancelTimer = clock.after(0, turn);
    },
    wake() {
      openAt = 0;
      statusAt = 0;
      turn();
    },
    connection: () => connection,
    stopped: trouble,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      running = false;
      cancelTimer();
      abort.abort();
      giveBackClaimed();
      const ended = busy === 0 && !statusBusy ? Promise.resolve() : new Promise<void>((resolve) => (idle = resolve));
      return ended.then(settleTaken);
    },
  };
}
