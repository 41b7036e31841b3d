/**
 * Accepts a submission: all of it or nothing, and once.
 * Invariant: a repeat changes nothing and gets the first answer again; a known key with other content changes nothing
 * and is a conflict. UNIQUE in the database holds this, whatever the order or number of simultaneous arrivals.
 */
import type { Bundle, Resource } from '../../shared/fhir/types.ts';
import { withRetries } from '../database/open.ts';
import type { Database, Tx } from '../database/schema.ts';
import type { RecordedChoice } from '../domain/consent.ts';
import type { Submission } from '../domain/submission.ts';

export type Acceptance =
  | { readonly kind: 'accepted'; readonly response: Bundle }
  | { readonly kind: 'repeat'; readonly response: Bundle }
  /** The key of the Bundle or of a Consent is taken by other content. */
  | { readonly kind: 'conflict'; readonly expression: string };

export interface Arrival {
  readonly clientId: string;
  /** X-Request-Id */
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Milliseconds from acceptance to processing. */
  readonly processingDelayMs: number;
  readonly newId: () => string;
}

/** Undoes the transaction: the outcome is a conflict, not an error. */
class Conflict extends Error {
  readonly expression: string;
  constructor(expression: string) {
    super('conflict');
    this.expression = expression;
  }
}

/** @throws only database trouble; the submission is then not accepted and may be sent again. */
export async function accept(db: Database, submission: Submission, arrival: Arrival): Promise<Acceptance> {
  try {
    return await withRetries(() => db.transaction().execute((tx) => acceptIn(tx, submission, arrival)));
  } catch (error) {
    if (error instanceof Conflict) return { kind: 'conflict', expression: error.expression };
    throw error;
  }
}

async function acceptIn(tx: Tx, submission: Submission, arrival: Arrival): Promise<Acceptance> {
  const known = await findBundle(tx, submission);
  if (known !== null) return { kind: 'repeat', response: known };
  const patientId = await findOrAddPatient(tx, submission.bsn, arrival.newId);
  const existing = await findConsents(tx, submission.choices);
  const places = submission.entries.map(({ fullUrl, resource }, position): Place => {
    const choice = submission.choices.find((candidate) => candidate.position === position);
    const earlier = choice === undefined ? undefined : existing.get(JSON.stringify(choice.key));
    if (resource.resourceType === 'Patient')
      return { fullUrl, resource, id: patientId, isNew: false, status: '201 Created' };
    if (earlier !== undefined) return { fullUrl, resource, id: earlier, isNew: false, status: '200 OK' };
    return { fullUrl, resource, id: arrival.newId(), isNew: true, status: '201 Created' };
  });
  const response = answer(places, arrival.receivedAt);
  const bundleId = await addBundle(tx, submission, arrival, response);
  if (bundleId === null) {
    const first = await findBundle(tx, submission); // it was committed while we waited for its key
    if (first === null) throw new Error('a bundle key was taken and is gone');
    return { kind: 'repeat', response: first };
  }
  await addResources(tx, bundleId, places, arrival.receivedAt);
  await addConsents(tx, bundleId, patientId, places, submission.choices);
  return { kind: 'accepted', response };
}

interface Place {
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly id: string;
  readonly isNew: boolean;
  readonly status: '200 OK' | '201 Created';
}

async function findBundle(tx: Tx, { key, digest }: Submission): Promise<Bundle | null> {
  const row = await tx
    .selectFrom('bundle')
    .select(['digest', 'response'])
    .where('identifier_system', '=', key.system)
    .where('identifier_value', '=', key.value)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.digest !== digest) throw new Conflict('Bundle.identifier');
  return row.response;
}

async function findOrAddPatient(tx: Tx, bsn: string, newId: () => string): Promise<string> {
  const find = () => tx.selectFrom('patient').select('id').where('bsn', '=', bsn).executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.id;
  await tx
    .insertInto('patient')
    .values({ id: newId(), bsn })
    .onConflict((conflict) => conflict.column('bsn').doNothing())
    .execute();
  const added = await find();
  if (added === undefined) throw new Error('a patient was added and is gone');
  return added.id;
}

/** Consents that came before in another Bundle: key → id. */
async function findConsents(tx: Tx, choices: readonly RecordedChoice[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { key, digest, position } of choices) {
    const row = await tx
      .selectFrom('consent')
      .select(['id', 'digest'])
      .where('identifier_system', '=', key.system)
      .where('identifier_value', '=', key.value)
      .executeTakeFirst();
    if (row === undefined) continue;
    if (row.digest !== digest) throw new Conflict(`Bundle.entry[${position}].resource.identifier`);
    found.set(JSON.stringify(key), row.id);
  }
  return found;
}

async function addBundle(tx: Tx, submission: Submission, arrival: Arrival, response: Bundle): Promise<string | null> {
  const row = await tx
    .insertInto('bundle')
    .values({
      id: arrival.newId(),
      identifier_system: submission.key.system,
      identifier_value: submission.key.value,
      digest: submission.digest,
      sender_ura: submission.senderUra,
      client_id: arrival.clientId,
      request_id: arrival.requestId,
      received_at: new Date(arrival.receivedAt),
      due_at: new Date(arrival.receivedAt + arrival.processingDelayMs),
      processed_at: null,
      response: JSON.stringify(response),
    })
    .onConflict((conflict) => conflict.columns(['identifier_system', 'identifier_value']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

async function addResources(tx: Tx, bundleId: string, places: readonly Place[], receivedAt: number): Promise<void> {
  const local = new Map(places.map(({ fullUrl, resource, id }) => [fullUrl, `${resource.resourceType}/${id}`]));
  const rows = places.flatMap(({ resource, id, isNew }, position) => {
    if (!isNew) return [];
    const { resourceType, id: _, meta, ...rest } = resource;
    const kept = {
      resourceType,
      id,
      meta: { ...meta, versionId: '1', lastUpdated: new Date(receivedAt).toISOString() },
    };
    const content = JSON.stringify({ ...kept, ...(localise(rest, local) as object) });
    return [{ id, bundle_id: bundleId, position, type: resourceType, content }];
  });
  if (rows.length > 0) await tx.insertInto('resource').values(rows).execute();
}

async function addConsents(
  tx: Tx,
  bundleId: string,
  patientId: string,
  places: readonly Place[],
  choices: readonly RecordedChoice[],
): Promise<void> {
  // In one order everywhere, so that two Bundles with the same Consents wait for each other instead of deadlocking.
  const sorted = choices.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
  for (const choice of sorted) {
    const place = places[choice.position];
    if (place === undefined || !place.isNew) continue;
    await tx
      .insertInto('consent')
      .values({
        id: place.id,
        bundle_id: bundleId,
        identifier_system: choice.key.system,
        identifier_value: choice.key.value,
        digest: choice.digest,
        patient_id: patientId,
        holder_kind: choice.holderKind,
        holder: choice.holder,
        data_category: choice.dataCategory,
        granted: choice.granted,
        chosen_at: choice.chosenAt,
      })
      .execute();
    await tx
      .insertInto('consent_category')
      .values(choice.consulting.map((category) => ({ consent_id: place.id, consulting_category: category })))
      .execute();
  }
}

function answer(places: readonly Place[], receivedAt: number): Bundle {
  const lastModified = new Date(receivedAt).toISOString();
  return {
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: places.map(({ resource, id, status }) => ({
      response: { status, location: `${resource.resourceType}/${id}/_history/1`, etag: 'W/"1"', lastModified },
    })),
  };
}

/** Rewrites references within the Bundle to the ids given here (R4 §3.1.0.11.2). */
function localise(value: unknown, local: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => localise(item, local));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) =>
      name === 'reference' && typeof item === 'string'
        ? [name, local.get(item) ?? item]
        : [name, localise(item, local)],
    ),
  );
}
