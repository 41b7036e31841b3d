/**
 * Processes accepted messages: their choices become what counts now.
 * Invariant: the outcome depends on the moments of the choices only, never on the order of arrival. The newest moment
 * wins; at the same moment a refusal wins from a grant, then the greatest id, so that every order gives one outcome.
 */
import { sql } from 'kysely';
import { withRetries } from '../database/open.ts';
import type { Database, Tx } from '../database/schema.ts';

/** Processes what is due. @returns how many messages were processed. */
export async function processDue(db: Database, now: number): Promise<number> {
  let processed = 0;
  while (await withRetries(() => db.transaction().execute((tx) => processOne(tx, new Date(now))))) processed += 1;
  return processed;
}

/** Milliseconds since 1970 at which the next message is due; null when all is processed. */
export async function nextDue(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('bundle')
    .select((eb) => eb.fn.min('due_at').as('due_at'))
    .where('processed_at', 'is', null)
    .executeTakeFirst();
  return row?.due_at?.getTime() ?? null;
}

/** Accepted and not yet processed Consents of one sender: 0 = all processed (domain.md §6). */
export async function countUnprocessed(db: Database, senderUra: string): Promise<number> {
  const row = await db
    .selectFrom('consent')
    .innerJoin('bundle', 'bundle.id', 'consent.bundle_id')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('bundle.sender_ura', '=', senderUra)
    .where('bundle.processed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

async function processOne(tx: Tx, now: Date): Promise<boolean> {
  const bundle = await tx
    .selectFrom('bundle')
    .select('id')
    .where('processed_at', 'is', null)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (bundle === undefined) return false;
  await sql`
    INSERT INTO current_choice
    SELECT c.patient_id, c.holder_kind, c.holder, c.data_category, k.consulting_category, c.id, c.granted, c.chosen_at
    FROM consent c JOIN consent_category k ON k.consent_id = c.id
    WHERE c.bundle_id = ${bundle.id}
    ORDER BY c.patient_id, c.holder_kind, c.holder, c.data_category, k.consulting_category
    ON CONFLICT (patient_id, holder_kind, holder, data_category, consulting_category) DO UPDATE
      SET consent_id = excluded.consent_id, granted = excluded.granted, chosen_at = excluded.chosen_at
      WHERE (excluded.chosen_at, NOT excluded.granted, excluded.consent_id)
          > (current_choice.chosen_at, NOT current_choice.granted, current_choice.consent_id)`.execute(tx);
  await tx.updateTable('bundle').set({ processed_at: now }).where('id', '=', bundle.id).execute();
  return true;
}
