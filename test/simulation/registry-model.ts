/**
 * The register as a small model with the semantics of the reference registry (registry/store/accept.ts, process.ts):
 * all or nothing and once by identity, conflict on other content, processing later, newest moment of choice wins.
 * It reads the bytes with the reference registry's own reader (registry/domain/submission.ts).
 */
import { readSubmission, type Submission } from '../../registry/domain/submission.ts';
import type { HttpRequest } from '../../main/registry/transport.ts';
import { fromXml } from '../../shared/fhir/xml.ts';
import { html, type Answer, type Answers } from './answers.ts';
import { WORLD_START_MS } from './device.ts';
import type { Prng } from './prng.ts';
import type { Scheduler } from './scheduler.ts';
import type { Chronicle } from './types.ts';

/** Trouble that belongs to one person: a rule that refuses them, or a record that makes the registry fail. */
export type PersonTrouble = 'refuse-422' | 'unknown-400' | 'fail-500' | 'fail-500-html';

interface Recorded {
  /** Bundle.identifier, which is the decision's id. */
  readonly id: string;
  readonly submission: Submission;
  /** 1, 2, 3… in the order of recording. */
  readonly place: number;
  readonly atMs: number;
  readonly dueMs: number;
  readonly answer: Answer;
}

export interface CurrentChoice {
  readonly granted: boolean;
  readonly chosenMs: number;
}

export interface RegistryModel {
  readonly base: string;
  readonly tokenUrl: string;
  handle(request: HttpRequest): Answer;
  recorded(id: string): Recorded | undefined;
  all(): readonly Recorded[];
  processed(id: string): boolean;
  /** BSN and option (`holder|consulting`) → what counts now. Calculated the way of the reference: as each is processed. */
  current(): ReadonlyMap<string, CurrentChoice>;
  setTrouble(bsn: string, trouble: PersonTrouble | null): void;
  /** Processing stands still until then. */
  stall(untilMs: number): void;
  /** All tokens given out so far are refused from now on. */
  revokeTokens(): void;
  /** Whether this decision was ever refused for good with an OperationOutcome. */
  refusedEver(id: string): boolean;
}

export interface RegistryModelOptions {
  readonly scheduler: Scheduler;
  readonly prng: Prng;
  readonly chronicle: Chronicle;
  readonly answers: Answers;
  readonly meanProcessingMs: number;
  /** How far ahead of ours a kiosk's clock may be. */
  readonly futureToleranceMs: number;
  readonly tokenLifeMs: number;
  /** Whether somebody kept a decision with this identity. */
  readonly known: (id: string) => boolean;
  /** A broken register: what is processed last counts, whenever it was chosen. */
  readonly lastCounts: boolean;
}

export function createRegistryModel(options: RegistryModelOptions): RegistryModel {
  const { scheduler, prng, chronicle, answers, meanProcessingMs, futureToleranceMs, tokenLifeMs, known, lastCounts } =
    options;
  const bundles = new Map<string, Recorded>();
  const consents = new Map<string, string>();
  const current = new Map<string, CurrentChoice & { readonly key: string }>();
  const done = new Set<string>();
  const refused = new Set<string>();
  const troubles = new Map<string, PersonTrouble>();
  const tokens = new Map<string, number>();
  const read = createReader(futureToleranceMs);
  let stalledUntil = 0;
  let tokenNumber = 0;

  const count = (one: Recorded): void => {
    done.add(one.id);
    for (const choice of one.submission.choices) {
      const next = { granted: choice.granted, chosenMs: choice.chosenAt.getTime(), key: choice.key.value };
      for (const category of choice.consulting) {
        const option = `${one.submission.bsn}|${choice.holder}|${choice.dataCategory}|${category}`;
        const now = current.get(option);
        const wins =
          lastCounts ||
          now === undefined ||
          next.chosenMs > now.chosenMs ||
          (next.chosenMs === now.chosenMs &&
            (next.granted === now.granted ? next.key > now.key : now.granted && !next.granted));
        if (wins) current.set(option, next);
      }
    }
  };
  const process = (one: Recorded): void => {
    const wait = stalledUntil - scheduler.now();
    if (wait > 0) scheduler.after(wait, () => process(one));
    else count(one);
  };

  const record = (request: HttpRequest): Answer => {
    const submission = read(request.body ?? '', WORLD_START_MS + scheduler.now());
    if ('status' in submission) return refuse(submission.status, submission.text, submission.id);
    const id = submission.key.value;
    const trouble = troubles.get(submission.bsn);
    const before = bundles.get(id);
    if (trouble !== undefined && before === undefined) return troubleAnswer(trouble, id);
    if (before !== undefined) {
      if (before.submission.digest !== submission.digest) {
        // After a refusal a kiosk may leave out what newer choices replaced; a copy from before it may still wander.
        if (refused.has(id)) chronicle.fault('register: two contents of a decision that was refused once');
        else chronicle.violated('same-content', 'a recorded identity came again with other content');
        return refuse(422, 'This identifier was used before for other content; nothing was changed.', id);
      }
      return before.answer;
    }
    for (const { key } of submission.choices) {
      if (consents.has(key.value)) chronicle.violated('recorded-once', 'a Consent came again in another message');
      consents.set(key.value, id);
    }
    if (!known(id)) chronicle.violated('recorded-once', 'something is recorded under an identity that nobody kept');
    const wait = Math.round(-Math.log(1 - prng.next()) * meanProcessingMs);
    const one = {
      id,
      submission,
      place: bundles.size + 1,
      atMs: scheduler.now(),
      dueMs: scheduler.now() + wait,
      answer: answers.accepted(submission.entries.length),
    };
    bundles.set(id, one);
    scheduler.after(wait, () => process(one));
    return one.answer;
  };
  const refuse = (status: 400 | 422, text: string, id: string): Answer => {
    refused.add(id);
    return answers.outcome(status, text);
  };
  const troubleAnswer = (trouble: PersonTrouble, id: string): Answer => {
    chronicle.fault(`person: ${trouble}`);
    switch (trouble) {
      case 'refuse-422':
        return refuse(422, 'The message is refused by a rule.', id);
      case 'unknown-400':
        return refuse(400, 'The patient is unknown: unknown BSN.', id);
      case 'fail-500':
        return answers.outcome(500, 'The register failed.');
      case 'fail-500-html':
        return html(500);
    }
  };
  const unprocessed = (): number => bundles.size - done.size;

  return {
    base: 'https://register.example/fhir',
    tokenUrl: 'https://register.example/oauth2/token',
    handle(request) {
      if (request.url === this.tokenUrl) {
        const token = `t${(tokenNumber += 1)}`;
        tokens.set(token, scheduler.now() + tokenLifeMs);
        const body = JSON.stringify({ access_token: token, expires_in: tokenLifeMs / 1000 });
        return { kind: 'answer', status: 200, contentType: 'application/json', retryAfter: null, body };
      }
      const until = tokens.get(/^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '') ?? -1;
      if (until < scheduler.now()) return answers.outcome(401, 'A valid access token is needed.');
      return request.method === 'GET' ? answers.count(unprocessed()) : record(request);
    },
    recorded: (id) => bundles.get(id),
    all: () => [...bundles.values()],
    processed: (id) => done.has(id),
    current: () => current,
    setTrouble(bsn, trouble) {
      if (trouble === null) troubles.delete(bsn);
      else troubles.set(bsn, trouble);
    },
    stall(untilMs) {
      stalledUntil = Math.max(stalledUntil, untilMs);
    },
    revokeTokens: () => tokens.clear(),
    refusedEver: (id) => refused.has(id),
  };
}

/** Reads each text once: a repeat is the same bytes. */
function createReader(futureToleranceMs: number) {
  const known = new Map<string, Submission>();
  return (body: string, now: number): Submission | { status: 400 | 422; text: string; id: string } => {
    const before = known.get(body);
    if (before !== undefined) return before;
    const resource = fromXml(body);
    if (!resource.ok) return { status: 400, text: 'The message is not FHIR as specified.', id: '' };
    const read = readSubmission(resource.value, { now, futureToleranceMs });
    if (read.ok) {
      known.set(body, read.value);
      return read.value;
    }
    const id = resource.value.resourceType === 'Bundle' ? (resource.value.identifier?.value ?? '') : '';
    const status = read.problems.some((problem) => problem.status === 400) ? 400 : 422;
    return { status, text: read.problems[0]?.diagnostics ?? 'refused', id };
  };
}
