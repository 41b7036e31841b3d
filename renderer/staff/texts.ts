/** Words for staff, with the blanks filled in. */
import type { StaffKey } from '../../shared/script/staff.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { useKiosk } from '../state/kiosk.ts';

export type Say = (key: StaffKey, blanks?: Readonly<Record<string, string | number>>) => string;

export function useTexts(): Say {
  const staff = useKiosk((state) => state.staff);
  return (key, blanks = {}) =>
    (staff?.[key] ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => String(blanks[name] ?? ''));
}

export interface Trouble {
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
}

/** Plain words for an error, with how long to wait where that is known. */
export function troubleText(say: Say, { code, retryAfterMs }: Trouble): string {
  const words = say(`error.${code}`);
  return retryAfterMs === undefined ? words : `${words} ${say('wait', { n: Math.ceil(retryAfterMs / 1000) })}`;
}
