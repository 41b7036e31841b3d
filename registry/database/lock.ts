/** A lock file that names its process: two processes on one PGlite directory would destroy it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A living process holds the directory. */
export class DirectoryInUse extends Error {}

/** @returns unlock. @throws DirectoryInUse with a plain sentence */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'lock');
  const own = `${process.pid} ${startOf(process.pid) ?? ''}`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, own, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      const [pid, start] = readFileSync(file, 'utf8').split(' ');
      if (isSameProcess(Number(pid), start ?? '')) {
        throw new DirectoryInUse(`The data directory is in use by process ${Number(pid)}.`, { cause: error });
      }
      rmSync(file, { force: true });
    }
  }
  throw new Error('The data directory is being taken by another process.');
}

/**
 * A process id is used again after a restart of the machine or container; the moment of starting tells the
 * difference. A killed process that nobody waited for still has an id but no longer holds anything.
 */
function isSameProcess(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  return process.platform !== 'linux' || startOf(pid) === start;
}

/** Start of a process in clock ticks since boot (proc(5), field 22); null when it is dead, or not on Linux. */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
