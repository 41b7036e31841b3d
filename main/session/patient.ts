/**
 * One patient session, from hand-over to end. Invariants: it lives in memory only; a decision is made nowhere else than
 * in `record`, which the interview reaches only through the person's own confirmation after the review; when the
 * session ends nothing of it is left but a count.
 */
import type { Catalogue } from '../../shared/consent/catalogue.ts';
import type { Evidence, InputKind, OwnOrganization } from '../../shared/consent/decision.ts';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import {
  aheadOf,
  start,
  settle,
  transition,
  viewOf,
  type Effect,
  type InterviewConfig,
  type InterviewState,
} from '../../shared/interview/machine.ts';
import type { InterviewEvent, InterviewView } from '../../shared/interview/view.ts';
import type { Chance, Clock } from '../clock.ts';
import type { LoadedPack } from '../settings/packs.ts';
import type { Keeping } from '../store/keeping.ts';
import { buildDecision, type Presence, type Signer } from './evidence.ts';

export interface PatientDeps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly keeping: Keeping;
  readonly signer: Signer | null;
  readonly catalogue: Catalogue;
  readonly packs: ReadonlyMap<string, LoadedPack>;
  readonly organization: OwnOrganization;
  readonly deviceId: string;
}

export type SessionEnd = Extract<Effect, { kind: 'end' }>['reason'];

export interface PatientSession {
  view(): InterviewView;
  ahead(): InterviewView | null;
  keepError(): ErrorCode | null;
  decisionId(): string | null;
  /** @returns why the session is over, or null while it goes on */
  send(revision: number, event: InterviewEvent, by: InputKind): Result<SessionEnd | null>;
}

/** @param presence who is here; null for explanation only */
export function startPatientSession(
  deps: PatientDeps,
  config: InterviewConfig,
  presence: Presence | null,
): PatientSession {
  let interview = start(config);
  let keepError: ErrorCode | null = null;
  let decisionId: string | null = null;

  const record = (effect: Extract<Effect, { kind: 'record' }>, by: InputKind): void => {
    const result = keep(deps, { presence, effect, language: viewOf(interview).language, by });
    keepError = result.ok ? null : result.error.code;
    if (result.ok) decisionId = result.value;
    interview = settle(interview, result.ok ? 'stored' : 'not-stored');
  };

  return {
    view: () => viewOf(interview),
    ahead: () => aheadOf(interview),
    keepError: () => keepError,
    decisionId: () => decisionId,
    send(revision, event, by) {
      if (revision !== viewOf(interview).revision) return fail('stale');
      const next: { state: InterviewState; effect: Effect | null; refused: ErrorCode | null } = transition(
        interview,
        event,
      );
      if (next.refused !== null) return fail(next.refused);
      interview = next.state;
      if (next.effect?.kind === 'record') record(next.effect, by);
      return ok(next.effect?.kind === 'end' ? next.effect.reason : null);
    },
  };
}

interface KeepInput {
  readonly presence: Presence | null;
  readonly effect: Extract<Effect, { kind: 'record' }>;
  readonly language: string;
  readonly by: InputKind;
}

/** The way from touch to disk: decision and evidence, validated and committed by the store. @returns the decision's id */
function keep(deps: PatientDeps, input: KeepInput): Result<string> {
  const loaded = deps.packs.get(input.language);
  if (input.presence === null || loaded === undefined) return fail('not-allowed-now');
  if (deps.signer === null) return fail(deps.keeping.health() ?? 'keeping-failed');
  const counters: Pick<Evidence, 'teachBack' | 'reviewShown' | 'steps' | 'changes'> = input.effect.counters;
  const decision = buildDecision(
    {
      id: deps.chance.uuid(),
      chosenAt: deps.clock.now(),
      presence: input.presence,
      answers: input.effect.answers,
      catalogue: deps.catalogue,
      script: {
        language: loaded.pack.language,
        version: loaded.pack.version,
        status: loaded.pack.status,
        hash: loaded.hash,
      },
      organization: deps.organization,
      deviceId: deps.deviceId,
      confirmedBy: input.by,
      ...counters,
    },
    deps.signer,
  );
  const kept = deps.keeping.keep(decision);
  return kept.ok ? ok(decision.id) : kept;
}
