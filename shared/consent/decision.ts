/**
 * A decision: everything one person confirmed in one session, with the evidence of how. It is made once, in main,
 * at the patient's final touch; its ids never change afterwards, so that sending it again cannot record it twice.
 */
import { z } from 'zod';
import { HOLDER_CATEGORIES, holderCategorySchema, type Catalogue } from './catalogue.ts';
import { choiceSchema } from './choice.ts';
import { IDENTITY_DOCUMENTS } from './identity.ts';

/** How the person touched the screen. */
export const inputKindSchema = z.enum(['touch', 'mouse', 'pen', 'keyboard', 'switch']);
export type InputKind = z.infer<typeof inputKindSchema>;

/** Evidence of a valid consent (AVG art. 7 lid 1). Holds no identity and no choice, so it may stay for years. */
const evidenceSchema = z.strictObject({
  version: z.literal(1),
  decisionId: z.uuid(),
  /** SHA-256 (hex) over the canonical sealed part and its nonce: proves what was chosen without telling it. */
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601 UTC. */
  chosenAt: z.iso.datetime(),
  sessionOpenedAt: z.iso.datetime(),
  identityCheckedAt: z.iso.datetime(),
  identityDocument: z.enum(IDENTITY_DOCUMENTS),
  employeeId: z.string().max(64),
  /** URA of the organisation that runs the kiosk. */
  organizationUra: z.string().regex(/^\d{8}$/),
  deviceId: z.string().max(64),
  catalogueVersion: z.string().max(64),
  language: z.string().max(35),
  /** Version, review status and SHA-256 of the language pack that was shown. */
  scriptVersion: z.string().max(64),
  scriptStatus: z.string().max(120),
  scriptHash: z.string().regex(/^[0-9a-f]{64}$/),
  teachBack: z
    .array(z.strictObject({ question: z.string().max(64), passes: z.int().min(0).max(3), understood: z.boolean() }))
    .max(8),
  /** True when every sentence of the review had been on the screen before the confirmation. */
  reviewShown: z.boolean(),
  confirmedBy: inputKindSchema,
  /** Number of steps the patient took, and how many of them changed an earlier answer. */
  steps: z.int().min(0),
  changes: z.int().min(0),
});
export type Evidence = z.infer<typeof evidenceSchema>;

const organizationTypeSchema = z.string().regex(/^[A-Z]\d$/);

/** The organisation that runs the kiosk. */
export const organizationSchema = z.strictObject({
  ura: z.string().regex(/^\d{8}$/),
  /** Organisation type (NamingSystem organization-type), e.g. J8 for a pharmacy. */
  type: organizationTypeSchema,
  name: z.string().min(1).max(120),
});
export type OwnOrganization = z.infer<typeof organizationSchema>;

/**
 * What goes to the registry beside the person's choices. It is fixed with them, so that what waits stays the same to the
 * byte when the settings or the catalogue change: the registry would refuse a repeat with other content.
 */
const senderSchema = z.strictObject({
  organization: organizationSchema,
  /** Codes of the organisation types that each holder category stood for. */
  organizationTypes: z.record(holderCategorySchema, z.array(organizationTypeSchema)),
});
export type Sender = z.infer<typeof senderSchema>;

export function senderOf(organization: OwnOrganization, catalogue: Catalogue): Sender {
  const typesOf = (category: (typeof HOLDER_CATEGORIES)[number]): string[] => [
    ...(catalogue.holders.find((holder) => holder.category === category)?.organizationTypes ?? []),
  ];
  const types = HOLDER_CATEGORIES.map((category) => [category, typesOf(category)] as const);
  return { organization, organizationTypes: Object.fromEntries(types) as Sender['organizationTypes'] };
}

export const decisionSchema = z.strictObject({
  version: z.literal(1),
  id: z.uuid(),
  /** Moment of the patient's confirming touch, ISO 8601 UTC. It travels with the choice. */
  chosenAt: z.iso.datetime(),
  subject: z.strictObject({ bsn: z.string().regex(/^\d{9}$/), birthDate: z.iso.date() }),
  choices: z.array(choiceSchema).min(1).max(200),
  catalogueVersion: z.string().max(64),
  /** Random, base64url: makes the commitment in the evidence impossible to guess. */
  nonce: z.string().min(16).max(64),
  evidence: evidenceSchema,
  /** Absent in what an earlier version kept: that goes with the settings of today. */
  sender: senderSchema.optional(),
  /** Ed25519 signature of the device over the canonical evidence, base64url. */
  signature: z.string().max(128),
});
export type Decision = z.infer<typeof decisionSchema>;
