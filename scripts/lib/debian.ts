/** Programs of the system that a task needs: found, or on Debian as root installed. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @returns the path of the first of these programs that is on the PATH, or null */
export function programOnPath(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find((path) => executable(path)) ?? null;
}

export function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs a package where that can be done: on Debian, as root.
 * @param say gets one sentence a step
 */
export async function installOnDebian(name: string, say: (line: string) => void): Promise<void> {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  say(`Installing the Debian package ${name}.`);
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const bounded = { env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };
    await run('apt-get', ['update', '-q'], bounded);
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], bounded);
  } catch {
    say(`Installing ${name} did not work.`);
  }
}
