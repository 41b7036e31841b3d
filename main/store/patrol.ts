/**
 * Reads what waits once, a little at a time, so that a damaged page is found before its turn comes. A small database is
 * checked whole when it is opened (database.ts); for a large one that would keep people waiting.
 */
import type { Clock } from '../clock.ts';
import type { OutboxSql } from './outbox.ts';

const ROWS_AT_ONCE = 20;
const EVERY_MS = 200;

/** @param damaged is told what reading threw. @returns stop */
export function startPatrol(sql: OutboxSql, clock: Clock, damaged: (error: unknown) => void): () => void {
  let left: readonly { readonly seq: number }[] | null = null;
  let cancel = clock.after(EVERY_MS, walk);
  function walk(): void {
    try {
      left ??= sql.unfinishedSeqs.all();
      for (const { seq } of left.slice(0, ROWS_AT_ONCE)) sql.bySeq.get(seq);
      left = left.slice(ROWS_AT_ONCE);
      if (left.length > 0) cancel = clock.after(EVERY_MS, walk);
    } catch (error) {
      damaged(error);
    }
  }
  return () => cancel();
}
