/** The trace of a run: a running hash of every line, the last lines, the faults, and the first violation. */
import { createHash } from 'node:crypto';
import type { Scheduler } from './scheduler.ts';
import type { Chronicle, Violation } from './types.ts';

export interface Trace extends Chronicle {
  violation(): Violation | null;
  hash(): string;
  tail(): readonly string[];
  faults(): ReadonlyMap<string, number>;
}

/** @param lines how many of the last ones are remembered */
export function createTrace(scheduler: Scheduler, lines: number): Trace {
  const hash = createHash('sha256');
  const tail: string[] = [];
  const faults = new Map<string, number>();
  let violation: Violation | null = null;
  const note = (line: string): void => {
    const text = `${(scheduler.now() / 1000).toFixed(3)} ${line}`;
    hash.update(`${text}\n`);
    tail.push(text);
    if (tail.length > lines) tail.shift();
  };
  return {
    note,
    fault(kind) {
      faults.set(kind, (faults.get(kind) ?? 0) + 1);
      note(kind);
    },
    violated(invariant, story) {
      note(`VIOLATED ${invariant}: ${story}`);
      violation ??= { invariant, story };
    },
    violation: () => violation,
    hash: () => hash.copy().digest('hex'),
    tail: () => tail,
    faults: () => faults,
  };
}
