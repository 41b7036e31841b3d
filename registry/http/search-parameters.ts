/**
 * The parameters of a search for Consents (R4 §3.1.1). Strict: a parameter that is not known is refused, because a reader
 * whose filter is silently ignored would take a refusal for a consent.
 */
import { BSN_SYSTEM, parseBsn } from '../../shared/consent/identity.ts';
import type { ConsentSearch } from '../store/search.ts';
import { refuse } from './errors.ts';

const KNOWN = new Set(['patient', 'patient:identifier', 'patient.identifier', '_count', '_offset', '_format']);
const MAX_PAGE = 200;
const ID = /^(?:Patient\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** @throws Refusal 400; its words repeat nothing of the query */
export function readSearch(query: unknown): ConsentSearch {
  const given = Object.entries(typeof query === 'object' && query !== null ? query : {});
  for (const [name, value] of given) {
    if (!KNOWN.has(name)) throw refuse.badRequest(`Only these are known here: ${[...KNOWN].join(', ')}.`);
    if (typeof value !== 'string') throw refuse.badRequest('A parameter stands twice.');
  }
  const values = new Map(given as [string, string][]);
  return {
    patient: readPatient(values),
    count: Math.min(readNumber(values, '_count', MAX_PAGE), MAX_PAGE),
    offset: readNumber(values, '_offset', 0),
  };
}

/** `patient:identifier` is an identifier modifier (R4 §3.1.1.4.5), `patient.identifier` a chain; both mean the same here. */
function readPatient(values: ReadonlyMap<string, string>): ConsentSearch['patient'] {
  const [name, ...others] = ['patient', 'patient:identifier', 'patient.identifier'].filter((key) => values.has(key));
  if (name === undefined || others.length > 0)
    throw refuse.badRequest('Search with patient:identifier=<system>|<value> or patient=<id>, one of them.');
  const value = values.get(name) ?? '';
  if (name === 'patient') {
    const id = ID.exec(value)?.[1];
    if (id === undefined) throw refuse.badRequest('patient must be an id that this register gave.');
    return { id };
  }
  const bar = value.indexOf('|');
  const bsn = bar >= 0 && value.slice(0, bar) === BSN_SYSTEM ? parseBsn(value.slice(bar + 1)) : null;
  if (bsn === null) throw refuse.badRequest(`patient:identifier must be ${BSN_SYSTEM}|<valid BSN>.`);
  return { bsn };
}

function readNumber(values: ReadonlyMap<string, string>, name: '_count' | '_offset', standard: number): number {
  const text = values.get(name);
  if (text === undefined) return standard;
  if (!/^\d{1,6}$/.test(text)) throw refuse.badRequest(`${name} must be a whole number.`);
  return Number(text);
}
