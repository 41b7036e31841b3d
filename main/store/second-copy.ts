/**
 * A second copy of what waits, in a file of its own, for the day that a page of the database cannot be read.
 * It holds nothing that the first copy has destroyed: when a payload goes, the copy goes first and is made anew.
 * Not `VACUUM INTO`: that copies the evidence of years each time, and the kiosk would stand still for it.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database, { type Database as Db } from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import type { OutboxRow, OutboxSql } from './outbox.ts';
import { syncPath } from './sync-path.ts';

export interface SecondCopy {
  /** Something new waits. */
  refreshSoon(): void;
  /** A payload was destroyed. */
  forget(): void;
  close(): void;
}

const REFRESH_AFTER_MS = 2000;
/** Copying takes at most this part of the time. */
const SHARE = 1 / 50;

export const secondCopyFile = (dataDir: string): string => join(dataDir, 'kiosk-second.db');

/** A copy that fails is no trouble by itself: the first copy is there, and the disk says what is wrong when it is used. */
export function createSecondCopy(db: Db, dataDir: string, clock: Clock): SecondCopy {
  const file = secondCopyFile(dataDir);
  let cancel: (() => void) | null = null;
  let wait = REFRESH_AFTER_MS;
  /** A copy that tells of before, or that should be gone: where not even that can be done now, the refresh does it. */
  const drop = (): void => {
    try {
      rmSync(file, { force: true });
    } catch {
      // The disk is read-only, or failing.
    }
  };
  const refreshSoon = (): void => {
    cancel ??= clock.after(wait, () => {
      cancel = null;
      const from = clock.monotonicMs();
      let failed = false;
      try {
        write(db, file);
      } catch {
        failed = true;
        drop();
      }
      wait = Math.max(REFRESH_AFTER_MS, (clock.monotonicMs() - from) / SHARE);
      // Until the disk takes it: what waits needs its second copy, and what was destroyed must leave an old one.
      if (failed) refreshSoon();
    });
  };
  return {
    refreshSoon,
    forget() {
      drop();
      refreshSoon();
    },
    close: () => cancel?.(),
  };
}

/** More than a kiosk ever has waiting; copying them would hold up the person at the screen. */
const MOST_ROWS = 2000;

export const hasCopy = (dataDir: string): boolean => existsSync(secondCopyFile(dataDir));

/** Puts a row back as the copy has it, when it can be read there. */
export function restoreRow(sql: OutboxSql, row: OutboxRow | null, read: (row: OutboxRow) => unknown): void {
  if (row === null || read(row) === null) return;
  sql.restore.run(row.decision_id, row.reference, row.person, row.chosen_ms, row.row_key, row.payload, row.seq);
}

/** The row of the second copy with this place in the queue; null when there is none that can be read. */
export function rowOfCopy(dataDir: string, seq: number): OutboxRow | null {
  try {
    const db = new Database(secondCopyFile(dataDir), { readonly: true, fileMustExist: true });
    try {
      return db.prepare<[number], OutboxRow>('SELECT * FROM outbox WHERE seq = ?').get(seq) ?? null;
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

/**
 * Rows are never taken out of the database, and their numbers grow: a higher one that only the second copy has was lost
 * with the file, or with the end of its log, though SQLite finds nothing wrong with what is left. A copy of another device, or one that tells another
 * story, says nothing.
 */
export function copyHasMore(db: Db, dataDir: string): boolean {
  if (!hasCopy(dataDir)) return false;
  try {
    const copy = new Database(secondCopyFile(dataDir), { readonly: true, fileMustExist: true });
    try {
      const keyIn = (place: Db): Buffer | undefined =>
        place.prepare<[], { value: Buffer }>("SELECT value FROM device WHERE name = 'data-key'").get()?.value;
      const [own, its] = [keyIn(db), keyIn(copy)];
      if (its === undefined || (own !== undefined && !own.equals(its))) return false;
      const lastIn = (place: Db): number =>
        place.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM outbox').get()?.seq ?? 0;
      return lastIn(copy) > lastIn(db);
    } finally {
      copy.close();
    }
  } catch {
    // A copy that cannot be read has nothing to give.
    return false;
  }
}

const WAITS = "outbox.state IN ('waiting', 'leased', 'accepted', 'parked')";

/** Written beside, synced, then renamed: a copy is whole or not there. */
function write(db: Db, file: string): void {
  const half = `${file}.half`;
  rmSync(half, { force: true });
  const { n } = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM outbox WHERE ${WAITS}`).get() ?? { n: 0 };
  if (n === 0 || n > MOST_ROWS) return rmSync(file, { force: true });
  db.prepare('ATTACH ? AS second').run(half);
  try {
    db.transaction(() => {
      db.exec(`
        CREATE TABLE second.device AS SELECT name, value FROM main.device WHERE name <> 'probe';
        CREATE TABLE second.outbox AS SELECT outbox.* FROM main.outbox WHERE ${WAITS};
      `);
    })();
  } finally {
    db.exec('DETACH second');
  }
  syncPath(half);
  renameSync(half, file);
  syncPath(dirname(file));
}
