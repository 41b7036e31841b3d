/**
 * Key store of the shells without an operating system's: a key made from the passphrase in `KEUZEWIJZER_KEY` (scrypt),
 * or a random key in a file that only this user can read. The kiosk says that it lacks an OS key store.
 */
import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seal, unseal } from '../../store/sealing.ts';
import type { KeyStore } from '../shell.ts';

const PLACE = 'device/data-key';

export function createKeyFile(dataDir: string, passphrase: string | undefined): KeyStore {
  const file = join(dataDir, passphrase === undefined ? 'device.key' : 'device.salt');
  const stored = (): Buffer => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
    return readFileSync(file);
  };
  const key = (): Buffer =>
    passphrase === undefined
      ? stored()
      : scryptSync(passphrase, stored(), 32, { N: 1 << 15, r: 8, p: 1, maxmem: 1 << 26 });
  return {
    available: () => Promise.resolve(true),
    protect: (secret) => Promise.resolve().then(() => seal(key(), PLACE, secret)),
    unprotect: (sealed) => Promise.resolve().then(() => unseal(key(), PLACE, sealed)),
  };
}
