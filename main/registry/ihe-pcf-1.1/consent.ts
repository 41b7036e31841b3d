/**
 * Choices as Consents of IHE Privacy Consent on FHIR 1.1, option Explicit Intermediate. Pure.
 *
 * One Consent a person, holder category and data category, for all decisions together: it says for each consulting
 * category the newest answer and its moment. Invariant: what stands there depends on the moments only, never on the
 * order or number of writes; at the same moment a refusal wins. So a repeat changes nothing, a late arrival undoes
 * nothing, and two kiosks come to the same.
 */
import { canonicalJson, type Json } from '../../../shared/consent/canonical.ts';
import { CONSULTING_CATEGORY_SYSTEM, DATA_CATEGORY_SYSTEM } from '../../../shared/consent/catalogue.ts';
import type { Choice } from '../../../shared/consent/choice.ts';
import type { Decision, OwnOrganization } from '../../../shared/consent/decision.ts';
import { BSN_SYSTEM, URA_SYSTEM } from '../../../shared/consent/identity.ts';
import {
  CONSENT_SCOPE_CODE,
  CONSENT_SCOPE_SYSTEM,
  EVIDENCE_IDENTIFIER_SYSTEM,
  HOLDER_CATEGORY_SYSTEM,
  LOINC_SYSTEM,
  PARTICIPATION_TYPE_SYSTEM,
  PATIENT_CONSENT_CODE,
  PCF_PROFILE,
  PCF_PROFILE_VERSION,
  POLICY_BASE,
  PURPOSE_SYSTEM,
  RECIPIENT_CODE,
  TREATMENT_CODE,
} from '../../../shared/fhir/constants.ts';
import { fromJson } from '../../../shared/fhir/model.ts';
import type { Consent, ConsentProvision, Provenance, Reference } from '../../../shared/fhir/types.ts';
import { provenanceOf } from '../provenance.ts';

type Answer = Choice['provision'];

/** The newest answer about one consulting category. */
interface Answered {
  readonly answer: Answer;
  /** ISO 8601 UTC: the moment of the choice, not of the writing. */
  readonly at: string;
}

/** Answers by consulting category. */
type Answers = ReadonlyMap<string, Answered>;

/** What one decision says about one holder's data. */
export interface Group {
  readonly holder: Choice['holder'];
  readonly dataCategory: string;
  readonly answers: Answers;
}

/** What stands in a Consent, with who was present at each moment that still counts. */
export interface Recorded {
  readonly answers: Answers;
  readonly provenances: readonly Provenance[];
}

export const NOTHING: Recorded = { answers: new Map(), provenances: [] };

/** One group a holder and data category; those with a refusal first (domain.md §7.3). */
export function groupsOf({ choices, chosenAt }: Decision): readonly Group[] {
  const groups = new Map<string, Group & { readonly answers: Map<string, Answered> }>();
  for (const { holder, dataCategory, consulting, provision } of choices) {
    const key = `${holder}/${dataCategory}`;
    const group = groups.get(key) ?? { holder, dataCategory, answers: new Map<string, Answered>() };
    groups.set(key, group);
    for (const category of consulting) {
      const answered = { answer: provision, at: chosenAt };
      group.answers.set(category, newest(group.answers.get(category), answered));
    }
  }
  const refuses = (group: Group): number => ([...group.answers.values()].some(isRefusal) ? 0 : 1);
  return [...groups.values()].sort((one, other) => refuses(one) - refuses(other));
}

/** Adds a group of this decision to what stands there. @returns null when that changes nothing */
export function added(recorded: Recorded, group: Group, decision: Decision, own: OwnOrganization): Recorded | null {
  const answers = new Map(recorded.answers);
  for (const [category, answered] of group.answers) answers.set(category, newest(answers.get(category), answered));
  if ([...answers].every(([category, answered]) => same(recorded.answers.get(category), answered))) return null;
  const moments = new Set([...answers.values()].map(({ at }) => at));
  const others = recorded.provenances.filter(({ id }) => id !== decision.id);
  const provenances = [...others, ownProvenance(decision, own)]
    .filter(({ occurredDateTime }) => moments.has(occurredDateTime ?? ''))
    .sort((one, other) => order(momentOf(one), momentOf(other)) || order(one.id ?? '', other.id ?? ''));
  return { answers, provenances };
}

/** The whole resource. The newest decision names the moment, the evidence and the policy. */
export function consentOf(
  id: string,
  { answers, provenances }: Recorded,
  { holder, dataCategory }: Group,
  bsn: string,
  own: OwnOrganization,
): Consent {
  const patient: Reference = { type: 'Patient', identifier: { system: BSN_SYSTEM, value: bsn } };
  const newestOne = provenances.at(-1);
  return {
    resourceType: 'Consent',
    id,
    meta: { profile: [`${PCF_PROFILE}|${PCF_PROFILE_VERSION}`] },
    contained: provenances,
    // PCF: a refusal is an active Consent that denies; only what no longer counts is inactive.
    status: 'active',
    scope: { coding: [{ system: CONSENT_SCOPE_SYSTEM, code: CONSENT_SCOPE_CODE }] },
    // PCF forbids provision.class and .code; as in Mitz, the kind of data stands in the category.
    category: [
      { coding: [{ system: LOINC_SYSTEM, code: PATIENT_CONSENT_CODE }] },
      { coding: [{ system: DATA_CATEGORY_SYSTEM, code: dataCategory }] },
    ],
    patient,
    dateTime: newestOne?.occurredDateTime ?? '',
    performer: [patient],
    organization: [organizationOf(own)],
    sourceReference: {
      type: 'DocumentReference',
      identifier: { system: EVIDENCE_IDENTIFIER_SYSTEM, value: newestOne?.id ?? '' },
    },
    policy: [{ uri: newestOne?.policy?.[0] ?? '' }],
    provision: provisionOf(answers, holder),
  };
}

/**
 * What stands in a Consent that the registry gave back (FHIR JSON). One that is not active counts as nothing.
 * @returns null when it is not what we would have written: it then holds something that we must not overwrite
 */
export function readConsent(body: string, group: Group, bsn: string): (Recorded & { readonly version: string }) | null {
  const read = fromJson(body, { unknown: 'ignore' });
  if (!read.ok || read.value.resourceType !== 'Consent') return null;
  const { status, meta, provision, contained = [], patient, dateTime } = read.value;
  const version = meta?.versionId ?? '';
  if (status !== 'active') return { ...NOTHING, version };
  if (provision === undefined || dateTime === undefined || patient?.identifier?.value !== bsn) return null;
  const provenances = contained.filter((one): one is Provenance => one.resourceType === 'Provenance');
  const answers = new Map<string, Answered>();
  for (const { type, actor = [], period } of [provision, ...(provision.provision ?? [])])
    for (const { reference } of actor)
      if (type !== undefined && reference.identifier?.value !== undefined)
        answers.set(reference.identifier.value, { answer: type, at: period?.start ?? dateTime });
  const witnessed = [...answers.values()].every(({ at }) =>
    provenances.some((one) => one.occurredDateTime === at && one.id !== undefined && one.policy?.length === 1),
  );
  // The raw text is compared: an element that we do not know may be a limit that the patient asked for elsewhere.
  const stands = (JSON.parse(body) as { readonly provision: Json }).provision;
  const known = JSON.parse(JSON.stringify(provisionOf(answers, group.holder))) as Json;
  return witnessed && canonicalJson(stands) === canonicalJson(known) ? { answers, provenances, version } : null;
}

/**
 * The root says the newest moment, for all categories, and denies as soon as one is refused: who reads the root only
 * errs on the side of not sharing. Every answer that differs from it stands below as an exception.
 */
function provisionOf(answers: Answers, holder: Choice['holder']): ConsentProvision {
  const sorted = [...answers].sort(([one], [other]) => order(one, other));
  const base: Answered = {
    answer: sorted.some(([, answered]) => isRefusal(answered)) ? 'deny' : 'permit',
    at: sorted.map(([, { at }]) => at).reduce((one, other) => (order(one, other) < 0 ? other : one), ''),
  };
  const exceptions = new Map<string, Answered & { readonly categories: string[] }>();
  for (const [category, answered] of sorted) {
    if (same(base, answered)) continue;
    const key = `${answered.at} ${answered.answer}`;
    const exception = exceptions.get(key) ?? { ...answered, categories: [] };
    exceptions.set(key, exception);
    exception.categories.push(category);
  }
  const nested = [...exceptions].sort(([one], [other]) => order(one, other)).map(([, exception]) => exception);
  return {
    type: base.answer,
    actor: sorted.map(([category]) => recipient(category)),
    purpose: [{ system: PURPOSE_SYSTEM, code: TREATMENT_CODE }],
    data: [
      {
        meaning: 'authoredby',
        reference: { type: 'Organization', identifier: { system: HOLDER_CATEGORY_SYSTEM, value: holder } },
      },
    ],
    ...(nested.length === 0 ? {} : { provision: nested.map(exceptionOf) }),
  };
}

function exceptionOf({
  answer,
  at,
  categories,
}: Answered & { readonly categories: readonly string[] }): ConsentProvision {
  return { type: answer, period: { start: at }, actor: categories.map(recipient) };
}

/** Every provider of a category that treats the person: a class of organisations, named by its code. */
function recipient(category: string): NonNullable<ConsentProvision['actor']>[number] {
  return {
    role: { coding: [{ system: PARTICIPATION_TYPE_SYSTEM, code: RECIPIENT_CODE }] },
    reference: { type: 'Organization', identifier: { system: CONSULTING_CATEGORY_SYSTEM, value: category } },
  };
}

/** Stands inside the Consent (R4 dom-3: it points to `#`), so that the choice and who was present are one write. */
function ownProvenance(decision: Decision, own: OwnOrganization): Provenance {
  const { resourceType, ...rest } = provenanceOf(decision, [{ reference: '#' }], organizationOf(own));
  return { resourceType, id: decision.id, ...rest, policy: [`${POLICY_BASE}${decision.catalogueVersion}`] };
}

function organizationOf({ ura, name }: OwnOrganization): Reference {
  return { type: 'Organization', identifier: { system: URA_SYSTEM, value: ura }, display: name };
}

function newest(one: Answered | undefined, other: Answered): Answered {
  if (one === undefined) return other;
  const apart = order(one.at, other.at);
  if (apart !== 0) return apart > 0 ? one : other;
  return isRefusal(one) ? one : other;
}

const isRefusal = ({ answer }: Answered): boolean => answer === 'deny';
const same = (one: Answered | undefined, other: Answered): boolean =>
  one?.answer === other.answer && one.at === other.at;
const momentOf = ({ occurredDateTime }: Provenance): string => occurredDateTime ?? '';
/** Moments are all `YYYY-MM-DDThh:mm:ss.sssZ`, so text order is time order. */
const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
