/**
 * Power that fails: of the write-ahead log only a beginning reached the disk, cut at every frame and inside frames, or
 * with rubbish behind it; or the power went while the log was being played into the database. After reopening there is
 * exactly the state after some acknowledged change, and after the last one whose frames were all there.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../main/store/store.ts';
import { seed } from '../support/seed.ts';
import { openKeyStore, scratchFolder, seededChance } from '../support/store.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';
import { historyOf } from './history.ts';

const HEADER = 32;
const FRAME = 24 + 4096;

let folder: ReturnType<typeof scratchFolder>;
let clock: VirtualClock;
beforeEach(() => {
  folder = scratchFolder();
  clock = virtualClock('2026-11-23T09:00:30.000Z');
});
afterEach(() => folder.remove());

const openIn = async (dataDir: string): Promise<Store> => {
  const opened = await openStore({ dataDir, keyStore: openKeyStore, clock, chance: seededChance(seed) });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};

interface Recording {
  readonly database: Buffer;
  readonly wal: Buffer;
  /** Size of the log after each acknowledged change, and what the store then said. */
  readonly history: readonly { readonly size: number; readonly state: string }[];
}

const stateOf = (store: Store, ids: readonly string[]): string =>
  JSON.stringify([store.overview(), ids.map((id) => store.delivery(id))]);

/** Keeps, leases, sends, parks, confirms and replaces, and notes after each what is acknowledged. */
async function record(): Promise<Recording & { readonly ids: readonly string[]; readonly checkpointed: Buffer }> {
  const path = join(folder.path, 'recorded');
  mkdirSync(path);
  // The log begins empty: what opening writes is in the database already.
  (await openIn(path)).close();
  const store = await openIn(path);
  const file = join(path, 'kiosk.db');
  const chance = seededChance(seed);
  const decisions = [...historyOf(seed, 0), ...historyOf(seed, 8)];
  const ids = decisions.map(({ id }) => id);
  const database = readFileSync(file);
  const history: { size: number; state: string }[] = [];
  const note = (): void => {
    history.push({ size: statSync(`${file}-wal`).size, state: stateOf(store, ids) });
  };
  note();
  for (const decision of decisions) {
    expect(store.keep(decision).ok).toBe(true);
    note();
    if (chance.int(3) === 0) continue;
    const lease = store.lease();
    note();
    if (lease === null) continue;
    const answer = chance.int(4);
    if (answer === 0) store.settleParked(lease, 'refused-by-registry');
    else if (answer === 1) store.settleLater(lease, 0, chance.int(2) === 0);
    else store.settleAccepted(lease);
    note();
    if (chance.int(2) === 0) {
      store.confirm(store.acceptedDecisions().map(({ seq }) => seq));
      note();
    }
  }
  const wal = readFileSync(`${file}-wal`);
  store.close();
  return { database, wal, history, ids, checkpointed: readFileSync(file) };
}

/** What a store says that finds these files. */
async function reopened(database: Buffer, wal: Buffer, ids: readonly string[], name: string): Promise<string> {
  const path = join(folder.path, name);
  mkdirSync(path);
  writeFileSync(join(path, 'kiosk.db'), database);
  writeFileSync(join(path, 'kiosk.db-wal'), wal);
  const store = await openIn(path);
  const state = stateOf(store, ids);
  store.close();
  const db = new Database(join(path, 'kiosk.db'));
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  return state;
}

describe('power that fails', () => {
  it(`leaves exactly a prefix of the acknowledged history, wherever the log is cut (seed ${seed})`, async () => {
    const { database, wal, history, ids } = await record();
    const frames = (wal.length - HEADER) / FRAME;
    expect(Number.isInteger(frames)).toBe(true);
    expect(frames).toBeGreaterThan(100);
    const chance = seededChance(seed);
    /** The last change that was wholly on the disk. */
    const expected = (bytes: number): string | undefined => history.findLast(({ size }) => size <= bytes)?.state;
    let cuts = 0;
    for (let frame = 0; frame <= frames; frame += 1) {
      const at = HEADER + frame * FRAME;
      const inside = at + 1 + chance.int(FRAME - 1);
      const tails: readonly (readonly [string, Buffer, number])[] = [
        ['cut', wal.subarray(0, at), at],
        ['cut inside', wal.subarray(0, inside), at],
        ['zeros', Buffer.concat([wal.subarray(0, inside), Buffer.alloc(FRAME)]), at],
        ['rubbish', Buffer.concat([wal.subarray(0, at), Buffer.alloc(2 * FRAME, chance.int(256))]), at],
      ];
      for (const [kind, bytes, whole] of frame === frames ? tails.slice(0, 1) : tails) {
        const state = await reopened(database, bytes, ids, `cut-${cuts}`);
        expect(state, `${kind} in frame ${frame} of ${frames}`).toBe(expected(whole));
        cuts += 1;
      }
    }
    console.log(`${cuts} cuts in ${frames} frames, ${history.length} acknowledged changes`);
  });

  it(`while the log is played into the database loses nothing (seed ${seed})`, async () => {
    const { database, wal, history, ids, checkpointed } = await record();
    const chance = seededChance(seed);
    const last = history.at(-1)?.state;
    for (let time = 0; time < 20; time += 1) {
      // Some pages are new, some old, one is torn.
      const torn = Buffer.alloc(checkpointed.length);
      database.copy(torn);
      for (let page = 0; page < checkpointed.length / 4096; page += 1)
        if (chance.int(2) === 0) checkpointed.copy(torn, page * 4096, page * 4096, (page + 1) * 4096);
      const split = chance.int(checkpointed.length / 4096) * 4096;
      checkpointed.copy(torn, split, split, split + chance.int(4096));
      expect(await reopened(torn, wal, ids, `torn-${time}`)).toBe(last);
    }
  });
});
