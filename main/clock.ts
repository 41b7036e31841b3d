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
