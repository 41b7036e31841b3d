/** Time and chance come in as parameters, so that tests and whole-system simulation can steer them. */
export interface Clock {
  /** Wall clock. May jump both ways. */
  now(): Date;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  /** Calls back once after at least `ms`. @returns cancel */
  after(ms: number, callback: () => void): () => void;
}

export interface Chance {
  /** Uniform in [0, 1). */
  random(): number;
  uuid(): string;
}

/** The clock of this machine. */
export const systemClock = (): Clock => ({
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  after(ms, callback) {
    // setTimeout takes 31 bits; nothing here waits longer than an hour.
    const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
});

/** Chance for production: ids from the system's random source, jitter from Math.random. */
export const systemChance = (): Chance => ({ random: () => Math.random(), uuid: () => crypto.randomUUID() });
