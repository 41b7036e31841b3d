/**
 * A newer choice for the same option replaces an older one that the registry does not have (domain.md §7.3). What may
 * have been sent goes first, unchanged, and the newer one follows in its chain: the registry ends with the newer.
 * Everything here runs inside the transaction of its caller.
 */
import type { Decision } from '../../shared/consent/decision.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { AuditKind } from './keeping.ts';
import type { OutboxRow, OutboxSql } from './outbox.ts';
import { choicesLeft, openRow, sealRow, union, type Envelope } from './rows.ts';

export type Audit = (kind: AuditKind, employee: string | null, decision: string | null) => void;

export interface Replacing {
  readonly sql: OutboxSql;
  readonly keys: DeviceKeys;
  readonly nowMs: number;
  readonly audit: Audit;
}

/** @returns whether a payload was destroyed */
export function replaceOlder(context: Replacing, person: string, newer: Decision): boolean {
  const options = newer.choices.map((choice) => choice.option);
  let destroyed = false;
  for (const row of context.sql.unfinishedOf.all(person)) {
    const envelope = tryOpen(context.keys, row);
    if (envelope === null) continue;
    const never = row.state === 'parked' || (row.state === 'waiting' && row.attempts === 0);
    const next = never
      ? { ...envelope, replaced: union(envelope.replaced, options) }
      : { ...envelope, later: union(envelope.later, options) };
    destroyed = write(context, row, envelope, next) || destroyed;
  }
  return destroyed;
}

/**
 * The registry certainly does not have this row, or staff decides about it: what newer choices had put aside for this
 * case now counts. @returns whether a payload was destroyed
 */
export function replaceLater(context: Replacing, seq: number): boolean {
  const row = context.sql.bySeq.get(seq);
  const envelope = row === undefined ? null : tryOpen(context.keys, row);
  if (row === undefined || envelope === null || envelope.later.length === 0) return false;
  return write(context, row, envelope, { ...envelope, replaced: union(envelope.replaced, envelope.later), later: [] });
}

function write({ sql, keys, nowMs, audit }: Replacing, row: OutboxRow, before: Envelope, next: Envelope): boolean {
  if (choicesLeft(next).length === 0) {
    sql.supersede.run(nowMs, row.seq);
    audit('delivery-superseded', null, row.decision_id);
    return true;
  }
  // Options that this decision does not speak of need no rewriting.
  const own = (list: readonly string[]): number =>
    before.decision.choices.filter((choice) => list.includes(choice.option)).length;
  if (own(next.replaced) === own(before.replaced) && own(next.later) === own(before.later)) return false;
  const { rowKey, payload } = sealRow(keys, row.decision_id, next);
  sql.reseal.run(rowKey, payload, row.seq);
  return false;
}

/** A row that cannot be read is left as it is: it is parked when its turn comes, and staff sees it. */
function tryOpen(keys: DeviceKeys, row: OutboxRow): Envelope | null {
  try {
    return openRow(keys, row);
  } catch {
    return null;
  }
}
