/**
 * The outbox: what waits for the registry. Invariants:
 * (1) a decision leaves it only as confirmed, superseded before it was ever sent, or closed by staff;
 * (2) of one person only the oldest unfinished decision can be leased; a parked one does not hold up the newer;
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

const OPEN = "('waiting', 'leased', 'accepted')";

/** A prepared statement, as much of it as is used here. */
interface Statement<P extends unknown[], R> {
  run(...parameters: P): { readonly changes: number };
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
}

export type OutboxSql = ReturnType<typeof prepareOutbox>;

/** The statements, prepared once. Each changes one row and says by `changes` whether it did. */
export function prepareOutbox(db: Db) {
  const prepare = <P extends unknown[], R = never>(sql: string): Statement<P, R> => db.prepare<P, R>(sql);
  // At boot nobody else holds the file: every lease is of a process that died. What was sent by it is unknown, and is
  // sent again with the same bytes.
  db.prepare("UPDATE outbox SET state = 'waiting', fence = fence + 1 WHERE state = 'leased'").run();
  return {
    insertDecision: prepare<[string, number, string, string]>(
      'INSERT INTO decision (id, chosen_ms, evidence, signature) VALUES (?, ?, ?, ?)',
    ),
    insert: prepare<[string, string, string, 0 | 1, number, number, Buffer, Buffer]>(
      `INSERT INTO outbox (decision_id, reference, person, state, refusal, chosen_ms, due_ms, row_key, payload)
       VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?)`,
    ),
    audit: prepare<[number, string, string | null, string | null]>(
      'INSERT INTO audit (at_ms, kind, employee, decision) VALUES (?, ?, ?, ?)',
    ),
    byDecision: prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE decision_id = ?'),
    byReference: prepare<[string], OutboxRow>('SELECT * FROM outbox WHERE reference = ?'),
    /** Decisions of a person that were never sent, oldest first: these alone may be superseded. */
    unsentOf: prepare<[string], OutboxRow>(
      "SELECT * FROM outbox WHERE person = ? AND state IN ('waiting', 'parked') AND attempts = 0 ORDER BY seq",
    ),
    /** Claims the most urgent due head: refusals first, then who waits longest. One statement, so no two can claim it. */
    lease: prepare<[{ now: number }], OutboxRow>(
      `UPDATE outbox SET state = 'leased', fence = fence + 1, attempts = attempts + 1
       WHERE seq = (
         SELECT seq FROM outbox AS head
         WHERE state = 'waiting' AND due_ms <= :now
           AND NOT EXISTS (
             SELECT 1 FROM outbox AS older
             WHERE older.person = head.person AND older.seq < head.seq AND older.state IN ${OPEN})
         ORDER BY refusal DESC, due_ms, seq LIMIT 1)
       RETURNING *`,
    ),
    /** When the next waiting row is due; null when none waits. */
    nextDue: prepare<[], { due: number | null }>("SELECT min(due_ms) AS due FROM outbox WHERE state = 'waiting'"),
    tooOld: prepare<[number], OutboxRow>("SELECT * FROM outbox WHERE state = 'waiting' AND chosen_ms < ?"),
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
    park: prepare<[ParkReason, number, number, number]>(
      "UPDATE outbox SET state = 'parked', reason = ?, settled_ms = ? WHERE seq = ? AND fence = ? AND state IN ('waiting', 'leased')",
    ),
    acceptedRows: prepare<[], { seq: number; settled_ms: number }>(
      "SELECT seq, settled_ms FROM outbox WHERE state = 'accepted' ORDER BY seq",
    ),
    confirm: prepare<[number, number], { decision_id: string }>(
      `UPDATE outbox SET state = 'confirmed', settled_ms = ?, row_key = NULL, payload = NULL
       WHERE seq = ? AND state = 'accepted' RETURNING decision_id`,
    ),
    supersede: prepare<[number, number]>(
      `UPDATE outbox SET state = 'superseded', settled_ms = ?, row_key = NULL, payload = NULL, reason = NULL
       WHERE seq = ? AND state IN ('waiting', 'parked') AND attempts = 0`,
    ),
    reseal: prepare<[Buffer, Buffer, number]>(
      "UPDATE outbox SET row_key = ?, payload = ? WHERE seq = ? AND state IN ('waiting', 'parked') AND attempts = 0",
    ),
    retry: prepare<[number, string]>(
      "UPDATE outbox SET state = 'waiting', reason = NULL, due_ms = ?, settled_ms = NULL WHERE reference = ? AND state = 'parked'",
    ),
    close: prepare<[number, string]>(
      `UPDATE outbox SET state = 'closed', reason = NULL, settled_ms = ?, row_key = NULL, payload = NULL
       WHERE reference = ? AND state = 'parked'`,
    ),
    wakeAll: prepare<[number]>("UPDATE outbox SET due_ms = ? WHERE state = 'waiting'"),
    counts: prepare<[], { state: OutboxRow['state']; n: number; oldest: number }>(
      `SELECT state, count(*) AS n, min(chosen_ms) AS oldest FROM outbox
       WHERE state IN ('waiting', 'leased', 'accepted') GROUP BY state`,
    ),
    parked: prepare<[], OutboxRow>("SELECT * FROM outbox WHERE state = 'parked' ORDER BY seq LIMIT 200"),
    finishedSince: prepare<[string, number], { n: number }>(
      'SELECT count(*) AS n FROM outbox WHERE state = ? AND settled_ms >= ?',
    ),
  };
}
