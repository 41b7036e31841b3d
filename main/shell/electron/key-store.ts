/**
 * The operating system's key store through Electron's asynchronous calls (the synchronous ones are deprecated in 45 and
 * go in 46): DPAPI on Windows, the secret service or KWallet on Linux. `basic_text` on Linux encrypts with a key that
 * everybody knows, so it counts as no key store.
 */
import type { SafeStorage } from 'electron';
import type { Clock } from '../../clock.ts';
import type { KeyStore } from '../shell.ts';

export type Vault = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** `unknown` is what Electron says before it is ready. */
const NONE: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/**
 * A closed key ring asks a person for its password and waits, measured with gnome-keyring: without a limit the kiosk would
 * show nothing, for ever. Shorter than the time in which the first screen must be there.
 */
const ANSWER_MS = 8000;

export function createKeyStore(vault: Vault, platform: NodeJS.Platform, clock: Pick<Clock, 'after'>): KeyStore {
  let silent = false;
  const inTime = <T>(answer: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (silent) return reject(new Error('the key store does not answer'));
      const cancel = clock.after(ANSWER_MS, () => {
        silent = true;
        reject(new Error('the key store does not answer'));
      });
      answer().then(resolve, reject).finally(cancel);
    });
  const available = async (): Promise<boolean> => {
    const offered = await inTime(() => vault.isAsyncEncryptionAvailable()).catch(() => false);
    return offered && (platform !== 'linux' || !NONE.has(vault.getSelectedStorageBackend()));
  };
  return {
    available,
    async protect(secret) {
      // Asked again: what is written now must be readable only with the system's help.
      if (!(await available())) throw new Error('the system has no key store');
      return inTime(() => vault.encryptStringAsync(Buffer.from(secret).toString('base64')));
    },
    async unprotect(sealed) {
      const { result } = await inTime(() => vault.decryptStringAsync(Buffer.from(sealed)));
      const secret = Buffer.from(result, 'base64');
      if (secret.toString('base64') !== result) throw new Error('the key store gave back something else');
      return secret;
    },
  };
}
