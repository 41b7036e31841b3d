/**
 * The outbox: what waits for the registry. Invariants:
 * (1) a decision leaves it only as confirmed, superseded while the registry did not have it, or closed by staff;
 * (2) of one person only the oldest unfinished decision can be leased, and only one at a time; a parked one does not
 *     hold up the newer;
 * (3) a lease is finished only with its fencing token; leases end when the store is opened.
 */
import type { Database as Db } from 'better-sqlite3';
import type { ParkReason } from '../../shared/contract/view.ts';

export interface OutboxRow {
  readonly seq: number;
  readonly decision_id: string;
  readonly reference: string;
  readonly person: string;
  readonly state: 'waiting' | 'leased' | 'accepted' | 'parked' | 'confirmed' | 'superseded' | 'closed';
  readonly chosen_ms: number;
  readonly attempts: number;
  readonly fence: number;
  readonly reason: ParkReason | null;
  readonly settled_ms: number | null;
  readonly row_key: Buffer | null;
  readonly payload: Buffer | null;
}

const OPEN = "state IN ('waiting', 'leased', 'accepted')";
/** Word for word the conditions of the partial indexes: only then does SQLite use them. */
const UNFINISHED = "state IN ('waiting', 'leased', 'accepted', 'parked')";
const FINISHED = "state IN ('confirmed', 'superseded', 'closed')";

/** A prepared statement, as much of it as is used here. */
interface Statement<P extends unknown[], R> {
  run(...parameters: P): { readonly changes: number };
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
}

export type OutboxSql = ReturnType<typeof prepareOutbox>;

/**
 * Claims the due head that waits longest, among refusals or among grants. One statement: no two can claim it. Which of
 * the two stands in the text: SQLite plans a statement anew, at twenty times the cost, whenever a bound value changes
 * that it compares with an indexed column.
 */
const leaseOf = (refusal: 0 | 1): string => `
  UPDATE outbox SET state = 'leased', fence = fence + 1, attempts = attempts + 1
  WHERE seq = (
    SELECT seq FROM outbox AS head INDEXED BY outbox_due
    WHERE state = 'waiting' AND refusal = ${refusal} AND due_ms <= :now
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS other INDEXED BY outbox_chain
        WHERE other.person = head.person AND other.${UNFINISHED} AND other.${OPEN}
          AND (other.seq < head.seq OR other.state = 'leased'))
    ORDER BY due_ms, seq LIMIT 1)
  RETURNING *`;

/**
 * The statements, prepared once. `CAST(? AS TEXT)`: SQLite plans a statement anew whenever a bare parameter changes that
 * it compares with the condition of a partial index (docs/gotchas.md). Those that change say by `changes` whether they did.
 */
export function prepareOutbox(db: Db) {
  const prepare = <P extends unknown[], R = never>(sql: string): Statement<P, R> => db.prepare<P, R>(sql);
  return {
    /**
     * At boot nobody else holds the file: every lease is of a process that died. What was sent by it is unknown, and is
     * sent again with the same bytes.
     */
    endLeases: prepare<[]>(
      `UPDATE outbox SET state = 'waiting', fence = fence + 1 WHERE state = 'leased' AND ${UNFINISHED}`,
    ),
    insert: prepare<[string, string, string, 0 | 1, number, number, string, string, Buffer, Buffer]>(
      `INSERT INTO outbox (decision_id, reference, person, state, refusal, chosen_ms, due_ms,
         evidence, signature, row_key, payload)
       VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?)`,
    ),
    audit: prepare<[number, string, string | null, string | null]>(
      'INSERT INTO audit (at_ms, kind, employee, decision) VALUES (?, ?, ?, ?)',
    ),
    byDecision: prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE decision_id = ?'),
    parkedByReference: prepare<[string], OutboxRow>(
      `SELECT * FROM outbox WHERE state = 'parked' AND ${UNFINISHED} AND reference = ?`,
    ),
    unfinishedSeqs: prepare<[], { seq: number }>(`SELECT seq FROM outbox WHERE ${UNFINISHED}`),
    bySeq: prepare<[number], OutboxRow>('SELECT * FROM outbox WHERE seq = ?'),
    /** Decisions of a person that the registry may not have, oldest first. */
    unfinishedOf: prepare<[string], OutboxRow>(
      `SELECT * FROM outbox INDEXED BY outbox_chain WHERE person = CAST(? AS TEXT) AND ${UNFINISHED} AND state IN ('waiting', 'leased', 'parked') ORDER BY seq`,
    ),
    /** A decision of this person that the registry has or may have, with a later moment of choice. */
    laterMoment: prepare<[{ person: string; at: number }], { seq: number }>(
      `SELECT seq FROM outbox INDEXED BY outbox_chain
       WHERE person = CAST(:person AS TEXT) AND ${UNFINISHED} AND chosen_ms > CAST(:at AS INTEGER)
         AND (state IN ('leased', 'accepted') OR (state = 'waiting' AND attempts > 0))
       UNION ALL
       SELECT seq FROM outbox INDEXED BY outbox_finished
       WHERE state = 'confirmed' AND ${FINISHED} AND settled_ms > CAST(:at AS INTEGER)
         AND person = CAST(:person AS TEXT) AND chosen_ms > CAST(:at AS INTEGER)
       LIMIT 1`,
    ),
    leaseRefusal: prepare<[{ now: number }], OutboxRow>(leaseOf(1)),
    leaseGrant: prepare<[{ now: number }], OutboxRow>(leaseOf(0)),
    refusalDue: prepare<[number], { seq: number }>(
      "SELECT seq FROM outbox INDEXED BY outbox_due WHERE state = 'waiting' AND refusal = 1 AND due_ms <= ? LIMIT 1",
    ),
    /** When the next waiting row becomes due; null when none will. What is due already waits for its chain. */
    nextDue: prepare<[{ now: number }], { due: number | null }>(
      `SELECT min(due) AS due FROM (
         SELECT min(due_ms) AS due FROM outbox WHERE state = 'waiting' AND refusal = 1 AND due_ms > :now
         UNION ALL
         SELECT min(due_ms) AS due FROM outbox WHERE state = 'waiting' AND refusal = 0 AND due_ms > :now)`,
    ),
    /** Rows that wait for a moment no waiting time reaches: the wall clock stood wrong when it was set. */
    tooFar: prepare<[{ limit: number }], { seq: number }>(
      `SELECT seq FROM outbox WHERE state = 'waiting' AND refusal = 1 AND due_ms > :limit
       UNION ALL SELECT seq FROM outbox WHERE state = 'waiting' AND refusal = 0 AND due_ms > :limit`,
    ),
    dueNow: prepare<[number, number]>("UPDATE outbox SET due_ms = ? WHERE seq = ? AND state = 'waiting'"),
    tooOld: prepare<[number], OutboxRow>(
      `SELECT * FROM outbox WHERE state = 'waiting' AND ${UNFINISHED} AND chosen_ms < ?`,
    ),
    /** Called too old by a clock that stood wrong. */
    notTooOld: prepare<[number], OutboxRow>(
      `SELECT * FROM outbox WHERE state = 'parked' AND ${UNFINISHED} AND reason = 'too-old' AND chosen_ms >= ?`,
    ),
    accepted: prepare<[number, number, number]>(
      "UPDATE outbox SET state = 'accepted', settled_ms = ? WHERE seq = ? AND state = 'leased' AND fence = ?",
    ),
    waitAgain: prepare<[number, number, number]>(
      "UPDATE outbox SET state = 'waiting', due_ms = ? WHERE seq = ? AND state = 'leased' AND fence = ?",
    ),
    /** The request never left this machine: the row counts as never sent. */
    notSent: prepare<[number, number, number]>(
      "UPDATE outbox SET state = 'waiting', due_ms = ?, attempts = attempts - 1 WHERE seq = ? AND state = 'leased' AND fence = ?",
    ),
    park: prepare<[ParkReason, number, number, number, 'waiting' | 'leased']>(
      "UPDATE outbox SET state = 'parked', reason = ?, settled_ms = ? WHERE seq = ? AND fence = ? AND state = ?",
    ),
    anyAccepted: prepare<[], { seq: number }>(
      `SELECT seq FROM outbox WHERE state = 'accepted' AND ${UNFINISHED} LIMIT 1`,
    ),
    acceptedRows: prepare<[], { seq: number; settled_ms: number }>(
      `SELECT seq, settled_ms FROM outbox WHERE state = 'accepted' AND ${UNFINISHED} ORDER BY seq`,
    ),
    /** Settled no earlier than chosen, whatever the clock says: `laterMoment` looks for it there. */
    confirm: prepare<[number, number], { decision_id: string }>(
      `UPDATE outbox SET state = 'confirmed', settled_ms = max(?, chosen_ms), refusal = 0, row_key = NULL, payload = NULL
       WHERE seq = ? AND state = 'accepted' RETURNING decision_id`,
    ),
    supersede: prepare<[number, number]>(
      `UPDATE outbox SET state = 'superseded', settled_ms = ?, refusal = 0, row_key = NULL, payload = NULL, reason = NULL
       WHERE seq = ? AND state IN ('waiting', 'parked')`,
    ),
    reseal: prepare<[Buffer, Buffer, number]>(
      "UPDATE outbox SET row_key = ?, payload = ? WHERE seq = ? AND state IN ('waiting', 'leased', 'parked')",
    ),
    /** Puts a row back as the second copy has it. */
    restore: prepare<[string, string, string, number, Buffer | null, Buffer | null, number]>(
      `UPDATE outbox SET decision_id = ?, reference = ?, person = ?, chosen_ms = ?, row_key = ?, payload = ?
       WHERE seq = ? AND ${UNFINISHED}`,
    ),
    retry: prepare<[number, number]>(
      "UPDATE outbox SET state = 'waiting', reason = NULL, due_ms = ?, settled_ms = NULL WHERE seq = ? AND state = 'parked'",
    ),
    close: prepare<[number, number]>(
      `UPDATE outbox SET state = 'closed', reason = NULL, settled_ms = ?, refusal = 0, row_key = NULL, payload = NULL
       WHERE seq = ? AND state = 'parked'`,
    ),
    wakeAll: prepare<[{ now: number }]>(
      "UPDATE outbox SET due_ms = :now WHERE state = 'waiting' AND refusal IN (0, 1) AND due_ms > :now",
    ),
    lastRepair: prepare<[number], { at: number | null }>(
      "SELECT max(at_ms) AS at FROM audit WHERE kind = 'store-repaired' AND at_ms >= ?",
    ),
    counts: prepare<[], { state: OutboxRow['state']; n: number; oldest: number }>(
      `SELECT state, count(*) AS n, min(chosen_ms) AS oldest FROM outbox WHERE ${UNFINISHED} GROUP BY state`,
    ),
    parked: prepare<[], Pick<OutboxRow, 'reference' | 'chosen_ms' | 'reason'>>(
      `SELECT reference, chosen_ms, reason FROM outbox WHERE state = 'parked' AND ${UNFINISHED} ORDER BY seq LIMIT 200`,
    ),
    finishedSince: prepare<[string, number], { n: number }>(
      `SELECT count(*) AS n FROM outbox WHERE state = CAST(? AS TEXT) AND ${FINISHED} AND settled_ms >= ?`,
    ),
    /** Rows changed since the connection was opened: whether a commit really wrote. */
    totalChanges: prepare<[], { n: number }>('SELECT total_changes() AS n'),
    /** Writes one page, to see whether the disk takes it. */
    probe: prepare<[Buffer]>(
      "INSERT INTO device (name, value) VALUES ('probe', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    ),
  };
}
