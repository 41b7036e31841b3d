/** The keys of this device: the data key, protected by the shell's key store, and the signing key, sealed under it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Database as Db } from 'better-sqlite3';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Signer } from '../session/evidence.ts';
import type { KeyStore } from '../shell/shell.ts';
import { deriveKey, newKey, seal, unseal } from './sealing.ts';

export interface DeviceKeys {
  /** Wraps the key of every row. */
  readonly rows: KeyObject;
  /** Orders persons. */
  readonly order: KeyObject;
  readonly signer: Signer;
}

/** The key that wraps the keys of rows, from what was stored. @throws when the key store does not open it */
export async function rowsKey(keyStore: KeyStore, wrapped: Uint8Array): Promise<KeyObject> {
  return deriveKey(await keyStore.unprotect(wrapped), 'rows');
}

/** @returns `keeping-no-key` when the key store is missing or does not open what it once protected */
export async function openDeviceKeys(db: Db, keyStore: KeyStore): Promise<Result<DeviceKeys>> {
  const read = db.prepare<[string], { value: Buffer }>('SELECT value FROM device WHERE name = ?');
  const write = db.prepare<[string, Buffer]>('INSERT INTO device (name, value) VALUES (?, ?)');
  try {
    if (!(await keyStore.available())) return fail('keeping-no-key');
    const wrapped = read.get('data-key')?.value;
    const dataKey = wrapped === undefined ? newKey() : Buffer.from(await keyStore.unprotect(wrapped));
    if (wrapped === undefined) write.run('data-key', Buffer.from(await keyStore.protect(dataKey)));
    const rows = deriveKey(dataKey, 'rows');
    const stored = read.get('signing-key')?.value;
    const privateKey =
      stored === undefined
        ? generateKeyPairSync('ed25519').privateKey
        : createPrivateKey({ key: unseal(rows, 'device/signing-key', stored), format: 'der', type: 'pkcs8' });
    if (stored === undefined) {
      const der = privateKey.export({ format: 'der', type: 'pkcs8' });
      write.run('signing-key', seal(rows, 'device/signing-key', der));
    }
    return ok({ rows, order: deriveKey(dataKey, 'order'), signer: signerOf(privateKey) });
  } catch {
    return fail('keeping-no-key');
  }
}

function signerOf(privateKey: KeyObject): Signer {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { keyId: jwk.x ?? '', sign: (bytes) => sign(null, bytes, privateKey).toString('base64url') };
}
