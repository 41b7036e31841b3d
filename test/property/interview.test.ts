/**
 * Invariants of the interview under any storm of events:
 * a record comes only from `confirm`, after every line was on the screen since the last change, with exactly the answers
 * shown there, never with nothing but "don't know yet"; nothing throws; refused events change nothing; what is drawn
 * beforehand is what going on shows, and never calls a choice kept before it is.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOLDER_CATEGORIES } from '../../shared/consent/catalogue.ts';
import { HOLDER_ANSWERS, TOP_ANSWERS } from '../../shared/consent/choice.ts';
import { SCREENS, TEACH_BACK } from '../../shared/interview/flow.ts';
import {
  aheadOf,
  settle,
  start,
  transition,
  viewOf,
  type InterviewState,
  type Transition,
} from '../../shared/interview/machine.ts';
import type { InterviewEvent, ReviewLine } from '../../shared/interview/view.ts';

const seed = Number(process.env['KW_SEED'] ?? Date.now() % 2 ** 31);
console.log(`interview property seed ${seed} (KW_SEED=${seed} repeats it)`);

const answers = [
  ...new Set([...TOP_ANSWERS, ...HOLDER_ANSWERS, ...TEACH_BACK.flatMap((q) => [...q.answers]), 'nonsense']),
];
const event: fc.Arbitrary<InterviewEvent> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<InterviewEvent>({ type: 'next' }) },
  { weight: 6, arbitrary: fc.constantFrom(...answers).map((answer): InterviewEvent => ({ type: 'select', answer })) },
  { weight: 2, arbitrary: fc.constantFrom<InterviewEvent>({ type: 'back' }, { type: 'resume' }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('top' as const, ...HOLDER_CATEGORIES)
      .map((line): InterviewEvent => ({ type: 'change', line })),
  },
  { weight: 2, arbitrary: fc.constant<InterviewEvent>({ type: 'confirm' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<InterviewEvent>(
      { type: 'help' },
      { type: 'stop' },
      { type: 'more' },
      { type: 'choose-language', language: 'ar' },
    ),
  },
);

/** Finds a good answer for the screen often, so that the storm gets through the whole conversation. */
const steer = fc.record({ event, lucky: fc.boolean(), which: fc.nat() });

test('any storm of events keeps the promises', () => {
  let records = 0;
  fc.assert(
    fc.property(
      fc.array(steer, { minLength: 60, maxLength: 160 }),
      fc.boolean(),
      fc.nat(5),
      (storm, teachBack, rotation) => {
        let state = start({ kind: 'together', languages: ['nl', 'ar'], defaultLanguage: 'nl', teachBack, rotation });
        let shown: ReviewLine[] = [];
        for (const { event, lucky, which } of storm) {
          const view = viewOf(state);
          expect(SCREENS).toContain(view.screen);
          if (view.screen === 'review') shown.push(...view.review);
          const answer = view.answers[which % Math.max(1, view.answers.length)];
          const doing: InterviewEvent =
            lucky && answer !== undefined && view.selected === null
              ? { type: 'select', answer }
              : lucky
                ? { type: 'next' }
                : event;
          const moved = transition(state, doing);
          checkAhead(state, doing, moved);
          if (moved.refused !== null) {
            expect(moved).toMatchObject({ state, effect: null });
            continue;
          }
          expect(moved.state.revision).toBe(state.revision + 1);
          if (doing.type === 'change') shown = [];
          if (view.screen === 'top-question' || view.screen === 'holder-question') shown = [];
          if (moved.effect?.kind === 'record') {
            records += 1;
            checkRecord(view.review, shown, moved.effect.answers, doing, view.screen);
            state = settle(moved.state, which % 2 === 0 ? 'stored' : 'not-stored');
          } else state = moved.state;
        }
      },
    ),
    { seed, numRuns: 500 },
  );
  expect(records, 'the storm must reach the end often, else it proves nothing').toBeGreaterThan(20);
});

/** Going on, or back to the conversation from help and the stop question, shows what was said to be ahead. */
function checkAhead(state: InterviewState, doing: InterviewEvent, moved: Transition): void {
  const ahead = aheadOf(state);
  if ((doing.type === 'next' || doing.type === 'resume') && moved.refused === null && moved.effect === null)
    expect(ahead).toEqual(viewOf(moved.state));
  if (moved.effect?.kind === 'record' || moved.refused === 'no-answer-selected') expect(ahead).toBeNull();
  // Help can be asked for where a choice was kept already.
  if (ahead !== null && ahead.screen !== state.place.screen)
    expect(['keeping', 'kept', 'cannot-keep']).not.toContain(ahead.screen);
}

function checkRecord(
  review: readonly ReviewLine[],
  shown: readonly ReviewLine[],
  recorded: InterviewState['answers'],
  doing: InterviewEvent,
  screen: string,
): void {
  expect([doing.type, screen]).toEqual(['confirm', 'confirm']);
  expect(review.length).toBeGreaterThan(0);
  for (const line of review) {
    expect(shown).toContainEqual(line);
    expect(line.line === 'top' ? recorded.top : recorded.holders[line.line]).toBe(line.answer);
  }
  expect(review.some((line) => line.answer !== 'unknown')).toBe(true);
  expect(Object.keys(recorded.holders).length).toBe(recorded.top === 'some' ? review.length : 0);
}

test('every screen can be reached, and from every screen that is no end help and stop are one touch away', () => {
  const seen = new Map<string, InterviewState>();
  // Two categories stand for seven: the others behave alike, and the graph stays small enough to walk whole.
  const queue = [
    start({ kind: 'together', languages: ['nl', 'ar'], defaultLanguage: 'nl', teachBack: true, rotation: 0 }),
  ];
  const key = (state: InterviewState): string => JSON.stringify({ ...state, revision: 0, steps: 0, changes: 0 });
  const screens = new Set<string>();
  for (let state = queue.shift(); state !== undefined && seen.size < 6000; state = queue.shift()) {
    if (seen.has(key(state))) continue;
    seen.set(key(state), state);
    const view = viewOf(state);
    screens.add(view.screen);
    const events: InterviewEvent[] = [
      { type: 'next' },
      { type: 'back' },
      { type: 'resume' },
      { type: 'help' },
      { type: 'stop' },
      { type: 'more' },
      { type: 'confirm' },
      ...view.answers.map((answer): InterviewEvent => ({ type: 'select', answer })),
    ];
    for (const doing of events) {
      const moved = transition(state, doing);
      if (moved.effect?.kind === 'record')
        queue.push(settle(moved.state, 'stored'), settle(moved.state, 'not-stored'), moved.state);
      // Depth first on going forward, so that the bounded walk reaches the ends.
      else if (moved.refused === null)
        queue[doing.type === 'next' || doing.type === 'confirm' ? 'unshift' : 'push'](moved.state);
    }
    const overlay = view.screen === 'help' || view.screen === 'stop-check';
    if (!overlay && !['kept', 'nothing-chosen', 'explained', 'keeping'].includes(view.screen)) {
      expect(viewOf(transition(state, { type: 'help' }).state).screen).toBe('help');
      expect(viewOf(transition(state, { type: 'stop' }).state).screen).toBe('stop-check');
    }
  }
  expect([...screens].toSorted()).toEqual(SCREENS.filter((screen) => screen !== 'explained').toSorted());
});
