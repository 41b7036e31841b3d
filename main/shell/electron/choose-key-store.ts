/** Which key store protects the device key, and what the kiosk therefore lacks. */
import type { ShellLack } from '../../../shared/contract/view.ts';
import type { Clock } from '../../clock.ts';
import { createKeyFile } from '../loopback/key-file.ts';
import type { KeyStore } from '../shell.ts';
import { createKeyStore, type Vault } from './key-store.ts';

export interface ChosenKeyStore {
  readonly keyStore: KeyStore;
  readonly lacks: readonly ShellLack[];
}

/**
 * A passphrase in `KEUZEWIJZER_KEY` says on purpose that the system's key store is not used. Otherwise it is the system's
 * or none: without one the kiosk keeps nothing and says so (`keeping-no-key`), and never falls back to something weaker.
 */
export async function chooseKeyStore(from: {
  readonly vault: Vault;
  readonly platform: NodeJS.Platform;
  readonly dataDir: string;
  readonly passphrase: string | undefined;
  readonly clock: Pick<Clock, 'after'>;
}): Promise<ChosenKeyStore> {
  const named = from.passphrase !== undefined && from.passphrase !== '';
  if (named) return { keyStore: createKeyFile(from.dataDir, from.passphrase), lacks: ['os-key-store'] };
  const keyStore = createKeyStore(from.vault, from.platform, from.clock);
  return { keyStore, lacks: (await keyStore.available()) ? [] : ['os-key-store'] };
}
