/** Who may do what: tokens, scopes and organisations. A writer can never read the register back (domain.md §4). */
import { SignJWT, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { toXml } from '../../../shared/fhir/xml.ts';
import { FHIR_XML, READER, WRITER, bearerOf, bundleOf, issuesOf, type Reply } from '../../support/registry-client.ts';
import { BOUND, type RegistryKit } from '../../support/registry.ts';

const STATUS = '/fhir/Consent/$processingStatus?providerid=';

export function describeAccess(kit: () => RegistryKit): void {
  const withToken = (path: string, token: string | null, method = 'GET', body = ''): Promise<Reply> =>
    kit().client.ask(path, {
      method,
      as: null,
      headers: {
        'content-type': FHIR_XML,
        'x-request-id': crypto.randomUUID(),
        ...(token === null ? {} : { authorization: token }),
      },
      ...(body === '' ? {} : { body }),
    });
  const rightToken = async (): Promise<string> => bearerOf(await kit().client.token(WRITER));

  describe('lets nobody in', () => {
    it.each<[string, () => Promise<string | null>]>([
      ['without a token', () => Promise.resolve(null)],
      ['with an empty token', () => Promise.resolve('Bearer ')],
      ['with something else than a token', () => Promise.resolve('Bearer abc.def.ghi')],
      ['with another scheme', async () => `SAML ${await rightToken()}`],
      ['with a token that was changed', async () => `Bearer ${(await rightToken()).replace(/.{6}$/, 'AAAAAA')}`],
      ['with a token of another issuer', async () => `Bearer ${await foreignToken()}`],
      ['with a token that nobody signed', () => Promise.resolve(`Bearer ${unsignedToken()}`)],
    ])('%s (401)', async (_, token) => {
      const given = await token();
      const body = toXml(bundleOf(kit().decision()));
      const bsn = kit().person();
      for (const reply of [
        await withToken('/fhir/', given, 'POST', body),
        await withToken(`/fhir/Consent?patient:identifier=http://fhir.nl/fhir/NamingSystem/bsn%7C${bsn}`, given),
        await withToken(`${STATUS}90000001`, given),
        await withToken(`/fhir/Patient/${crypto.randomUUID()}`, given),
      ]) {
        expect(reply.status).toBe(401);
        expect(issuesOf(reply)[0]?.code).toBe('login');
        expect(reply.headers['www-authenticate']).toMatch(/^Bearer realm="mitz", error="invalid_token"$/);
      }
    });

    it('with a token that has ended, from that moment on', async () => {
      const token = `Bearer ${await rightToken()}`;
      kit().clock.shift(295_000);
      expect((await withToken(`${STATUS}90000001`, token)).status).toBe(200);
      kit().clock.shift(10_000);
      expect((await withToken(`${STATUS}90000001`, token)).status).toBe(401);
    });
  });

  describe('refuses (403)', () => {
    it('a writer who reads, whatever the way', async () => {
      const { client } = kit();
      const decision = kit().decision();
      const written = await client.write(bundleOf(decision));
      const [entry] = written.resource?.resourceType === 'Bundle' ? (written.resource.entry ?? []) : [];
      const place = entry?.response?.location?.replace('/_history/1', '') ?? '';
      for (const path of [
        `/fhir/Consent?patient=${place}`,
        `/fhir/${place}`,
        '/fhir/Consent',
        '/fhir/Consent?nonsense=1',
      ]) {
        const reply = await client.ask(path, { as: WRITER });
        expect([path, reply.status, issuesOf(reply)[0]?.code]).toEqual([path, 403, 'forbidden']);
        expect(reply.body).not.toContain(decision.subject.bsn);
      }
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect(
        (await client.ask('/fhir/Consent/_search', { method: 'POST', as: WRITER, headers, body: 'a=1' })).status,
      ).toBe(403);
    });

    it('a reader who writes', async () => {
      const decision = kit().decision();
      const reply = await kit().client.write(bundleOf(decision), { as: READER });
      expect([reply.status, issuesOf(reply)[0]?.code]).toEqual([403, 'forbidden']);
      expect(await kit().found(decision.subject.bsn)).toEqual([]);
    });

    it('a writer for another organisation than its own, and takes its own', async () => {
      const { client } = kit();
      const decision = kit().decision();
      const text = toXml(bundleOf(decision));
      const reply = await client.write(text, { as: BOUND });
      expect([reply.status, issuesOf(reply)[0]?.code]).toEqual([403, 'forbidden']);
      expect(await kit().found(decision.subject.bsn)).toEqual([]);
      expect((await client.write(text.replace('90000001', '90000002'), { as: BOUND })).status).toBe(200);
    });

    it('a look at what another organisation has under way', async () => {
      const { client } = kit();
      expect((await client.ask(`${STATUS}90000001`, { as: BOUND })).status).toBe(403);
      expect((await client.ask(`${STATUS}90000002`, { as: BOUND })).status).toBe(200);
    });
  });

  it.each(['', '9000000', '900000011', '9000000a', '90000001&providerid=90000002'])(
    'refuses to count for the organisation %j',
    async (ura) => {
      const reply = await kit().client.ask(`${STATUS}${ura}`, { as: WRITER });
      expect([reply.status, issuesOf(reply)[0]?.diagnostics]).toEqual([400, 'providerid must be a URA of 8 digits.']);
    },
  );

  describe('gives a token (RFC 6749)', () => {
    const post = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
      kit().client.ask('/oauth2/token', {
        method: 'POST',
        as: null,
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    const grant = 'grant_type=client_credentials';

    it('for five minutes, that no cache may keep', async () => {
      const reply = await kit().client.token(WRITER);
      expect(JSON.parse(reply.body)).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'mitz.write' });
      expect(reply.headers['cache-control']).toBe('no-store');
    });

    it('also by HTTP Basic', async () => {
      const basic = Buffer.from(`${WRITER.id}:${WRITER.secret}`).toString('base64');
      expect((await post(grant, { authorization: `Basic ${basic}` })).status).toBe(200);
    });

    it.each([
      ['a wrong secret', `${grant}&client_id=${WRITER.id}&client_secret=wrong-wrong-wrong`, 401, 'invalid_client'],
      ['an unknown client', `${grant}&client_id=nobody&client_secret=${WRITER.secret}`, 401, 'invalid_client'],
      ['no client', grant, 401, 'invalid_client'],
      ['another grant', 'grant_type=password', 400, 'unsupported_grant_type'],
      ['nothing', '', 400, 'unsupported_grant_type'],
      [
        'a scope that is not its own',
        `${grant}&client_id=${WRITER.id}&client_secret=${WRITER.secret}&scope=mitz.read`,
        400,
        'invalid_scope',
      ],
      ['a body that is too large', 'a'.repeat(10_000), 413, 'invalid_request'],
    ])('not for %s', async (_, body, status, error) => {
      const reply = await post(body);
      expect([reply.status, (JSON.parse(reply.body) as { error: string }).error]).toEqual([status, error]);
    });

    it('not for a body of another type', async () => {
      const reply = await post('{}', { 'content-type': 'application/json' });
      expect([reply.status, JSON.parse(reply.body)]).toMatchObject([415, { error: 'invalid_request' }]);
    });
  });
}

/** Signed as ours are, by a key that is not ours. */
async function foreignToken(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT({ scope: 'mitz.write mitz.read', client_id: WRITER.id })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setIssuer('keuzewijzer-registry')
    .setAudience('keuzewijzer-registry')
    .setSubject(WRITER.id)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
}

/** `alg: none` (RFC 8725 §3.1). */
function unsignedToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 300;
  const claims = { iss: 'keuzewijzer-registry', aud: 'keuzewijzer-registry', sub: WRITER.id, scope: 'mitz.read', exp };
  return `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`;
}
