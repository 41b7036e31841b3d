/** Expected failures are returned as plain data (they survive structured clone); only bugs throw. */
import type { ErrorCode } from './errors.ts';

export type Result<T, E extends string = ErrorCode> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: E; readonly retryAfterMs?: number } };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** @param retryAfterMs how long to wait before asking again, where that is known */
export const fail = <E extends string>(code: E, retryAfterMs?: number) =>
  ({ ok: false, error: retryAfterMs === undefined ? { code } : { code, retryAfterMs } }) as const;
