/** Electron's binary: where it is, and one bounded try to have it. The `electron` package itself ships without it. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TRY_MS = 60_000;

/** @returns the path of the binary, or null */
export function presentElectron(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Downloads the binary when it is not here. @returns its path, or null when it cannot be had within a minute */
export async function findElectron(root: string, say: (line: string) => void): Promise<string | null> {
  const present = presentElectron(root);
  if (present !== null) return present;
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return null;
  say("Electron's binary is not here yet: trying to download it, a minute at most.");
  await run(process.execPath, [installer], { timeout: TRY_MS }).catch(() => null);
  return presentElectron(root);
}
