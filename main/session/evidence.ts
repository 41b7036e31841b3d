/**
 * Builds a decision and the evidence of how it was made (AVG art. 7 lid 1; domain.md §5). The evidence holds neither
 * who nor what: it is bound to both by a commitment, SHA-256 over the sealed part and a random nonce.
 */
import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../shared/consent/canonical.ts';
import type { Catalogue } from '../../shared/consent/catalogue.ts';
import { choicesOf, type Answers } from '../../shared/consent/choice.ts';
import {
  senderOf,
  type Decision,
  type Evidence,
  type InputKind,
  type OwnOrganization,
} from '../../shared/consent/decision.ts';
import type { IdentityDocument } from '../../shared/consent/identity.ts';

/** The device's signature (Ed25519). */
export interface Signer {
  readonly keyId: string;
  /** @returns base64url */
  sign(bytes: Uint8Array): string;
}

/** Who is here, as staff established it. Lives in memory for one session only. */
export interface Presence {
  readonly bsn: string;
  readonly birthDate: string;
  readonly identityDocument: IdentityDocument;
  readonly employeeId: string;
  readonly checkedAt: string;
}

export interface ShownScript {
  readonly language: string;
  readonly version: string;
  readonly status: string;
  readonly hash: string;
}

export interface DecisionInput {
  readonly id: string;
  readonly chosenAt: Date;
  readonly presence: Presence;
  readonly answers: Answers;
  readonly catalogue: Catalogue;
  readonly script: ShownScript;
  readonly organization: OwnOrganization;
  readonly deviceId: string;
  readonly teachBack: Evidence['teachBack'];
  readonly reviewShown: boolean;
  readonly confirmedBy: InputKind;
  readonly steps: number;
  readonly changes: number;
}

/** @returns the decision; it has no choices when the person has not made any, and must then not be kept */
export function buildDecision(input: DecisionInput, signer: Signer): Decision {
  const chosenAt = input.chosenAt.toISOString();
  const subject = { bsn: input.presence.bsn, birthDate: input.presence.birthDate };
  const choices = choicesOf(input.answers, input.catalogue).map((choice) => ({
    ...choice,
    consulting: [...choice.consulting],
  }));
  const nonce = randomBytes(24).toString('base64url');
  const sealed = { id: input.id, chosenAt, subject, choices, catalogueVersion: input.catalogue.version, nonce };
  const evidence: Evidence = {
    version: 1,
    decisionId: input.id,
    commitment: createHash('sha256').update(canonicalJson(sealed)).digest('hex'),
    chosenAt,
    sessionOpenedAt: input.presence.checkedAt,
    identityCheckedAt: input.presence.checkedAt,
    identityDocument: input.presence.identityDocument,
    employeeId: input.presence.employeeId,
    organizationUra: input.organization.ura,
    deviceId: input.deviceId,
    catalogueVersion: input.catalogue.version,
    language: input.script.language,
    scriptVersion: input.script.version,
    scriptStatus: input.script.status,
    scriptHash: input.script.hash,
    teachBack: input.teachBack,
    reviewShown: input.reviewShown,
    confirmedBy: input.confirmedBy,
    steps: input.steps,
    changes: input.changes,
  };
  const sender = senderOf(input.organization, input.catalogue);
  return { version: 1, ...sealed, evidence, sender, signature: signer.sign(Buffer.from(canonicalJson(evidence))) };
}
