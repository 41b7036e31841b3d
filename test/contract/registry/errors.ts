/** What is no message, or comes to the wrong door: every error is an OperationOutcome and says nothing of its cause. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { fromXml, toXml } from '../../../shared/fhir/xml.ts';
import { FHIR_JSON, FHIR_XML, bundleOf, issuesOf, type Ask } from '../../support/registry-client.ts';
import type { RegistryKit } from '../../support/registry.ts';

const NS = 'xmlns="http://hl7.org/fhir"';
const deepXml = `<Bundle ${NS}>${'<entry>'.repeat(2000)}${'</entry>'.repeat(2000)}</Bundle>`;
const deepJson = `{"resourceType":"Bundle","entry":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
const nestedJson = `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":${'{"resourceType":"Consent","provision":'.repeat(60)}1${'}'.repeat(60)}}]}`;
const bomb = `<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Bundle ${NS}><type value="&b;"/></Bundle>`;
const external = `<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><Bundle ${NS}><type value="&x;"/></Bundle>`;

const BODIES: readonly (readonly [string, 'xml' | 'json', string | Uint8Array, number])[] = [
  ['nothing', 'xml', '', 400],
  ['nothing as JSON', 'json', '', 400],
  ['white space', 'xml', ' \n ', 400],
  ['XML that ends early', 'xml', `<Bundle ${NS}><type value="transaction"/>`, 400],
  ['XML with a wrong end', 'xml', `<Bundle ${NS}></Patient>`, 400],
  ['XML of another namespace', 'xml', '<Bundle xmlns="urn:hl7-org:v3"><type value="transaction"/></Bundle>', 400],
  ['XML without a namespace', 'xml', '<Bundle><type value="transaction"/></Bundle>', 400],
  ['a web page', 'xml', '<!DOCTYPE html><html><body>Log in</body></html>', 400],
  ['entities that multiply', 'xml', bomb, 400],
  ['an entity of a file', 'xml', external, 400],
  ['XML that is deep', 'xml', deepXml, 400],
  ['a character that XML forbids', 'xml', `<Bundle ${NS}><type value="\u0001"/></Bundle>`, 400],
  ['JSON that ends early', 'json', '{"resourceType":"Bundle"', 400],
  ['JSON that is a list', 'json', '[]', 400],
  ['JSON that is null', 'json', 'null', 400],
  ['JSON that is deep', 'json', deepJson, 400],
  ['JSON with resources in resources', 'json', nestedJson, 400],
  ['JSON with a prototype', 'json', '{"resourceType":"Bundle","type":"transaction","__proto__":{"entry":[]}}', 400],
  ['a type that FHIR does not have', 'json', '{"resourceType":"Shoe"}', 400],
  ['a type that is not served', 'json', '{"resourceType":"Patient"}', 400],
  ['XML that says it is JSON', 'json', `<Bundle ${NS}/>`, 400],
  ['JSON that says it is XML', 'xml', '{"resourceType":"Bundle"}', 400],
  ['bytes that are not UTF-8', 'xml', Uint8Array.of(0x3c, 0x42, 0xff, 0xfe, 0x3e), 400],
  ['zeros', 'xml', new Uint8Array(1000), 400],
  ['a message of over 1 MiB', 'xml', `<Bundle ${NS}>${' '.repeat(1_100_000)}</Bundle>`, 413],
];

const DOORS: readonly (readonly [string, string, Ask, number])[] = [
  ['an address that is not there', '/fhir/Observation', {}, 404],
  ['an address outside FHIR', '/admin', {}, 404],
  ['the root', '/', {}, 404],
  ['an id that is not there', `/fhir/Consent/${crypto.randomUUID()}`, {}, 404],
  ['an id that is none', '/fhir/Consent/1%27%20OR%201=1', {}, 404],
  ['an address with a broken escape', '/fhir/Consent/%zz', {}, 400],
  ['an id of 5,000 characters', `/fhir/Consent/${'a'.repeat(5000)}`, {}, 414],
  ['GET where POST is served', '/fhir/', {}, 405],
  ['PUT where POST is served', '/fhir/', { method: 'PUT' }, 405],
  ['DELETE of a Consent', `/fhir/Consent/${crypto.randomUUID()}`, { method: 'DELETE' }, 405],
  ['POST of one Consent', '/fhir/Consent', { method: 'POST' }, 405],
  ['OPTIONS', '/fhir/metadata', { method: 'OPTIONS' }, 405],
  ['a form it does not speak', '/fhir/metadata', { headers: { accept: 'text/html' } }, 406],
  ['a form at no weight', '/fhir/metadata', { headers: { accept: `${FHIR_XML};q=0` } }, 406],
  ['a _format it does not speak', '/fhir/metadata?_format=turtle', {}, 406],
];

const TYPES: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
  ['text/plain', { 'content-type': 'text/plain' }, 415],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['SOAP', { 'content-type': 'application/soap+xml; charset=utf-8' }, 415],
  ['latin-1', { 'content-type': `${FHIR_XML}; charset=iso-8859-1` }, 415],
  ['no type', { 'content-type': '' }, 415],
  ['a compressed body', { 'content-type': FHIR_XML, 'content-encoding': 'gzip' }, 415],
  ['another form asked for than there is', { 'content-type': FHIR_XML, accept: 'image/png' }, 406],
];

export function describeErrors(kit: () => RegistryKit): void {
  describe('answers with an OperationOutcome', () => {
    it.each(BODIES)('to %s', async (_, form, body, status) => {
      const headers = { 'content-type': form === 'xml' ? FHIR_XML : FHIR_JSON, 'x-request-id': crypto.randomUUID() };
      const reply = await kit().client.ask('/fhir/', { method: 'POST', body, headers });
      expect(reply.status).toBe(status);
      expect(issuesOf(reply)[0]?.diagnostics).toMatch(/^[A-Z].*\.$/s);
      expect(reply.headers['content-type']).toBe(`${form === 'xml' ? FHIR_XML : FHIR_JSON}; charset=utf-8`);
    });

    it.each(DOORS)('to %s', async (_, path, asked, status) => {
      const reply = await kit().client.ask(path, asked);
      expect(reply.status).toBe(status);
      expect(issuesOf(reply)[0]?.severity).toBe('error');
      expect(reply.headers['allow'] === undefined).toBe(status !== 405);
    });

    it.each(TYPES)('to a body as %s', async (_, headers, status) => {
      const body = toXml(bundleOf(kit().decision()));
      const before = await kit().client.state();
      const reply = await kit().client.write(body, { headers });
      expect(reply.status).toBe(status);
      issuesOf(reply);
      expect((await kit().client.state()).bundlesAccepted).toBe(before.bundlesAccepted);
    });

    it.each([
      ['GET /nowhere HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\nconnection: close\r\n\r\n', 404],
      ['GARBAGE\r\n\r\n', 400],
      ['GET /fhir/metadata HTTP/1.1\r\n\r\n', 400],
      [`GET /fhir/metadata HTTP/1.1\r\nhost: a\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
      ['POST /fhir/ HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\nx', 400],
    ])('to bytes that are no HTTP request: %j', async (bytes, status) => {
      const { hostname, port } = new URL(kit().registry.address);
      const socket = connect({ host: hostname, port: Number(port) });
      socket.end(bytes);
      const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(fromXml(body)).toMatchObject({ ok: true, value: { resourceType: 'OperationOutcome' } });
    });

    it('as JSON to who asks for JSON', async () => {
      const reply = await kit().client.ask('/nowhere', { headers: { accept: FHIR_JSON } });
      expect(JSON.parse(reply.body)).toMatchObject({
        resourceType: 'OperationOutcome',
        issue: [{ code: 'not-found' }],
      });
    });

    it.each([
      ['its own failure', new Error('relation "patient" of 900186021'), 500, 'exception'],
      ['a database that is away', Object.assign(new Error('gone'), { code: '57P01' }), 503, 'transient'],
      ['a database that does not answer', Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }), 503, 'transient'],
    ])('to %s, without a word of the cause; the same bytes are taken later', async (_, error, status, code) => {
      const { client } = kit();
      const bundle = bundleOf(kit().decision());
      kit().failNext(error);
      const reply = await client.write(bundle);
      expect(reply.status).toBe(status);
      expect(issuesOf(reply)[0]?.code).toBe(code);
      expect(reply.body).not.toMatch(/relation|900186021|gone/);
      expect(reply.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
      expect((await client.write(bundle)).status).toBe(200);
    });
  });

  it('goes on serving after all of that', async () => {
    expect((await kit().client.write(bundleOf(kit().decision()))).status).toBe(200);
  });
}
