/** Reading for those who may: what counts now for a patient, and single resources. */
import { CONSULTING_CATEGORY_SYSTEM } from '../../shared/consent/catalogue.ts';
import { BSN_SYSTEM } from '../../shared/consent/identity.ts';
import { PROVIDER_CATEGORY_EXTENSION } from '../../shared/fhir/constants.ts';
import type { Bundle, BundleEntry, Consent, Resource } from '../../shared/fhir/types.ts';
import type { Database } from '../database/schema.ts';

export interface ConsentSearch {
  /** By number, or by the id that this register gave to a person: links to further pages carry that, never a BSN. */
  readonly patient: { readonly bsn: string } | { readonly id: string };
  /** Consents on a page; 0 = only how many there are (R4 §3.1.1.5.5). */
  readonly count: number;
  /** Consents before this page. */
  readonly offset: number;
}

/**
 * The Consents of a patient of which at least one option still counts, each with only those options, newest first,
 * with the Organizations that they name as record holder.
 */
export async function searchConsents(db: Database, search: ConsentSearch): Promise<Bundle> {
  const { patient, count, offset } = search;
  const rows = await db
    .selectFrom('current_choice as now')
    .innerJoin('patient', 'patient.id', 'now.patient_id')
    .innerJoin('resource', 'resource.id', 'now.consent_id')
    .select(['now.patient_id', 'now.consent_id', 'now.consulting_category', 'resource.content'])
    .where((eb) => ('bsn' in patient ? eb('patient.bsn', '=', patient.bsn) : eb('patient.id', '=', patient.id)))
    .orderBy('now.chosen_at', 'desc')
    .orderBy('resource.bundle_id')
    .orderBy('resource.position')
    .orderBy('now.consulting_category')
    .execute();
  const consents = new Map<string, { readonly content: Consent; readonly categories: Set<string> }>();
  for (const row of rows) {
    const known = consents.get(row.consent_id) ?? { content: row.content as Consent, categories: new Set<string>() };
    consents.set(row.consent_id, known);
    known.categories.add(row.consulting_category);
  }
  const matches = [...consents.values()]
    .slice(offset, offset + count)
    .map(({ content, categories }) => onlyCurrent(content, categories));
  const holders = await readMany(db, 'Organization', matches.flatMap(holderIds));
  const entry = [
    ...matches.map((consent) => found(consent, 'match')),
    ...holders.map((holder) => found(holder, 'include')),
  ];
  const link = links(rows[0]?.patient_id, consents.size, search);
  const bundle = { resourceType: 'Bundle', type: 'searchset', total: consents.size } as const;
  // FHIR has no empty lists (R4 §2.6.2)
  return { ...bundle, ...(link.length === 0 ? {} : { link }), ...(entry.length === 0 ? {} : { entry }) };
}

type BundleLink = NonNullable<Bundle['link']>[number];

/** This page and the next one. */
function links(id: string | undefined, total: number, { count, offset }: ConsentSearch): readonly BundleLink[] {
  if (id === undefined) return [];
  const page = (relation: string, from: number): BundleLink => ({
    relation,
    url: `Consent?patient=Patient/${id}&_count=${count}&_offset=${from}`,
  });
  return [page('self', offset), ...(count > 0 && offset + count < total ? [page('next', offset + count)] : [])];
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
