/** The store on a real disk: what its bytes tell, who may open it, and what destroyed means. */
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyFile } from '../../main/shell/loopback/key-file.ts';
import { openDatabase } from '../../main/store/database.ts';
import { MIGRATIONS } from '../../main/store/migrations.ts';
import { prepareOutbox, type OutboxRow } from '../../main/store/outbox.ts';
import { openRow } from '../../main/store/rows.ts';
import { deriveKey, seal, unseal } from '../../main/store/sealing.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import type { Answers } from '../../shared/consent/choice.ts';
import { BSNS, bsnOf, makeDecision } from '../support/decision.ts';
import { openKeyStore, scratchFolder, seededChance } from '../support/store.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

type Row = Record<string, unknown>;

/** One kept decision as the tables of that version held it: until the third, evidence had a table of its own. */
function asOf(version: number, row: Row, devices: readonly Row[]): readonly (readonly [string, readonly Row[]])[] {
  if (version >= 3)
    return [
      ['device', devices],
      ['outbox', [row]],
    ];
  const { evidence, signature, ...rest } = row;
  // The first programs sealed the text without filling it up.
  const id = String(row['decision_id']);
  const dataKey = devices.find(({ name }) => name === 'data-key')?.['value'] as Buffer;
  const keys = { rows: deriveKey(dataKey, 'rows') };
  const key = unseal(keys.rows, `outbox/${id}/key`, row['row_key'] as Buffer);
  const text = JSON.stringify(openRow(keys, row as unknown as OutboxRow));
  rest['payload'] = seal(key, `outbox/${id}/payload`, Buffer.from(text));
  return [
    ['device', devices],
    ['decision', [{ id: row['decision_id'], chosen_ms: row['chosen_ms'], evidence, signature }]],
    ['outbox', [rest]],
    ['audit', [{ at_ms: 1, kind: 'decision-kept', decision: row['decision_id'] }]],
  ];
}

let folder: ReturnType<typeof scratchFolder>;
let clock: VirtualClock;
let open: Store[];
beforeEach(() => {
  folder = scratchFolder();
  clock = virtualClock();
  open = [];
});
afterEach(() => {
  for (const store of open) store.close();
  folder.remove();
});

const options = () => ({ dataDir: folder.path, keyStore: openKeyStore, clock, chance: seededChance(7) });
const openIt = async (): Promise<Store> => {
  const opened = await openStore(options());
  if (!opened.ok) throw new Error(opened.error.code);
  open.push(opened.value);
  return opened.value;
};
const shut = (store: Store): void => {
  store.close();
  open = open.filter((other) => other !== store);
};
const keep = (store: Store, decision = makeDecision({ chosenAt: clock.now() })) => {
  expect(store.keep(decision).ok).toBe(true);
  return decision;
};
/** All bytes of the folder, as they lie on the disk. */
const bytes = (): Buffer =>
  Buffer.concat(readdirSync(folder.path).map((name) => readFileSync(join(folder.path, name))));
/** Reads the database of a running store through a copy of its files. */
const peek = <T>(sql: string): T[] => {
  const copy = scratchFolder();
  cpSync(folder.path, copy.path, { recursive: true });
  const db = new Database(join(copy.path, 'kiosk.db'));
  const rows = db.prepare<[], T>(sql).all();
  db.close();
  copy.remove();
  return rows;
};

describe('the database', () => {
  it('is opened with the settings that durability and secrecy stand on, also when it exists already', () => {
    const file = join(folder.path, 'kiosk.db');
    for (let time = 0; time < 2; time += 1) {
      const opened = openDatabase(file);
      if (!opened.ok) throw new Error(opened.error.code);
      const pragma = (name: string): unknown => opened.value.pragma(name, { simple: true });
      expect({
        journal: pragma('journal_mode'),
        synchronous: pragma('synchronous'),
        foreignKeys: pragma('foreign_keys'),
        trusted: pragma('trusted_schema'),
        secureDelete: pragma('secure_delete'),
        cells: pragma('cell_size_check'),
        locking: pragma('locking_mode'),
      }).toEqual({
        journal: 'wal',
        synchronous: 2,
        foreignKeys: 1,
        trusted: 0,
        secureDelete: 1,
        cells: 1,
        locking: 'exclusive',
      });
      opened.value.close();
    }
  });

  it('finds every row of the outbox by an index, never by reading all', () => {
    const opened = openDatabase(join(folder.path, 'kiosk.db'));
    if (!opened.ok) throw new Error(opened.error.code);
    const db = opened.value;
    const spy = vi.spyOn(db, 'prepare');
    prepareOutbox(db);
    const statements = spy.mock.calls.map(([sql]) => sql);
    spy.mockRestore();
    const plans = statements.flatMap((sql) => {
      const named = /:\w/.test(sql)
        ? [{ now: 1, limit: 1, at: 1, person: 'p', refusal: 1 }]
        : (sql.match(/\?/g) ?? []).map(() => 1);
      const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...named);
      return plan.map(({ detail }) => `${detail} — ${sql}`);
    });
    db.close();
    expect(plans.length).toBeGreaterThan(20);
    expect(plans.filter((plan) => /^(SCAN (?!CONSTANT|\(|outbox USING COVERING)|.*AUTOMATIC)/.test(plan))).toEqual([]);
  });

  it.each(MIGRATIONS.map((_, version) => version))(
    'brings what version %i holds to the newest version',
    async (version) => {
      const source = await openIt();
      const decision = keep(source);
      shut(source);
      const devices = peek<Row>('SELECT * FROM device');
      const [row = {}] = peek<Row>('SELECT * FROM outbox');
      folder.remove();
      folder = scratchFolder();
      const old = new Database(join(folder.path, 'kiosk.db'));
      for (const sql of MIGRATIONS.slice(0, version)) old.exec(sql);
      old.pragma(`user_version = ${version}`);
      for (const [table, lines] of version === 0 ? [] : asOf(version, row, devices))
        for (const line of lines) {
          const names = Object.keys(line);
          old
            .prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`)
            .run(Object.values(line));
        }
      old.close();
      const store = await openIt();
      if (version > 0) expect(store.lease()?.decision).toEqual(decision);
      keep(store);
      shut(store);
      expect(peek<{ user_version: number }>('PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length }]);
      expect(peek('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    },
  );

  it('is not opened when it is of a newer program, and stays as it was', async () => {
    const db = new Database(join(folder.path, 'kiosk.db'));
    db.pragma('user_version = 999');
    db.close();
    expect(await openStore(options())).toMatchObject({ ok: false, error: { code: 'keeping-failed' } });
    expect(peek('PRAGMA user_version')).toEqual([{ user_version: 999 }]);
  });
});

describe('what lies on the disk', () => {
  it('tells neither who nor what', async () => {
    const store = await openIt();
    const decision = keep(store);
    clock.advance(5000); // the second copy is there too
    const all = bytes();
    expect(readdirSync(folder.path)).toContain('kiosk-second.db');
    for (const secret of [
      decision.subject.bsn,
      decision.subject.birthDate,
      decision.choices[0]?.option ?? '',
      '"deny"',
      '"permit"',
    ])
      expect(all.includes(secret)).toBe(false);
  });

  it('tells by no length how many choices a person made, or which', async () => {
    const store = await openIt();
    const some = (holders: Answers['holders']): Answers => ({ top: 'some', holders });
    const all: readonly Answers[] = [
      { top: 'all', holders: {} },
      { top: 'none', holders: {} },
      some({ laboratoria: 'share' }),
      some({ laboratoria: 'not-share' }),
      some({ huisartsen: 'share', apotheken: 'not-share', ggz: 'not-share', ziekenhuizen: 'share' }),
    ];
    for (const [place, answers] of all.entries()) keep(store, makeDecision({ bsn: bsnOf(place), answers }));
    shut(store);
    const rows = peek<{ payload: number; evidence: number }>(
      'SELECT DISTINCT length(payload) AS payload, length(evidence) AS evidence FROM outbox',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.payload).toBeLessThan(2100);
  });

  it('loses a payload within seconds of its confirmation, in the database, its log and the second copy', async () => {
    const store = await openIt();
    keep(store);
    clock.advance(5000);
    const [row] = peek<{ payload: Buffer; row_key: Buffer }>('SELECT payload, row_key FROM outbox');
    if (row === undefined) throw new Error('nothing was kept');
    expect(bytes().includes(row.row_key)).toBe(true);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    store.settleAccepted(lease);
    store.confirm(store.acceptedDecisions().map(({ seq }) => seq));
    clock.advance(1000);
    const all = bytes();
    expect(all.includes(row.row_key)).toBe(false);
    // Any stretch of the payload: none may be left on a free page.
    for (let at = 0; at + 64 <= row.payload.length; at += 64)
      expect(all.includes(row.payload.subarray(at, at + 64))).toBe(false);
    expect(statSync(join(folder.path, 'kiosk.db-wal')).size).toBe(0);
    // What was sent held a refusal; nothing in the clear says so any more.
    expect(lease.decision.choices.map(({ provision }) => provision)).toContain('deny');
    expect(peek('SELECT refusal FROM outbox')).toEqual([{ refusal: 0 }]);
  });

  it('keeps the evidence of a decision that a newer one replaced, and not its payload', async () => {
    const store = await openIt();
    const older = keep(store);
    const newer = keep(store);
    expect(peek('SELECT state, payload IS NULL AS gone FROM outbox ORDER BY seq')).toEqual([
      { state: 'superseded', gone: 1 },
      { state: 'waiting', gone: 0 },
    ]);
    expect(peek("SELECT evidence ->> 'decisionId' AS id FROM outbox ORDER BY seq")).toEqual([
      { id: older.id },
      { id: newer.id },
    ]);
    expect(store.overview()).toMatchObject({ pending: 1, superseded: 1 });
  });
});

describe('a person who chooses again', () => {
  it('while the first choice may have arrived: the first goes again unchanged, then the second', async () => {
    const store = await openIt();
    const first = keep(store);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    const second = keep(store);
    store.settleLater(lease, 0, true);
    expect(store.lease()?.decision).toEqual(first);
    expect(store.lease()).toBeNull();
    expect(store.delivery(second.id)).toBe('kept');
  });

  it('while the first choice is on its way and is then refused: only the second is left', async () => {
    const store = await openIt();
    const first = keep(store);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    const second = keep(store);
    store.settleParked(lease, 'refused-by-registry');
    expect(store.overview().parked).toEqual([]);
    expect(peek<{ id: string; state: string }>('SELECT decision_id AS id, state FROM outbox ORDER BY seq')).toEqual([
      { id: first.id, state: 'superseded' },
      { id: second.id, state: 'waiting' },
    ]);
  });
});

describe('a clock that was set back', () => {
  const HOUR = 3_600_000;
  const refusedNow = (store: Store) => {
    expect(store.clockBehind(BSNS[0])).toBe(true);
    expect(store.keep(makeDecision({ chosenAt: clock.now() }))).toMatchObject({ error: { code: 'clock-behind' } });
  };

  it.each(['leased', 'waiting', 'accepted', 'confirmed'] as const)(
    'keeps no choice that would not count, because the one before is %s',
    async (state) => {
      const store = await openIt();
      keep(store, makeDecision({ chosenAt: clock.now() }));
      const lease = store.lease();
      if (lease === null) throw new Error('nothing was due');
      if (state === 'waiting') store.settleLater(lease, 0, true);
      if (state === 'accepted' || state === 'confirmed') store.settleAccepted(lease);
      // It was confirmed by the clock that was set back.
      clock.jump(-HOUR);
      if (state === 'confirmed') store.confirm([lease.seq]);
      refusedNow(store);
      expect(store.clockBehind(BSNS[1])).toBe(false);
      keep(store, makeDecision({ bsn: BSNS[1], chosenAt: clock.now() }));
      clock.advance(HOUR + 1000);
      expect(store.clockBehind(BSNS[0])).toBe(false);
      keep(store);
    },
  );

  it('holds up nobody whose choice the registry does not have', async () => {
    const store = await openIt();
    const never = keep(store);
    clock.jump(-HOUR);
    const second = keep(store);
    expect(store.delivery(never.id)).toBe('needs-staff');
    const lease = store.lease();
    expect(lease?.decision.id).toBe(second.id);
    if (lease !== null) store.settleParked(lease, 'refused-by-registry');
    clock.jump(-HOUR);
    keep(store);
  });

  it('frees what was called too old while it stood ahead', async () => {
    const store = await openIt();
    const decision = keep(store);
    clock.jump(100 * HOUR);
    store.sweep(72 * HOUR);
    expect(store.delivery(decision.id)).toBe('needs-staff');
    clock.jump(-100 * HOUR);
    store.sweep(72 * HOUR);
    expect(store.overview()).toMatchObject({ pending: 1, parkedCount: 0 });
    expect(store.lease()?.decision).toEqual(decision);
  });

  it('leaves with staff what may have been sent and was partly replaced since: other bytes must not go', async () => {
    const store = await openIt();
    const first = keep(store);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    store.settleLater(lease, 0, true);
    clock.jump(100 * HOUR);
    store.sweep(72 * HOUR);
    clock.jump(-100 * HOUR);
    const one = makeDecision({ chosenAt: clock.now() });
    keep(store, { ...one, choices: one.choices.slice(0, 1) });
    store.sweep(72 * HOUR);
    expect(store.delivery(first.id)).toBe('needs-staff');
  });
});

describe('who may open it', () => {
  it('a second process, or a second store, may not', async () => {
    await openIt();
    expect(await openStore(options())).toMatchObject({ ok: false, error: { code: 'keeping-in-use' } });
  });

  it('nobody without the key, and nothing is lost by trying', async () => {
    const keys = scratchFolder();
    const first = await openStore({ ...options(), keyStore: createKeyFile(keys.path, undefined) });
    if (!first.ok) throw new Error(first.error.code);
    const decision = keep(first.value);
    first.value.close();
    const others = scratchFolder();
    const other = createKeyFile(others.path, undefined);
    expect(await openStore({ ...options(), keyStore: other })).toMatchObject({ error: { code: 'keeping-no-key' } });
    const none = { ...openKeyStore, available: () => Promise.resolve(false) };
    expect(await openStore({ ...options(), keyStore: none })).toMatchObject({ error: { code: 'keeping-no-key' } });
    const again = await openStore({ ...options(), keyStore: createKeyFile(keys.path, undefined) });
    if (!again.ok) throw new Error(again.error.code);
    expect(again.value.lease()?.decision).toEqual(decision);
    again.value.close();
    keys.remove();
    others.remove();
  });

  it('a row that was moved to another decision does not open, lies with staff, and holds up nobody', async () => {
    const store = await openIt();
    const moved = keep(store, makeDecision({ bsn: BSNS[0], chosenAt: clock.now() }));
    const whole = keep(store, makeDecision({ bsn: BSNS[1], chosenAt: clock.now() }));
    shut(store);
    const db = new Database(join(folder.path, 'kiosk.db'));
    db.prepare(
      'UPDATE outbox SET payload = (SELECT payload FROM outbox WHERE decision_id = ?) WHERE decision_id = ?',
    ).run(whole.id, moved.id);
    db.close();
    const again = await openIt();
    expect(again.lease()?.decision).toEqual(whole);
    expect(again.overview().parked).toMatchObject([{ reason: 'unreadable' }]);
  });
});

describe('staff', () => {
  it('cannot send again what is too old or unreadable, and can what the registry refused', async () => {
    const store = await openIt();
    const decision = keep(store);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    store.settleParked(lease, 'person-unknown');
    const reference = store.overview().parked[0]?.reference ?? '';
    expect(store.retry(reference).ok).toBe(true);
    expect(store.delivery(decision.id)).toBe('kept');
    clock.advance(73 * 3_600_000);
    store.sweep(72 * 3_600_000);
    expect(store.overview().parked).toMatchObject([{ reference, reason: 'too-old' }]);
    expect(store.retry(reference)).toMatchObject({ error: { code: 'not-allowed-now' } });
    expect(store.askAgain(reference).ok).toBe(true);
    expect(store.askAgain(reference)).toMatchObject({ error: { code: 'not-found' } });
    expect(store.overview().parked).toEqual([]);
  });

  it('sees whose choice lies apart, to ask that person again: once asked for, and the audit knows who looked', async () => {
    const store = await openIt();
    const { id, subject } = makeDecision();
    const kept = store.keep(makeDecision({ id, chosenAt: clock.now() }));
    const reference = kept.ok ? kept.value.reference : '';
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    expect(store.parkedPerson(reference, 'e-1')).toMatchObject({ error: { code: 'not-found' } });
    store.settleParked(lease, 'person-unknown');
    expect(JSON.stringify(store.overview())).not.toContain(subject.bsn);
    expect(store.parkedPerson(reference, 'e-1')).toEqual({ ok: true, value: subject });
    const looks = "SELECT employee, decision FROM audit WHERE kind = 'parked-person-shown'";
    expect(peek(looks)).toEqual([{ employee: 'e-1', decision: id }]);
    expect(bytes().includes(subject.bsn)).toBe(false);
    expect(store.askAgain(reference).ok).toBe(true);
    expect(store.parkedPerson(reference, 'e-1')).toMatchObject({ error: { code: 'not-found' } });
  });

  it('sees how many lie apart, however many those are', async () => {
    const store = await openIt();
    for (let n = 0; n < 205; n += 1) {
      keep(store, makeDecision({ bsn: bsnOf(n), chosenAt: clock.now() }));
      const lease = store.lease();
      if (lease !== null) store.settleParked(lease, 'refused-by-registry');
    }
    expect(store.overview()).toMatchObject({ pending: 0, oldestAgeSeconds: null, parkedCount: 205 });
    expect(store.overview().parked.length).toBe(200);
  });

  it('sees how old the oldest is', async () => {
    const store = await openIt();
    keep(store);
    clock.advance(90_000);
    expect(store.overview()).toMatchObject({ pending: 1, oldestAgeSeconds: 90 });
  });
});
