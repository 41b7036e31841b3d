/** What staff see of the outbox: how much, how old and why; never who or what. */
import type { Delivery, OutboxOverview } from '../../shared/contract/view.ts';
import type { OutboxRow, OutboxSql } from './outbox.ts';

export function deliveryOf(state: OutboxRow['state']): Delivery {
  switch (state) {
    case 'waiting':
    case 'leased':
      return 'kept';
    case 'accepted':
      return 'sent';
    case 'confirmed':
      return 'confirmed';
    case 'parked':
    case 'superseded':
    case 'closed':
      return 'needs-staff';
  }
}

/** How long staff are told that the store was repaired. */
const REPAIR_SHOWN_MS = 7 * 24 * 3_600_000;

export function overviewOf(sql: OutboxSql, now: Date): Omit<OutboxOverview, 'status' | 'stopped'> & { stopped: null } {
  const counts = sql.counts.all();
  const count = (...states: OutboxRow['state'][]): number =>
    counts.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.n, 0);
  const oldest = counts
    .filter(({ state }) => state !== 'parked')
    .map((row) => row.oldest)
    .toSorted((a, b) => a - b)[0];
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const repaired = sql.lastRepair.get(now.getTime() - REPAIR_SHOWN_MS)?.at ?? null;
  return {
    pending: count('waiting', 'leased'),
    oldestAgeSeconds: oldest === undefined ? null : Math.max(0, Math.floor((now.getTime() - oldest) / 1000)),
    sent: count('accepted'),
    parked: sql.parked.all().map((row) => ({
      reference: row.reference,
      chosenAt: new Date(row.chosen_ms).toISOString(),
      reason: row.reason ?? 'unreadable',
    })),
    parkedCount: count('parked'),
    superseded: sql.finishedSince.get('superseded', midnight.getTime())?.n ?? 0,
    confirmedToday: sql.finishedSince.get('confirmed', midnight.getTime())?.n ?? 0,
    stopped: null,
    repairedAt: repaired === null ? null : new Date(repaired).toISOString(),
  };
}
