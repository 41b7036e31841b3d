/** Where decisions are kept until the registry has confirmed them. What the session and the staff screens need of it. */
import type { Decision } from '../../shared/consent/decision.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import type { Unfinished } from './export.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { Delivery, OutboxOverview, ParkedPerson } from '../../shared/contract/view.ts';

export interface Keeping {
  /** null while choices can be kept; otherwise why not. */
  health(): ErrorCode | null;
  /** Decision, outbox row and audit entry in one synced transaction. When it says ok, the decision is on the disk. */
  keep(decision: Decision): Result<{ readonly reference: string }>;
  /**
   * Whether the registry has, or may have, a choice of this person with a moment that the clock has not reached: it would
   * go before one that is made now.
   */
  clockBehind(bsn: string): boolean;
  delivery(decisionId: string): Delivery | null;
  /** null when the store could not be opened: then nobody knows what waits in it. */
  overview(): Omit<OutboxOverview, 'status'> | null;
  retry(reference: string | null): Result<null>;
  /** Fails with `not-found`, also when the decision cannot be read any more. Each look is in the audit, without the person. */
  parkedPerson(reference: string, employeeId: string): Result<ParkedPerson>;
  askAgain(reference: string): Result<null>;
  /** Every unfinished decision, oldest first; without a decision where it cannot be read any more. */
  unfinished(): Result<readonly Unfinished[]>;
  /** Audit entry without identity or choice, e.g. a session that ended without a decision. */
  audit(entry: { readonly kind: AuditKind; readonly employeeId: string | null }): void;
}

const AUDIT_KINDS = [
  'sign-in',
  'sign-in-refused',
  'sign-out',
  'session-opened',
  'session-ended',
  'session-stopped',
  'session-idle',
  'session-lost',
  'decision-kept',
  'delivery-sent',
  'delivery-confirmed',
  'delivery-parked',
  'delivery-superseded',
  'delivery-retried',
  'parked-person-shown',
  'asked-again',
  'outbox-exported',
  'store-repaired',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];
