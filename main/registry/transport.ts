/**
 * HTTP to the registry: time limits, size caps, TLS 1.2 or newer, mutual TLS when configured, no redirects. What went
 * wrong is told apart by whether the request can have reached the registry.
 */
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Agent, buildConnector, request } from 'undici';

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

/** Milliseconds. */
export interface Timeouts {
  /** TCP and TLS together. */
  readonly connectMs: number;
  /** Without a byte of the head of the answer. */
  readonly headersMs: number;
  /** Without a byte of the body. */
  readonly bodyMs: number;
  /** The whole exchange: an answer of a byte now and then must not hold the queue. */
  readonly totalMs: number;
}

const TIMEOUTS: Timeouts = { connectMs: 10_000, headersMs: 30_000, bodyMs: 15_000, totalMs: 60_000 };

const MAX_ANSWER_BYTES = 1024 * 1024;

/** @throws when a configured file cannot be read: a kiosk must not fall back to weaker TLS */
export function createTransport(tls: TlsFiles = {}, timeouts: Timeouts = TIMEOUTS): Transport {
  const connector = renewing(tls, (files) =>
    buildConnector({
      timeout: timeouts.connectMs,
      minVersion: 'TLSv1.2',
      allowH2: false, // one protocol, and the one that is tested
      // A session that is resumed is not checked again: an expired certificate would be taken as long as it goes on.
      maxCachedSessions: 0,
      ...files,
    }),
  );
  /** Errors of connections that never stood: only of these it is certain that nothing was sent. */
  const notConnected = new WeakSet<Error>();
  const agent = new Agent({
    connect: (to, done) =>
      connector()(to, (...result) => {
        const [error, socket] = result;
        if (error !== null) notConnected.add(error);
        // A TLS alert comes as an error and then as an end; undici would report the end alone.
        socket?.on('error', (cause) => socket.destroy(cause));
        done(...result);
      }),
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    maxResponseSize: MAX_ANSWER_BYTES,
    pipelining: 1,
  });
  return {
    async send({ method, url, headers, body, signal }) {
      const limit = new AbortController();
      const stop = (): void => limit.abort();
      const timer = setTimeout(stop, timeouts.totalMs);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers: { ...headers },
          body: body ?? null,
          signal: limit.signal,
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
        return failure(error, (cause) => notConnected.has(cause));
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      }
    },
    close: () => agent.destroy(),
  };
}

type Pem = Readonly<Partial<Record<'ca' | 'cert' | 'key', string>>>;

/**
 * Certificates are renewed while the kiosk runs: new connections use what stands in the files. While those do not fit
 * together, or cannot be read, what they held before is used.
 * @throws when they cannot be read at first
 */
function renewing<T>({ caFile, certFile, keyFile }: TlsFiles, build: (files: Pem) => T): () => T {
  const named = Object.entries({ ca: caFile, cert: certFile, key: keyFile }).flatMap(([name, file]) =>
    file === undefined ? [] : [[name, file] as const],
  );
  const read = (): Pem => Object.fromEntries(named.map(([name, file]) => [name, readFileSync(file, 'utf8')]));
  const stampNow = (): string =>
    named.map(([, file]) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? '').join(' ');
  let stamp = stampNow();
  let built = build(read());
  return () => {
    const now = stampNow();
    if (now === stamp) return built;
    try {
      const files = read();
      createSecureContext(files);
      built = build(files);
      stamp = now;
    } catch {
      // Half renewed: the next connection looks again.
    }
    return built;
  };
}

/** What OpenSSL and Node call it when the other side's certificate, or the TLS it speaks, is not good enough. */
const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH|CRL|^ERR_(TLS|SSL)|^EPROTO/;

/**
 * With TLS 1.3 a server refuses our certificate only after the client holds the connection for good (RFC 8446 §4.4.2.4):
 * the alert arrives when the request may be on its way, and a server that sends it reads no request.
 */
const OUR_CERTIFICATE =
  /^ERR_SSL_.*ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/;

function failure(error: unknown, notConnected: (cause: Error) => boolean): HttpAnswer {
  const causes = chainOf(error);
  const codes = causes.map((cause) => ('code' in cause ? String(cause.code) : ''));
  if (codes.some((code) => OUR_CERTIFICATE.test(code))) return { kind: 'unreachable', certificate: true };
  if (!causes.some(notConnected)) return { kind: 'unknown' };
  return { kind: 'unreachable', certificate: codes.some((code) => CERTIFICATE.test(code)) };
}

/** The error, what it was caused by, and what it is made of. */
function chainOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const parts: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...parts].flatMap((part) => chainOf(part, depth + 1))];
}

/** An HTTP date as it is written today (RFC 9110 §5.6.7); `Date.parse` alone reads a date into almost any text. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * `Retry-After`: seconds or an HTTP date (RFC 9110 §10.2.3).
 * @returns milliseconds from now, more than 0; null when it says nothing: absent, unreadable, "at once" or in the past.
 * The own backoff then applies, so that no header can make a kiosk hammer at a registry.
 */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  const text = value?.trim() ?? '';
  const ms = /^\d{1,15}$/.test(text)
    ? Number(text) * 1000
    : HTTP_DATE.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return ms > 0 ? ms : null;
}
