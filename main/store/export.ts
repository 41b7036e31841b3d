/**
 * A sealed copy of what is unfinished, for the day that a device breaks: only the holder of the organisation's private
 * key can read it (JWE, RFC 7516: ECDH-ES+A256KW with A256GCM). Nothing changes in the outbox by it.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactDecrypt, CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { Decision } from '../../shared/consent/decision.ts';
import { syncPath } from './sync-path.ts';

/**
 * One unfinished decision, whole: with its evidence, and without the options that a newer one replaced. Null when it can
 * not be read any more: then nobody knows whose it was.
 */
export interface Unfinished {
  readonly reference: string;
  readonly state: string;
  readonly decision: Decision | null;
}

const ALGORITHM = 'ECDH-ES+A256KW';

/** The public half of the organisation's key, as it stands in the settings (RFC 7517). */
export const exportKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().max(64),
  y: z.string().max(64),
  kid: z.string().max(64),
});
export type ExportKey = z.infer<typeof exportKeySchema>;

/** @returns the public half for the settings, and the private one, to be kept away from every kiosk */
export async function makeExportKey(kid: string): Promise<{ readonly publicKey: ExportKey; readonly privateKey: JWK }> {
  const pair = await generateKeyPair(ALGORITHM, { crv: 'P-256', extractable: true });
  const publicKey = exportKeySchema.parse({ ...(await exportJWK(pair.publicKey)), kid });
  return { publicKey, privateKey: { ...(await exportJWK(pair.privateKey)), kid } };
}

/** Writes the copy under the data folder, synced. @returns the name of the file */
export async function writeExport(
  dataDir: string,
  key: ExportKey,
  content: { readonly deviceId: string; readonly at: Date; readonly unfinished: readonly Unfinished[] },
): Promise<string> {
  const text = JSON.stringify({ version: 1, ...content, at: content.at.toISOString() });
  const sealed = await new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: ALGORITHM, enc: 'A256GCM', kid: key.kid, typ: 'keuzewijzer-export' })
    .encrypt(await importJWK(key, ALGORITHM));
  const folder = join(dataDir, 'export');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `keuzes-${content.at.toISOString().replaceAll(/[:.]/g, '-')}.jwe`;
  const half = join(folder, `${name}.half`);
  writeFileSync(half, sealed, { mode: 0o600 });
  syncPath(half);
  renameSync(half, join(folder, name));
  syncPath(folder);
  return name;
}

/** @throws when the bytes are damaged or were sealed for another key. @returns JSON text */
export async function openExport(privateKey: JWK, sealed: string): Promise<string> {
  const { plaintext } = await compactDecrypt(sealed.trim(), await importJWK(privateKey, ALGORITHM), {
    keyManagementAlgorithms: [ALGORITHM],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return Buffer.from(plaintext).toString('utf8');
}
