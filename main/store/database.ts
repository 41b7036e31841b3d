/**
 * Opens the device's database. Every open sets and reads back the settings that durability and secrecy stand on:
 * better-sqlite3 reopens an existing WAL file with synchronous=NORMAL without a word (docs/gotchas.md).
 */
import { existsSync, rmSync, statSync } from 'node:fs';
import Database, { type Database as Db } from 'better-sqlite3';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { MIGRATIONS } from './migrations.ts';

const PRAGMAS = [
  // One process owns the file; the operating system frees this lock when the process dies. Before the log is touched:
  // then SQLite keeps the index of the log in memory, not in a file beside it that a full disk has no room for.
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['secure_delete', 'ON', 1],
  ['cell_size_check', 'ON', 1],
  ['fullfsync', 'ON', 1],
  // The log is played into the database when nobody waits (disk.ts); this is only its longest length, 16 MB.
  ['wal_autocheckpoint', 4000, 4000],
] as const;

/** "kwz1", in the header of the file. */
const APPLICATION_ID = 0x6b777a31;

/** Up to this size the whole database is checked when it is opened: at some 150 MB a second nobody waits for it. */
const CHECK_UP_TO_BYTES = 16 * 1024 * 1024;

/** Stands beside a database in which a damaged page was met: the next start checks all of it, whatever its size. */
export const suspectFile = (file: string): string => `${file}-suspect`;

const sizeOf = (file: string): number =>
  ['', '-wal'].reduce((sum, ending) => sum + (statSync(`${file}${ending}`, { throwIfNoEntry: false })?.size ?? 0), 0);

/** @param file path, or `:memory:` in simulation */
export function openDatabase(file: string): Result<Db> {
  let db: Db | null = null;
  let known = false;
  try {
    db = new Database(file, { timeout: 500 });
    for (const [name, value, expected] of PRAGMAS) {
      db.pragma(`${name} = ${value}`);
      const actual: unknown = db.pragma(name, { simple: true });
      if (actual !== expected && !(file === ':memory:' && name === 'journal_mode'))
        throw new Error(`SQLite did not take ${name} = ${value}`);
    }
    // Takes the exclusive lock now, not at the first choice.
    db.exec('BEGIN EXCLUSIVE; COMMIT');
    const suspect = existsSync(suspectFile(file));
    if (suspect || sizeOf(file) <= CHECK_UP_TO_BYTES) {
      // Not quick_check: it does not see that a row is missing from an index, and such a row is never sent.
      if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new CorruptError();
      if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new CorruptError();
      if (suspect) rmSync(suspectFile(file));
    }
    // Another mark than ours: a damaged header, or a file of another program. The version beside it says nothing then.
    const mark: unknown = db.pragma('application_id', { simple: true });
    if (mark !== 0 && mark !== APPLICATION_ID) throw new CorruptError();
    known = true;
    migrate(db);
    if (mark === 0) db.pragma(`application_id = ${APPLICATION_ID}`);
    return ok(db);
  } catch (error) {
    db?.close();
    // Before anything of ours ran, an SQL error is about the file: "unsupported file format", "malformed schema".
    if (!known && error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR')
      return fail('keeping-damaged');
    return fail(diskTrouble(error));
  }
}

class CorruptError extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

function migrate(db: Db): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > MIGRATIONS.length) throw new Error('the database is newer than this program');
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}

/** What a failure of SQLite or the disk means for staff. */
export function diskTrouble(error: unknown): Extract<ErrorCode, `keeping-${string}`> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'keeping-disk-full';
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES') return 'keeping-read-only';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'KIOSK_FILES_GONE')
    return 'keeping-damaged';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'keeping-in-use';
  return 'keeping-failed';
}
