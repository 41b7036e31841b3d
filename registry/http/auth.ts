/** Who may do what: the token endpoint and the check of bearer tokens (RFC 6749, RFC 6750). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TOKEN_LIFE, SCOPES, type Bearer, type Client, type Scope, type Tokens } from '../tokens.ts';
import { Refusal, refuse, toRefusal } from './errors.ts';

/** @throws Refusal 401 without a valid token, 403 without the scope. */
export async function requireScope(
  request: FastifyRequest,
  tokens: Tokens,
  ...anyOf: readonly Scope[]
): Promise<Bearer> {
  const match = /^Bearer ([\w.~+/-]{1,4096}=*)$/i.exec(request.headers.authorization ?? '');
  const bearer = match?.[1] === undefined ? null : await tokens.verify(match[1]);
  if (bearer === null) throw refuse.unauthorised('A valid access token is needed.');
  if (anyOf.some((scope) => bearer.scopes.includes(scope))) return bearer;
  // domain.md §4: a provider who may write can never read the register back.
  throw refuse.forbidden(`This needs the scope ${anyOf.join(' or ')}.`);
}

/** @throws Refusal 403 when the client is bound to other organisations. */
export function requireOwnUra(bearer: Bearer, ura: string): void {
  if (bearer.uras !== null && !bearer.uras.includes(ura)) throw refuse.forbidden('Not for this organisation.');
}

/** `POST /oauth2/token`; its errors have the form of RFC 6749 §5.2, not of FHIR. */
export function tokenRoute(app: FastifyInstance, tokens: Tokens): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 8_192 },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    scope.setErrorHandler((error, _request, reply) => {
      const { status } = toRefusal(error);
      if (status >= 500 || error instanceof Refusal) throw error; // not about the form: said as everywhere
      return reply.code(status).send({ error: 'invalid_request', error_description: 'Send a form in UTF-8.' });
    });
    scope.post('/oauth2/token', async (request, reply) => {
      void reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      if (form.get('grant_type') !== 'client_credentials') {
        return reply.code(400).send({ error: 'unsupported_grant_type', error_description: 'Use client_credentials.' });
      }
      const client = authenticate(request, form, tokens);
      if (client === null) {
        void reply.header('www-authenticate', 'Basic realm="mitz"');
        return reply.code(401).send({ error: 'invalid_client', error_description: 'Unknown client or wrong secret.' });
      }
      const scopes = grantedScopes(client, form.get('scope'));
      if (scopes === null) {
        return reply.code(400).send({ error: 'invalid_scope', error_description: 'Not a scope of this client.' });
      }
      const token = await tokens.issue(client, scopes);
      return reply.send({ access_token: token, token_type: 'Bearer', expires_in: TOKEN_LIFE, scope: scopes.join(' ') });
    });
    done();
  });
}

/** HTTP Basic (RFC 6749 §2.3.1: form-encoded id and secret) or the two fields in the body. */
function authenticate(request: FastifyRequest, form: URLSearchParams, tokens: Tokens): Client | null {
  const basic = /^Basic ([A-Za-z0-9+/]{1,1024}={0,2})$/i.exec(request.headers.authorization ?? '');
  if (basic?.[1] === undefined)
    return tokens.authenticate(form.get('client_id') ?? '', form.get('client_secret') ?? '');
  const text = Buffer.from(basic[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  return tokens.authenticate(unform(text.slice(0, colon)), unform(text.slice(colon + 1)));
}

function unform(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

function grantedScopes(client: Client, asked: string | null): readonly Scope[] | null {
  if (asked === null || asked.trim() === '') return client.scopes;
  const wanted = asked.trim().split(/\s+/);
  const granted = SCOPES.filter((scope) => wanted.includes(scope) && client.scopes.includes(scope));
  return granted.length === wanted.length ? granted : null;
}
