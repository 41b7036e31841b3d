/** The registry as the sync engine sees it. Adapters turn a decision into wire bytes and answers into these outcomes. */
import type { Decision } from '../../shared/consent/decision.ts';
import type { ParkReason, QueueStop } from '../../shared/contract/view.ts';

export type SendOutcome =
  /** The registry took it; processing follows (202 and 200 are not "confirmed", domain.md §7.1). */
  | { readonly kind: 'accepted' }
  /**
   * Not now. `reached`: `no` when the request certainly never got there, `maybe` when that is unknown (a timeout after
   * sending), `yes` when the registry answered that it did not take it.
   */
  | {
      readonly kind: 'later';
      readonly reached: 'no' | 'maybe' | 'yes';
      /** What the registry asked us to wait, for all requests. */
      readonly retryAfterMs: number | null;
    }
  /** The registry will never take it as it is. */
  | { readonly kind: 'refused'; readonly reason: ParkReason }
  /** Nothing can be sent until something about the connection is put right. */
  | { readonly kind: 'stop'; readonly why: QueueStop };

export interface RegistryPort {
  /** Sends one decision; the same decision always becomes the same bytes and ids. */
  send(decision: Decision, signal: AbortSignal): Promise<SendOutcome>;
  /**
   * How many of this organisation's messages are not processed yet; null when that could not be learned, how long the
   * registry asks all requests to wait, or that it will not say until somebody puts something right.
   */
  unprocessed(signal: AbortSignal): Promise<number | { readonly retryAfterMs: number } | 'refused' | null>;
  close(): Promise<void>;
}
