/** Every answer that a registry, a proxy or a broken line can give, and what the kiosk makes of it (domain.md §6, §7.5). */
import { senderOf } from '../../shared/consent/decision.ts';
import { describe, expect, it } from 'vitest';
import { buildBundle } from '../../main/registry/mitz-otv-3.8/bundle.ts';
import type { SendOutcome } from '../../main/registry/port.ts';
import type { HttpAnswer } from '../../main/registry/transport.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { fromXml, toXml } from '../../shared/fhir/xml.ts';
import { catalogue } from '../support/decision.ts';
import {
  ENTRIES,
  UNKNOWN,
  XML,
  accepted,
  answer,
  decision,
  later,
  outcome,
  page,
  refused,
  rig,
  send,
  stop,
  taken,
  unreachable,
} from '../support/mitz-rig.ts';

const NGINX = '<html><head><title>400 No required SSL certificate was sent</title></head></html>';
const NO_CERTIFICATE = 'A valid client certificate of the known authority is needed.';

describe('an answer of the registry means', () => {
  it.each<[string, HttpAnswer, SendOutcome]>([
    ['a transaction-response with each entry created: accepted', answer(200, taken()), accepted],
    ['the same with 201', answer(201, taken()), accepted],
    ['the same with 202 (accepted is not confirmed)', answer(202, taken()), accepted],
    ['entries that were there already: accepted', answer(200, taken(ENTRIES, '200 OK')), accepted],
    ['the same as JSON', answer(200, jsonTaken(), { contentType: 'application/fhir+json' }), accepted],
    [
      'elements that we do not know: accepted',
      answer(200, taken().replace('<type', '<novel value="1"/><type')),
      accepted,
    ],
    ['one entry too few: unknown', answer(200, taken(ENTRIES - 1)), later('maybe')],
    ['one entry that failed: unknown', answer(200, taken().replace('201 Created', '422 No')), later('maybe')],
    ['no entry: unknown', answer(200, taken(1).replace(/<entry>.*<\/entry>/, '')), later('maybe')],
    ['an empty body with 200: unknown', answer(200, ''), later('maybe')],
    ['an empty body with 202: unknown', answer(202, '', { contentType: '' }), later('maybe')],
    ['a truncated answer: unknown', answer(200, taken().slice(0, 300)), later('maybe')],
    ['an OperationOutcome with 200: unknown', outcome(200, 'informational'), later('maybe')],
    ['our own Bundle sent back: unknown', answer(200, ownBundle()), later('maybe')],
    ['a Parameters resource: unknown', answer(200, '<Parameters xmlns="http://hl7.org/fhir"/>'), later('maybe')],
    ['a batch-response: unknown', answer(200, taken().replace('transaction-r', 'batch-r')), later('maybe')],
    ['JSON that says it is XML: unknown', answer(200, jsonTaken()), later('maybe')],
    ['a redirect: unknown', answer(302, ''), later('maybe')],
    ['204: unknown', answer(204, ''), later('maybe')],

    ['400 per specification: refused', outcome(400, 'invalid'), refused()],
    ['400 that does not know the person', outcome(400, 'not-found', 'BSN is unknown.'), refused('person-unknown')],
    ['400 that says so in Dutch', outcome(400, 'not-found', 'Patiënt/BSN onbekend'), refused('person-unknown')],
    ['422 by a rule: refused', outcome(422, 'business-rule'), refused()],
    ['413 too large: refused', outcome(413, 'too-long'), refused()],
    ['409 for an identifier with other content: refused', outcome(409, 'duplicate'), refused()],
    ['409 for a race: later', outcome(409, 'conflict'), later('yes')],
    ['401 twice: stop', outcome(401, 'login'), stop('not-authorised')],
    ['403: stop', outcome(403, 'forbidden'), stop('not-authorised')],
    ['404: stop', outcome(404, 'not-found'), stop('address')],
    ['405: stop', outcome(405, 'not-supported'), stop('address')],
    ['410: stop', outcome(410, 'deleted'), stop('address')],
    ['406 and 415: later', outcome(415, 'not-supported'), later('yes')],
    ['408: later', outcome(408, 'timeout'), later('yes')],
    ['429: later', outcome(429, 'throttled'), later('yes')],
    ['429 with Retry-After: later by so much', outcome(429, 'throttled', 'Busy.', '7'), later('yes', 7000)],
    ['500: later', outcome(500, 'exception'), later('yes')],
    ['501: later', outcome(501, 'not-supported'), later('yes')],
    ['503 with Retry-After: later by so much', outcome(503, 'transient', 'Busy.', '30'), later('yes', 30_000)],

    ['a web server that misses our certificate (nginx): stop', answer(400, NGINX), stop('certificate')],
    ['a registry that misses our certificate: stop', outcome(403, 'security', NO_CERTIFICATE), stop('certificate')],
    ['a connection that could not be made: later, and nothing was sent', unreachable(false), later('no')],
    ['a certificate that is not right: stop', unreachable(true), stop('certificate')],
    ['no answer: unknown', UNKNOWN, later('maybe')],
  ])('%s', async (_, given, expected) => {
    expect(await send(rig([given]))).toEqual(expected);
  });

  it.each<[number, SendOutcome]>([
    [200, later('maybe')],
    [201, later('maybe')],
    [202, later('maybe')],
    [301, later('maybe')],
    [400, later('maybe')],
    [401, stop('not-authorised')],
    [403, stop('not-authorised')],
    [404, stop('address')],
    [405, stop('address')],
    [407, later('maybe')],
    [409, later('maybe')],
    [410, stop('address')],
    [413, later('maybe')],
    [422, later('maybe')],
    [429, later('yes')],
    [451, later('maybe')],
    [500, later('maybe')],
    [502, later('maybe')],
    [503, later('maybe')],
    [504, later('maybe')],
    [511, later('maybe')],
  ])('a web page with status %i is a proxy or a portal and refuses no choice', async (status, expected) => {
    expect(await send(rig([page(status)]))).toEqual(expected);
  });
});

describe('Retry-After', () => {
  // The virtual clock stands at 2026-11-23T09:00:00Z.
  it.each<[string, string | null, number | null]>([
    ['seconds', '120', 120_000],
    ['seconds with white space', ' 5 ', 5000],
    ['a date', 'Mon, 23 Nov 2026 09:01:00 GMT', 60_000],
    ['a date in the past', 'Mon, 23 Nov 2026 08:00:00 GMT', null],
    ['nothing', null, null],
    ['an empty text', '', null],
    ['zero', '0', null],
    ['a negative number', '-5', null],
    ['a fraction', '1.5', null],
    ['words', 'soon', null],
    ['words with a number', 'in 5 minutes', null],
    ['a date of another form', '2026-11-23T09:01:00Z', null],
    ['a date that is none', 'Mon, 99 Abc 2026 09:01:00 GMT', null],
    ['more than a life (the engine caps it)', '999999999999', 999_999_999_999_000],
    ['more digits than a number has', '9'.repeat(40), null],
  ])('with %s', async (_, header, expected) => {
    expect(await send(rig([outcome(429, 'throttled', 'Busy.', header)]))).toEqual(later('yes', expected));
  });
});

describe('the same decision', () => {
  it('always becomes the same bytes and ids, in one process and the next', async () => {
    const [first, second] = [rig([UNKNOWN]), rig([answer(200, taken())])];
    for (let n = 0; n < 3; n += 1) await send(first);
    const copy = structuredClone(decision);
    await second.adapter.send(copy, new AbortController().signal);
    const all = [...first.sent, ...second.sent];
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
    expect(new Set(all.map(({ headers }) => headers['x-request-id'])).size).toBe(1);
    expect(all[0]?.headers['x-request-id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('shares no id with another one of the same person and answers', async () => {
    const parts = rig([UNKNOWN]);
    await send(parts);
    await parts.adapter.send({ ...decision, id: crypto.randomUUID() }, new AbortController().signal);
    const ids = parts.sent.map(({ body, headers }) => [
      headers['x-request-id'] ?? '',
      ...((body ?? '').match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)?.filter((id) => id !== decision.evidence.deviceId) ?? []),
    ]);
    expect(ids[0]?.length).toBeGreaterThan(10);
    expect(ids[0]?.filter((id) => ids[1]?.includes(id))).toEqual([]);
  });

  it('goes to the FHIR base as XML with its own headers', async () => {
    const parts = rig([UNKNOWN]);
    await send(parts);
    expect(parts.sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://registry.test/fhir/',
      headers: { 'content-type': XML, accept: 'application/fhir+xml', authorization: 'Bearer secret-1' },
    });
    const read = fromXml(parts.sent[0]?.body ?? '');
    expect(read.ok && read.value.resourceType).toBe('Bundle');
  });
});

describe('a stop of the kiosk', () => {
  it('ends a request under way, and leaves open whether it arrived', async () => {
    const parts = rig([answer(200, taken())]);
    const stopping = new AbortController();
    await send(parts);
    stopping.abort();
    expect(await send(parts, stopping.signal)).toEqual(later('maybe'));
    expect(parts.sent).toHaveLength(1);
  });
});

describe('the question how much is not processed yet', () => {
  const count = (value: number): string =>
    `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="count"/><valueInteger value="${value}"/></parameter></Parameters>`;
  it.each<[string, HttpAnswer, number | 'refused' | null]>([
    ['0', answer(200, count(0)), 0],
    ['7', answer(200, count(7)), 7],
    ['less than nothing', answer(200, count(-1)), null],
    ['another parameter', answer(200, count(0).replace('"count"', '"total"')), null],
    ['a web page', page(200), null],
    ['nothing', answer(200, ''), null],
    ['an error', outcome(500), null],
    ['0, but not found', answer(404, count(0)), 'refused'],
    ['that this device may not ask', outcome(403), 'refused'],
    ['that its certificate is not good', unreachable(true), 'refused'],
    ['no answer', UNKNOWN, null],
    ['no connection', unreachable(false), null],
  ])('answered with %s', async (_, given, expected) => {
    const parts = rig([given]);
    expect(await parts.adapter.unprocessed(new AbortController().signal)).toBe(expected);
    expect(parts.sent[0]?.url).toBe('https://registry.test/fhir/Consent/$processingStatus?providerid=90000001');
    expect(parts.sent[0]?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

function ownBundle(): string {
  return toXml(buildBundle(decision, senderOf(PRACTICE_ORGANIZATION, catalogue)));
}

function jsonTaken(): string {
  const read = fromXml(taken());
  if (!read.ok) throw new Error(read.error.message);
  return JSON.stringify(read.value);
}
