/** Child processes of our scripts: started with a channel, so that they end when the script does. */
import { readFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Started {
  readonly child: ChildProcess;
  /** Resolves with the first group of the first line that matches; rejects when the process ends before. */
  readonly ready: Promise<string>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

/** @param show every line that is not the awaited one */
export function startProcess(
  command: string,
  args: readonly string[],
  options: {
    readonly ready: RegExp;
    readonly env?: NodeJS.ProcessEnv;
    readonly show?: (line: string) => void;
    /** A Node process that listens for `disconnect`. */
    readonly channel?: boolean;
  },
): Started {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...(options.channel === false ? [] : ['ipc' as const])],
    env: { ...process.env, ...options.env },
  });
  const lines: string[] = [];
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const ready = new Promise<string>((resolve, reject) => {
    const read = (stream: NodeJS.ReadableStream | null): void => {
      if (stream === null) return;
      createInterface({ input: stream }).on('line', (line) => {
        const match = options.ready.exec(line);
        if (match) return resolve(match[1] ?? '');
        lines.push(line);
        if (lines.length > 40) lines.shift();
        options.show?.(line);
      });
    };
    read(child.stdout);
    read(child.stderr);
    void ended.then((code) => reject(new Error(`it ended with ${code}${lines.length > 0 ? `: ${lines.at(-1)}` : ''}`)));
  });
  ready.catch(() => {});
  return {
    child,
    ready,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const force = setTimeout(() => child.kill('SIGKILL'), 8000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(force);
    },
  };
}

/** How often we look whether npm is still there, in milliseconds. */
const LOOK_MS = 500;

/**
 * npm hands a signal to its shell, which ends without handing it on, and who kills npm itself leaves the shell behind: who
 * stops `npm start` would leave all of it running. When a process above us has changed, we get the signal after all.
 */
export function endWithNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const before = above();
  setInterval(() => {
    if (above() !== before) process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS).unref();
}

/** Our parent and, on Linux, its parent (proc(5), field 4 of stat): npm and the shell that it started us with. */
function above(): string {
  try {
    const [, grandparent] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}
