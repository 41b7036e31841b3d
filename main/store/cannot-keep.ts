/** A device whose store could not be opened: it explains, it never records, and it says why. */
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail } from '../../shared/contract/result.ts';
import type { Keeping } from './keeping.ts';

export function cannotKeep(code: ErrorCode): Keeping {
  return {
    health: () => code,
    keep: () => fail(code),
    clockBehind: () => false,
    delivery: () => null,
    overview: () => null,
    retry: () => fail(code),
    parkedPerson: () => fail(code),
    askAgain: () => fail(code),
    unfinished: () => fail(code),
    audit: () => {},
  };
}
