/** Databases with many rows, made fast: rows of the real store, copied in bulk with new ids and new persons. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase } from '../../../main/store/database.ts';
import { makeDecision } from '../../support/decision.ts';
import { bsnAt, openIn } from './enqueue.ts';

/** Pending rows are kept by the real store, unsynced; finished ones are copies of a finished one. */
export async function fill(
  folder: string,
  { finished, pending }: { readonly finished: number; readonly pending: number },
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  (await openIn(folder)).close();
  const file = join(folder, 'kiosk.db');
  if (pending > 0) await keepMany(folder, pending);
  if (finished > 0) {
    const db = new Database(file);
    db.pragma('synchronous = OFF');
    const { evidence } = makeDecision();
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

async function keepMany(folder: string, count: number): Promise<void> {
  const store = await openIn(folder);
  for (let place = 0; place < count; place += 1) {
    const done = store.keep(
      makeDecision({ bsn: bsnAt(place), answers: { top: place % 2 === 0 ? 'all' : 'none', holders: {} } }),
    );
    if (!done.ok) throw new Error(done.error.code);
  }
  store.close();
}
