/** FHIR over HTTP in two forms (R4 §3.1.0.1.10): which one came in, which one goes out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FHIR_JSON, FHIR_XML } from '../../shared/fhir/constants.ts';
import { checkResource, fromJson } from '../../shared/fhir/model.ts';
import type { Resource } from '../../shared/fhir/types.ts';
import { fromXml, toXml } from '../../shared/fhir/xml.ts';
import { refuse } from './errors.ts';

type Form = 'xml' | 'json';

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['application/fhir+xml', 'xml'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/fhir+json', 'json'],
  ['application/json', 'json'],
]);

/** Registers the readers of FHIR bodies: a body arrives at the route as bytes, decoded here as UTF-8 only. */
export function acceptFhirBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...FORMS.keys()], { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** Reads the body as a resource. @throws Refusal 400, 413 or 415 */
export function readBody(request: FastifyRequest): Resource {
  const type = request.headers['content-type'] ?? '';
  const form = FORMS.get(mediaType(type));
  if (form === undefined || !/^(?:[^;]*)(?:;(?!.*charset)|;.*charset="?utf-8"?|$)/i.test(type)) {
    throw refuse.unsupported('Send FHIR in UTF-8.');
  }
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') throw refuse.unsupported('Send the message without compression.'); // RFC 9110 §8.4
  if (!Buffer.isBuffer(request.body)) throw refuse.badRequest('The message has no body.');
  const text = decode(request.body);
  const read = form === 'xml' ? fromXml(text) : fromJson(text);
  if (read.ok) return read.value;
  const { code, message, path } = read.error;
  throw refuse.badRequest(`The message is not FHIR as specified (${code}): ${message}.`, path);
}

/** Sends a resource in the form the client asks for. */
export function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  resource: Resource,
): FastifyReply {
  const form = answerForm(request);
  void reply.code(status).header('cache-control', 'no-store').header('vary', 'accept');
  if (form === 'xml') return reply.type(`${FHIR_XML}; charset=utf-8`).send(toXml(resource));
  const canonical = checkResource(resource);
  if (!canonical.ok) throw new Error(`own answer is not FHIR: ${canonical.error.path}`);
  return reply.type(`${FHIR_JSON}; charset=utf-8`).send(JSON.stringify(canonical.value));
}

/** @throws Refusal 406 when the client accepts neither form. */
export function requireAcceptable(request: FastifyRequest): void {
  if (wantedForm(request) === null) throw refuse.notAcceptable();
}

/** An error must arrive in any case: without an acceptable form it goes as XML. */
function answerForm(request: FastifyRequest): Form {
  return wantedForm(request) ?? 'xml';
}

/** `_format`, then Accept by weight, then the form of the request, then XML (the form of the wire). */
function wantedForm(request: FastifyRequest): Form | null {
  const asked = (request.query as Readonly<Record<string, unknown>> | undefined)?.['_format'];
  if (asked === 'xml' || asked === 'json') return asked;
  if (typeof asked === 'string' && asked !== '') return FORMS.get(mediaType(asked.replace(' ', '+'))) ?? null;
  const own = FORMS.get(mediaType(request.headers['content-type'] ?? '')) ?? 'xml';
  const accept = request.headers.accept;
  if (accept === undefined || accept.trim() === '') return own;
  const ranges = accept
    .split(',')
    .slice(0, 20)
    .map((range) => ({ type: mediaType(range), weight: Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { type } of ranges) {
    const form = FORMS.get(type);
    if (form !== undefined) return form;
    if (type === '*/*' || type === 'application/*') return own;
  }
  return null;
}

function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse.badRequest('The message is not UTF-8.');
  }
}
