/** Speaks to a running registry as a writer, a reader or a stranger would. */
import { senderOf } from '../../shared/consent/decision.ts';
import { Agent, request } from 'undici';
import { BSN_SYSTEM } from '../../shared/consent/identity.ts';
import { PRACTICE_ORGANIZATION } from '../../main/settings/practice.ts';
import { buildBundle } from '../../main/registry/mitz-otv-3.8/bundle.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { fromJson } from '../../shared/fhir/model.ts';
import type { Bundle, Consent, OperationOutcome, Resource } from '../../shared/fhir/types.ts';
import { fromXml, toXml } from '../../shared/fhir/xml.ts';
import { catalogue } from './decision.ts';

export const FHIR_XML = 'application/fhir+xml';
export const FHIR_JSON = 'application/fhir+json';

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

export const WRITER: Credentials = { id: 'practice-kiosk', secret: 'practice-kiosk-secret' };
export const READER: Credentials = { id: 'practice-reader', secret: 'practice-reader-secret' };

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as FHIR; null when it is not. */
  readonly resource: Resource | null;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sends a token of these; null = none. Default: the writer for POST, the reader for the rest. */
  readonly as?: Credentials | null;
}

export interface RegistryClient {
  readonly address: string;
  /** @param path from the root, e.g. `/fhir/metadata` */
  ask(path: string, ask?: Ask): Promise<Reply>;
  /** POST /fhir/ as XML. */
  write(bundle: Resource | string, ask?: Ask & { readonly form?: 'xml' | 'json' }): Promise<Reply>;
  /** What counts now for a person. */
  search(bsn: string): Promise<readonly Consent[]>;
  unprocessed(): Promise<number | undefined>;
  token(who: Credentials, scope?: string): Promise<Reply>;
  /** Counters of a practice registry. */
  state(): Promise<{ readonly bundlesAccepted: number; readonly repeats: number; readonly conflicts: number }>;
  close(): Promise<void>;
}

/** The Bundle that the kiosk sends for a decision. */
export const bundleOf = (decision: Decision): Bundle =>
  buildBundle(decision, senderOf(PRACTICE_ORGANIZATION, catalogue));

/** @param tls PEM texts, for a registry that asks for a client certificate */
export function registryClient(
  address: string,
  tls: { readonly ca: string; readonly cert: string; readonly key: string } | null = null,
): RegistryClient {
  const dispatcher = new Agent({ connect: { ...tls, allowH2: false } });
  const send = async (path: string, ask: Omit<Ask, 'as'>): Promise<Reply> => {
    const { method = 'GET', headers = {}, body = null } = ask;
    const answer = await request(`${address}${path}`, { dispatcher, method: method as 'GET', headers, body });
    const text = await answer.body.text();
    const flat = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
    const read = /json/.test(flat['content-type'] ?? '') ? fromJson(text) : fromXml(text);
    return { status: answer.statusCode, headers: flat, body: text, resource: read.ok ? read.value : null };
  };
  const token = (who: Credentials, scope?: string): Promise<Reply> =>
    send('/oauth2/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: who.id,
        client_secret: who.secret,
        ...(scope === undefined ? {} : { scope }),
      }).toString(),
    });
  const ask = async (path: string, asked: Ask = {}): Promise<Reply> => {
    const { as = asked.method === 'POST' ? WRITER : READER, headers = {}, ...rest } = asked;
    const bearer = as === null ? null : bearerOf(await token(as));
    const authorization = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    return send(path, { ...rest, headers: { ...authorization, ...headers } });
  };
  return {
    address,
    ask,
    token,
    write(bundle, { form = 'xml', headers = {}, ...rest } = {}) {
      const text = typeof bundle === 'string' ? bundle : form === 'xml' ? toXml(bundle) : JSON.stringify(bundle);
      const type = form === 'xml' ? FHIR_XML : FHIR_JSON;
      const own = { 'content-type': `${type}; charset=utf-8`, 'x-request-id': crypto.randomUUID() };
      return ask('/fhir/', { method: 'POST', body: text, ...rest, headers: { ...own, ...headers } });
    },
    async search(bsn) {
      const query = new URLSearchParams({ 'patient:identifier': `${BSN_SYSTEM}|${bsn}` });
      const { status, resource } = await ask(`/fhir/Consent?${query}`);
      if (status !== 200 || resource?.resourceType !== 'Bundle') throw new Error(`the search failed: ${status}`);
      return (resource.entry ?? []).flatMap((entry) =>
        entry.resource?.resourceType === 'Consent' ? [entry.resource] : [],
      );
    },
    async unprocessed() {
      const path = `/fhir/Consent/$processingStatus?providerid=${PRACTICE_ORGANIZATION.ura}`;
      const { resource } = await ask(path, { as: WRITER });
      if (resource?.resourceType !== 'Parameters') throw new Error('no count');
      return resource.parameter?.[0]?.valueInteger;
    },
    async state() {
      const { body } = await send('/practice/state', {});
      return JSON.parse(body) as Awaited<ReturnType<RegistryClient['state']>>;
    },
    close: () => dispatcher.close(),
  };
}

/** The access token in an answer of the token endpoint. */
export function bearerOf(reply: Reply): string {
  const { access_token: token } = JSON.parse(reply.body) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${reply.status}`);
  return token;
}

/** The issues of an OperationOutcome. @throws when the answer is none: every error must be one */
export function issuesOf(reply: Reply): OperationOutcome['issue'] {
  if (reply.resource?.resourceType !== 'OperationOutcome')
    throw new Error(`no OperationOutcome with ${reply.status}: ${reply.body.slice(0, 200)}`);
  return reply.resource.issue;
}
