/**
 * Keeps decisions. `keep` is the promise of this product: when it says ok, decision, outbox row and audit entry are on
 * the disk, in one transaction, sealed. Everything else here moves a kept decision towards an end that is never silent.
 */
import { join } from 'node:path';
import type { Database as Db } from 'better-sqlite3';
import { canonicalJson } from '../../shared/consent/canonical.ts';
import { decisionSchema, type Decision } from '../../shared/consent/decision.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Delivery, OutboxOverview, ParkReason } from '../../shared/contract/view.ts';
import type { Chance, Clock } from '../clock.ts';
import type { Signer } from '../session/evidence.ts';
import type { KeyStore } from '../shell/shell.ts';
import { diskTrouble, openDatabase } from './database.ts';
import { openDeviceKeys, type DeviceKeys } from './device-keys.ts';
import type { AuditKind, Keeping } from './keeping.ts';
import { prepareOutbox, type OutboxRow, type OutboxSql } from './outbox.ts';
import { newKey, personTag, seal, unseal } from './sealing.ts';

/** A decision that the sync engine holds a lease on. */
export interface Lease {
  readonly seq: number;
  readonly fence: number;
  readonly attempts: number;
  /** What to send: without the options that a newer choice replaced before it was ever sent. */
  readonly decision: Decision;
}

export interface Store extends Keeping {
  readonly signer: Signer;
  /** The next decision to send, or null when none is due. One that cannot be read is parked, and the next is tried. */
  lease(): Lease | null;
  /** When to look again (wall clock, epoch ms); null when nothing waits. */
  nextDueMs(): number | null;
  settleAccepted(lease: Lease): void;
  /** @param sent false when the request certainly never reached the registry */
  settleLater(lease: Lease, delayMs: number, sent: boolean): void;
  settleParked(lease: Lease, reason: ParkReason): void;
  /** Accepted by the registry and not confirmed yet, with when that was. */
  acceptedDecisions(): readonly { readonly seq: number; readonly settledMs: number }[];
  /** The registry has processed them: their payloads are destroyed. */
  confirm(seqs: readonly number[]): void;
  /** Parks what is older than the site allows. @returns how many */
  parkTooOld(maxAgeMs: number): number;
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface StoreOptions {
  /** Folder of the device's data, or `:memory:`. */
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly chance: Chance;
}

interface Envelope {
  readonly decision: Decision;
  /** Options that a newer choice replaced before this one was ever sent. */
  readonly replaced: readonly string[];
}

const databaseFile = (dataDir: string): string => (dataDir === ':memory:' ? dataDir : join(dataDir, 'kiosk.db'));

export async function openStore(options: StoreOptions): Promise<Result<Store>> {
  const opened = openDatabase(databaseFile(options.dataDir));
  if (!opened.ok) return opened;
  const keys = await openDeviceKeys(opened.value, options.keyStore);
  if (!keys.ok) {
    opened.value.close();
    return keys;
  }
  try {
    return ok(createStore(opened.value, keys.value, options));
  } catch (error) {
    opened.value.close();
    return fail(diskTrouble(error));
  }
}

function createStore(db: Db, keys: DeviceKeys, { clock, chance }: StoreOptions): Store {
  const sql = prepareOutbox(db);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const nowMs = (): number => clock.now().getTime();
  let trouble: ErrorCode | null = null;
  let cancelTruncate: (() => void) | null = null;

  /** Runs a change in one synced transaction; a disk that fails is remembered, and forgotten when it works again. */
  const commit = <T>(work: () => T): Result<T> => {
    try {
      const value = db.transaction(work).immediate();
      trouble = null;
      return ok(value);
    } catch (error) {
      trouble = diskTrouble(error);
      return fail(trouble);
    }
  };
  const audit = (kind: AuditKind, employee: string | null, decision: string | null): void => {
    sql.audit.run(nowMs(), kind, employee, decision);
  };
  /** Two of a million references are the same by chance about once: that must not keep a choice from being kept. */
  const freeReference = (): string => {
    for (;;) {
      const reference = referenceOf(chance.uuid());
      if (sql.byReference.get(reference) === undefined) return reference;
    }
  };
  /** Destroyed bytes must leave the WAL too, within seconds; a reader in the way means trying again. */
  const truncateSoon = (): void => {
    cancelTruncate ??= clock.after(TRUNCATE_AFTER_MS, () => {
      cancelTruncate = null;
      if (!truncateWal(db)) truncateSoon();
    });
  };
  const finish = (work: () => void, destroys = false): void => {
    if (!commit(work).ok) return;
    if (destroys) truncateSoon();
    changed();
  };

  return {
    signer: keys.signer,
    health: () => trouble,
    keep(decision) {
      const valid = decisionSchema.safeParse(decision);
      if (!valid.success) return fail('bad-message');
      const done = commit(() => insert(sql, keys, decision, { nowMs: nowMs(), reference: freeReference(), audit }));
      if (!done.ok) return done;
      if (done.value.destroyed) truncateSoon();
      changed();
      return ok({ reference: done.value.reference });
    },
    delivery(decisionId) {
      const row = sql.byDecision.get(decisionId);
      return row === undefined ? null : deliveryOf(row.state);
    },
    overview: () => overviewOf(sql, clock.now()),
    retry(reference) {
      const done = commit((): Result<null> => {
        sql.wakeAll.run(nowMs());
        if (reference === null) return ok(null);
        const row = sql.byReference.get(reference);
        if (row?.state !== 'parked') return fail('not-found');
        // Too old stays too old: only asking the person again can bring a new choice (domain.md §7.2).
        if (row.reason === 'too-old' || row.reason === 'unreadable') return fail('not-allowed-now');
        sql.retry.run(nowMs(), reference);
        audit('delivery-retried', null, row.decision_id);
        return ok(null);
      });
      changed();
      return done.ok ? done.value : done;
    },
    askAgain(reference) {
      const row = sql.byReference.get(reference);
      if (row?.state !== 'parked') return fail('not-found');
      finish(() => {
        sql.close.run(nowMs(), reference);
        audit('asked-again', null, row.decision_id);
      }, true);
      return trouble === null ? ok(null) : fail(trouble);
    },
    audit({ kind, employeeId }) {
      commit(() => audit(kind, employeeId, null));
    },
    lease() {
      for (;;) {
        const leased = commit(() => sql.lease.get({ now: nowMs() }) ?? null);
        if (!leased.ok || leased.value === null) return null;
        const row = leased.value;
        try {
          return { seq: row.seq, fence: row.fence, attempts: row.attempts, decision: toSend(openRow(keys, row)) };
        } catch {
          finish(() => {
            sql.park.run('unreadable', nowMs(), row.seq, row.fence);
            audit('delivery-parked', null, row.decision_id);
          });
        }
      }
    },
    nextDueMs: () => sql.nextDue.get()?.due ?? null,
    settleAccepted(lease) {
      finish(() => {
        if (sql.accepted.run(nowMs(), lease.seq, lease.fence).changes === 1)
          audit('delivery-sent', null, lease.decision.id);
      });
    },
    settleLater(lease, delayMs, sent) {
      const due = nowMs() + Math.max(0, Math.round(delayMs));
      finish(() => (sent ? sql.waitAgain : sql.notSent).run(due, lease.seq, lease.fence));
    },
    settleParked(lease, reason) {
      finish(() => {
        if (sql.park.run(reason, nowMs(), lease.seq, lease.fence).changes === 1)
          audit('delivery-parked', null, lease.decision.id);
      });
    },
    acceptedDecisions: () => sql.acceptedRows.all().map((row) => ({ seq: row.seq, settledMs: row.settled_ms })),
    confirm(seqs) {
      finish(() => {
        for (const seq of seqs) {
          const row = sql.confirm.get(nowMs(), seq);
          if (row !== undefined) audit('delivery-confirmed', null, row.decision_id);
        }
      }, true);
    },
    parkTooOld(maxAgeMs) {
      const rows = sql.tooOld.all(nowMs() - maxAgeMs);
      if (rows.length === 0) return 0;
      finish(() => {
        for (const row of rows) {
          if (sql.park.run('too-old', nowMs(), row.seq, row.fence).changes === 1)
            audit('delivery-parked', null, row.decision_id);
        }
      });
      return rows.length;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      cancelTruncate?.();
      truncateWal(db);
      db.close();
    },
  };
}

/** One checkpoint for all that is destroyed within this time. */
const TRUNCATE_AFTER_MS = 1000;

/** @returns false when something held the WAL */
function truncateWal(db: Db): boolean {
  const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
  return answer.busy === 0;
}

interface InsertContext {
  readonly nowMs: number;
  readonly reference: string;
  readonly audit: (kind: AuditKind, employee: string | null, decision: string | null) => void;
}

/** Runs inside the transaction. Keeping the same decision again changes nothing. */
function insert(
  sql: OutboxSql,
  keys: DeviceKeys,
  decision: Decision,
  context: InsertContext,
): { readonly reference: string; readonly destroyed: boolean } {
  const already = sql.byDecision.get(decision.id);
  if (already !== undefined) return { reference: already.reference, destroyed: false };
  const person = personTag(keys.order, decision.subject.bsn);
  const destroyed = replaceOlder(sql, keys, person, decision, context);
  const refusal = decision.choices.some((choice) => choice.provision === 'deny') ? 1 : 0;
  const chosenMs = Date.parse(decision.chosenAt);
  sql.insertDecision.run(decision.id, chosenMs, canonicalJson(decision.evidence), decision.signature);
  const { rowKey, payload } = sealRow(keys, decision.id, { decision, replaced: [] });
  sql.insert.run(decision.id, context.reference, person, refusal, chosenMs, context.nowMs, rowKey, payload);
  context.audit('decision-kept', decision.evidence.employeeId, decision.id);
  return { reference: context.reference, destroyed };
}

/**
 * A newer choice for the same option replaces one that was never sent (domain.md §7.3). What may have been sent stays:
 * it goes first, the newer one follows in its chain, and the registry ends with the newer.
 */
function replaceOlder(
  sql: OutboxSql,
  keys: DeviceKeys,
  person: string,
  newer: Decision,
  { nowMs, audit }: InsertContext,
): boolean {
  const options = new Set(newer.choices.map((choice) => choice.option));
  let destroyed = false;
  for (const row of sql.unsentOf.all(person)) {
    let envelope: Envelope;
    try {
      envelope = openRow(keys, row);
    } catch {
      continue;
    }
    const replaced = [...new Set([...envelope.replaced, ...options])];
    const left = envelope.decision.choices.filter((choice) => !replaced.includes(choice.option));
    if (left.length === 0) {
      sql.supersede.run(nowMs, row.seq);
      audit('delivery-superseded', null, row.decision_id);
      destroyed = true;
    } else if (left.length < envelope.decision.choices.length - envelope.replaced.length) {
      const { rowKey, payload } = sealRow(keys, row.decision_id, { ...envelope, replaced });
      sql.reseal.run(rowKey, payload, row.seq);
    }
  }
  return destroyed;
}

function sealRow(keys: DeviceKeys, decisionId: string, envelope: Envelope): { rowKey: Buffer; payload: Buffer } {
  const key = newKey();
  return {
    rowKey: seal(keys.rows, `outbox/${decisionId}/key`, key),
    payload: seal(key, `outbox/${decisionId}/payload`, Buffer.from(JSON.stringify(envelope))),
  };
}

/** @throws when the row is damaged or its payload destroyed */
function openRow(keys: DeviceKeys, row: OutboxRow): Envelope {
  if (row.row_key === null || row.payload === null) throw new Error('no payload');
  const key = unseal(keys.rows, `outbox/${row.decision_id}/key`, row.row_key);
  const text = unseal(key, `outbox/${row.decision_id}/payload`, row.payload).toString('utf8');
  return JSON.parse(text) as Envelope;
}

const toSend = ({ decision, replaced }: Envelope): Decision => ({
  ...decision,
  choices: decision.choices.filter((choice) => !replaced.includes(choice.option)),
});

function deliveryOf(state: OutboxRow['state']): Delivery {
  switch (state) {
    case 'waiting':
    case 'leased':
      return 'kept';
    case 'accepted':
      return 'sent';
    case 'confirmed':
      return 'confirmed';
    case 'parked':
    case 'superseded':
    case 'closed':
      return 'needs-staff';
  }
}

function overviewOf(sql: OutboxSql, now: Date): Omit<OutboxOverview, 'status' | 'stopped'> & { stopped: null } {
  const counts = sql.counts.all();
  const count = (...states: OutboxRow['state'][]): number =>
    counts.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.n, 0);
  const oldest = counts.map((row) => row.oldest).toSorted((a, b) => a - b)[0];
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return {
    pending: count('waiting', 'leased'),
    oldestAgeSeconds: oldest === undefined ? null : Math.max(0, Math.floor((now.getTime() - oldest) / 1000)),
    sent: count('accepted'),
    parked: sql.parked.all().map((row) => ({
      reference: row.reference,
      chosenAt: new Date(row.chosen_ms).toISOString(),
      reason: row.reason ?? 'unreadable',
    })),
    superseded: sql.finishedSince.get('superseded', midnight.getTime())?.n ?? 0,
    confirmedToday: sql.finishedSince.get('confirmed', midnight.getTime())?.n ?? 0,
    stopped: null,
  };
}

/** Short, easy to read aloud, and tells nothing: eight letters and digits that do not look alike. */
function referenceOf(uuid: string): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const bits = BigInt(`0x${uuid.replaceAll('-', '').slice(0, 10)}`);
  return Array.from({ length: 8 }, (_, place) => letters[Number((bits >> BigInt(5 * place)) & 31n)]).join('');
}
