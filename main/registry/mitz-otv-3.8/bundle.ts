/**
 * OTV-TR-0160 as a FHIR R4 transaction Bundle (domain.md §6): Patient, Organization, one Consent for all granted and one
 * for all refused categories per holder and data category, and Provenance. Pure: the same decision is always the same
 * Bundle, so that a repeat can be recognised.
 */
import {
  CONSULTING_CATEGORY_SYSTEM,
  DATA_CATEGORY_SYSTEM,
  ORGANIZATION_TYPE_SYSTEM,
} from '../../../shared/consent/catalogue.ts';
import type { Choice } from '../../../shared/consent/choice.ts';
import type { Decision, Sender } from '../../../shared/consent/decision.ts';
import { BSN_SYSTEM, URA_SYSTEM } from '../../../shared/consent/identity.ts';
import {
  ACT_REASON_SYSTEM,
  BUNDLE_IDENTIFIER_SYSTEM,
  CONSENT_IDENTIFIER_SYSTEM,
  CONSENT_PROFILE,
  CONSENT_PROFILE_VERSION,
  CONSENT_SCOPE_CODE,
  CONSENT_SCOPE_SYSTEM,
  CUSTODIAN_CODE,
  HOLDER_CATEGORY_SYSTEM,
  PARTICIPATION_TYPE_SYSTEM,
  PROVIDER_CATEGORY_EXTENSION,
  TREATMENT_CODE,
} from '../../../shared/fhir/constants.ts';
import type { Bundle, BundleEntry, Consent, Organization } from '../../../shared/fhir/types.ts';
import { provenanceOf } from '../provenance.ts';
import { stableId } from '../stable-id.ts';

export function buildBundle(decision: Decision, { organization, organizationTypes }: Sender): Bundle {
  const urn = (part: string): string => `urn:uuid:${stableId(decision.id, part)}`;
  const groups = groupsOf(decision.choices);
  const holders = [...new Set(groups.map((group) => group.holder))];
  const entry = (part: string, resource: Exclude<BundleEntry['resource'], undefined>): BundleEntry => ({
    fullUrl: urn(part),
    resource,
    request: { method: 'POST', url: resource.resourceType },
  });
  return {
    resourceType: 'Bundle',
    identifier: { system: BUNDLE_IDENTIFIER_SYSTEM, value: decision.id },
    type: 'transaction',
    timestamp: decision.chosenAt,
    entry: [
      entry('patient', {
        resourceType: 'Patient',
        identifier: [{ system: BSN_SYSTEM, value: decision.subject.bsn }],
        birthDate: decision.subject.birthDate,
      }),
      entry('organization', {
        resourceType: 'Organization',
        identifier: [{ system: URA_SYSTEM, value: organization.ura }],
        type: [{ coding: [{ system: ORGANIZATION_TYPE_SYSTEM, code: organization.type }] }],
        name: organization.name,
      }),
      ...holders.map((holder) => entry(`holder/${holder}`, holderOrganization(holder, organizationTypes[holder]))),
      ...groups.map((group) => entry(group.part, consentOf(decision, group, urn))),
      entry(
        'provenance',
        provenanceOf(
          decision,
          groups.map((group) => ({ reference: urn(group.part) })),
          { reference: urn('organization') },
        ),
      ),
    ],
  };
}

interface Group {
  readonly part: string;
  readonly holder: Choice['holder'];
  readonly dataCategory: string;
  readonly provision: Choice['provision'];
  readonly consulting: readonly string[];
}

/** One group a holder, data category and answer, in the order of the choices. */
function groupsOf(choices: readonly Choice[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { holder, dataCategory, provision, consulting } of choices) {
    const part = `consent/${holder}/${dataCategory}/${provision}`;
    const before = groups.get(part)?.consulting ?? [];
    groups.set(part, { part, holder, dataCategory, provision, consulting: [...new Set([...before, ...consulting])] });
  }
  return [...groups.values()];
}

/** "All your own providers of this kind": a category, not one provider. */
function holderOrganization(holder: Choice['holder'], types: readonly string[]): Organization {
  return {
    resourceType: 'Organization',
    type: [
      { coding: [{ system: HOLDER_CATEGORY_SYSTEM, code: holder }] },
      ...types.map((code) => ({ coding: [{ system: ORGANIZATION_TYPE_SYSTEM, code }] })),
    ],
  };
}

/** Profile Consent-Mitz-Notify 3.8: granted is active with permit, refused is inactive without a provision type. */
function consentOf(decision: Decision, group: Group, urn: (part: string) => string): Consent {
  const granted = group.provision === 'permit';
  return {
    resourceType: 'Consent',
    meta: { profile: [`${CONSENT_PROFILE}|${CONSENT_PROFILE_VERSION}`] },
    extension: group.consulting.map((code) => ({
      url: PROVIDER_CATEGORY_EXTENSION,
      valueCodeableConcept: { coding: [{ system: CONSULTING_CATEGORY_SYSTEM, code }] },
    })),
    identifier: [{ system: CONSENT_IDENTIFIER_SYSTEM, value: stableId(decision.id, group.part) }],
    status: granted ? 'active' : 'inactive',
    scope: { coding: [{ system: CONSENT_SCOPE_SYSTEM, code: CONSENT_SCOPE_CODE }] },
    category: [{ coding: [{ system: DATA_CATEGORY_SYSTEM, code: group.dataCategory }] }],
    patient: { reference: urn('patient') },
    dateTime: decision.chosenAt,
    provision: {
      ...(granted ? { type: 'permit' as const } : {}),
      actor: [
        {
          role: { coding: [{ system: PARTICIPATION_TYPE_SYSTEM, code: CUSTODIAN_CODE }] },
          reference: { reference: urn(`holder/${group.holder}`) },
        },
      ],
      purpose: [{ system: ACT_REASON_SYSTEM, code: TREATMENT_CODE }],
    },
  };
}
