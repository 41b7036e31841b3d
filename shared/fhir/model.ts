/**
 * Checks a JSON value against the element tables and returns it in canonical form: properties in the order of the
 * specification, nothing else. Two messages with the same content have the same canonical JSON, whatever their form.
 */
import { ELEMENTS, RESOURCE_TYPES, type ElementDef } from './elements.ts';
import { hasIllegalCharacter, isPrimitive, textFromPrimitive } from './primitives.ts';
import { FhirProblem, attempt, type FhirResult } from './result.ts';
import type { Resource } from './types.ts';
import type { XmlLimits } from './xml-reader.ts';

/** How to read a message of someone else. */
export interface ReadOptions {
  /**
   * `reject` (default): an element we do not know is an error, as a server must. `ignore`: it is left out, for
   * answers of servers that are newer than we are. A modifierExtension is an error in both (R4 §2.4.1).
   */
  readonly unknown?: 'reject' | 'ignore';
  /** UTF-16 units; default 2 Mi. */
  readonly maxChars?: number;
  /** Nested elements; default 40. */
  readonly maxDepth?: number;
}

export function resolveLimits(options: ReadOptions): XmlLimits {
  return { maxChars: options.maxChars ?? 2 * 1024 * 1024, maxDepth: options.maxDepth ?? 40 };
}

type Model = Record<string, unknown>;

/** Checks an already parsed JSON value. */
export function checkResource(value: unknown, options: ReadOptions = {}): FhirResult<Resource> {
  return attempt(() => canonical(value, options));
}

/** Reads FHIR JSON (R4 §2.6.2). The same errors as fromXml; nothing is thrown. */
export function fromJson(text: string, options: ReadOptions = {}): FhirResult<Resource> {
  return attempt(() => {
    const { maxChars } = resolveLimits(options);
    if (text.length > maxChars) throw new FhirProblem('too-large', `longer than ${maxChars} characters`);
    if (text.trim() === '') throw new FhirProblem('empty', 'the text is empty');
    if (/^\s*<(?:!doctype\s+)?html/i.test(text)) throw new FhirProblem('html', 'this is a web page, not FHIR');
    return canonical(parse(text), options);
  });
}

/** The one gate of every reading, XML or JSON. @throws FhirProblem; callers use `attempt`. */
export function canonical(value: unknown, options: ReadOptions): Resource {
  const model = resource(value, '', 0, options);
  const type = String(model['resourceType']);
  complete(model, type, type);
  return model as unknown as Resource;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FhirProblem('malformed', 'not well-formed JSON'); // the engine's own message quotes the text
  }
}

function resource(value: unknown, path: string, depth: number, options: ReadOptions): Model {
  const type = isObject(value) ? value['resourceType'] : undefined;
  if (!isObject(value) || typeof type !== 'string' || !RESOURCE_TYPES.has(type)) {
    throw new FhirProblem('not-fhir', 'not a known resource type', path);
  }
  const { resourceType: _, text: __, ...rest } = value;
  return { resourceType: type, ...object(rest, type, path === '' ? type : path, depth, options) };
}

function object(value: Model, type: string, path: string, depth: number, options: ReadOptions): Model {
  const { maxDepth } = resolveLimits(options);
  if (depth > maxDepth) throw new FhirProblem('too-deep', `nested over ${maxDepth} deep`, path);
  const defs = ELEMENTS.get(type) ?? [];
  for (const name of Object.keys(value)) {
    if (value[name] === undefined || defs.some((def) => def.name === name)) continue;
    if (options.unknown === 'ignore' && name !== 'modifierExtension') continue;
    throw new FhirProblem('unknown-element', 'holds a property that is not known here', path);
  }
  const model: Model = {};
  for (const def of defs) {
    const found = Object.hasOwn(value, def.name) ? value[def.name] : undefined;
    if (found !== undefined) model[def.name] = property(def, found, `${path}.${def.name}`, depth, options);
  }
  return model;
}

function property(def: ElementDef, value: unknown, path: string, depth: number, options: ReadOptions): unknown {
  if (!def.many) return single(def, value, path, depth, options);
  if (!Array.isArray(value) || value.length === 0) {
    throw new FhirProblem('invalid-value', 'must be a list with at least one item', path);
  }
  return value.map((item, index) => single(def, item, `${path}[${index}]`, depth, options));
}

function single(def: ElementDef, value: unknown, path: string, depth: number, options: ReadOptions): unknown {
  if (def.type === 'Resource') return resource(value, path, depth + 1, options);
  if (!isPrimitive(def.type)) {
    if (!isObject(value)) throw new FhirProblem('invalid-value', 'must be an object', path);
    return object(value, def.type, path, depth + 1, options);
  }
  if (typeof value === 'string' && hasIllegalCharacter(value)) {
    throw new FhirProblem('illegal-character', 'holds a character that XML forbids', path);
  }
  if (textFromPrimitive(def.type, value) === undefined) {
    throw new FhirProblem('invalid-value', `not a valid ${def.type}`, path);
  }
  return value;
}

function complete(model: Model, type: string, path: string): void {
  const choices = new Set<string>();
  let elements = 0;
  for (const def of ELEMENTS.get(type) ?? []) {
    const value = model[def.name];
    if (value === undefined && def.required) throw new FhirProblem('invalid-value', `${def.name} is missing`, path);
    if (value === undefined) continue;
    elements += 1;
    if (def.choice !== null && choices.has(def.choice)) {
      throw new FhirProblem('invalid-value', `${def.choice}[x] stands more than once`, path);
    }
    if (def.choice !== null) choices.add(def.choice);
    if (isPrimitive(def.type)) continue;
    for (const [index, item] of (def.many ? (value as Model[]) : [value as Model]).entries()) {
      const at = `${path}.${def.name}${def.many ? `[${index}]` : ''}`;
      complete(item, def.type === 'Resource' ? String(item['resourceType']) : def.type, at);
    }
  }
  // R4 ele-1: an element has a value or children. A resource may be empty only in FHIR's own theory (Parameters).
  if (elements === 0 && !RESOURCE_TYPES.has(type)) throw new FhirProblem('invalid-value', 'is empty', path);
}

function isObject(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
