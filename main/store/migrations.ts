/**
 * The schema, forward only: a migration that landed is never edited. The invariants stand in the SQL itself.
 * Nothing here names a person: `person` is an HMAC of the BSN, `payload` is sealed.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- Wrapped data key and sealed signing key of this device.
  CREATE TABLE device (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
  ) STRICT;

  -- What stays: how a decision was made, without who or what. Never deleted by the kiosk (kept for years by the provider).
  CREATE TABLE decision (
    id        TEXT PRIMARY KEY,
    chosen_ms INTEGER NOT NULL,
    evidence  TEXT NOT NULL CHECK (json_valid(evidence)),
    signature TEXT NOT NULL
  ) STRICT;

  -- What waits: one row a decision, one chain a person.
  CREATE TABLE outbox (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    decision_id TEXT NOT NULL UNIQUE REFERENCES decision (id),
    reference   TEXT NOT NULL UNIQUE,
    person      TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'accepted', 'parked', 'confirmed', 'superseded', 'closed')),
    refusal     INTEGER NOT NULL CHECK (refusal IN (0, 1)),
    chosen_ms   INTEGER NOT NULL,
    due_ms      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    fence       INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
    reason      TEXT CHECK ((state = 'parked') = (reason IS NOT NULL)),
    settled_ms  INTEGER,
    row_key     BLOB,
    payload     BLOB,
    -- An undelivered decision always has its payload; a finished one never has.
    CHECK ((state IN ('confirmed', 'superseded', 'closed')) = (payload IS NULL)),
    CHECK ((payload IS NULL) = (row_key IS NULL))
  ) STRICT;
  CREATE INDEX outbox_chain ON outbox (person, seq) WHERE state IN ('waiting', 'leased', 'accepted', 'parked');
  CREATE INDEX outbox_due ON outbox (refusal DESC, due_ms, seq) WHERE state = 'waiting';
  CREATE INDEX outbox_state ON outbox (state, settled_ms);

  CREATE TABLE audit (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms    INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    employee TEXT,
    decision TEXT REFERENCES decision (id)
  ) STRICT;
  `,
  `
  -- Indexes that the planner can really use: SQLite takes a partial index only when the query repeats its condition,
  -- and it does not see that one list of states lies inside another (docs/gotchas.md).
  DROP INDEX outbox_chain;
  DROP INDEX outbox_due;
  DROP INDEX outbox_state;
  CREATE INDEX outbox_chain ON outbox (person, seq, state)
    WHERE state IN ('waiting', 'leased', 'accepted', 'parked');
  CREATE INDEX outbox_due ON outbox (refusal, due_ms, seq) WHERE state = 'waiting';
  CREATE INDEX outbox_unfinished ON outbox (state, chosen_ms)
    WHERE state IN ('waiting', 'leased', 'accepted', 'parked');
  CREATE INDEX outbox_finished ON outbox (state, settled_ms)
    WHERE state IN ('confirmed', 'superseded', 'closed');
  CREATE INDEX audit_repaired ON audit (at_ms) WHERE kind = 'store-repaired';
  `,
  `
  -- One row holds a decision from its making to its end: evidence that stays, payload that goes. Keeping one writes
  -- half the pages it did with two tables. A reference is looked up among what is parked; it needs no index of its own.
  -- Rows are never deleted, so that the next number is always new.
  CREATE TABLE outbox_3 (
    seq         INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL UNIQUE,
    reference   TEXT NOT NULL,
    person      TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'leased', 'accepted', 'parked', 'confirmed', 'superseded', 'closed')),
    refusal     INTEGER NOT NULL CHECK (refusal IN (0, 1)),
    chosen_ms   INTEGER NOT NULL,
    due_ms      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    fence       INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
    reason      TEXT CHECK ((state = 'parked') = (reason IS NOT NULL)),
    settled_ms  INTEGER,
    -- How it was made, without who or what. Never deleted by the kiosk (kept for years by the provider).
    evidence    TEXT NOT NULL CHECK (json_valid(evidence)),
    signature   TEXT NOT NULL,
    row_key     BLOB,
    payload     BLOB,
    -- An undelivered decision always has its payload; a finished one never has.
    CHECK ((state IN ('confirmed', 'superseded', 'closed')) = (payload IS NULL)),
    CHECK ((payload IS NULL) = (row_key IS NULL))
  ) STRICT;
  INSERT INTO outbox_3 (seq, decision_id, reference, person, state, refusal, chosen_ms, due_ms, attempts, fence, reason,
      settled_ms, evidence, signature, row_key, payload)
    SELECT seq, decision_id, reference, person, state, refusal, outbox.chosen_ms, due_ms, attempts, fence, reason,
      settled_ms, evidence, signature, row_key, payload
    FROM outbox JOIN decision ON decision.id = decision_id;
  CREATE TABLE audit_3 (
    seq      INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    employee TEXT,
    decision TEXT
  ) STRICT;
  INSERT INTO audit_3 SELECT seq, at_ms, kind, employee, decision FROM audit;
  DROP TABLE audit;
  DROP TABLE outbox;
  DROP TABLE decision;
  ALTER TABLE outbox_3 RENAME TO outbox;
  ALTER TABLE audit_3 RENAME TO audit;
  CREATE INDEX outbox_chain ON outbox (person, seq, state)
    WHERE state IN ('waiting', 'leased', 'accepted', 'parked');
  CREATE INDEX outbox_due ON outbox (refusal, due_ms, seq) WHERE state = 'waiting';
  CREATE INDEX outbox_unfinished ON outbox (state, chosen_ms)
    WHERE state IN ('waiting', 'leased', 'accepted', 'parked');
  CREATE INDEX outbox_finished ON outbox (state, settled_ms)
    WHERE state IN ('confirmed', 'superseded', 'closed');
  CREATE INDEX audit_repaired ON audit (at_ms) WHERE kind = 'store-repaired';
  `,
  `
  -- Whether there was a refusal in it puts a decision first while it waits; afterwards it would only tell of a choice.
  UPDATE outbox SET refusal = 0 WHERE refusal = 1 AND state IN ('confirmed', 'superseded', 'closed');
  `,
];
