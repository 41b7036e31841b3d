/**
 * Reads the part of XML 1.0 that FHIR allows into a small tree, strictly and in linear time.
 * Invariant: what is not well-formed is refused, never repaired; no entity is ever defined or fetched; size, depth
 * and number of nodes are bounded before memory is spent on them.
 *
 * Our own, because lenient parsers validate one document and build another: fast-xml-parser lets an unclosed comment,
 * a `<` inside an attribute and an undeclared entity pass. The tests use it as an independent reader to compare with.
 */
import { FhirProblem, safeName } from './result.ts';
import { hasIllegalCharacter } from './primitives.ts';

export interface XmlNode {
  /** Local name, without prefix. */
  readonly name: string;
  /** Namespace URI; '' when none is declared. */
  readonly namespace: string;
  /** Unprefixed attributes; namespace declarations are not among them. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlNode[];
  /** True when text other than white space stands directly inside. */
  hasText: boolean;
}

/** Bounds of one document. */
export interface XmlLimits {
  /** UTF-16 units. */
  readonly maxChars: number;
  /** Nested elements. */
  readonly maxDepth: number;
}

type Scope = ReadonlyMap<string, string>;
interface Open {
  readonly node: XmlNode;
  readonly rawName: string;
  readonly scope: Scope;
}

const NAME = '[A-Za-z_][\\w.\\-]*(?::[A-Za-z_][\\w.\\-]*)?';
const MAX_ATTRIBUTES = 16;
const MAX_NODES = 50_000;
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** @throws FhirProblem; callers use `attempt`. */
export function readXml(text: string, limits: XmlLimits): XmlNode {
  if (text.length > limits.maxChars) throw new FhirProblem('too-large', `longer than ${limits.maxChars} characters`);
  if (hasIllegalCharacter(text)) throw new FhirProblem('illegal-character', 'holds a character that XML forbids');
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'); // XML 1.0 §2.11
  if (source.trim() === '') throw new FhirProblem('empty', 'the text is empty');
  return new Reader(source, limits.maxDepth).document();
}

class Reader {
  readonly #source: string;
  readonly #maxDepth: number;
  readonly #open: Open[] = [];
  readonly #startTag = new RegExp(`<(${NAME})`, 'y');
  readonly #attribute = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
  readonly #tagEnd = /\s*(\/?)>/y;
  readonly #endTag = new RegExp(`</(${NAME})\\s*>`, 'y');
  #at = 0;
  #nodes = 0;
  #root: XmlNode | null = null;

  constructor(source: string, maxDepth: number) {
    this.#source = source;
    this.#maxDepth = maxDepth;
  }

  document(): XmlNode {
    const declaration = /^<\?xml\s+version\s*=\s*["']1\.\d["'][^?<>]*\?>/.exec(this.#source);
    if (declaration !== null) {
      if (/encoding\s*=\s*["'](?!utf-?8["'])/i.test(declaration[0])) this.#fail('the encoding is not UTF-8');
      this.#at = declaration[0].length;
    }
    while (this.#at < this.#source.length) this.#step();
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) this.#fail(`the text ends inside <${safeName(unclosed.rawName)}>`);
    return this.#root ?? this.#fail('there is no element');
  }

  #step(): void {
    if (this.#source[this.#at] !== '<') return this.#text();
    const next = this.#source[this.#at + 1];
    if (next === '/') return this.#close();
    if (next === '!') return this.#declaration();
    if (next === '?') return this.#fail('a processing instruction is not allowed'); // R4 §2.6.1
    return this.#element();
  }

  #text(): void {
    const end = this.#source.indexOf('<', this.#at);
    const text = this.#source.slice(this.#at, end === -1 ? undefined : end);
    this.#at += text.length;
    if (text.includes(']]>')) this.#fail('"]]>" stands in text'); // XML 1.0 §2.4
    if (/^\s*$/.test(text)) return;
    const parent = this.#open.at(-1);
    if (parent === undefined) return this.#fail('text stands outside the root element');
    this.#decode(text);
    parent.node.hasText = true;
  }

  #declaration(): void {
    const source = this.#source;
    if (source.startsWith('<!--', this.#at)) {
      const end = source.indexOf('--', this.#at + 4);
      if (end === -1 || source[end + 2] !== '>') this.#fail('a comment is not closed well');
      this.#at = end + 3;
    } else if (source.startsWith('<![CDATA[', this.#at)) {
      const end = source.indexOf(']]>', this.#at);
      const parent = this.#open.at(-1);
      if (end === -1 || parent === undefined) return this.#fail('a CDATA section is not closed or misplaced');
      parent.node.hasText = true;
      this.#at = end + 3;
    } else if (/^<!doctype\s+html/i.test(source.slice(this.#at, this.#at + 20))) {
      throw new FhirProblem('html', 'this is a web page, not FHIR');
    } else {
      throw new FhirProblem('doctype', 'a document type declaration is not allowed'); // entity expansion, XXE
    }
  }

  #close(): void {
    const name = this.#match(this.#endTag)?.[1];
    const opened = this.#open.pop();
    if (name === undefined || opened === undefined) return this.#fail('an end tag is malformed or has no start');
    if (name !== opened.rawName) this.#fail(`<${safeName(opened.rawName)}> is closed by another end tag`);
  }

  #element(): void {
    const rawName = this.#match(this.#startTag)?.[1] ?? this.#fail('a tag is malformed');
    if (this.#open.length >= this.#maxDepth) throw new FhirProblem('too-deep', `nested over ${this.#maxDepth} deep`);
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw new FhirProblem('too-large', `more than ${MAX_NODES} elements`);
    const raw = this.#attributes();
    const closed = this.#match(this.#tagEnd)?.[1] ?? this.#fail(`the tag <${safeName(rawName)}> is malformed`);
    const scope = declare(this.#open.at(-1)?.scope ?? new Map(), raw);
    const node = this.#resolve(rawName, raw, scope);
    this.#attach(node);
    if (closed === '') this.#open.push({ node, rawName, scope });
  }

  #attach(node: XmlNode): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.node.children.push(node);
    else if (this.#root === null) this.#root = node;
    else this.#fail('there is more than one root element');
  }

  #attributes(): Map<string, string> {
    const found = new Map<string, string>();
    for (let match = this.#match(this.#attribute); match !== null; match = this.#match(this.#attribute)) {
      const name = match[1] ?? '';
      if (found.has(name)) this.#fail(`the attribute ${safeName(name)} stands twice`);
      if (found.size >= MAX_ATTRIBUTES) throw new FhirProblem('too-large', 'too many attributes');
      found.set(name, this.#decode((match[2] ?? match[3] ?? '').replace(/[\t\n]/g, ' '))); // XML 1.0 §3.3.3
    }
    return found;
  }

  #resolve(rawName: string, raw: ReadonlyMap<string, string>, scope: Scope): XmlNode {
    const [prefix, local] = split(rawName);
    const namespace = scope.get(prefix) ?? (prefix === '' ? '' : this.#fail('a prefix is not declared'));
    const attributes = new Map([...raw].filter(([name]) => !name.includes(':') && name !== 'xmlns'));
    return { name: local, namespace, attributes, children: [], hasText: false };
  }

  /** Character references and the five predefined entities; any other entity is an error. */
  #decode(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&(?:#(\d{1,7});|#x([0-9A-Fa-f]{1,6});|(\w{1,8});)?/g, (_, decimal, hex, name) => {
      if (name !== undefined) return PREDEFINED.get(name) ?? this.#fail('an entity is not declared');
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : -1;
      if (code < 0 || code > 0x10ffff) return this.#fail('a reference with & is malformed');
      const character = String.fromCodePoint(code);
      if (!hasIllegalCharacter(character)) return character;
      throw new FhirProblem('illegal-character', 'a character reference names a character that XML forbids');
    });
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #fail(message: string): never {
    if (/^\s*<html[\s>]/i.test(this.#source.slice(0, 200)))
      throw new FhirProblem('html', 'this is a web page, not FHIR');
    throw new FhirProblem('malformed', `not well-formed: ${message}`);
  }
}

function declare(outer: Scope, raw: ReadonlyMap<string, string>): Scope {
  const declared = [...raw].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([name, uri]) => [name.slice(6), uri] as const)]);
}

function split(rawName: string): readonly [string, string] {
  const colon = rawName.indexOf(':');
  return colon === -1 ? ['', rawName] : [rawName.slice(0, colon), rawName.slice(colon + 1)];
}
