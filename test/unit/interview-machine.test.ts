import { expect, test } from 'vitest';
import {
  aheadOf,
  settle,
  start,
  transition,
  viewOf,
  type InterviewConfig,
  type InterviewState,
} from '../../shared/interview/machine.ts';
import type { InterviewEvent } from '../../shared/interview/view.ts';
import { HOLDER_CATEGORIES } from '../../shared/consent/catalogue.ts';
import { TEACH_BACK } from '../../shared/interview/flow.ts';

const config: InterviewConfig = {
  kind: 'together',
  languages: ['nl'],
  defaultLanguage: 'nl',
  teachBack: true,
  rotation: 0,
};

/** Does the events one after another; each must be accepted. */
function play(state: InterviewState, ...events: InterviewEvent[]): InterviewState {
  return events.reduce((now, event) => {
    const moved = transition(now, event);
    expect(moved.refused, `${event.type} on ${viewOf(now).screen}`).toBeNull();
    return moved.state;
  }, state);
}
const next: InterviewEvent = { type: 'next' };
const back: InterviewEvent = { type: 'back' };
const pick = (answer: string): InterviewEvent => ({ type: 'select', answer });
const rightTeachBack = TEACH_BACK.flatMap(({ correct }) => [pick(correct), next, next]);
const toTop = (over: Partial<InterviewConfig> = {}): InterviewState =>
  play(start({ ...config, ...over }), ...Array.from({ length: 8 }, () => next), ...rightTeachBack);
const answerAll = (answer: string): InterviewEvent[] => HOLDER_CATEGORIES.flatMap(() => [pick(answer), next]);

test('the way to "all my own providers" ends with one record and the kept screen', () => {
  const state = play(toTop(), pick('all'), next);
  expect(viewOf(state)).toMatchObject({ screen: 'review', review: [{ line: 'top', answer: 'all' }] });
  const confirmed = transition(play(state, next), { type: 'confirm' });
  expect(confirmed.effect).toMatchObject({ kind: 'record', answers: { top: 'all', holders: {} } });
  expect(viewOf(confirmed.state).screen).toBe('keeping');
  expect(viewOf(settle(confirmed.state, 'stored'))).toMatchObject({ screen: 'kept', canGoBack: false });
  expect(transition(settle(confirmed.state, 'stored'), { type: 'leave' }).effect).toEqual({
    kind: 'end',
    reason: 'finished',
  });
});

test('a choice that could not be kept is never called kept, and can be tried again', () => {
  const confirmed = transition(play(toTop(), pick('none'), next, next), { type: 'confirm' }).state;
  const failed = settle(confirmed, 'not-stored');
  expect(viewOf(failed).screen).toBe('cannot-keep');
  expect(transition(play(failed, next), { type: 'confirm' }).effect).toMatchObject({ kind: 'record' });
});

test('"some" asks every holder category and reviews them all before the confirmation', () => {
  const state = play(toTop(), pick('some'), next, ...answerAll('share'));
  expect(viewOf(state)).toMatchObject({ screen: 'review', page: { number: 1, total: 3 } });
  const seen = [state, play(state, next), play(state, next, next)].flatMap((at) =>
    viewOf(at).review.map(({ line }) => line),
  );
  expect(seen).toEqual([...HOLDER_CATEGORIES]);
  expect(viewOf(play(state, next, next, next)).screen).toBe('confirm');
});

test('"I don\'t know yet" records nothing, at the top or everywhere', () => {
  expect(viewOf(play(toTop(), pick('unknown'), next)).screen).toBe('nothing-chosen');
  const everywhere = play(toTop(), pick('some'), next, ...answerAll('unknown'));
  expect(viewOf(everywhere).screen).toBe('nothing-chosen');
  expect(transition(everywhere, { type: 'confirm' })).toMatchObject({ effect: null, refused: 'not-allowed-now' });
  expect(viewOf(play(everywhere, back))).toMatchObject({ screen: 'holder-question', selected: 'unknown' });
});

test('nothing is pre-selected, and going on without an answer is refused', () => {
  const state = toTop();
  expect(viewOf(state)).toMatchObject({ screen: 'top-question', selected: null });
  expect(transition(state, next).refused).toBe('no-answer-selected');
});

test('changing one line returns straight to the review, which must then be seen again', () => {
  const review = play(toTop(), pick('some'), next, ...answerAll('share'), next, next);
  const changed = play(review, { type: 'change', line: 'ggz' }, pick('not-share'), next);
  expect(viewOf(changed)).toMatchObject({ screen: 'review', page: { number: 1 } });
  const confirmed = transition(play(changed, next, next, next), { type: 'confirm' });
  expect(confirmed.effect).toMatchObject({
    answers: { holders: { ggz: 'not-share', huisartsen: 'share' } },
    counters: { changes: 1 },
  });
});

test('going back from a change leaves the answer as it was', () => {
  const review = play(toTop(), pick('some'), next, ...answerAll('share'));
  const undone = play(review, { type: 'change', line: 'huisartsen' }, pick('not-share'), back);
  expect(viewOf(undone)).toMatchObject({ screen: 'review', review: [{ answer: 'share' }, {}, {}] });
});

test('changing the top answer to "some" first asks what was never asked', () => {
  const review = play(toTop(), pick('all'), next, { type: 'change', line: 'top' }, pick('some'), next);
  expect(viewOf(review)).toMatchObject({ screen: 'holder-question', holder: 'huisartsen', changing: false });
});

test('answers of "some" survive a look at "all" and back', () => {
  const review = play(toTop(), pick('some'), next, ...answerAll('not-share'));
  const all = play(review, { type: 'change', line: 'top' }, pick('all'), next);
  expect(viewOf(all).review).toEqual([{ line: 'top', answer: 'all' }]);
  const again = play(all, { type: 'change', line: 'top' }, pick('some'), next);
  expect(viewOf(again)).toMatchObject({ screen: 'review', review: [{ answer: 'not-share' }, {}, {}] });
});

test('three wrong answers to a scenario question lead to staff, and on: never a wall, never a yes', () => {
  const wrong = [pick('dont-know'), next];
  let state = play(start(config), ...Array.from({ length: 8 }, () => next), ...wrong);
  expect(viewOf(state)).toMatchObject({ screen: 'teach-back-again', pass: 1 });
  state = play(state, next, ...wrong);
  expect(viewOf(state)).toMatchObject({ screen: 'teach-back-again', pass: 2 });
  state = play(state, next, ...wrong);
  expect(viewOf(state)).toMatchObject({ screen: 'teach-back-staff', pass: 3 });
  state = play(state, next, ...rightTeachBack.slice(3), pick('none'), next, next);
  expect(transition(state, { type: 'confirm' }).effect).toMatchObject({
    counters: {
      teachBack: [
        { passes: 3, understood: false },
        { passes: 1, understood: true },
        { passes: 1, understood: true },
      ],
    },
  });
});

test('help and stop are there on every step and lose nothing', () => {
  const state = play(toTop(), pick('some'));
  for (const event of [{ type: 'help' }, { type: 'stop' }] as const) {
    const returned = play(state, event, { type: 'resume' });
    expect(viewOf(returned)).toMatchObject({ screen: 'top-question', selected: 'some' });
  }
  expect(transition(play(state, { type: 'stop' }), { type: 'leave' }).effect).toEqual({
    kind: 'end',
    reason: 'stopped',
  });
  expect(transition(play(state, { type: 'help' }), { type: 'leave' }).refused).toBe('not-allowed-now');
});

test('"tell me more" shows its screens one by one and comes back to the same place', () => {
  const state = play(start(config), next, next, next);
  expect(viewOf(state)).toMatchObject({ screen: 'explain', topic: 'what-mitz-is' });
  const more = play(state, { type: 'more' });
  expect(viewOf(more)).toMatchObject({ screen: 'more', topic: 'no-medical-data-in-mitz', step: viewOf(state).step });
  expect(viewOf(play(more, next))).toMatchObject({ topic: 'no-insurers' });
  expect(viewOf(play(more, next, next))).toMatchObject({ screen: 'explain', topic: 'what-mitz-is' });
});

test('explanation only ends without a question about choices and without a record', () => {
  const state = toTop({ kind: 'explain' });
  expect(viewOf(state).screen).toBe('explained');
  expect(transition(state, { type: 'leave' }).effect).toEqual({ kind: 'end', reason: 'finished' });
});

test('the language is asked only when there is more than one, and only offered ones can be chosen', () => {
  const many = play(start({ ...config, languages: ['nl', 'ar'] }), next);
  expect(viewOf(many).screen).toBe('language');
  expect(transition(many, { type: 'choose-language', language: 'xx' }).refused).toBe('language-unavailable');
  expect(viewOf(play(many, { type: 'choose-language', language: 'ar' }))).toMatchObject({ language: 'ar' });
});

test('the step number never goes back on the way forward, and the total grows only with "some"', () => {
  let state = play(start(config), next);
  let before = viewOf(state).step;
  const events = [
    ...Array.from({ length: 7 }, () => next),
    ...rightTeachBack,
    pick('some'),
    next,
    ...answerAll('share'),
    next,
    next,
    next,
  ];
  for (const event of events) {
    state = play(state, event);
    const { step } = viewOf(state);
    expect(step.number).toBeGreaterThanOrEqual(before.number);
    if (event.type !== 'select') expect(step.total).toBe(before.total);
    else if (event.answer === 'some') expect(step.total).toBe(before.total + HOLDER_CATEGORIES.length);
    before = step;
  }
  expect(viewOf(state)).toMatchObject({ screen: 'confirm', step: { number: before.total, total: before.total } });
});

test.each([0, 1, 2, 3, 4, 5])(
  'with the order turned (%i) "don\'t know yet" stays last and no answer is lost',
  (rotation) => {
    const { answers } = viewOf(toTop({ rotation }));
    expect([...answers].toSorted()).toEqual(['all', 'none', 'some', 'unknown']);
    expect(answers.at(-1)).toBe('unknown');
  },
);

test('what follows is known beforehand where it is sure, and asking for it does nothing', () => {
  const opening = start(config);
  expect(aheadOf(opening)).toEqual(viewOf(play(opening, next)));
  expect(aheadOf(play(toTop(), { type: 'help' }))).toMatchObject({ screen: 'top-question' });
  expect(aheadOf(toTop())).toBeNull();
  expect(aheadOf(play(toTop(), pick('some')))).toMatchObject({
    screen: 'holder-question',
    holder: HOLDER_CATEGORIES[0],
  });
  // Looking ahead at the review does not count as having seen it.
  const last = play(toTop(), pick('all'));
  expect(aheadOf(last)).toMatchObject({ screen: 'review' });
  expect(last.pagesSeen).toEqual([]);
  const confirm = play(last, next, next);
  expect(aheadOf(confirm)).toBeNull();
});
