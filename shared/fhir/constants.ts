/**
 * Names on the wire of Mitz OTV 3.8 (domain.md §6) and of FHIR R4. Identifiers of persons and providers stand in
 * shared/consent/identity.ts, code systems of the catalogue in shared/consent/catalogue.ts.
 */

export const FHIR_NAMESPACE = 'http://hl7.org/fhir';
export const XHTML_NAMESPACE = 'http://www.w3.org/1999/xhtml';

export const FHIR_XML = 'application/fhir+xml';
export const FHIR_JSON = 'application/fhir+json';

/** Profile of a Consent in OTV 3.8; stands in `meta.profile` as `<url>|<version>`. */
export const CONSENT_PROFILE = 'http://vzvz.nl/fhir/StructureDefinition/Consent-Mitz-Notify';
export const CONSENT_PROFILE_VERSION = '3.8.0';

/** Extension on Consent, repeated: one consulting category (valueCodeableConcept, CONSULTING_CATEGORY_SYSTEM). */
export const PROVIDER_CATEGORY_EXTENSION = 'http://fhir.nl/StructureDefinition/OTV-ProviderCategory';

/** `Consent.scope`. */
export const CONSENT_SCOPE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/consentscope';
export const CONSENT_SCOPE_CODE = 'patient-privacy';

/** IHE Privacy Consent on FHIR 1.1, option Explicit Intermediate (ITI-108). */
export const PCF_PROFILE = 'https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentIntermediate';
export const PCF_PROFILE_VERSION = '1.1.0';

/** `Consent.category` of PCF: LOINC 59284-0, a consent of a patient. */
export const LOINC_SYSTEM = 'http://loinc.org';
export const PATIENT_CONSENT_CODE = '59284-0';

/** `Consent.provision.actor.role` of PCF: IRCP, who receives the information (raadpleger). */
export const RECIPIENT_CODE = 'IRCP';

/** `Consent.provision.purpose` of PCF: the present name of ACT_REASON_SYSTEM. */
export const PURPOSE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

/** `Consent.provision.actor.role`: CST, the custodian of the record (dossierhouder). */
export const PARTICIPATION_TYPE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
export const CUSTODIAN_CODE = 'CST';

/** `Consent.provision.purpose`: TREAT. */
export const ACT_REASON_SYSTEM = 'http://hl7.org/fhir/v3/ActReason';
export const TREATMENT_CODE = 'TREAT';

/** `Provenance.agent.type` (FHIR R4 required-binding-free, HL7 participant types). */
export const PROVENANCE_PARTICIPANT_SYSTEM = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

/** Our own names [D]: Mitz publishes none for a holder *category* nor for client-made ids. */
export const HOLDER_CATEGORY_SYSTEM = 'https://keuzewijzer.nl/fhir/CodeSystem/dossierhoudercategorie';
/** `Consent.identifier.system`: one recorded choice, made once on the kiosk, the same on every retry. */
export const CONSENT_IDENTIFIER_SYSTEM = 'https://keuzewijzer.nl/fhir/NamingSystem/toestemming';
/** `Consent.sourceReference.identifier.system`: the signed evidence of one decision; it stays with the organisation. */
export const EVIDENCE_IDENTIFIER_SYSTEM = 'https://keuzewijzer.nl/fhir/NamingSystem/bewijs';
/** `Consent.policy.uri`, followed by the version of the catalogue: what the person was asked. */
export const POLICY_BASE = 'https://keuzewijzer.nl/fhir/policy/';
/** `Bundle.identifier.system`: one message, the same on every retry. */
export const BUNDLE_IDENTIFIER_SYSTEM = 'https://keuzewijzer.nl/fhir/NamingSystem/bericht';
/** `Device.identifier.system` and `Provenance.agent.who.identifier.system` of a kiosk. */
export const DEVICE_IDENTIFIER_SYSTEM = 'https://keuzewijzer.nl/fhir/NamingSystem/apparaat';
/** Employee number at the organisation that runs the kiosk. */
export const EMPLOYEE_IDENTIFIER_SYSTEM = 'https://keuzewijzer.nl/fhir/NamingSystem/medewerker';
