/**
 * Keeps decisions. `keep` is the promise of this product: when it says ok, decision, outbox row and audit entry are on
 * the disk, in one transaction, sealed. Everything else here moves a kept decision towards an end that is never silent.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Db } from 'better-sqlite3';
import { canonicalJson } from '../../shared/consent/canonical.ts';
import { decisionSchema, type Decision } from '../../shared/consent/decision.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { OutboxOverview, ParkedPerson, ParkReason } from '../../shared/contract/view.ts';
import type { Chance, Clock } from '../clock.ts';
import type { Signer } from '../session/evidence.ts';
import { RETRY_AFTER_CAP_MS } from '../sync/backoff.ts';
import type { KeyStore } from '../shell/shell.ts';
import { startPatrol } from './patrol.ts';
import { diskTrouble, openDatabase, suspectFile } from './database.ts';
import { openDeviceKeys, type DeviceKeys } from './device-keys.ts';
import type { Unfinished } from './export.ts';
import type { Keeping } from './keeping.ts';
import { finishRepair, repair, rescue } from './repair.ts';
import { copyHasMore, createSecondCopy, hasCopy, restoreRow, rowOfCopy } from './second-copy.ts';
import { createDisk } from './disk.ts';
import { createLeasing } from './leasing.ts';
import { prepareOutbox } from './outbox.ts';
import { deliveryOf, overviewOf } from './overview.ts';
import { replaceOlder, type Audit, type Replacing } from './replace.ts';
import { referenceOf, sealRow } from './rows.ts';
import { FilesGone } from './same-files.ts';
import { personTag } from './sealing.ts';

/** A decision that the sync engine holds a lease on. */
export interface Lease {
  readonly seq: number;
  readonly fence: number;
  readonly attempts: number;
  /** What to send: without the options that a newer choice has replaced. */
  readonly decision: Decision;
}

export interface Store extends Keeping {
  readonly signer: Signer;
  overview(): Omit<OutboxOverview, 'status'>;
  /** The next decision to send, or null when none is due. One that cannot be read is parked, and the next is tried. */
  lease(): Lease | null;
  /** The same for at most so many at once, each of another person: one write to the disk for all. */
  leases(most: number): readonly Lease[];
  /** Whether a refusal is due: those go before what is leased and not sent yet. */
  refusalDue(): boolean;
  /** What was leased was not sent after all. */
  release(leases: readonly Lease[]): void;
  /** When the next one becomes due after this moment (wall clock, epoch ms). What was due before it waits for its chain. */
  nextDueMs(afterMs: number): number | null;
  settleAccepted(...leases: readonly Lease[]): void;
  /** @param sent false when the request certainly never reached the registry */
  settleLater(lease: Lease, delayMs: number, sent: boolean): void;
  settleParked(lease: Lease, reason: ParkReason): void;
  hasAccepted(): boolean;
  /** Accepted by the registry and not confirmed yet, with when that was. */
  acceptedDecisions(): readonly { readonly seq: number; readonly settledMs: number }[];
  /** The registry has processed them: their payloads are destroyed. */
  confirm(seqs: readonly number[]): void;
  /**
   * Parks what is older than the site allows. Frees what a wrong clock held up: what waits for a moment that is too far,
   * and what was called too old and is not.
   */
  sweep(maxAgeMs: number): void;
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface StoreOptions {
  /** Folder of the device's data, or `:memory:`. */
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly clock: Clock;
  readonly chance: Chance;
}

const databaseFile = (dataDir: string): string => (dataDir === ':memory:' ? dataDir : join(dataDir, 'kiosk.db'));

/** A database that is damaged, or has lost what the second copy still has, is repaired first, as far as it can be. */
async function openOrRepair({ dataDir, clock, keyStore }: StoreOptions): Promise<Result<Db>> {
  const file = databaseFile(dataDir);
  try {
    if (file !== ':memory:') finishRepair(dataDir);
    const opened = openDatabase(file);
    if (file === ':memory:') return opened;
    if (opened.ok) {
      if (!copyHasMore(opened.value, dataDir)) return opened;
      opened.value.close();
    } else if (opened.error.code !== 'keeping-damaged') return opened;
    const repaired = await repair(dataDir, clock.now(), keyStore);
    return repaired.ok ? openDatabase(file) : repaired;
  } catch (error) {
    return fail(diskTrouble(error));
  }
}

export async function openStore(options: StoreOptions): Promise<Result<Store>> {
  const opened = await openOrRepair(options);
  if (!opened.ok) return opened;
  const keys = await openDeviceKeys(opened.value, options.keyStore);
  if (!keys.ok) {
    opened.value.close();
    return keys;
  }
  try {
    return ok(createStore(opened.value, keys.value, options));
  } catch (error) {
    opened.value.close();
    return fail(diskTrouble(error));
  }
}

function createStore(db: Db, keys: DeviceKeys, { dataDir, clock, chance }: StoreOptions): Store {
  const sql = prepareOutbox(db);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const disk = createDisk(db, sql, clock, changed, (error) => {
    try {
      if (error instanceof FilesGone) rescue(db, dataDir);
      else if (dataDir !== ':memory:') writeFileSync(suspectFile(databaseFile(dataDir)), '');
    } catch {
      // A disk that dies is often both damaged and read-only: the mark is lost, the kiosk must still say what is wrong.
    }
  });
  // Owed when the disk is full: then staff still see what waits, and nothing is leased before the old leases ended.
  disk.settle(() => void sql.endLeases.run());
  const stopPatrol = startPatrol(sql, clock, (error) => disk.note(error));
  const copy = dataDir === ':memory:' ? null : createSecondCopy(db, dataDir, clock);
  /** Bytes that are destroyed leave the log and the second copy too. */
  const destroyed = (): void => {
    copy?.forget();
    disk.truncateSoon();
  };
  const nowMs = (): number => clock.now().getTime();
  const audit: Audit = (kind, employee, decision) => {
    sql.audit.run(nowMs(), kind, employee, decision);
  };
  const replacing = (): Replacing => ({ sql, keys, nowMs: nowMs(), audit });
  /** The registry goes by the moments it is told: a choice of an earlier moment than one that it may have never counts. */
  const isBehind = (person: string, atMs: number): boolean => sql.laterMoment.get({ person, at: atMs }) !== undefined;
  /** Runs inside the transaction. Keeping the same decision again changes nothing. */
  const insert = (decision: Decision): Result<{ readonly reference: string; readonly replaced: boolean }> => {
    const already = sql.byDecision.get(decision.id);
    if (already !== undefined) return ok({ reference: already.reference, replaced: false });
    const person = personTag(keys.order, decision.subject.bsn);
    const chosenMs = Date.parse(decision.chosenAt);
    if (isBehind(person, chosenMs)) return fail('clock-behind');
    const replaced = replaceOlder(replacing(), person, decision);
    const refusal = decision.choices.some((choice) => choice.provision === 'deny') ? 1 : 0;
    const reference = referenceOf(chance.uuid());
    const evidence = canonicalJson(decision.evidence);
    const { rowKey, payload } = sealRow(keys, decision.id, { decision, replaced: [], later: [] });
    sql.insert.run(
      decision.id,
      reference,
      person,
      refusal,
      chosenMs,
      nowMs(),
      evidence,
      decision.signature,
      rowKey,
      payload,
    );
    audit('decision-kept', decision.evidence.employeeId, decision.id);
    return ok({ reference, replaced });
  };
  const settle = (work: () => void): void => {
    disk.settle(work);
    changed();
  };
  const { read, asFirstSent, claim, giveBack, park } = createLeasing({ sql, keys, disk, settle, destroyed, replacing });
  // SQLite does not see every overwritten byte; the seal does. Now, while the second copy is still that of before.
  if (copy !== null && hasCopy(dataDir)) {
    disk.commit(() => {
      for (const { seq } of sql.unfinishedSeqs.all()) {
        const row = sql.bySeq.get(seq);
        if (row !== undefined && read(row) === null) restoreRow(sql, rowOfCopy(dataDir, seq), read);
      }
    });
  }

  copy?.refreshSoon();
  // A process that died between a destruction and this left the bytes in the log.
  disk.truncateSoon();

  return {
    signer: keys.signer,
    health: () => disk.trouble(),
    keep(decision) {
      const valid = decisionSchema.safeParse(decision);
      if (!valid.success) return fail('bad-message');
      const done = disk.commit(() => insert(decision));
      const kept = done.ok ? done.value : done;
      if (!kept.ok) return kept;
      if (kept.value.replaced) destroyed();
      copy?.refreshSoon();
      changed();
      return ok({ reference: kept.value.reference });
    },
    clockBehind(bsn) {
      try {
        return isBehind(personTag(keys.order, bsn), nowMs());
      } catch (error) {
        disk.note(error);
        return false;
      }
    },
    delivery(decisionId) {
      const row = sql.byDecision.get(decisionId);
      return row === undefined ? null : deliveryOf(row.state);
    },
    overview: () => overviewOf(sql, clock.now()),
    retry(reference) {
      const done = disk.commit((): Result<null> => {
        sql.wakeAll.run({ now: nowMs() });
        if (reference === null) return ok(null);
        const row = sql.parkedByReference.get(reference);
        if (row === undefined) return fail('not-found');
        // Too old stays too old: only asking the person again can bring a new choice (domain.md §7.2).
        if (row.reason === 'too-old' || row.reason === 'unreadable') return fail('not-allowed-now');
        sql.retry.run(nowMs(), row.seq);
        audit('delivery-retried', null, row.decision_id);
        return ok(null);
      });
      changed();
      return done.ok ? done.value : done;
    },
    parkedPerson(reference, employeeId) {
      const done = disk.commit((): Result<ParkedPerson> => {
        const row = sql.parkedByReference.get(reference);
        const decision = row === undefined ? null : read(row);
        if (decision === null) return fail('not-found');
        audit('parked-person-shown', employeeId, decision.id);
        return ok(decision.subject);
      });
      return done.ok ? done.value : done;
    },
    askAgain(reference) {
      const done = disk.commit((): Result<null> => {
        const row = sql.parkedByReference.get(reference);
        if (row === undefined) return fail('not-found');
        sql.close.run(nowMs(), row.seq);
        audit('asked-again', null, row.decision_id);
        return ok(null);
      });
      destroyed();
      changed();
      return done.ok ? done.value : done;
    },
    unfinished() {
      const all: Unfinished[] = [];
      try {
        for (const { seq } of sql.unfinishedSeqs.all().toSorted((a, b) => a.seq - b.seq)) {
          const row = sql.bySeq.get(seq);
          if (row !== undefined) all.push({ reference: row.reference, state: row.state, decision: read(row) });
        }
        return ok(all);
      } catch (error) {
        disk.note(error);
        return fail(diskTrouble(error));
      }
    },
    audit({ kind, employeeId }) {
      disk.commit(() => audit(kind, employeeId, null));
    },
    lease: () => claim(1)[0] ?? null,
    leases: claim,
    refusalDue: () => sql.refusalDue.get(nowMs()) !== undefined,
    release(leases) {
      if (leases.length === 0) return;
      const now = nowMs();
      settle(() => {
        for (const { seq, fence } of leases) giveBack(seq, fence, now);
      });
    },
    nextDueMs: (afterMs) => sql.nextDue.get({ now: afterMs })?.due ?? null,
    settleAccepted(...leases) {
      const at = nowMs();
      settle(() => {
        for (const { seq, fence, decision } of leases)
          if (sql.accepted.run(at, seq, fence).changes === 1) audit('delivery-sent', null, decision.id);
      });
    },
    settleLater({ seq, fence }, delayMs, sent) {
      const due = nowMs() + Math.max(0, Math.round(delayMs));
      settle(() => {
        if (sent) sql.waitAgain.run(due, seq, fence);
        else giveBack(seq, fence, due);
      });
    },
    settleParked({ seq, fence, decision }, reason) {
      settle(() => park({ seq, fence, decision_id: decision.id }, 'leased', reason));
    },
    hasAccepted: () => sql.anyAccepted.get() !== undefined,
    acceptedDecisions: () => sql.acceptedRows.all().map((row) => ({ seq: row.seq, settledMs: row.settled_ms })),
    confirm(seqs) {
      for (let from = 0; from < seqs.length; from += CONFIRM_AT_ONCE) {
        const part = seqs.slice(from, from + CONFIRM_AT_ONCE);
        disk.settle(() => {
          for (const seq of part) {
            const row = sql.confirm.get(nowMs(), seq);
            if (row !== undefined) audit('delivery-confirmed', null, row.decision_id);
          }
          // In the work itself: a confirmation that is owed to a failing disk destroys when it is made.
          destroyed();
        });
      }
      changed();
    },
    sweep(maxAgeMs) {
      const now = nowMs();
      const old = sql.tooOld.all(now - maxAgeMs);
      const far = sql.tooFar.all({ limit: now + LONGEST_WAIT_MS });
      const young = sql.notTooOld.all(now - maxAgeMs).filter(asFirstSent);
      if (old.length + far.length + young.length === 0) return;
      disk.commit(() => {
        for (const row of young) {
          sql.retry.run(now, row.seq);
          audit('delivery-retried', null, row.decision_id);
        }
        for (const { seq } of far) sql.dueNow.run(now, seq);
        for (const row of old) park(row, 'waiting', 'too-old');
      });
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stopPatrol();
      copy?.close();
      disk.close();
    },
  };
}

/** Rows of one transaction when many are confirmed: the screen must not wait for it. */
const CONFIRM_AT_ONCE = 200;

/** No waiting time is longer (main/sync/backoff.ts); what is due later than this was set by a clock that stood wrong. */
const LONGEST_WAIT_MS = RETRY_AFTER_CAP_MS + 60_000;
