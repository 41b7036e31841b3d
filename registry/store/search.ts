/** Reading for those who may: what counts now for a patient, and single resources. */
import { CONSULTING_CATEGORY_SYSTEM } from '../../shared/consent/catalogue.ts';
import { BSN_SYSTEM } from '../../shared/consent/identity.ts';
import { PROVIDER_CATEGORY_EXTENSION } from '../../shared/fhir/constants.ts';
import type { Bundle, BundleEntry, Consent, Resource } from '../../shared/fhir/types.ts';
import type { Database } from '../database/schema.ts';

/**
 * The Consents of a patient of which at least one option still counts, each with only those options, newest first,
 * with the Organizations that they name as record holder.
 */
export async function searchConsents(db: Database, bsn: string): Promise<Bundle> {
  const rows = await db
    .selectFrom('current_choice as now')
    .innerJoin('patient', 'patient.id', 'now.patient_id')
    .innerJoin('resource', 'resource.id', 'now.consent_id')
    .select(['now.consent_id', 'now.consulting_category', 'resource.content'])
    .where('patient.bsn', '=', bsn)
    .orderBy('now.chosen_at', 'desc')
    .orderBy('now.consent_id')
    .orderBy('now.consulting_category')
    .execute();
  const consents = new Map<string, { readonly content: Consent; readonly categories: Set<string> }>();
  for (const row of rows) {
    const known = consents.get(row.consent_id) ?? { content: row.content as Consent, categories: new Set<string>() };
    consents.set(row.consent_id, known);
    known.categories.add(row.consulting_category);
  }
  const matches = [...consents.values()].map(({ content, categories }) => onlyCurrent(content, categories));
  const holders = await readMany(db, 'Organization', matches.flatMap(holderIds));
  const entry = [
    ...matches.map((consent) => found(consent, 'match')),
    ...holders.map((holder) => found(holder, 'include')),
  ];
  const bundle = { resourceType: 'Bundle', type: 'searchset', total: matches.length } as const;
  return entry.length === 0 ? bundle : { ...bundle, entry }; // FHIR has no empty lists (R4 §2.6.2)
}

/** One resource as it was recorded, superseded or not; null when there is none. */
export async function readResource(db: Database, type: string, id: string): Promise<Resource | null> {
  if (type === 'Patient') {
    const patient = await db.selectFrom('patient').select('bsn').where('id', '=', id).executeTakeFirst();
    if (patient === undefined) return null;
    return { resourceType: 'Patient', id, identifier: [{ system: BSN_SYSTEM, value: patient.bsn }] };
  }
  const [resource] = await readMany(db, type, [id]);
  return resource ?? null;
}

async function readMany(db: Database, type: string, ids: readonly string[]): Promise<readonly Resource[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('resource')
    .select('content')
    .where('type', '=', type)
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .execute();
  return rows.map(({ content }) => content);
}

function onlyCurrent(consent: Consent, categories: ReadonlySet<string>): Consent {
  const extension = (consent.extension ?? []).filter(({ url, valueCodeableConcept }) => {
    if (url !== PROVIDER_CATEGORY_EXTENSION) return true;
    const coding = valueCodeableConcept?.coding?.find(({ system }) => system === CONSULTING_CATEGORY_SYSTEM);
    return categories.has(coding?.code ?? '');
  });
  return { ...consent, extension };
}

function holderIds(consent: Consent): readonly string[] {
  return (consent.provision?.actor ?? []).flatMap(({ reference }) => {
    const match = /^Organization\/([0-9a-f-]{36})$/.exec(reference.reference ?? '');
    return match?.[1] === undefined ? [] : [match[1]];
  });
}

function found(resource: Resource, mode: 'match' | 'include'): BundleEntry {
  return { fullUrl: `urn:uuid:${resource.id ?? ''}`, resource, search: { mode } };
}
