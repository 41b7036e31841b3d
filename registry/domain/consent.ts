/**
 * Reads one Consent of OTV-TR-0160 (profile Consent-Mitz-Notify 3.8, domain.md §6) with all its rules.
 * A grant is `active` with `provision.type` permit; a refusal is `inactive` without `provision.type`.
 */
import {
  CONSULTING_CATEGORY_SYSTEM,
  DATA_CATEGORY_SYSTEM,
  holderCategorySchema,
} from '../../shared/consent/catalogue.ts';
import { BSN_SYSTEM } from '../../shared/consent/identity.ts';
import {
  CONSENT_PROFILE,
  CONSENT_PROFILE_VERSION,
  CONSENT_SCOPE_CODE,
  CONSENT_SCOPE_SYSTEM,
  CUSTODIAN_CODE,
  HOLDER_CATEGORY_SYSTEM,
  PARTICIPATION_TYPE_SYSTEM,
  PROVIDER_CATEGORY_EXTENSION,
  TREATMENT_CODE,
} from '../../shared/fhir/constants.ts';
import type { CodeableConcept, Consent } from '../../shared/fhir/types.ts';
import { CONSULTING_CATEGORIES, DATA_CATEGORIES } from './codes.ts';
import type { Problems } from './problems.ts';
import { sha256 } from './digest.ts';
import { organizationUra, readBusinessKey, type BusinessKey, type EntryIndex } from './entries.ts';

/** One choice as the register keeps it. */
export interface RecordedChoice {
  readonly key: BusinessKey;
  /** SHA-256 (hex) of its meaning, without references: the same choice in another message is the same. */
  readonly digest: string;
  /** Place of the Consent in the Bundle. */
  readonly position: number;
  readonly holderKind: 'category' | 'organization';
  /** Key of the holder category, or URA of the one record holder. */
  readonly holder: string;
  readonly dataCategory: string;
  /** Sorted, no doubles, at least one. */
  readonly consulting: readonly string[];
  readonly granted: boolean;
  readonly chosenAt: Date;
}

export interface SubmissionRules {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far a clock of a kiosk may be ahead, in milliseconds. */
  readonly futureToleranceMs: number;
}

/** No electronic consent is older; a clock that was never set is (1970). */
const EARLIEST_CHOICE = Date.UTC(2000, 0, 1);

interface Context {
  readonly index: EntryIndex;
  readonly problems: Problems;
  readonly rules: SubmissionRules;
}

/** @returns null when the Consent breaks a rule; what and where stands in the problems. */
export function readConsent(consent: Consent, position: number, context: Context): RecordedChoice | null {
  const at = `Bundle.entry[${position}].resource`;
  const before = context.problems.list.length;
  const patient = context.index.resolve(consent.patient);
  if (patient?.resourceType !== 'Patient') {
    context.problems.add(400, 'required', 'Consent.patient must point to the Patient of this Bundle.', `${at}.patient`);
  }
  checkFrame(consent, at, context.problems);
  const key = readKey(consent, at, context.problems);
  const holder = readHolder(consent, at, context);
  const dataCategory = readDataCategory(consent, at, context.problems);
  const consulting = readConsulting(consent, at, context.problems);
  const granted = readGranted(consent, at, context.problems);
  const chosenAt = readMoment(consent, at, context);
  if (context.problems.list.length > before) return null;
  if (key === null || holder === null || dataCategory === null || granted === null || chosenAt === null) return null;
  const identifiers = patient?.resourceType === 'Patient' ? (patient.identifier ?? []) : [];
  const bsn = identifiers.find(({ system }) => system === BSN_SYSTEM)?.value;
  const meaning = [bsn, holder.kind, holder.key, dataCategory, consulting, granted, chosenAt.toISOString()];
  return {
    key,
    digest: sha256(JSON.stringify(meaning)),
    position,
    holderKind: holder.kind,
    holder: holder.key,
    dataCategory,
    consulting,
    granted,
    chosenAt,
  };
}

/** What a provision may say here. */
const RECORDED: ReadonlySet<string> = new Set(['id', 'type', 'actor', 'purpose']);

function checkFrame(consent: Consent, at: string, problems: Problems): void {
  const profiles = consent.meta?.profile ?? [];
  const known = [CONSENT_PROFILE, `${CONSENT_PROFILE}|${CONSENT_PROFILE_VERSION}`];
  if (profiles.length > 0 && !profiles.some((profile) => known.includes(profile))) {
    problems.add(422, 'not-supported', 'This profile of Consent is not accepted here.', `${at}.meta.profile`);
  }
  if (codesIn([consent.scope], CONSENT_SCOPE_SYSTEM).join() !== CONSENT_SCOPE_CODE) {
    problems.add(422, 'code-invalid', 'Consent.scope must be patient-privacy.', `${at}.scope`);
  }
  const purposes = consent.provision?.purpose ?? [];
  if (purposes.length !== 1 || purposes[0]?.code !== TREATMENT_CODE) {
    problems.add(422, 'code-invalid', 'Consent.provision.purpose must be TREAT.', `${at}.provision.purpose`);
  }
  // A limit that we cannot record must not be left out: more would be shared than the person said.
  for (const name of Object.keys(consent.provision ?? {})) {
    if (RECORDED.has(name)) continue;
    problems.add(422, 'not-supported', 'This limit to a choice is not accepted here.', `${at}.provision.${name}`);
  }
}

function readKey(consent: Consent, at: string, problems: Problems): BusinessKey | null {
  const [identifier, ...others] = consent.identifier ?? [];
  if (identifier !== undefined && others.length === 0) return readBusinessKey(identifier, `${at}.identifier`, problems);
  problems.add(400, 'required', 'A Consent needs one identifier with system and value.', `${at}.identifier`);
  return null;
}

function readHolder(
  consent: Consent,
  at: string,
  { index, problems }: Context,
): { readonly kind: RecordedChoice['holderKind']; readonly key: string } | null {
  const actors = consent.provision?.actor ?? [];
  const custodians = actors.filter(({ role }) => codesIn([role], PARTICIPATION_TYPE_SYSTEM).includes(CUSTODIAN_CODE));
  const organization = index.resolve(custodians[0]?.reference);
  if (actors.length !== 1 || organization?.resourceType !== 'Organization') {
    problems.add(422, 'required', 'One actor with role CST must point to an Organization.', `${at}.provision.actor`);
    return null;
  }
  const [category, ...others] = codesIn(organization.type ?? [], HOLDER_CATEGORY_SYSTEM);
  if (category !== undefined && others.length === 0 && holderCategorySchema.safeParse(category).success) {
    return { kind: 'category', key: category };
  }
  const ura = category === undefined ? organizationUra(organization) : null;
  if (ura !== null) return { kind: 'organization', key: ura };
  const place = `Bundle.entry[${index.positionOf(organization)}].resource`;
  problems.add(422, 'business-rule', 'The record holder needs a known holder category or a URA.', place);
  return null;
}

function readDataCategory(consent: Consent, at: string, problems: Problems): string | null {
  const [code, ...others] = codesIn(consent.category, DATA_CATEGORY_SYSTEM);
  if (code !== undefined && others.length === 0 && DATA_CATEGORIES.has(code)) return code;
  problems.add(422, 'code-invalid', 'Consent.category must hold one known data category.', `${at}.category`);
  return null;
}

function readConsulting(consent: Consent, at: string, problems: Problems): readonly string[] {
  const extensions = (consent.extension ?? []).filter(({ url }) => url === PROVIDER_CATEGORY_EXTENSION);
  const codes = extensions.flatMap(({ valueCodeableConcept }) =>
    valueCodeableConcept === undefined ? [''] : codesIn([valueCodeableConcept], CONSULTING_CATEGORY_SYSTEM),
  );
  const known = codes.every((code) => CONSULTING_CATEGORIES.has(code));
  if (codes.length === 0 || codes.length < extensions.length || !known || new Set(codes).size < codes.length) {
    problems.add(422, 'code-invalid', 'Consent needs known consulting categories, each once.', `${at}.extension`);
  }
  return codes.toSorted();
}

function readGranted(consent: Consent, at: string, problems: Problems): boolean | null {
  const type = consent.provision?.type;
  if (consent.status === 'active' && type === 'permit') return true;
  if (consent.status === 'inactive' && type === undefined && consent.provision !== undefined) return false;
  const rule = 'A grant is active with provision.type permit; a refusal is inactive without provision.type.';
  problems.add(422, 'business-rule', rule, `${at}.status`);
  return null;
}

function readMoment(consent: Consent, at: string, { problems, rules }: Context): Date | null {
  const text = consent.dateTime;
  if (text === undefined || !text.includes('T')) {
    problems.add(400, 'required', 'Consent.dateTime must be a moment with a time zone.', `${at}.dateTime`);
    return null;
  }
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) {
    problems.add(400, 'value', 'Consent.dateTime cannot be read.', `${at}.dateTime`); // a leap second, for one
    return null;
  }
  if (moment.getTime() > rules.now + rules.futureToleranceMs) {
    problems.add(422, 'business-rule', 'Consent.dateTime lies in the future.', `${at}.dateTime`);
  }
  if (moment.getTime() < EARLIEST_CHOICE) {
    problems.add(422, 'business-rule', 'Consent.dateTime lies before there were such choices.', `${at}.dateTime`);
  }
  return moment;
}

function codesIn(concepts: readonly CodeableConcept[], system: string): readonly string[] {
  return concepts
    .flatMap(({ coding }) => coding ?? [])
    .filter((coding) => coding.system === system)
    .map(({ code }) => code ?? '');
}
