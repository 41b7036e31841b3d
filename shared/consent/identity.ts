/**
 * Identity values that a member of staff types, and what makes each valid.
 * Nothing here keeps a value: callers hold it in memory for one session only.
 */

/** A citizen service number (BSN): 9 digits that pass the eleven-test. */
export type Bsn = string & { readonly __brand: 'Bsn' };

/** A provider number (URA): 8 digits. */
export type Ura = string & { readonly __brand: 'Ura' };

/** FHIR naming systems of the Dutch identifiers (Nictiz). */
export const BSN_SYSTEM = 'http://fhir.nl/fhir/NamingSystem/bsn';
export const URA_SYSTEM = 'http://fhir.nl/fhir/NamingSystem/ura';

/** Kinds of identity document that staff may have seen (Wet identificatie bij dienstverlening). Never the number. */
export const IDENTITY_DOCUMENTS = ['passport', 'identity-card', 'driving-licence', 'residence-permit'] as const;
export type IdentityDocument = (typeof IDENTITY_DOCUMENTS)[number];

/**
 * Reads a BSN. Eleven-test: 9·d1 + 8·d2 + … + 2·d8 − d9 is divisible by 11 and not 0.
 * @returns the BSN, or null when the text is not one.
 */
export function parseBsn(text: string): Bsn | null {
  if (!/^[0-9]{9}$/.test(text)) return null;
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += Number(text[i]) * (i === 8 ? -1 : 9 - i);
  return sum !== 0 && sum % 11 === 0 ? (text as Bsn) : null;
}

/** Reads a URA. @returns null when the text is not 8 digits. */
export function parseUra(text: string): Ura | null {
  return /^[0-9]{8}$/.test(text) ? (text as Ura) : null;
}

/** A date of birth as it stands in the record: `YYYY-MM-DD`, a real day, not in the future, at most 125 years ago. */
export function parseBirthDate(text: string, today: Date): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const age = ageOn(text, today);
  return date.getTime() <= today.getTime() && age <= 125 ? text : null;
}

/** Whole years of age on a day, in the calendar of the Netherlands (Europe/Amsterdam). */
export function ageOn(birthDate: string, today: Date): number {
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' }).format(today);
  const [y, m, d] = local.split('-').map(Number) as [number, number, number];
  const [by, bm, bd] = birthDate.split('-').map(Number) as [number, number, number];
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0);
}

/** From this age a person chooses alone (Wabvpz; domain.md §4). */
export const AGE_OF_CHOICE = 16;
