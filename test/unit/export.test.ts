/** A sealed copy for the administrator: whole, readable by one key only, and nothing changes by it. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { outboxHandlers } from '../../main/ipc/handlers/outbox.ts';
import type { Kiosk } from '../../main/session/kiosk.ts';
import { cannotKeep } from '../../main/store/cannot-keep.ts';
import { makeExportKey, openExport, writeExport, type Unfinished } from '../../main/store/export.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { fail } from '../../shared/contract/result.ts';
import { filesWith } from '../e2e/kit/bytes.ts';
import { BSNS, makeDecision } from '../support/decision.ts';
import { openKeyStore, scratchFolder, seededChance } from '../support/store.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

let folder: ReturnType<typeof scratchFolder>;
let clock: VirtualClock;
let store: Store;
let staff: string | null;
const openIt = async (): Promise<Store> => {
  const opened = await openStore({ dataDir: folder.path, keyStore: openKeyStore, clock, chance: seededChance(3) });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};
beforeEach(async () => {
  folder = scratchFolder();
  clock = virtualClock();
  staff = 'e-7';
  store = await openIt();
});
afterEach(() => {
  store.close();
  folder.remove();
});

const kiosk = { staffId: () => staff, staffIsHere: () => staff !== null, active: () => {} } as Kiosk;
const handlers = (seal: Parameters<typeof outboxHandlers>[3]) => outboxHandlers(kiosk, store, () => {}, seal);

describe('a sealed copy', () => {
  it('holds every unfinished decision, parked ones too, and opens with the private key alone', async () => {
    const { publicKey, privateKey } = await makeExportKey('key-1');
    const parked = makeDecision({ bsn: BSNS[0], chosenAt: clock.now() });
    const waiting = makeDecision({ bsn: BSNS[1], chosenAt: clock.now() });
    store.keep(parked);
    const lease = store.lease();
    if (lease === null) throw new Error('nothing was due');
    store.settleParked(lease, 'refused-by-registry');
    store.keep(waiting);
    const before = JSON.stringify(store.overview());
    const done = await handlers((unfinished) =>
      writeExport(folder.path, publicKey, { deviceId: 'device-1', at: clock.now(), unfinished }),
    ).exportOutbox({});
    if (!done.ok) throw new Error(done.error.code);
    expect(done.value.decisions).toBe(2);
    expect(JSON.stringify(store.overview())).toBe(before);
    const sealed = readFileSync(join(folder.path, 'export', done.value.file), 'utf8');
    const content = JSON.parse(await openExport(privateKey, sealed)) as { deviceId: string; unfinished: unknown[] };
    expect(content.deviceId).toBe('device-1');
    expect(content.unfinished).toMatchObject([
      { state: 'parked', decision: { id: parked.id, subject: parked.subject, choices: parked.choices } },
      { state: 'waiting', decision: { id: waiting.id, evidence: waiting.evidence } },
    ]);
    expect(filesWith(folder.path, BSNS[0])).toEqual([]);
    const other = await makeExportKey('key-2');
    await expect(openExport(other.privateKey, sealed)).rejects.toThrow();
    const changed = `${sealed.slice(0, -8)}AAAAAAAA`;
    await expect(openExport(privateKey, changed)).rejects.toThrow();
  });

  it('names what cannot be read any more', async () => {
    const kept = store.keep(makeDecision({ chosenAt: clock.now() }));
    store.close();
    const db = new Database(join(folder.path, 'kiosk.db'));
    db.prepare('UPDATE outbox SET payload = zeroblob(99)').run();
    db.close();
    rmSync(join(folder.path, 'kiosk-second.db'), { force: true });
    store = await openIt();
    const seal = vi.fn<(unfinished: readonly Unfinished[]) => Promise<string>>(() => Promise.resolve('a.jwe'));
    expect(await handlers(seal).exportOutbox({})).toMatchObject({ ok: true, value: { decisions: 1 } });
    const reference = kept.ok ? kept.value.reference : '';
    expect(seal.mock.calls).toEqual([[[{ reference, state: 'waiting', decision: null }]]]);
  });

  it('is not made without a key, nor while no member of staff is there', async () => {
    store.keep(makeDecision({ chosenAt: clock.now() }));
    expect(await handlers(null).exportOutbox({})).toMatchObject({ error: { code: 'export-no-key' } });
    staff = null;
    const never = () => Promise.reject(new Error('this must not be reached'));
    expect(await handlers(never).exportOutbox({})).toMatchObject({ error: { code: 'not-allowed-now' } });
  });

  it('that cannot be written says why, and nothing is lost', async () => {
    const decision = makeDecision({ chosenAt: clock.now() });
    store.keep(decision);
    const full = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    expect(await handlers(full).exportOutbox({})).toMatchObject({ error: { code: 'keeping-disk-full' } });
    expect(store.delivery(decision.id)).toBe('kept');
  });
});

describe('the outbox of a store that could not be opened', () => {
  it('is not shown as an empty one: staff read why, and no number', () => {
    const shut = outboxHandlers(kiosk, cannotKeep('keeping-no-key'), () => {}, null);
    expect(shut.outbox({})).toEqual(fail('keeping-no-key'));
  });
});
