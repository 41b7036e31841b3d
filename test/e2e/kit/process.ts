/** Real child processes: started, waited for until they say that they are ready, and killed the hard way. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const root = join(import.meta.dirname, '..', '..', '..');

export interface Running {
  readonly address: string;
  readonly output: () => string;
  /** SIGKILL: as a power cut for the process. */
  readonly kill: () => Promise<void>;
  /** SIGTERM: as a shutdown. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a script of this project with Node.
 * @param ready a line that holds the address in its first group
 */
export async function runScript(
  script: string,
  args: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    // The channel: when a test run dies, what it started ends with it.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
  const lines: string[] = [];
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error(`${script} has no output`);
  stderr.on('data', (data: Buffer) => lines.push(data.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} was not ready in 60 s:\n${lines.join('\n')}`)), 60_000);
    createInterface({ input: stdout }).on('line', (line) => {
      lines.push(line);
      const match = ready.exec(line);
      if (match?.[1] !== undefined) {
        clearTimeout(timer);
        resolve(match[1]);
      }
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${script} ended with ${code}:\n${lines.join('\n')}`));
    });
  });
  return {
    address,
    output: () => lines.join('\n'),
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
