/** What a device uses in practice mode: made-up organisation and one employee, against a practice registry only. */
import { hashPin, type Employee } from '../session/pin.ts';
import type { Site } from './site.ts';

/** Shown in the banner of the practice mode; it opens nothing else. */
export const PRACTICE_PIN = '2580';

export const PRACTICE_ORGANIZATION = { ura: '90000001', type: 'J8', name: 'Oefenapotheek' } as const;

/** Client of the practice registry; worthless anywhere else. */
export const PRACTICE_CLIENT = { id: 'practice-kiosk', secret: 'practice-kiosk-secret' } as const;

/** Makes ids of made-up persons only. */
export const PRACTICE_ID_KEY = 'practice-id-key-practice-id-key-practice';

export async function practiceEmployee(): Promise<Employee> {
  const hashed = await hashPin(PRACTICE_PIN);
  if (hashed === null) throw new Error('the practice PIN is not a PIN');
  return { id: 'oefen-1', name: 'Oefenmedewerker', role: '83.000', ...hashed };
}

/** True for an address that only this machine can answer. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Whether a device practises: when asked to, when its folder did before, or when nobody has set it up. What was set up
 * for real choices never does, not even at its first start.
 * @param registryUrl where it sends to; null when nowhere was named
 */
export function practises(
  site: Pick<Site, 'mode' | 'employees' | 'organization'>,
  asked: boolean,
  registryUrl: string | null,
): boolean {
  const untouched = site.employees.length === 0 && site.organization === undefined;
  const near = registryUrl === null || isLoopback(registryUrl);
  return asked || site.mode === 'practice' || (site.mode === undefined && untouched && near);
}
