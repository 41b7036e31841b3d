/** Waiting times. Full jitter (Brooker, "Exponential backoff and jitter", 2015): kiosks that failed together spread out. */

export interface BackoffPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

const BACKOFF: BackoffPolicy = { baseMs: 1000, capMs: 60_000 };

/** What a registry may ask us to wait at the most, so that a wrong header cannot silence a kiosk for a year. */
export const RETRY_AFTER_CAP_MS = 3_600_000;

/** @param failures how many in a row, from 1. @returns milliseconds, uniform in [0, min(cap, base · 2^failures)) */
export const backoffMs = (failures: number, random: () => number, { baseMs, capMs }: BackoffPolicy = BACKOFF): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(failures, 30)));
