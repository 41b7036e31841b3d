/**
 * Bearer tokens by OAuth 2.0 client credentials (RFC 6749 §4.4). A token is fetched when something is sent, never kept on
 * disk: one that was captured offline would have expired (domain.md §7.6).
 */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { HttpAnswer, Transport } from './transport.ts';

export interface TokenSource {
  /** @returns a token, or the answer that kept us from one */
  get(signal: AbortSignal): Promise<{ readonly token: string } | { readonly failed: HttpAnswer }>;
  /** The registry refused the token: the next `get` fetches a fresh one. */
  forget(): void;
}

const tokenSchema = z.looseObject({
  /** Visible ASCII (RFC 6749 appendix A.12): anything else would break the header it travels in. */
  access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/),
  /** Seconds. A server that writes it otherwise gives a token that is asked for again soon. */
  expires_in: z.number().positive().optional().catch(undefined),
});

/** Renewed this long before it ends, so that it cannot end on its way. */
const RENEW_BEFORE_MS = 30_000;

export function createTokenSource(
  transport: Transport,
  clock: Clock,
  credentials: { readonly url: string; readonly clientId: string; readonly clientSecret: () => string },
): TokenSource {
  let held: { readonly token: string; readonly until: number } | null = null;
  return {
    async get(signal) {
      if (held !== null && clock.monotonicMs() < held.until) return { token: held.token };
      held = null;
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret(),
      }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
      const answer = await transport.send({ method: 'POST', url: credentials.url, headers, body, signal });
      const token = answer.kind === 'answer' && answer.status === 200 ? readToken(answer.body) : null;
      if (token === null) return { failed: answer };
      const lifeMs = (token.expires_in ?? 60) * 1000;
      held = { token: token.access_token, until: clock.monotonicMs() + Math.max(0, lifeMs - RENEW_BEFORE_MS) };
      return { token: held.token };
    },
    forget() {
      held = null;
    },
  };
}

/** A token that is given to the kiosk as it is (`KEUZEWIJZER_REGISTRY_TOKEN`). */
export const fixedToken = (token: string): TokenSource => ({ get: () => Promise.resolve({ token }), forget: () => {} });

function readToken(body: string): z.infer<typeof tokenSchema> | null {
  try {
    const parsed = tokenSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
