/** The entries of one transaction Bundle, found by type, by place and by fullUrl. */
import { URA_SYSTEM, parseUra } from '../../shared/consent/identity.ts';
import type { Bundle, BundleEntry, Organization, Reference, Resource } from '../../shared/fhir/types.ts';
import type { Problems } from './problems.ts';

/** Sender-made identity of a thing, the same on every retry. */
export interface BusinessKey {
  readonly system: string;
  readonly value: string;
}

/** UTF-16 units of each part: the column allows as much, and the UNIQUE index of PostgreSQL (2,704 bytes) holds both. */
const MAX_KEY_PART = 400;

/** Reads an identifier as a key. @returns null when a part is missing or too long; that stands in the problems */
export function readBusinessKey(
  { system, value }: { readonly system?: string; readonly value?: string },
  at: string,
  problems: Problems,
): BusinessKey | null {
  if (system === undefined || value === undefined) {
    problems.add(400, 'required', 'The identifier needs a system and a value.', at);
    return null;
  }
  if (system.length > MAX_KEY_PART || value.length > MAX_KEY_PART) {
    problems.add(400, 'too-long', `System and value of the identifier hold at most ${MAX_KEY_PART} characters.`, at);
    return null;
  }
  return { system, value };
}

export interface SubmittedEntry {
  readonly fullUrl: string;
  readonly resource: Resource;
}

const ACCEPTED_TYPES = new Set(['Patient', 'Organization', 'Consent', 'Provenance', 'Device', 'Practitioner']);
const MAX_ENTRIES = 100;

/** The entries of one Bundle by type and by fullUrl. */
export class EntryIndex {
  readonly entries: readonly SubmittedEntry[];
  readonly #byUrl = new Map<string, Resource>();

  constructor(bundle: Bundle, problems: Problems) {
    const list = bundle.entry ?? [];
    if (list.length > MAX_ENTRIES) {
      problems.add(422, 'too-long', `A Bundle holds at most ${MAX_ENTRIES} entries.`, 'Bundle.entry');
    }
    this.entries = list.slice(0, MAX_ENTRIES).flatMap((entry, position) => this.#read(entry, position, problems));
  }

  #read(entry: BundleEntry, position: number, problems: Problems): readonly SubmittedEntry[] {
    const at = `Bundle.entry[${position}]`;
    const { fullUrl, resource, request } = entry;
    if (fullUrl === undefined || resource === undefined || request === undefined) {
      problems.add(400, 'required', 'An entry needs fullUrl, resource and request.', at);
      return [];
    }
    if (!ACCEPTED_TYPES.has(resource.resourceType)) {
      problems.add(422, 'not-supported', 'This type of resource is not accepted here.', `${at}.resource`);
    }
    if (request.method !== 'POST' || request.url !== resource.resourceType) {
      problems.add(422, 'not-supported', 'Only POST to the type of the resource is accepted.', `${at}.request`);
    }
    if (this.#byUrl.has(fullUrl)) problems.add(400, 'duplicate', 'A fullUrl stands twice.', `${at}.fullUrl`);
    this.#byUrl.set(fullUrl, resource);
    return [{ fullUrl, resource }];
  }

  /** Resources of a type with their place in the Bundle. */
  of(type: Resource['resourceType']): readonly (readonly [Resource, number])[] {
    return this.entries.flatMap(({ resource }, at) =>
      resource.resourceType === type ? [[resource, at] as const] : [],
    );
  }

  /** The resource in this Bundle that a reference points to. */
  resolve(reference: Reference | undefined): Resource | null {
    return (reference?.reference !== undefined ? this.#byUrl.get(reference.reference) : undefined) ?? null;
  }

  positionOf(resource: Resource): number {
    return this.entries.findIndex((entry) => entry.resource === resource);
  }
}

/** The URA of an Organization, or null when it has none that is valid. */
export function organizationUra(organization: Organization): string | null {
  const found = (organization.identifier ?? []).find(({ system }) => system === URA_SYSTEM);
  return found === undefined ? null : parseUra(found.value ?? '');
}
