import { CONSENT_PROFILE, CONSENT_PROFILE_VERSION, FHIR_JSON, FHIR_XML } from '../../shared/fhir/constants.ts';
import type { CapabilityStatement } from '../../shared/fhir/types.ts';

/** What this service says about itself (R4 §5.2, `GET [base]/metadata`). */
export function capabilityStatement(): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    name: 'KeuzewijzerRegistry',
    title: 'Reference registry of consent choices',
    status: 'active',
    date: '2026-11-01',
    kind: 'instance',
    software: { name: 'keuzewijzer registry', version: '0.1.0' },
    implementation: {
      description: 'Reference registry of consent choices, after Mitz OTV 3.8. Not the Mitz register.',
    },
    fhirVersion: '4.0.1',
    format: [FHIR_XML, FHIR_JSON],
    rest: [
      {
        mode: 'server',
        documentation:
          'Writing and reading are separate rights. A repeat of a Bundle with the same identifier and content changes ' +
          'nothing and gets the same answer. Search gives the Consents that still count, with the options that still ' +
          'count, and includes the record holders they name.',
        resource: [
          {
            type: 'Consent',
            supportedProfile: [`${CONSENT_PROFILE}|${CONSENT_PROFILE_VERSION}`],
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: [
              {
                name: 'patient',
                type: 'reference',
                documentation: 'With the modifier identifier: <system>|<value>; or the id of a Patient here.',
              },
            ],
          },
          ...(['Organization', 'Patient', 'Provenance', 'Device', 'Practitioner'] as const).map((type) => ({
            type,
            interaction: [{ code: 'read' }],
          })),
        ],
        interaction: [{ code: 'transaction' }],
        operation: [
          { name: 'processingStatus', definition: 'https://keuzewijzer.nl/fhir/OperationDefinition/processing-status' },
        ],
      },
    ],
  };
}
