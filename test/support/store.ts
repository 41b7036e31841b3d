/** Stores for tests: a folder of their own, a key that needs no key file, time and chance that are steered. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chance } from '../../main/clock.ts';
import type { KeyStore } from '../../main/shell/shell.ts';

/** Protects nothing: for tests that are not about keys. */
export const openKeyStore: KeyStore = {
  available: () => Promise.resolve(true),
  protect: (secret) => Promise.resolve(Uint8Array.from(secret)),
  unprotect: (sealed) => Promise.resolve(Uint8Array.from(sealed)),
};

/** A folder in memory where there is one, so that thousands of synced writes cost little. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'keuzewijzer-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** mulberry32: small, fast, good enough to spread tests. */
export function seededChance(seed: number): Chance & { int(below: number): number } {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.trunc(random() * 16).toString(16)).join('');
  return {
    random,
    int: (below) => Math.trunc(random() * below),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
