/**
 * The operating system's key store through Electron's asynchronous calls (the synchronous ones are deprecated in 45 and
 * go in 46): DPAPI on Windows, the secret service or KWallet on Linux. `basic_text` on Linux encrypts with a key that
 * everybody knows, so it counts as no key store.
 */
import type { SafeStorage } from 'electron';
import type { KeyStore } from '../shell.ts';

export type Vault = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** `unknown` is what Electron says before it is ready. */
const NONE: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

export function createKeyStore(vault: Vault, platform: NodeJS.Platform): KeyStore {
  const available = async (): Promise<boolean> => {
    if (!(await vault.isAsyncEncryptionAvailable())) return false;
    return platform !== 'linux' || !NONE.has(vault.getSelectedStorageBackend());
  };
  return {
    available,
    async protect(secret) {
      // Asked again: what is written now must be readable only with the system's help.
      if (!(await available())) throw new Error('the system has no key store');
      return vault.encryptStringAsync(Buffer.from(secret).toString('base64'));
    },
    async unprotect(sealed) {
      const { result } = await vault.decryptStringAsync(Buffer.from(sealed));
      const secret = Buffer.from(result, 'base64');
      if (secret.toString('base64') !== result) throw new Error('the key store gave back something else');
      return secret;
    },
  };
}
