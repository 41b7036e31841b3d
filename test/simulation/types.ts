/** What the parts of the simulation tell each other. Persons and decisions are named by number, never by identity. */
import type { Decision } from '../../shared/consent/decision.ts';

/** The claims of the outbox and the engine; each is checked at every step or when the world has healed. */
export const INVARIANTS = [
  /** Kept is in the end recorded, superseded before it was sent, parked with a reason, or closed by staff. */
  'kept-is-never-lost',
  /** One business identity is recorded once. */
  'recorded-once',
  /** What is recorded under an identity is what the person chose, at the moment they chose it. */
  'same-content',
  /** Per kiosk and person in the order of keeping, one at a time, but for what was parked in between. */
  'in-order',
  /** The registry's current choice is the newest by moment of choice among the delivered. */
  'newest-counts',
  /** What a person chose last on a kiosk counts, whatever the kiosk's clock did in between. */
  'last-word-counts',
  /** After healing, everything is confirmed or parked within a bounded time, whatever trouble one person has. */
  'nobody-waits-for-another',
  /** `sent` and `confirmed` are true when shown, and confirmed stays. */
  'screen-truth',
  'refusals-first',
  /** A confirmed, superseded or closed decision leaves no payload in the file or its log. */
  'payload-gone',
  /** Bounded requests a minute while the endpoint is down. */
  'no-storm',
  'retry-after',
  /** A lease that was taken over changes nothing any more. */
  'fenced',
  /** A parked decision names a reason that is true. */
  'reason-true',
  /** Nothing older than the site allows is sent silently. */
  'age-limit',
  /** Nothing throws where nothing may throw. */
  'no-exception',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  readonly invariant: Invariant;
  /** One sentence, with numbers for persons, kiosks and decisions. */
  readonly story: string;
}

/** A decision that a screen called kept. */
export interface Kept {
  /** 1, 2, 3… in the order of keeping. */
  readonly number: number;
  readonly kiosk: number;
  readonly person: number;
  readonly decision: Decision;
  /** False when the process died before the screen could say so: it may be delivered, it need not. */
  readonly acknowledged: boolean;
}

/** Where everything that happens is told. */
export interface Chronicle {
  /** One line of the trace. */
  note(line: string): void;
  /** Counts a fault that was really done to the world. */
  fault(kind: string): void;
  /** The run ends with this. */
  violated(invariant: Invariant, story: string): void;
}
