/**
 * HTTP to the registry: time limits, size caps, TLS 1.2 or newer, mutual TLS when configured, no redirects. What went
 * wrong is told apart by whether the request can have reached the registry.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';

export interface TlsFiles {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export type HttpAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      readonly retryAfter: string | null;
      readonly body: string;
    }
  /** Nothing was sent. */
  | { readonly kind: 'unreachable'; readonly certificate: boolean }
  /** Sent, perhaps; no whole answer came back. */
  | { readonly kind: 'unknown' };

export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 1024 * 1024;

/** Failures before a single byte of the request was written. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** @throws when a configured file cannot be read: a kiosk must not fall back to weaker TLS */
export function createTransport(
  tls: TlsFiles = {},
  timeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 15_000 },
): Transport {
  const read = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : readFileSync(file, 'utf8');
  const [ca, cert, key] = [read(tls.caFile), read(tls.certFile), read(tls.keyFile)];
  const agent = new Agent({
    connect: {
      timeout: timeouts.connectMs,
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    maxResponseSize: MAX_ANSWER_BYTES,
    pipelining: 1,
  });
  return {
    async send({ method, url, headers, body, signal }) {
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers: { ...headers },
          body: body ?? null,
          signal,
        });
        const header = (name: string): string | null => {
          const value = answer.headers[name];
          return (Array.isArray(value) ? value[0] : value) ?? null;
        };
        return {
          kind: 'answer',
          status: answer.statusCode,
          contentType: header('content-type') ?? '',
          retryAfter: header('retry-after'),
          body: await answer.body.text(),
        };
      } catch (error) {
        return failure(error);
      }
    },
    close: () => agent.destroy(),
  };
}

/** OpenSSL and Node name certificate trouble in many ways; all of them mean that no request was sent. */
function failure(error: unknown): HttpAnswer {
  const causes = [
    error,
    error instanceof Error ? error.cause : null,
    ...(error instanceof AggregateError ? error.errors : []),
  ];
  const codes = causes.map((cause) => (cause instanceof Error && 'code' in cause ? String(cause.code) : ''));
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|^ERR_(TLS|SSL)|^EPROTO/.test(code)))
    return { kind: 'unreachable', certificate: true };
  if (codes.some((code) => BEFORE_SENDING.has(code))) return { kind: 'unreachable', certificate: false };
  return { kind: 'unknown' };
}

/** `Retry-After`: seconds or an HTTP date (RFC 9110 §10.2.3). @returns milliseconds from now, or null */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
