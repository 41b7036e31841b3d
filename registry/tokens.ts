/**
 * Access tokens (OAuth 2.0 client credentials, RFC 6749 §4.4) as short-lived signed JWTs (RFC 9068), ES256.
 * Secrets are compared in constant time and are never logged.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair, importJWK, jwtVerify, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import type { RegistryClock } from './clock.ts';

export const SCOPES = ['mitz.write', 'mitz.read'] as const;
export type Scope = (typeof SCOPES)[number];

export const clientSchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,100}$/),
  secret: z.string().min(16).max(200),
  scopes: z.array(z.enum(SCOPES)).min(1),
  /** When given, the client may write and ask for these organisations only. */
  uras: z.array(z.string().regex(/^\d{8}$/)).optional(),
});
/** One party that may ask for a token. */
export type Client = z.infer<typeof clientSchema>;

/** For practice only: known to all. */
export const PRACTICE_CLIENTS: readonly Client[] = [
  { id: 'practice-kiosk', secret: 'practice-kiosk-secret', scopes: ['mitz.write'] },
  { id: 'practice-reader', secret: 'practice-reader-secret', scopes: ['mitz.read'] },
];

/** Seconds. */
export const TOKEN_LIFE = 300;
const ISSUER = 'keuzewijzer-registry';

export interface Bearer {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  readonly uras: readonly string[] | null;
}

export interface Tokens {
  /** @returns null when id or secret is wrong. */
  authenticate(id: string, secret: string): Client | null;
  issue(client: Client, scopes: readonly Scope[]): Promise<string>;
  /** @returns null when the token is not ours, changed or expired. */
  verify(token: string): Promise<Bearer | null>;
}

export async function createTokens(
  clients: readonly Client[],
  clock: RegistryClock,
  dataDir?: string,
): Promise<Tokens> {
  const { privateKey, publicKey } = await signingKey(dataDir);
  const byId = new Map(clients.map((client) => [client.id, client]));
  return {
    authenticate: (id, secret) => {
      const client = byId.get(id);
      const expected = digest(client?.secret ?? ''); // compared also for an unknown id: the same time
      const equal = timingSafeEqual(expected, digest(secret));
      return client !== undefined && equal ? client : null;
    },
    issue: (client, scopes) => {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ scope: scopes.join(' '), client_id: client.id })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setSubject(client.id)
        .setIssuedAt(now)
        .setExpirationTime(now + TOKEN_LIFE)
        .sign(privateKey);
    },
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: ['ES256'],
          typ: 'at+jwt',
          issuer: ISSUER,
          audience: ISSUER,
          requiredClaims: ['exp', 'sub', 'scope'],
          currentDate: new Date(clock.now()),
        });
        const client = byId.get(payload.sub ?? '');
        if (client === undefined) return null; // struck off since
        const granted = String(payload['scope']).split(' ');
        return {
          clientId: client.id,
          scopes: client.scopes.filter((scope) => granted.includes(scope)),
          uras: client.uras ?? null,
        };
      } catch {
        return null; // every reason is the same to the caller: no valid token
      }
    },
  };
}

interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** With a data directory the key stays, so that a token lives through a restart; else it is new at every start. */
async function signingKey(dataDir: string | undefined): Promise<KeyPair> {
  const file = dataDir === undefined ? null : join(dataDir, 'token-key.json');
  if (file !== null && existsSync(file)) {
    try {
      return await importPair(JSON.parse(readFileSync(file, 'utf8')) as JWK);
    } catch {
      // A damaged key costs no more than the tokens that were given out, of five minutes each: a new one takes its place.
    }
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  if (file !== null) {
    writeFileSync(`${file}.new`, JSON.stringify(jwk), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return importPair(jwk);
}

async function importPair(jwk: JWK): Promise<KeyPair> {
  const { d: _, ...open } = jwk;
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, 'ES256'), importJWK(open, 'ES256')]);
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array)
    throw new Error('The token key is not an EC key.');
  return { privateKey, publicKey };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
