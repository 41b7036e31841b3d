/**
 * Changes on the disk, and what happens when the disk fails. Invariants: a change is one synced transaction; a failure
 * is known to staff until a write has really succeeded; what the registry answered is not forgotten because the disk
 * was full when the answer came.
 */
import type { Database as Db } from 'better-sqlite3';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import { diskTrouble } from './database.ts';
import type { OutboxSql } from './outbox.ts';
import { watchFiles } from './same-files.ts';

export interface Disk {
  /** null while changes reach the disk; otherwise why not. */
  trouble(): ErrorCode | null;
  /** Runs a change in one synced transaction. */
  commit<T>(work: () => T): Result<T>;
  /** A change that must happen: while the disk fails it is owed, and made before anything else is leased. */
  settle(work: () => void): void;
  /** Makes the owed changes. @returns false when the disk still fails */
  payOwed(): boolean;
  /** Something that was read or written failed: it is remembered as trouble. */
  note(error: unknown): void;
  /** Destroyed bytes leave the WAL too, within seconds. */
  truncateSoon(): void;
  close(): void;
}

/** One checkpoint for all that is destroyed within this time. */
const TRUNCATE_AFTER_MS = 1000;
/** The log is played into the database this long after a change, so that no person waits for it. */
const CHECKPOINT_AFTER_MS = 3000;
/** How often a failing disk is tried. */
const PROBE_MS = 5000;
/** A little more than a choice needs. */
const PROBE_BYTES = 32 * 1024;

/**
 * @param changed called when the trouble comes or goes, and after owed changes were made
 * @param damaged told what was thrown when a page could not be read, or the files are gone: the next start must repair
 */
export function createDisk(
  db: Db,
  sql: OutboxSql,
  clock: Clock,
  changed: () => void,
  damaged: (error: unknown) => void,
): Disk {
  let trouble: ErrorCode | null = null;
  /** After a failed write or sync the WAL is not trusted until it was begun anew. */
  let distrusted = false;
  let owed: (() => void)[] = [];
  let cancelTruncate: (() => void) | null = null;
  let cancelCheckpoint: (() => void) | null = null;
  let cancelProbe: (() => void) | null = null;

  const mustBeThere = watchFiles(db);
  /** Made once: for each change it would cost as much as a statement. */
  const transaction = db.transaction((work: () => unknown) => work());
  const totalChanges = (): number => sql.totalChanges.get()?.n ?? 0;

  const probeLater = (): void => {
    cancelProbe ??= clock.after(PROBE_MS, () => {
      cancelProbe = null;
      probe();
    });
  };
  /**
   * A fresh WAL first: after a failed write or sync, frames before the failure may never have reached the disk, and
   * what is appended behind them would be lost with them.
   */
  const probe = (): void => {
    try {
      if (!truncateWal(db)) return probeLater();
      db.transaction(() => sql.probe.run(Buffer.alloc(PROBE_BYTES, 1))).immediate();
      db.transaction(() => sql.probe.run(Buffer.alloc(0))).immediate();
      trouble = null;
      distrusted = false;
      payOwed();
      changed();
    } catch (error) {
      note(error);
    }
  };
  const note = (error: unknown): ErrorCode => {
    const before = trouble;
    // Damage stays until the next start has repaired it.
    trouble = trouble === 'keeping-damaged' ? trouble : diskTrouble(error);
    distrusted ||= error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_IOERR');
    if (trouble === 'keeping-damaged') damaged(error);
    else probeLater();
    if (trouble !== before) changed();
    return trouble;
  };
  const commit = <T>(work: () => T): Result<T> => {
    if (trouble !== null && (distrusted || trouble === 'keeping-damaged')) return fail(trouble);
    try {
      const before = trouble === null ? 0 : totalChanges();
      mustBeThere();
      const value = transaction.immediate(work) as T;
      // A full disk takes a transaction that writes nothing.
      if (trouble !== null && totalChanges() > before) trouble = null;
      checkpointSoon();
      return ok(value);
    } catch (error) {
      return fail(note(error));
    }
  };
  const payOwed = (): boolean => {
    while (owed[0] !== undefined) {
      if (!commit(owed[0]).ok) return false;
      owed = owed.slice(1);
    }
    return true;
  };
  const checkpointSoon = (): void => {
    cancelCheckpoint ??= clock.after(CHECKPOINT_AFTER_MS, () => {
      cancelCheckpoint = null;
      try {
        mustBeThere();
        db.pragma('wal_checkpoint(PASSIVE)');
      } catch (error) {
        note(error);
      }
    });
  };
  const truncateSoon = (): void => {
    cancelTruncate ??= clock.after(TRUNCATE_AFTER_MS, () => {
      cancelTruncate = null;
      try {
        if (!truncateWal(db)) truncateSoon();
      } catch (error) {
        note(error);
        truncateSoon();
      }
    });
  };

  return {
    trouble: () => trouble,
    commit,
    settle(work) {
      if (owed.length > 0 || !commit(work).ok) owed.push(work);
    },
    payOwed,
    note,
    truncateSoon,
    close() {
      cancelTruncate?.();
      cancelProbe?.();
      cancelCheckpoint?.();
      try {
        truncateWal(db);
      } catch {
        // What is in the WAL is read at the next start.
      }
      db.close();
    },
  };
}

/** @returns false when something held the WAL */
function truncateWal(db: Db): boolean {
  const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
  return answer.busy === 0;
}
