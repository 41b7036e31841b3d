/** Who was present and which device recorded it, the same for every registry (domain.md §7.6). */
import type { Decision } from '../../shared/consent/decision.ts';
import {
  DEVICE_IDENTIFIER_SYSTEM,
  EMPLOYEE_IDENTIFIER_SYSTEM,
  PROVENANCE_PARTICIPANT_SYSTEM,
} from '../../shared/fhir/constants.ts';
import type { Provenance, Reference } from '../../shared/fhir/types.ts';

/** Employee, organisation and device, with the device's signature over the evidence. */
export function provenanceOf(
  { evidence, chosenAt, signature }: Decision,
  target: readonly Reference[],
  organization: Reference,
): Provenance {
  const participant = (code: string) => ({ coding: [{ system: PROVENANCE_PARTICIPANT_SYSTEM, code }] });
  const device = { identifier: { system: DEVICE_IDENTIFIER_SYSTEM, value: evidence.deviceId } };
  return {
    resourceType: 'Provenance',
    target,
    occurredDateTime: chosenAt,
    recorded: chosenAt,
    agent: [
      {
        type: participant('enterer'),
        who: { identifier: { system: EMPLOYEE_IDENTIFIER_SYSTEM, value: evidence.employeeId } },
        onBehalfOf: organization,
      },
      { type: participant('custodian'), who: organization },
      { type: participant('assembler'), who: device },
    ],
    signature: [
      {
        type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.5' }],
        when: chosenAt,
        who: device,
        sigFormat: 'application/jose',
        data: Buffer.from(signature, 'base64url').toString('base64'),
      },
    ],
  };
}
