/** Keeping one real decision, beside the limit of the disk, a bare insert of the same bytes, and other queues. */
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemChance, systemClock } from '../../../main/clock.ts';
import { createKeyFile } from '../../../main/shell/loopback/key-file.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { parseBsn } from '../../../shared/consent/identity.ts';
import { BSNS, makeDecision } from '../../support/decision.ts';
import type { Contender } from './measure.ts';

/** A folder of its own under the measured one. */
const within = (folder: string, name: string): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};

export async function openIn(folder: string): Promise<Store> {
  const opened = await openStore({
    dataDir: folder,
    keyStore: createKeyFile(folder, undefined),
    clock: systemClock(),
    chance: systemChance(),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** Numbers of nine digits that pass the eleven-test, all different. */
export function bsnAt(place: number): string {
  for (let number = 100_000_000 + place * 100; ; number += 1) {
    const bsn = parseBsn(String(number));
    if (bsn !== null) return bsn;
  }
}

/** Our own: validate, seal, commit. Each decision is of another person, as on a kiosk. */
export async function keeping(folder: string, name = 'keuzewijzer'): Promise<Contender> {
  const store = await openIn(within(folder, name));
  let place = 0;
  const next = (): ReturnType<typeof makeDecision> => makeDecision({ bsn: bsnAt((place += 1)) });
  let ready = next();
  return {
    name,
    durable: 'WAL, synchronous=FULL, one transaction: decision, outbox, audit; sealed',
    prepare() {
      ready = next();
    },
    once() {
      const done = store.keep(ready);
      if (!done.ok) throw new Error(done.error.code);
    },
    close: () => store.close(),
  };
}

/** The same bytes at the end of a file, synced: no store that keeps them can be faster. */
export function rawAppend(folder: string, bytes: Buffer): Contender {
  const file = openSync(join(within(folder, 'raw'), 'log'), 'a');
  return {
    name: 'append + fdatasync',
    durable: 'fdatasync after each',
    once() {
      writeSync(file, bytes);
      fdatasyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/** One row of the same bytes at the same settings: what SQLite itself costs. */
export function bareInsert(folder: string, bytes: Buffer): Contender {
  const db = new Database(join(within(folder, 'bare'), 'bare.db'));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'locking_mode = EXCLUSIVE', 'secure_delete = ON'])
    db.pragma(pragma);
  db.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO row (body) VALUES (?)');
  return {
    name: 'bare better-sqlite3 insert',
    durable: 'WAL, synchronous=FULL',
    once: () => void insert.run(bytes),
    close: () => void db.close(),
  };
}

/** As many bytes as our store seals for one decision. */
export async function sealedBytes(folder: string): Promise<Buffer> {
  const path = within(folder, 'size');
  const store = await openIn(path);
  store.keep(makeDecision({ bsn: BSNS[0] }));
  store.close();
  const db = new Database(join(path, 'kiosk.db'), { readonly: true });
  const row = db
    .prepare<[], { n: number }>(
      `SELECT length(payload) + length(row_key) + length(evidence) + length(signature) AS n
       FROM outbox`,
    )
    .get();
  db.close();
  return Buffer.alloc(row?.n ?? 0, 0xa5);
}
