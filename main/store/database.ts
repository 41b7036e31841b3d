/**
 * Opens the device's database. Every open sets and reads back the settings that durability and secrecy stand on:
 * better-sqlite3 reopens an existing WAL file with synchronous=NORMAL without a word (docs/gotchas.md).
 */
import Database, { type Database as Db } from 'better-sqlite3';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { MIGRATIONS } from './migrations.ts';

const PRAGMAS = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['secure_delete', 'ON', 1],
  ['cell_size_check', 'ON', 1],
  ['fullfsync', 'ON', 1],
  // One process owns the file; the operating system frees this lock when the process dies.
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
] as const;

/** @param file path, or `:memory:` in simulation */
export function openDatabase(file: string): Result<Db> {
  let db: Db | null = null;
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
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new CorruptError();
    migrate(db);
    return ok(db);
  } catch (error) {
    db?.close();
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
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'keeping-damaged';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'keeping-in-use';
  return 'keeping-failed';
}
