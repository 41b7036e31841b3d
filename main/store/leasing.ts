/**
 * Rows that go out: claimed, given back or parked. Invariant: a row that cannot be read goes to staff and holds up nobody.
 */
import type { Decision } from '../../shared/consent/decision.ts';
import type { ParkReason } from '../../shared/contract/view.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { Disk } from './disk.ts';
import type { OutboxRow, OutboxSql } from './outbox.ts';
import { replaceLater, type Replacing } from './replace.ts';
import { openRow, toSend } from './rows.ts';
import type { Lease } from './store.ts';

interface LeasingParts {
  readonly sql: OutboxSql;
  readonly keys: DeviceKeys;
  readonly disk: Disk;
  /** A change that must happen. */
  readonly settle: (work: () => void) => void;
  /** A payload was destroyed. */
  readonly destroyed: () => void;
  readonly replacing: () => Replacing;
}

export function createLeasing({ sql, keys, disk, settle, destroyed, replacing }: LeasingParts) {
  /** Runs inside the transaction. */
  const park = (
    { seq, fence, decision_id: id }: Pick<OutboxRow, 'seq' | 'fence' | 'decision_id'>,
    from: 'waiting' | 'leased',
    reason: ParkReason,
  ): void => {
    if (sql.park.run(reason, replacing().nowMs, seq, fence, from).changes !== 1) return;
    replacing().audit('delivery-parked', null, id);
    if (replaceLater(replacing(), seq)) destroyed();
  };
  /** What is to be sent of a row; null when its bytes were damaged. */
  const read = (row: OutboxRow): Decision | null => {
    try {
      return toSend(openRow(keys, row));
    } catch {
      return null;
    }
  };
  /** False when a part of it was replaced after it may have been sent: under the same identity only the same bytes go. */
  const asFirstSent = (row: OutboxRow): boolean => {
    try {
      return openRow(keys, row).replaced.length === 0 || row.attempts === 0;
    } catch {
      return false;
    }
  };
  const claim = (most: number): readonly Lease[] => {
    if (!disk.payOwed()) return [];
    const leases: Lease[] = [];
    for (let missing = most; missing > 0; missing = most - leases.length) {
      const now = replacing().nowMs;
      const claimed = disk.commit(() => {
        const rows: OutboxRow[] = [];
        for (let row; rows.length < missing; rows.push(row)) {
          row = sql.leaseRefusal.get({ now }) ?? sql.leaseGrant.get({ now });
          if (row === undefined) break;
        }
        return rows;
      });
      const rows = claimed.ok ? claimed.value : [];
      for (const row of rows) {
        const decision = read(row);
        if (decision === null) settle(() => park(row, 'leased', 'unreadable'));
        else leases.push({ seq: row.seq, fence: row.fence, attempts: row.attempts, decision });
      }
      if (rows.length < missing) break;
    }
    return leases;
  };
  /** Runs inside the transaction. The registry certainly did not get it. */
  const giveBack = (seq: number, fence: number, due: number): void => {
    if (sql.notSent.run(due, seq, fence).changes === 1 && sql.bySeq.get(seq)?.attempts === 0)
      if (replaceLater(replacing(), seq)) destroyed();
  };
  return { read, asFirstSent, claim, giveBack, park };
}
