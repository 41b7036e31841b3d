/**
 * What every registry behind the port must hold, whatever it speaks: one suite, run against each adapter with a server
 * of its kind. The words of the outcomes are those of main/registry/port.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryPort } from '../../main/registry/port.ts';
import type { Answers } from '../../shared/consent/choice.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import { parseBsn } from '../../shared/consent/identity.ts';
import { makeDecision } from '../support/decision.ts';

/** One option of a person as the registry now holds it. */
export interface Standing {
  readonly holder: string;
  readonly dataCategory: string;
  /** Consulting category. */
  readonly category: string;
  readonly answer: 'permit' | 'deny';
  /** ISO 8601 UTC, milliseconds. */
  readonly at: string;
}

export interface Trouble {
  readonly mode:
    | 'none'
    | 'slow'
    | 'fail'
    | 'throttle'
    | 'drop-after-processing'
    | 'drop-before'
    | 'html'
    | 'truncate'
    | 'unauthorised'
    | 'unprocessable';
  readonly times?: number;
  readonly delayMs?: number;
  readonly retryAfterSeconds?: number;
}

export interface RegistryUnderTest {
  /** Another kiosk of the same organisation, every time it is called. */
  kiosk(): RegistryPort;
  /** A kiosk whose registry is not there. */
  astray(): RegistryPort;
  /** What happens to writes from now on; writes that came before have ended when this resolves. */
  trouble(trouble: Trouble): Promise<void>;
  /** What counts for a person, in any order. */
  standing(bsn: string): Promise<readonly Standing[]>;
  /** Grows whenever anything is recorded. */
  recordings(): Promise<number>;
  close(): Promise<void>;
}

/** Never aborted: a request ends by its own time limits. */
const never = new AbortController().signal;

/** Numbers that pass the eleven-test, another for every test. */
function* bsns(): Generator<string, never> {
  for (let number = 900_000_000; ; number += 1) if (parseBsn(String(number)) !== null) yield String(number);
}

export function describeRegistryPort(name: string, start: () => Promise<RegistryUnderTest>): void {
  describe(`a registry behind the port: ${name}`, () => {
    const people = bsns();
    let registry: RegistryUnderTest;
    let kiosk: RegistryPort;
    let bsn: string;
    const ports: RegistryPort[] = [];
    const opened = (port: RegistryPort): RegistryPort => {
      ports.push(port);
      return port;
    };
    beforeAll(async () => {
      registry = await start();
      kiosk = opened(registry.kiosk());
    });
    beforeEach(async () => {
      await registry.trouble({ mode: 'none' });
      bsn = people.next().value;
    });
    afterAll(async () => {
      await Promise.all(ports.map((port) => port.close()));
      await registry.close();
    });

    /** Sends, and waits until the registry says that all is processed. */
    const delivered = async (decision: Decision, port = kiosk): Promise<void> => {
      expect(await port.send(decision, never)).toEqual({ kind: 'accepted' });
      await expect.poll(() => port.unprocessed(never), { timeout: 10_000, interval: 20 }).toBe(0);
    };
    const standing = async (person = bsn): Promise<readonly Standing[]> => sorted(await registry.standing(person));

    it('records a decision at the moment of the choice', async () => {
      const decision = makeDecision({ bsn, answers: MIXED, chosenAt: new Date(Date.now() - 3_600_000) });
      await delivered(decision);
      expect(await standing()).toEqual(meant(decision));
      expect((await standing()).some(({ answer }) => answer === 'permit')).toBe(true);
      expect((await standing()).some(({ answer }) => answer === 'deny')).toBe(true);
    });

    it.each([
      ['all', 'permit', 34],
      ['none', 'deny', 34],
    ] as const)('records the answer "%s" as %s for each option that is asked', async (top, answer, least) => {
      await delivered(makeDecision({ bsn, answers: { top, holders: {} } }));
      expect((await standing()).length).toBeGreaterThanOrEqual(least);
      expect((await standing()).every((one) => one.answer === answer)).toBe(true);
    });

    it('a repeat changes nothing, from this kiosk or after a restart', async () => {
      const decision = makeDecision({ bsn, answers: MIXED });
      await delivered(decision);
      const before = [await registry.recordings(), await standing()];
      await delivered(decision);
      await delivered(decision, opened(registry.kiosk()));
      expect([await registry.recordings(), await standing()]).toEqual(before);
    });

    it.each<[string, Trouble]>([
      ['the connection dropped after it was stored', { mode: 'drop-after-processing', times: 1 }],
      ['the answer was cut off', { mode: 'truncate', times: 1 }],
      ['the answer came after we stopped waiting', { mode: 'slow', delayMs: 2_500, times: 1 }],
      ['the connection dropped before', { mode: 'drop-before', times: 1 }],
    ])('what became of it is unknown when %s; the same again settles it, once', async (_, trouble) => {
      const decision = makeDecision({ bsn, answers: ONE_HOLDER });
      await registry.trouble(trouble);
      const before = await registry.recordings();
      expect(await kiosk.send(decision, never)).toMatchObject({ kind: 'later', reached: 'maybe' });
      await delivered(decision);
      expect((await registry.recordings()) - before).toBe(1);
      await registry.trouble({ mode: 'none' });
      expect(await standing()).toEqual(meant(decision));
    });

    it('a newer choice for the same option wins, and leaves other holders as they were', async () => {
      const first = makeDecision({
        bsn,
        answers: { top: 'all', holders: {} },
        chosenAt: new Date(Date.now() - 60_000),
      });
      const second = makeDecision({ bsn, answers: { top: 'some', holders: { ggz: 'not-share' } } });
      await delivered(first);
      await delivered(second);
      const others = meant(first).filter(({ holder }) => holder !== 'ggz');
      expect(await standing()).toEqual(sorted([...others, ...meant(second)]));
    });

    it('a newer choice for some options of a holder leaves its other options as they were', async () => {
      const first = makeDecision({ bsn, answers: ONE_HOLDER, chosenAt: new Date(Date.now() - 60_000) });
      const again = makeDecision({ bsn, answers: { top: 'some', holders: { apotheken: 'not-share' } } });
      const some = { ...again, choices: again.choices.slice(0, 2) };
      await delivered(first);
      await delivered(some);
      const untouched = meant(first).filter((one) => !meant(some).some((other) => keyOf(other) === keyOf(one)));
      expect(untouched.length).toBeGreaterThan(0);
      expect(await standing()).toEqual(sorted([...untouched, ...meant(some)]));
    });

    it('an older choice that arrives late undoes nothing', async () => {
      const older = makeDecision({ bsn, answers: ONE_HOLDER, chosenAt: new Date(Date.now() - 60_000) });
      const newer = makeDecision({ bsn, answers: { top: 'some', holders: { apotheken: 'not-share' } } });
      await delivered(newer);
      await delivered(older);
      expect(await standing()).toEqual(meant(newer));
    });

    it('a withdrawal can be withdrawn', async () => {
      const [share, not] = [ONE_HOLDER, { top: 'some', holders: { apotheken: 'not-share' } } as const];
      for (const [index, answers] of [share, not, share, not, share].entries())
        await delivered(makeDecision({ bsn, answers, chosenAt: new Date(Date.now() - 60_000 + index * 1_000) }));
      expect((await standing()).every(({ answer }) => answer === 'permit')).toBe(true);
    });

    it('two persons do not touch each other', async () => {
      const other = people.next().value;
      const [mine, theirs] = [makeDecision({ bsn, answers: ONE_HOLDER }), makeDecision({ bsn: other })];
      await delivered(mine);
      await delivered(theirs);
      expect([await standing(), await standing(other)]).toEqual([meant(mine), meant(theirs)]);
    });

    it('two kiosks that write for one person at once lose nothing', async () => {
      const second = opened(registry.kiosk());
      const older = makeDecision({
        bsn,
        answers: { top: 'all', holders: {} },
        chosenAt: new Date(Date.now() - 60_000),
      });
      const newer = makeDecision({ bsn, answers: MIXED });
      const outcomes = await Promise.all([kiosk.send(older, never), second.send(newer, never)]);
      // Who lost a race may say "not now"; it must never say "accepted" and be gone.
      for (const [index, decision] of [older, newer].entries())
        if (outcomes[index]?.kind !== 'accepted') await delivered(decision);
      await expect.poll(() => kiosk.unprocessed(never), { timeout: 10_000, interval: 20 }).toBe(0);
      const newest = new Map([...meant(older), ...meant(newer)].map((one) => [keyOf(one), one]));
      expect(await standing()).toEqual(sorted([...newest.values()]));
    });

    it('a token that is refused once is fetched anew, and that is all', async () => {
      await registry.trouble({ mode: 'unauthorised', times: 1 });
      await delivered(makeDecision({ bsn, answers: ONE_HOLDER }));
    });

    it('a token that stays refused stops the queue', async () => {
      await registry.trouble({ mode: 'unauthorised' });
      const decision = makeDecision({ bsn, answers: ONE_HOLDER });
      expect(await kiosk.send(decision, never)).toEqual({ kind: 'stop', why: 'not-authorised' });
      expect(await standing()).toEqual([]);
    });

    it('a registry that is not there was certainly not reached', async () => {
      const astray = opened(registry.astray());
      expect(await astray.send(makeDecision({ bsn }), never)).toEqual({
        kind: 'later',
        reached: 'no',
        retryAfterMs: null,
      });
    });

    it.each<[string, Trouble, object]>([
      ['a web page', { mode: 'html' }, { kind: 'later', reached: 'maybe' }],
      ['a failure', { mode: 'fail' }, { kind: 'later', reached: 'yes' }],
      [
        '"too many"',
        { mode: 'throttle', retryAfterSeconds: 7 },
        { kind: 'later', reached: 'yes', retryAfterMs: 7_000 },
      ],
      ['a refusal', { mode: 'unprocessable' }, { kind: 'refused', reason: 'refused-by-registry' }],
    ])('%s is told for what it is, and is never read as accepted', async (_, trouble, outcome) => {
      const decision = makeDecision({ bsn, answers: ONE_HOLDER });
      await registry.trouble(trouble);
      expect(await kiosk.send(decision, never)).toMatchObject(outcome);
      expect(await standing()).toEqual([]);
      await registry.trouble({ mode: 'none' });
      await delivered(decision);
      expect(await standing()).toEqual(meant(decision));
    });

    it('a request that is aborted ends at once and is not read as accepted', async () => {
      await registry.trouble({ mode: 'slow', delayMs: 1_000, times: 1 });
      const abort = new AbortController();
      const sending = kiosk.send(makeDecision({ bsn, answers: ONE_HOLDER }), abort.signal);
      setImmediate(() => abort.abort());
      expect(await sending).toMatchObject({ kind: 'later' });
    });
  });
}

/** A grant, a refusal and holders without a choice, in one decision. */
const MIXED: Answers = {
  top: 'some',
  holders: { huisartsen: 'share', apotheken: 'not-share', laboratoria: 'share', ggz: 'unknown' },
};
const ONE_HOLDER: Answers = { top: 'some', holders: { apotheken: 'share' } };

/** What a registry that holds only this decision must say. */
function meant({ choices, chosenAt }: Decision): readonly Standing[] {
  return sorted(
    choices.flatMap(({ holder, dataCategory, consulting, provision }) =>
      consulting.map((category) => ({ holder, dataCategory, category, answer: provision, at: chosenAt })),
    ),
  );
}

const keyOf = ({ holder, dataCategory, category }: Standing): string => `${holder} ${dataCategory} ${category}`;

function sorted(standing: readonly Standing[]): readonly Standing[] {
  return standing.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}
