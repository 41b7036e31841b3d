/** Time and ids as inputs: tests steer them. */
export interface RegistryClock {
  /** Wall clock, milliseconds since 1970. */
  now(): number;
  /** Calls back once after at least `ms`. @returns cancel */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's own clock. Waiting timers do not keep the process alive. */
export const systemClock: RegistryClock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
};
