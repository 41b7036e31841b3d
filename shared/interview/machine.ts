/**
 * The guided conversation as an explicit state machine: pure, no screen, no clock, no I/O.
 * Invariants: the effect `record` leaves this file in one place only, from the screen `confirm`, after every line of the
 * review was on the screen since the last change, on the person's own `confirm`; "I don't know yet" is never recorded;
 * back, help and stop lose nothing.
 */
import { HOLDER_CATEGORIES, type HolderCategory } from '../consent/catalogue.ts';
import type { Answers } from '../consent/choice.ts';
import { TEACH_BACK, TEACH_BACK_PASSES, type TeachBackId } from './flow.ts';
import { answersOn, hasSelection, select, selectedOn } from './answers.ts';
import { linesOf, reviewPages } from './review.ts';
import { firstPlace, nextPlace, nothingChosen, previousPlace, stepOf, topicOf, type Place } from './path.ts';
import type { InterviewEvent, InterviewView } from './view.ts';

export interface InterviewConfig {
  readonly kind: 'together' | 'explain';
  /** Languages to offer; with one language nothing is asked. */
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
  readonly teachBack: boolean;
  /** Turns the order of the answers (0: as written); "don't know yet" always stays last (issue: counterbalancing). */
  readonly rotation: number;
}

/** What went on, for the evidence. */
export interface Counters {
  readonly teachBack: { question: TeachBackId; passes: number; understood: boolean }[];
  readonly reviewShown: boolean;
  readonly steps: number;
  readonly changes: number;
}

export interface InterviewState {
  readonly config: InterviewConfig;
  readonly revision: number;
  readonly place: Place;
  /** Over the place, without leaving it. */
  readonly overlay: 'help' | 'stop-check' | null;
  readonly language: string;
  readonly answers: Answers;
  /** Answer touched on a teach-back question, not gone on with yet. */
  readonly picked: string | null;
  readonly teachBack: Readonly<Partial<Record<TeachBackId, { passes: number; understood: boolean }>>>;
  /** Review pages that were on the screen since the last change. */
  readonly pagesSeen: readonly number[];
  /** The line that is being changed from the review, with the answers as they were. */
  readonly changing: { readonly line: 'top' | HolderCategory; readonly before: Answers } | null;
  readonly steps: number;
  readonly changes: number;
}

export type Effect =
  | { readonly kind: 'record'; readonly answers: Answers; readonly counters: Counters }
  | { readonly kind: 'end'; readonly reason: 'finished' | 'stopped' };

export type Refusal = 'no-answer-selected' | 'not-allowed-now' | 'language-unavailable';

export interface Transition {
  readonly state: InterviewState;
  readonly effect: Effect | null;
  /** Set when the event does not fit the screen: the state is the same, nothing happened. */
  readonly refused: Refusal | null;
}

export function start(config: InterviewConfig): InterviewState {
  return {
    config,
    revision: 0,
    place: firstPlace(),
    overlay: null,
    language: config.defaultLanguage,
    answers: { top: null, holders: {} },
    picked: null,
    teachBack: {},
    pagesSeen: [],
    changing: null,
    steps: 0,
    changes: 0,
  };
}

const refuse = (state: InterviewState, refused: Refusal): Transition => ({ state, effect: null, refused });
const go = (state: InterviewState, change: Partial<InterviewState>, effect: Effect | null = null): Transition => ({
  state: { ...state, ...change, revision: state.revision + 1, steps: state.steps + 1 },
  effect,
  refused: null,
});
const goTo = (state: InterviewState, place: Place, change: Partial<InterviewState> = {}): Transition => {
  const seen = change.pagesSeen ?? state.pagesSeen;
  const pagesSeen = place.screen === 'review' ? [...new Set([...seen, place.page])] : seen;
  return go(state, { ...change, place, pagesSeen, picked: null });
};

/** Moves on by one event of the person. */
export function transition(state: InterviewState, event: InterviewEvent): Transition {
  if (state.overlay !== null) return inOverlay(state, event);
  if (state.place.screen === 'keeping') return refuse(state, 'not-allowed-now');
  switch (event.type) {
    case 'help':
      return go(state, { overlay: 'help' });
    case 'stop':
      return isEnd(state.place) ? refuse(state, 'not-allowed-now') : go(state, { overlay: 'stop-check' });
    case 'resume':
      return refuse(state, 'not-allowed-now');
    case 'leave':
      return leave(state);
    case 'back':
      return back(state);
    case 'choose-language':
      return chooseLanguage(state, event.language);
    case 'select':
      return selectAnswer(state, event.answer);
    case 'more':
      return state.place.screen === 'explain'
        ? goTo(state, { screen: 'more', index: state.place.index, part: 0 })
        : refuse(state, 'not-allowed-now');
    case 'change':
      return change(state, event.line);
    case 'confirm':
      return confirm(state);
    case 'next':
      return next(state);
  }
}

/** What main reports after the effect `record`; the screen cannot send this. */
export function settle(state: InterviewState, outcome: 'stored' | 'not-stored'): InterviewState {
  if (state.place.screen !== 'keeping') return state;
  return {
    ...state,
    revision: state.revision + 1,
    place: { screen: outcome === 'stored' ? 'kept' : 'cannot-keep' },
  };
}

/** What to show. */
export function viewOf(state: InterviewState): InterviewView {
  const { place } = state;
  const pages = reviewPages(state.answers);
  const page = place.screen === 'review' ? place.page : 0;
  const screen = state.overlay ?? place.screen;
  const whole = screen === 'confirm' || screen === 'kept';
  return {
    revision: state.revision,
    kind: state.config.kind,
    screen,
    language: state.language,
    step: state.overlay === null ? stepOf(state) : { number: 0, total: 0 },
    canGoBack: state.overlay !== null || previousPlace(state) !== null,
    ...stageView(place),
    pass: 'question' in place ? place.pass : 1,
    answers: state.overlay === null ? answersOn(state) : [],
    selected: state.overlay === null ? selectedOn(state) : null,
    review: screen === 'review' ? (pages[page] ?? []) : whole ? linesOf(state.answers) : [],
    page: screen === 'review' ? { number: page + 1, total: pages.length } : { number: 1, total: 1 },
    changing: state.changing !== null,
    top: state.answers.top,
  };
}

/**
 * What going on would show, to draw it before it is asked for; nothing is done by it. What is called kept is never drawn
 * before it is.
 * @returns null where something else is to be done first, or the way forward records or ends
 */
export function aheadOf(state: InterviewState): InterviewView | null {
  const { state: then, effect, refused } = transition(state, { type: state.overlay === null ? 'next' : 'resume' });
  return refused !== null || effect !== null ? null : viewOf(then);
}

function stageView(place: Place): Pick<InterviewView, 'topic' | 'question' | 'holder'> {
  return {
    topic: topicOf(place),
    question: 'question' in place ? place.question : null,
    holder: place.screen === 'holder-question' ? place.holder : null,
  };
}

/** Questions whose answers the review repeats. */
const isQuestion = (place: Place): boolean => place.screen === 'top-question' || place.screen === 'holder-question';

const END_SCREENS = new Set(['kept', 'nothing-chosen', 'explained']);
const isEnd = (place: Place): boolean => END_SCREENS.has(place.screen);

function inOverlay(state: InterviewState, event: InterviewEvent): Transition {
  if (event.type === 'resume' || event.type === 'back') return go(state, { overlay: null });
  if (event.type === 'help' && state.overlay === 'stop-check') return go(state, { overlay: 'help' });
  if (event.type === 'leave' && state.overlay === 'stop-check')
    return go(state, {}, { kind: 'end', reason: 'stopped' });
  if (event.type === 'stop' && state.overlay === 'help' && !isEnd(state.place))
    return go(state, { overlay: 'stop-check' });
  return refuse(state, 'not-allowed-now');
}

function leave(state: InterviewState): Transition {
  if (isEnd(state.place)) return go(state, {}, { kind: 'end', reason: 'finished' });
  if (state.place.screen === 'cannot-keep') return go(state, {}, { kind: 'end', reason: 'stopped' });
  return refuse(state, 'not-allowed-now');
}

function back(state: InterviewState): Transition {
  if (state.changing !== null)
    return goTo(state, { screen: 'review', page: 0 }, { changing: null, answers: state.changing.before });
  const place = previousPlace(state);
  return place === null ? refuse(state, 'not-allowed-now') : goTo(state, place);
}

function chooseLanguage(state: InterviewState, language: string): Transition {
  if (!state.config.languages.includes(language)) return refuse(state, 'language-unavailable');
  if (isEnd(state.place)) return refuse(state, 'not-allowed-now');
  return go(state, { language });
}

function selectAnswer(state: InterviewState, answer: string): Transition {
  if (!answersOn(state).includes(answer)) return refuse(state, 'not-allowed-now');
  return go(state, select(state, answer));
}

function change(state: InterviewState, line: 'top' | HolderCategory): Transition {
  if (state.place.screen !== 'review') return refuse(state, 'not-allowed-now');
  if (!linesOf(state.answers).some((entry) => entry.line === line) && line !== 'top')
    return refuse(state, 'not-allowed-now');
  const place: Place = line === 'top' ? { screen: 'top-question' } : { screen: 'holder-question', holder: line };
  return goTo(state, place, {
    changing: { line, before: state.answers },
    changes: state.changes + 1,
    pagesSeen: [],
  });
}

function confirm(state: InterviewState): Transition {
  if (state.place.screen !== 'confirm') return refuse(state, 'not-allowed-now');
  const pages = reviewPages(state.answers);
  // Unreachable by the screens; kept as the lock on the one door to `record`.
  if (pages.length === 0 || !pages.every((_, page) => state.pagesSeen.includes(page)))
    return refuse(state, 'not-allowed-now');
  const moved = go(state, { place: { screen: 'keeping' } });
  return { ...moved, effect: { kind: 'record', answers: recorded(state.answers), counters: countersOf(moved.state) } };
}

/** Only what belongs to the confirmed answer: holder answers count under "some" alone. */
function recorded(answers: Answers): Answers {
  return answers.top === 'some' ? answers : { top: answers.top, holders: {} };
}

function countersOf(state: InterviewState): Counters {
  const results = TEACH_BACK.flatMap(({ id }) => {
    const result = state.teachBack[id];
    return result === undefined ? [] : [{ question: id, ...result }];
  });
  return { teachBack: results, reviewShown: true, steps: state.steps, changes: state.changes };
}

function next(state: InterviewState): Transition {
  const { place } = state;
  if (isEnd(place) || place.screen === 'confirm') return refuse(state, 'not-allowed-now');
  if (place.screen === 'cannot-keep') return goTo(state, { screen: 'confirm' });
  if (!hasSelection(state)) return refuse(state, 'no-answer-selected');
  if (place.screen === 'teach-back') return answerTeachBack(state, place);
  if (state.changing !== null) return finishChange(state);
  return goTo(state, nextPlace(state), isQuestion(place) ? { pagesSeen: [] } : {});
}

function answerTeachBack(state: InterviewState, place: Extract<Place, { question: TeachBackId }>): Transition {
  const right = TEACH_BACK.find(({ id }) => id === place.question)?.correct === state.picked;
  const teachBack = { ...state.teachBack, [place.question]: { passes: place.pass, understood: right } };
  if (right) return goTo(state, { ...place, screen: 'teach-back-right' }, { teachBack });
  const last = place.pass >= TEACH_BACK_PASSES;
  return goTo(state, { ...place, screen: last ? 'teach-back-staff' : 'teach-back-again' }, { teachBack });
}

/** Straight back to the review; only a changed top answer can first have questions that were never asked. */
function finishChange(state: InterviewState): Transition {
  const done = { changing: null, pagesSeen: [] };
  const unasked =
    state.answers.top === 'some' && HOLDER_CATEGORIES.find((holder) => state.answers.holders[holder] === undefined);
  if (unasked) return goTo(state, { screen: 'holder-question', holder: unasked }, done);
  return goTo(state, nothingChosen(state) ? { screen: 'nothing-chosen' } : { screen: 'review', page: 0 }, done);
}
