/**
 * FHIR JSON model ⇄ FHIR XML (R4 §2.6.1), driven by the element tables.
 * Invariant: fromXml(toXml(r)) is r, and toXml writes only what fromXml accepts.
 */
import { ELEMENTS, RESOURCE_TYPES, type ElementDef } from './elements.ts';
import { FHIR_NAMESPACE, XHTML_NAMESPACE } from './constants.ts';
import { isPrimitive, primitiveFromText, textFromPrimitive } from './primitives.ts';
import { FhirProblem, attempt, safeName, type FhirResult } from './result.ts';
import type { Resource } from './types.ts';
import { readXml, type XmlNode } from './xml-reader.ts';
import { canonical, checkResource, resolveLimits, type ReadOptions } from './model.ts';

/**
 * Writes a resource as FHIR XML, UTF-8, without white space between elements.
 * @throws FhirProblem when the resource breaks FHIR's own rules (an unknown property, an empty string, a character
 * that XML forbids): that is a bug of the caller, who validates what people typed before it gets here.
 */
export function toXml(resource: Resource): string {
  const checked = checkResource(resource, { unknown: 'reject' });
  if (!checked.ok) throw new FhirProblem(checked.error.code, checked.error.message, checked.error.path);
  return `<?xml version="1.0" encoding="UTF-8"?>${writeResource(checked.value)}`;
}

/**
 * Reads FHIR XML. Malformed, truncated, foreign, huge or deep texts, web pages and document type declarations come
 * back as an error; nothing is thrown. Narrative (`text`) is for people and is left out.
 */
export function fromXml(text: string, options: ReadOptions = {}): FhirResult<Resource> {
  return attempt(() => {
    const { maxChars, maxDepth } = resolveLimits(options);
    const root = readXml(text, { maxChars, maxDepth: 2 * maxDepth + 2 }); // one nested resource is two XML levels
    if (root.name.toLowerCase() === 'html') throw new FhirProblem('html', 'this is a web page, not FHIR');
    return canonical(readResource(root, root.name, options), options);
  });
}

type Model = Record<string, unknown>;

function writeResource(resource: object, top = true): string {
  const model = resource as Model;
  const type = String(model['resourceType']);
  return `<${type}${top ? ` xmlns="${FHIR_NAMESPACE}"` : ''}>${writeChildren(model, type)}</${type}>`;
}

function writeChildren(model: Model, type: string): string {
  let xml = '';
  for (const def of ELEMENTS.get(type) ?? []) {
    const value = model[def.name];
    if (value === undefined || def.attribute) continue;
    for (const item of def.many ? (value as unknown[]) : [value]) xml += writeElement(def, item);
  }
  return xml;
}

function writeElement(def: ElementDef, value: unknown): string {
  if (def.type === 'Resource') return `<${def.name}>${writeResource(value as object, false)}</${def.name}>`;
  if (isPrimitive(def.type)) return `<${def.name} value="${escape(textFromPrimitive(def.type, value) ?? '')}"/>`;
  const model = value as Model;
  const attributes = (ELEMENTS.get(def.type) ?? [])
    .filter((child) => child.attribute && model[child.name] !== undefined)
    .map((child) => ` ${child.name}="${escape(String(model[child.name]))}"`)
    .join('');
  const children = writeChildren(model, def.type);
  return `<${def.name}${attributes}${children === '' ? '/>' : `>${children}</${def.name}>`}`;
}

/** Attribute value: white space other than a space is written as a reference, or reading would turn it into a space. */
function escape(text: string): string {
  return text.replace(/[<>&"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function readResource(node: XmlNode, path: string, options: ReadOptions): Model {
  if (node.namespace !== FHIR_NAMESPACE) throw new FhirProblem('not-fhir', 'not in the FHIR namespace', path);
  if (!RESOURCE_TYPES.has(node.name)) throw new FhirProblem('not-fhir', 'not a known resource type', path);
  if (node.attributes.size > 0) throw new FhirProblem('unknown-element', 'a resource has no attributes', path);
  return { resourceType: node.name, ...readChildren(node, node.name, path, options) };
}

function readChildren(node: XmlNode, type: string, path: string, options: ReadOptions): Model {
  if (node.hasText) throw new FhirProblem('invalid-value', 'text stands between elements', path);
  const defs = ELEMENTS.get(type) ?? [];
  const model: Model = {};
  let position = -1;
  for (const child of node.children) {
    if (isNarrative(child, type)) continue;
    const index =
      child.namespace === FHIR_NAMESPACE ? defs.findIndex((d) => d.name === child.name && !d.attribute) : -1;
    const def = defs[index];
    if (def === undefined) {
      refuseUnknown(child.name, path, options);
      continue;
    }
    if (index < position) throw new FhirProblem('order', `${child.name} stands too late`, path);
    position = index;
    put(model, def, child, path, options);
  }
  readAttributes(node, defs, model, path, options);
  return model;
}

function put(model: Model, def: ElementDef, child: XmlNode, path: string, options: ReadOptions): void {
  const list = model[def.name] as unknown[] | undefined;
  const at = `${path}.${def.name}${def.many ? `[${list?.length ?? 0}]` : ''}`;
  const value = readElement(def, child, at, options);
  if (!def.many && list !== undefined) throw new FhirProblem('invalid-value', 'stands more than once', at);
  if (!def.many) model[def.name] = value;
  else if (list === undefined) model[def.name] = [value];
  else list.push(value);
}

function readElement(def: ElementDef, node: XmlNode, path: string, options: ReadOptions): unknown {
  if (def.type === 'Resource') {
    const [inner] = node.children;
    if (inner === undefined || node.children.length > 1 || node.hasText) {
      throw new FhirProblem('invalid-value', 'must hold exactly one resource', path);
    }
    return readResource(inner, path, options);
  }
  if (!isPrimitive(def.type)) return readChildren(node, def.type, path, options);
  if (node.hasText) throw new FhirProblem('invalid-value', 'a value stands in the attribute, not in text', path);
  for (const child of node.children) refuseUnknown(child.name, path, options);
  for (const name of node.attributes.keys()) if (name !== 'value') refuseUnknown(name, path, options);
  const value = primitiveFromText(def.type, node.attributes.get('value') ?? '');
  if (value === undefined) throw new FhirProblem('invalid-value', `not a valid ${def.type}`, path);
  return value;
}

function readAttributes(
  node: XmlNode,
  defs: readonly ElementDef[],
  model: Model,
  path: string,
  options: ReadOptions,
): void {
  for (const [name, text] of node.attributes) {
    const def = defs.find((candidate) => candidate.attribute && candidate.name === name);
    if (def === undefined) refuseUnknown(name, path, options);
    else model[name] = text;
  }
}

function isNarrative(node: XmlNode, type: string): boolean {
  if (node.name !== 'text' || !RESOURCE_TYPES.has(type)) return false;
  return node.children.some((child) => child.name === 'div' && child.namespace === XHTML_NAMESPACE);
}

function refuseUnknown(name: string, path: string, options: ReadOptions): void {
  if (options.unknown !== 'ignore' || name === 'modifierExtension') {
    throw new FhirProblem('unknown-element', `${safeName(name)} is not known here`, path);
  }
}
