/**
 * Virtual time. Events happen one at a time, in the order of their moment and then of their making; after each, every
 * promise that can go on does so before the next event. So one seed always gives one history.
 */
import { setImmediate } from 'node:timers/promises';

interface Event {
  readonly at: number;
  readonly order: number;
  run: (() => void) | null;
}

export interface Scheduler {
  /** Milliseconds since the world began. */
  now(): number;
  /** @returns cancel */
  after(ms: number, run: () => void): () => void;
  /** Goes on until that moment, or until `enough` says so (asked after every event). */
  runUntil(moment: number, enough?: () => boolean): Promise<void>;
  /** Events that happened so far. */
  events(): number;
}

export function createScheduler(): Scheduler {
  const heap: Event[] = [];
  let now = 0;
  let order = 0;
  let events = 0;
  const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const push = (event: Event): void => {
    let at = heap.push(event) - 1;
    for (;;) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (at === 0 || parent === undefined || before(parent, event)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = event;
  };
  const pop = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const child = right !== undefined && left !== undefined && before(right, left) ? 2 * at + 2 : 2 * at + 1;
      const smallest = heap[child];
      if (smallest === undefined || before(last, smallest)) break;
      heap[at] = smallest;
      at = child;
    }
    heap[at] = last;
  };
  return {
    now: () => now,
    after(ms, run) {
      const event: Event = { at: now + Math.max(0, Math.round(ms)), order: (order += 1), run };
      push(event);
      return () => {
        event.run = null;
      };
    },
    async runUntil(moment, enough = () => false) {
      for (let next = heap[0]; next !== undefined && next.at <= moment; next = heap[0]) {
        pop();
        if (next.run === null) continue;
        now = next.at;
        events += 1;
        next.run();
        // The check phase of the event loop comes after all that promises started.
        await setImmediate();
        if (enough()) return;
      }
      now = Math.max(now, moment);
    },
    events: () => events,
  };
}
