/**
 * The site's own settings, read from the settings file of the device. A value that is not valid stops the start with
 * the name of the setting: a kiosk that guesses its settings is worse than one that says what is wrong.
 */
import { z } from 'zod';
import { organizationSchema } from '../../shared/consent/decision.ts';
import type { SettingsFile } from '../shell/shell.ts';
import { exportKeySchema } from '../store/export.ts';
import { employeeSchema } from '../session/pin.ts';

const seconds = (from: number, to: number) => z.int().min(from).max(to);

/** @see docs/settings.md */
export const siteSchema = z.strictObject({
  /** Set at the first start, so that practice and real choices never meet in one data folder. */
  mode: z.enum(['practice', 'real']).optional(),
  siteName: z.string().min(1).max(80).default('Keuzewijzer'),
  organization: organizationSchema.optional(),
  employees: z.array(employeeSchema).max(500).default([]),
  /** Languages to offer, in this order. A pack that is missing or fails is never offered. */
  languages: z.array(z.string().max(35)).min(1).max(12).optional(),
  defaultLanguage: z.string().max(35).default('nl'),
  teachBack: z.boolean().default(true),
  /** Order of the answers: the same for everyone, or counterbalanced over sessions. */
  answerOrder: z.enum(['fixed', 'rotated']).default('fixed'),
  idleAfterSeconds: seconds(30, 900).default(120),
  idleWarnSeconds: seconds(20, 300).default(60),
  /** Choices older than this go to staff instead of to the registry (domain.md §7.2). */
  maxAgeHours: z.int().min(1).max(720).default(72),
  registry: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }).optional(),
      adapter: z.enum(['mitz-otv-3.8', 'ihe-pcf-1.1']).default('mitz-otv-3.8'),
      /** Where tokens come from; without it `<url>/oauth2/token`. */
      tokenUrl: z.url({ protocol: /^https?$/ }).optional(),
      /** `ihe-pcf-1.1`: file with the secret that makes ids of persons; the same on every kiosk of the organisation. */
      idKeyFile: z.string().max(1000).optional(),
      clientId: z.string().max(200).optional(),
      /** File that holds the client secret; the secret itself never stands in the settings. */
      clientSecretFile: z.string().max(1000).optional(),
      caFile: z.string().max(1000).optional(),
      certFile: z.string().max(1000).optional(),
      keyFile: z.string().max(1000).optional(),
    })
    .default({ adapter: 'mitz-otv-3.8' }),
  /** Public key of the organisation for sealed copies (npm run export). */
  exportKey: exportKeySchema.optional(),
  screenProfile: z
    .strictObject({ mmPerPx: z.number().min(0.05).max(1), viewingDistanceMm: z.number().min(300).max(2000) })
    .nullable()
    .default(null),
  /** Stable name of this device in evidence and Provenance. */
  deviceId: z.uuid().optional(),
  pinTries: z.strictObject({ wrong: z.int().min(0), until: z.number() }).default({ wrong: 0, until: 0 }),
});
export type Site = z.infer<typeof siteSchema>;

/** @throws SettingsError that names every setting that is wrong */
export function readSite(file: SettingsFile): Site {
  const parsed = siteSchema.safeParse(file.read());
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'} (${issue.message})`);
  throw new SettingsError(`The settings of this device are not right: ${names.join('; ')}.`);
}

/** The device's settings do not allow a start; the message says which and why, for the person who set it up. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
