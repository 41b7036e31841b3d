/**
 * A database that SQLite calls damaged: everything that can still be read goes into a new one, what cannot is looked
 * up in the second copy, and the damaged files are set aside, never deleted. Invariants: the new database takes the
 * place of the old one in one rename; a repair that is cut short is begun again or finished at the next start; a row
 * whose payload is lost lies with staff as unreadable.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database, { type Database as Db } from 'better-sqlite3';
import { canonicalJson } from '../../shared/consent/canonical.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { KeyStore } from '../shell/shell.ts';
import { openDatabase } from './database.ts';
import { rowsKey } from './device-keys.ts';
import type { OutboxRow } from './outbox.ts';
import { openRow } from './rows.ts';
import { secondCopyFile } from './second-copy.ts';
import { syncPath } from './sync-path.ts';

export interface Repaired {
  /** Unfinished decisions that were found again. */
  readonly found: number;
  /** Of these, from the second copy. */
  readonly fromCopy: number;
  /** Folder with the damaged files. */
  readonly setAside: string;
}

type Row = Record<string, unknown>;
type Found = Readonly<Record<(typeof TABLES)[number], Map<string, Row>>>;

const databaseIn = (dataDir: string): string => join(dataDir, 'kiosk.db');
const finishedIn = (dataDir: string): string => join(dataDir, 'kiosk-repaired.db');

/** Finishes a repair that was cut short after the new database was whole. */
export function finishRepair(dataDir: string): void {
  const finished = finishedIn(dataDir);
  if (!existsSync(finished)) return;
  // The old log first: SQLite would play it into the new database.
  for (const ending of ['-wal', '-shm', '-journal', '-suspect'])
    rmSync(`${databaseIn(dataDir)}${ending}`, { force: true });
  syncPath(dataDir);
  renameSync(finished, databaseIn(dataDir));
  syncPath(dataDir);
}

/**
 * The files were deleted under the open database, which still has everything: it is written anew for the next start.
 * Where something else was put in their place, that is for a person to sort out; the second copy has what waits.
 */
export function rescue(db: Db, dataDir: string): void {
  // Into the database: where only the log was deleted, nothing is missing then.
  db.pragma('wal_checkpoint(TRUNCATE)');
  if (existsSync(databaseIn(dataDir))) return;
  const half = `${finishedIn(dataDir)}.half`;
  rmSync(half, { force: true });
  db.prepare('VACUUM INTO ?').run(half);
  syncPath(half);
  renameSync(half, finishedIn(dataDir));
  syncPath(dataDir);
}

/** @param at names the folder for the damaged files. @throws when the disk does not take the new database */
export async function repair(dataDir: string, at: Date, keyStore: KeyStore): Promise<Result<Repaired>> {
  const setAside = join(dataDir, `damaged-${at.toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(setAside, { recursive: true, mode: 0o700 });
  for (const ending of ['', '-wal']) {
    const from = `${databaseIn(dataDir)}${ending}`;
    if (existsSync(from)) copyFileSync(from, `${databaseIn(setAside)}${ending}`);
  }
  const found = readAll(databaseIn(setAside));
  const copy = readAll(secondCopyFile(dataDir));
  const open = await opener(keyStore, found, copy);
  const fromCopy = addMissing(found, copy, open);
  const half = `${finishedIn(dataDir)}.half`;
  for (const ending of ['', '-wal']) rmSync(`${half}${ending}`, { force: true });
  const opened = openDatabase(half);
  if (!opened.ok) return opened;
  write(opened.value, found, open, at.getTime());
  opened.value.pragma('wal_checkpoint(TRUNCATE)');
  opened.value.close();
  syncPath(half);
  renameSync(half, finishedIn(dataDir));
  syncPath(dirname(half));
  finishRepair(dataDir);
  return ok({ found: unfinished(found), fromCopy, setAside });
}

const UNFINISHED = new Set(['waiting', 'leased', 'accepted', 'parked']);
const FINISHED = new Set(['confirmed', 'superseded', 'closed']);
const NEVER_CHANGES = ['seq', 'decision_id', 'reference', 'person', 'refusal', 'chosen_ms'];
const unfinished = ({ outbox }: Found): number =>
  [...outbox.values()].filter((row) => UNFINISHED.has(String(row['state']))).length;

const TABLES = ['device', 'outbox', 'audit'] as const;
const KEYS = { device: 'name', outbox: 'decision_id', audit: 'seq' } as const;

/** Every row that can be read; none when the file is not there or is no database at all. */
function readAll(file: string): Found {
  const found: Found = { device: new Map(), outbox: new Map(), audit: new Map() };
  if (!existsSync(file)) return found;
  let db: Db | null = null;
  try {
    db = new Database(file);
    for (const table of TABLES) {
      for (const row of readTable(db, table)) found[table].set(String(row[KEYS[table]]), row);
    }
  } catch {
    // What was read until then counts.
  } finally {
    db?.close();
  }
  return found;
}

/** Goes up from the first row and, when that is cut short, down from the last: a broken page costs what lies on it. */
function readTable(db: Db, table: string): Iterable<Row> {
  const rows = new Map<number, Row>();
  const walk = (order: 'ASC' | 'DESC'): boolean => {
    try {
      const all = db.prepare<[], Row>(`SELECT rowid AS at, * FROM ${table} NOT INDEXED ORDER BY rowid ${order}`);
      for (const row of all.iterate()) rows.set(Number(row['at']), row);
      return true;
    } catch {
      return false;
    }
  };
  if (!walk('ASC')) walk('DESC');
  return rows.values();
}

type Open = (row: Row) => Decision | null;

/** Opens the payload of a row; null when it does not open: SQLite does not see every overwritten byte, the seal does. */
async function opener(keyStore: KeyStore, ...places: readonly Found[]): Promise<Open> {
  for (const { device } of places) {
    const wrapped = device.get('data-key')?.['value'];
    if (!(wrapped instanceof Uint8Array)) continue;
    try {
      const rows = await rowsKey(keyStore, wrapped);
      return (row) => {
        try {
          return openRow({ rows }, row as unknown as OutboxRow).decision;
        } catch {
          return null;
        }
      };
    } catch {
      // The key itself was damaged; the copy has it too.
    }
  }
  return () => null;
}

/**
 * Rows that only the second copy has, or that open only there. The copy may be older than what happened since: what it
 * calls waiting may have been sent, and is sent again with the same bytes. @returns how many of them wait
 */
function addMissing(found: Found, copy: Found, open: Open): number {
  for (const [key, row] of copy.device) found.device.set(key, row);
  let taken = 0;
  const bySeq = new Map([...found.outbox].map(([key, row]) => [row['seq'], key]));
  for (const [key, row] of copy.outbox) {
    const own = found.outbox.get(bySeq.get(row['seq']) ?? key);
    // Finished since the copy was made, or whole: what the database itself has counts.
    const same = own !== undefined && NEVER_CHANGES.every((name) => own[name] === row[name]);
    if (same && (FINISHED.has(String(own['state'])) || (UNFINISHED.has(String(own['state'])) && open(own) !== null)))
      continue;
    found.outbox.delete(bySeq.get(row['seq']) ?? key);
    const sent = row['state'] === 'waiting' || row['state'] === 'leased';
    found.outbox.set(key, sent ? { ...row, state: 'waiting', attempts: Math.max(1, Number(row['attempts'])) } : row);
    taken += 1;
  }
  return taken;
}

function write(db: Db, found: Found, open: Open, nowMs: number): void {
  // The payload holds the evidence too.
  for (const [id, row] of found.outbox) {
    const decision = open(row);
    if (decision !== null)
      found.outbox.set(id, { ...row, evidence: canonicalJson(decision.evidence), signature: decision.signature });
  }
  db.transaction(() => {
    for (const table of TABLES) {
      const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
      for (const row of found[table].values()) {
        if (insert(db, table, columns, row)) continue;
        if (table === 'outbox' && !insert(db, table, columns, { ...row, evidence: LOST }))
          insert(db, table, columns, unreadable(row));
      }
    }
    db.prepare("INSERT INTO audit (at_ms, kind) VALUES (?, 'store-repaired')").run(nowMs);
  }).immediate();
}

/** @returns false when the row breaks the rules of the schema: it was damaged itself */
function insert(db: Db, table: string, columns: readonly string[], row: Row): boolean {
  const known = columns.filter((name) => row[name] !== undefined);
  try {
    const sql = `INSERT INTO ${table} (${known.join(', ')}) VALUES (${known.map(() => '?').join(', ')})`;
    return db.prepare(sql).run(known.map((name) => row[name])).changes === 1;
  } catch {
    return false;
  }
}

/** Where evidence cannot be read any more, that is what stands there. */
const LOST = '{"lost":true}';

/** A row of which nothing is left but that it was there. */
const unreadable = (row: Row): Row => ({
  seq: row['seq'],
  decision_id: row['decision_id'],
  reference: `X${String(row['seq']).padStart(7, '0')}`,
  person: 'unknown',
  state: 'parked',
  refusal: 0,
  chosen_ms: typeof row['chosen_ms'] === 'number' ? row['chosen_ms'] : 0,
  due_ms: 0,
  reason: 'unreadable',
  settled_ms: 0,
  evidence: LOST,
  signature: '',
  row_key: Buffer.alloc(1),
  payload: Buffer.alloc(1),
});
