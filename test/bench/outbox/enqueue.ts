/** Keeping one real decision, beside the limit of the disk, a bare insert of the same bytes, and other queues. */
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemChance, systemClock, type Clock } from '../../../main/clock.ts';
import { createKeyFile } from '../../../main/shell/loopback/key-file.ts';
import { openDatabase } from '../../../main/store/database.ts';
import { sealRow } from '../../../main/store/rows.ts';
import { deriveKey, newKey } from '../../../main/store/sealing.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import type { Answers } from '../../../shared/consent/choice.ts';
import { decisionSchema, type Decision } from '../../../shared/consent/decision.ts';
import { parseBsn } from '../../../shared/consent/identity.ts';
import { makeDecision } from '../../support/decision.ts';
import { restingClock, round, type Contender } from './measure.ts';

/** A folder of its own under the measured one. */
const within = (folder: string, name: string): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};

export async function openIn(folder: string, clock: Clock = systemClock()): Promise<Store> {
  const opened = await openStore({
    dataDir: folder,
    keyStore: createKeyFile(folder, undefined),
    clock,
    chance: systemChance(),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** Numbers of nine digits that pass the eleven-test, all different. */
function bsnAt(place: number): string {
  for (let number = 100_000_000 + place * 100; ; number += 1) {
    const bsn = parseBsn(String(number));
    if (bsn !== null) return bsn;
  }
}

/** What people answer: all, none, or holder by holder. */
const ANSWERS: readonly Answers[] = [
  { top: 'all', holders: {} },
  { top: 'none', holders: {} },
  { top: 'some', holders: { huisartsen: 'share', apotheken: 'share', ziekenhuizen: 'share', ggz: 'not-share' } },
  { top: 'some', holders: { huisartsen: 'share', apotheken: 'not-share', laboratoria: 'share' } },
];

/** Each decision is of another person, as on a kiosk. */
export function decisionAt(place: number): Decision {
  const answers = ANSWERS[place % ANSWERS.length];
  return makeDecision({ bsn: bsnAt(place), ...(answers === undefined ? {} : { answers }) });
}

/** Far from the persons of `fill`. */
const FIRST = 2_000_000;

export interface Keeping extends Contender {
  /** What was put off until nobody waits (checkpoints, the second copy), in milliseconds for a thousand kept. */
  restMsPerThousand(): number;
}

/** Our own: validate, seal, commit. Making the decision is no part of keeping it. */
export async function keeping(folder: string, name = 'keuzewijzer'): Promise<Keeping> {
  const clock = restingClock();
  const store = await openIn(within(folder, name), clock);
  let place = FIRST;
  let kept = 0;
  let ready: Decision[] = [];
  return {
    name,
    durable: 'WAL, synchronous=FULL, one transaction: decision, outbox, audit; sealed',
    prepare(count) {
      ready = Array.from({ length: count }, () => decisionAt((place += 1)));
    },
    once() {
      const decision = ready.pop();
      if (decision === undefined) throw new Error('nothing prepared');
      const done = store.keep(decision);
      if (!done.ok) throw new Error(done.error.code);
      kept += 1;
    },
    rest: () => clock.rest(),
    restMsPerThousand: () => round((clock.restedMs() / Math.max(1, kept)) * 1000),
    close: () => store.close(),
  };
}

/** Of keeping, what no design can leave out: is it a decision, and sealed. Nothing is written. */
export function withoutDisk(): Contender {
  const keys = { rows: deriveKey(newKey(), 'rows') };
  let place = FIRST;
  let ready: Decision[] = [];
  return {
    name: 'validate + seal, no disk',
    durable: null,
    prepare(count) {
      ready = Array.from({ length: count }, () => decisionAt((place += 1)));
    },
    once() {
      const decision = ready.pop();
      if (!decisionSchema.safeParse(decision).success || decision === undefined) throw new Error('nothing prepared');
      sealRow(keys, decision.id, { decision, replaced: [], later: [] });
    },
    close() {},
  };
}

/** The same bytes at the end of a file, synced: what an append-only log would cost. */
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

/** Length of the file that is written over and over, as a WAL is; no multiple of a decision. */
const RING_BYTES = 4 * 1024 * 1024;

/** The same without a file that grows: no store on this disk can be faster. */
export function rawOverwrite(folder: string, bytes: Buffer): Contender {
  const file = openSync(join(within(folder, 'raw'), 'ring'), 'w');
  ftruncateSync(file, 0);
  writeSync(file, Buffer.alloc(RING_BYTES + bytes.length, 1));
  fdatasyncSync(file);
  let at = 0;
  return {
    name: 'overwrite + fdatasync',
    durable: 'fdatasync after each',
    once() {
      writeSync(file, bytes, 0, bytes.length, at);
      fdatasyncSync(file);
      at = (at + bytes.length) % RING_BYTES;
    },
    close: () => closeSync(file),
  };
}

/** As in main/store/disk.ts. */
const CHECKPOINT_AFTER_MS = 3000;

/** One row of the same bytes into one table, in a database opened with the product's own settings: what SQLite costs. */
export function bareInsert(folder: string, bytes: Buffer): Contender {
  const opened = openDatabase(join(within(folder, 'bare'), 'bare.db'));
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  db.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO row (body) VALUES (?)');
  // Plays its log into the database when nobody waits, as late as the product does.
  const clock = restingClock();
  let planned = false;
  const checkpoint = (): void => {
    planned = false;
    db.pragma('wal_checkpoint(PASSIVE)');
  };
  return {
    name: 'bare better-sqlite3 insert',
    durable: 'WAL, synchronous=FULL, all settings of main/store/database.ts',
    once() {
      insert.run(bytes);
      if (!planned) clock.after(CHECKPOINT_AFTER_MS, checkpoint);
      planned = true;
    },
    rest: () => clock.rest(),
    close: () => void db.close(),
  };
}

/** As many bytes as one decision has in all columns of the product's tables, on average; random, as sealed bytes look. */
export async function bytesOfOne(folder: string): Promise<Buffer> {
  const path = within(folder, 'size');
  const count = 20 * ANSWERS.length;
  const store = await openIn(path);
  for (let place = 0; place < count; place += 1) store.keep(decisionAt(place));
  store.close();
  const db = new Database(join(path, 'kiosk.db'), { readonly: true });
  const total = ['outbox', 'audit'].reduce((sum, table) => {
    const columns = db.pragma(`table_info(${table})`) as { name: string }[];
    const lengths = columns.map(({ name }) => `ifnull(length(CAST(${name} AS BLOB)), 0)`).join(' + ');
    return sum + (db.prepare(`SELECT sum(${lengths}) FROM ${table}`).pluck().get() as number);
  }, 0);
  db.close();
  return randomBytes(Math.round(total / count));
}
