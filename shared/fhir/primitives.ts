/**
 * FHIR primitive types: what their text may look like (R4 §2.24.0.1) and how it becomes a JSON value.
 * One more rule than FHIR: no character that XML 1.0 forbids, so that every JSON message has an XML form.
 */

export type PrimitiveType =
  | 'base64Binary'
  | 'boolean'
  | 'canonical'
  | 'code'
  | 'date'
  | 'dateTime'
  | 'id'
  | 'instant'
  | 'integer'
  | 'string'
  | 'unsignedInt'
  | 'uri';

const DAY = '-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const TIME = 'T(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)';
const YEAR = '\\d{4}';
const MONTH = '-(?:0[1-9]|1[0-2])';

const LEXICAL: Readonly<Record<PrimitiveType, RegExp>> = {
  base64Binary: /^[A-Za-z0-9+/]+={0,2}$/,
  boolean: /^(?:true|false)$/,
  canonical: /^\S+$/,
  code: /^[^\s]+(?:\s[^\s]+)*$/,
  date: new RegExp(`^${YEAR}(?:${MONTH}|${DAY})?$`),
  dateTime: new RegExp(`^${YEAR}(?:${MONTH}|${DAY}(?:${TIME})?)?$`),
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  instant: new RegExp(`^${YEAR}${DAY}${TIME}$`),
  integer: /^(?:0|-?[1-9]\d{0,9})$/,
  string: /\S/,
  unsignedInt: /^(?:0|[1-9]\d{0,9})$/,
  uri: /^\S+$/,
};

const MAX_INT = 2_147_483_647;

/** XML 1.0 §2.2 Char, inverted; the `u` flag makes lone surrogates match too. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** True when the text holds a character that XML 1.0 cannot carry: NUL, other controls, half a surrogate pair. */
export function hasIllegalCharacter(text: string): boolean {
  return ILLEGAL.test(text);
}

/** True when the name is a primitive type, not a table. */
export function isPrimitive(type: string): type is PrimitiveType {
  return Object.hasOwn(LEXICAL, type);
}

/** Text of an XML `value` attribute → JSON value. @returns undefined when the text breaks the type's rule. */
export function primitiveFromText(type: PrimitiveType, text: string): string | number | boolean | undefined {
  if (!LEXICAL[type].test(text)) return undefined;
  if (type === 'boolean') return text === 'true';
  if (type === 'integer' || type === 'unsignedInt') {
    const number = Number(text);
    return Math.abs(number) <= MAX_INT ? number : undefined;
  }
  if ((type === 'date' || type === 'dateTime' || type === 'instant') && !isRealDay(text)) return undefined;
  return text;
}

/** JSON value → text of an XML `value` attribute. @returns undefined when value and type do not fit. */
export function textFromPrimitive(type: PrimitiveType, value: unknown): string | undefined {
  const expected = type === 'boolean' ? 'boolean' : type === 'integer' || type === 'unsignedInt' ? 'number' : 'string';
  if (typeof value !== expected) return undefined;
  const text = String(value);
  return primitiveFromText(type, text) === value ? text : undefined;
}

/** 31 February has the right digits and is not a day. */
function isRealDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return true;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
