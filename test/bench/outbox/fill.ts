/** Databases with many rows, made fast: rows of the real store, copied in bulk with new ids and new persons. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase } from '../../../main/store/database.ts';
import { decisionAt, openIn } from './enqueue.ts';
import { restingClock } from './measure.ts';

/** Pending rows are kept by the real store; finished ones are copies of a finished one. */
export async function fill(
  folder: string,
  { finished, pending }: { readonly finished: number; readonly pending: number },
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'kiosk.db');
  await keepMany(folder, pending);
  if (finished > 0) {
    const db = new Database(file);
    db.pragma('synchronous = OFF');
    const { evidence } = decisionAt(0);
    const text = JSON.stringify(evidence);
    db.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO outbox (decision_id, reference, person, state, refusal, chosen_ms, due_ms, settled_ms, evidence, signature)
       SELECT lower(hex(randomblob(16))), hex(randomblob(4)), hex(randomblob(16)), 'confirmed', 1,
         1795424400000 + i, 1795424400000 + i, 1795424400000 + i, ?, ? FROM n`,
    ).run(finished, text, 'x'.repeat(86));
    db.exec("INSERT INTO audit (at_ms, kind, decision) SELECT chosen_ms, 'decision-kept', decision_id FROM outbox");
    db.close();
  }
  const opened = openDatabase(file);
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.close();
}

/** Linux' memory disk. */
const MEMORY = '/dev/shm';

/** Kept in memory where the system has room for that, then copied: to sync each would take minutes and show nothing. */
async function keepMany(folder: string, count: number): Promise<void> {
  const scratch = existsSync(MEMORY) ? mkdtempSync(join(MEMORY, 'keuzewijzer-fill-')) : folder;
  try {
    const store = await openIn(scratch, restingClock());
    for (let place = 0; place < count; place += 1) {
      const done = store.keep(decisionAt(place));
      if (!done.ok) throw new Error(done.error.code);
    }
    store.close();
    if (scratch !== folder) cpSync(scratch, folder, { recursive: true });
  } finally {
    if (scratch !== folder) rmSync(scratch, { recursive: true, force: true });
  }
}
