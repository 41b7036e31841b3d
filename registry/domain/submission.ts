/**
 * Reads OTV-TR-0160 (domain.md §6): a transaction Bundle → what it asks the register to record.
 * Invariant: a Submission is complete and free of contradiction; everything that is wrong is reported at once, and
 * no diagnostics hold a value of the message.
 */
import { BSN_SYSTEM, URA_SYSTEM, parseBsn, parseUra } from '../../shared/consent/identity.ts';
import type { Consent, Provenance, Reference, Resource } from '../../shared/fhir/types.ts';
import { readConsent, type RecordedChoice, type SubmissionRules } from './consent.ts';
import { sha256 } from './digest.ts';
import { EntryIndex, organizationUra, readBusinessKey, type BusinessKey, type SubmittedEntry } from './entries.ts';
import { Problems, type Problem } from './problems.ts';

export interface Submission {
  readonly key: BusinessKey;
  /** SHA-256 (hex) of the canonical content: tells a repeat from another message with the same key. */
  readonly digest: string;
  readonly senderUra: string;
  readonly bsn: string;
  readonly entries: readonly SubmittedEntry[];
  readonly choices: readonly RecordedChoice[];
}

export type SubmissionResult =
  | { readonly ok: true; readonly value: Submission }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** System of the key when a sender gives its Bundle none: the content is its own identity. */
const DIGEST_SYSTEM = 'urn:keuzewijzer:digest';

export function readSubmission(resource: Resource, rules: SubmissionRules): SubmissionResult {
  const problems = new Problems();
  if (resource.resourceType !== 'Bundle' || resource.type !== 'transaction') {
    problems.add(400, 'structure', 'Send a Bundle of type transaction.', 'Bundle.type');
    return { ok: false, problems: problems.list };
  }
  const index = new EntryIndex(resource, problems);
  const bsn = readPatient(index, problems);
  const choices = index
    .of('Consent')
    .map(([entry, at]) => readConsent(entry as Consent, at, { index, problems, rules }));
  if (choices.length === 0) problems.add(400, 'required', 'The Bundle holds no Consent.', 'Bundle.entry');
  const senderUra = readProvenance(index, problems);
  refuseContradictions(
    choices.filter((choice) => choice !== null),
    problems,
  );
  const digest = sha256(JSON.stringify(resource));
  const key =
    resource.identifier === undefined
      ? { system: DIGEST_SYSTEM, value: digest }
      : readBusinessKey(resource.identifier, 'Bundle.identifier', problems);
  if (problems.list.length > 0 || key === null || bsn === null || senderUra === null)
    return { ok: false, problems: problems.list };
  return {
    ok: true,
    value: {
      key,
      digest,
      senderUra,
      bsn,
      entries: index.entries,
      choices: choices.filter((choice) => choice !== null),
    },
  };
}

function readPatient(index: EntryIndex, problems: Problems): string | null {
  const [first, ...others] = index.of('Patient');
  if (first === undefined || others.length > 0) {
    problems.add(400, 'required', 'The Bundle must hold exactly one Patient.', 'Bundle.entry');
    return null;
  }
  const [patient, at] = first;
  const identifiers = patient.resourceType === 'Patient' ? (patient.identifier ?? []) : [];
  const values = identifiers.filter(({ system }) => system === BSN_SYSTEM).map(({ value }) => value ?? '');
  const bsn = values.length === 1 ? parseBsn(values[0] ?? '') : null;
  if (bsn === null) {
    problems.add(
      400,
      'value',
      'The Patient must carry one BSN that passes the eleven-test.',
      `Bundle.entry[${at}].resource.identifier`,
    );
  }
  return bsn;
}

/** Who recorded this: every Consent is the target of a Provenance that names an organisation with a URA. */
function readProvenance(index: EntryIndex, problems: Problems): string | null {
  const all = index.of('Provenance').map(([resource, at]) => [resource as Provenance, at] as const);
  const targets = new Set(all.flatMap(([provenance]) => provenance.target.map((target) => index.resolve(target))));
  for (const [consent, at] of index.of('Consent')) {
    if (!targets.has(consent)) {
      problems.add(422, 'required', 'No Provenance has this Consent as its target.', `Bundle.entry[${at}].resource`);
    }
  }
  const uras = new Set(
    all.flatMap(([{ agent }]) => agent.flatMap(({ who, onBehalfOf }) => [uraOf(who, index), uraOf(onBehalfOf, index)])),
  );
  uras.delete(null);
  const [ura] = uras;
  if (ura === undefined || ura === null || uras.size > 1) {
    problems.add(422, 'required', 'Provenance must name one organisation with a URA.', 'Bundle.entry');
    return null;
  }
  return ura;
}

function uraOf(reference: Reference | undefined, index: EntryIndex): string | null {
  const resolved = index.resolve(reference);
  if (resolved?.resourceType === 'Organization') return organizationUra(resolved);
  return reference?.identifier?.system === URA_SYSTEM ? parseUra(reference.identifier.value ?? '') : null;
}

/** One message cannot both grant and refuse the same option, nor record one key twice. */
function refuseContradictions(choices: readonly RecordedChoice[], problems: Problems): void {
  const granted = new Map<string, boolean>();
  const keys = new Set<string>();
  for (const choice of choices) {
    const at = `Bundle.entry[${choice.position}].resource`;
    const key = JSON.stringify(choice.key);
    if (keys.has(key)) problems.add(422, 'duplicate', 'Two Consents have the same identifier.', `${at}.identifier`);
    keys.add(key);
    for (const category of choice.consulting) {
      const option = [choice.holderKind, choice.holder, choice.dataCategory, category].join('|');
      if (granted.has(option)) {
        const what = granted.get(option) === choice.granted ? 'stands twice' : 'is both granted and refused';
        problems.add(422, 'business-rule', `One option ${what} in this Bundle.`, at);
      }
      granted.set(option, choice.granted);
    }
  }
}
