/** Where the conversation is, what comes before and after it, and which step of how many that is. */
import { HOLDER_CATEGORIES, type HolderCategory } from '../consent/catalogue.ts';
import { EXPLAIN_TOPICS, MORE_OF, TEACH_BACK, type ExplainTopic, type MoreTopic, type TeachBackId } from './flow.ts';
import type { InterviewState } from './machine.ts';
import { linesOf, reviewPages } from './review.ts';

export type Place =
  | { readonly screen: 'hand-over' | 'language' | 'welcome' | 'how-it-works' | 'top-question' }
  | { readonly screen: 'confirm' | 'keeping' | 'cannot-keep' | 'kept' | 'nothing-chosen' | 'explained' }
  | { readonly screen: 'explain'; readonly index: number }
  | { readonly screen: 'more'; readonly index: number; readonly part: number }
  | {
      readonly screen: 'teach-back' | 'teach-back-right' | 'teach-back-again' | 'teach-back-staff';
      readonly question: TeachBackId;
      /** 1-based. */
      readonly pass: number;
    }
  | { readonly screen: 'holder-question'; readonly holder: HolderCategory }
  | { readonly screen: 'review'; readonly page: number };

type State = Pick<InterviewState, 'config' | 'place' | 'answers'>;

export const firstPlace = (): Place => ({ screen: 'hand-over' });

/** Which text an explanation screen shows. */
export function topicOf(place: Place): ExplainTopic | MoreTopic | null {
  if (place.screen !== 'explain' && place.screen !== 'more') return null;
  const topic = EXPLAIN_TOPICS[place.index];
  if (topic === undefined) return null;
  return place.screen === 'explain' ? topic : (MORE_OF[topic][place.part] ?? null);
}

/** True when the person left every question open: nothing is recorded (domain.md §5). */
export const nothingChosen = (state: State): boolean =>
  linesOf(state.answers).every((line) => line.answer === 'unknown');

/** The main line of the conversation, without its side steps. */
function mainLine({ config, answers }: State): readonly Place[] {
  const opening: Place[] = [
    { screen: 'hand-over' },
    ...(config.languages.length > 1 ? [{ screen: 'language' } as const] : []),
    { screen: 'welcome' },
    { screen: 'how-it-works' },
    ...EXPLAIN_TOPICS.map((_, index): Place => ({ screen: 'explain', index })),
    ...(config.teachBack ? TEACH_BACK.map(({ id }): Place => ({ screen: 'teach-back', question: id, pass: 1 })) : []),
  ];
  if (config.kind === 'explain') return [...opening, { screen: 'explained' }];
  const questions: Place[] = [
    { screen: 'top-question' },
    ...(answers.top === 'some'
      ? HOLDER_CATEGORIES.map((holder): Place => ({ screen: 'holder-question', holder }))
      : []),
  ];
  const pages = reviewPages(answers).map((_, page): Place => ({ screen: 'review', page }));
  return [...opening, ...questions, ...pages, { screen: 'confirm' }];
}

/** The place on the main line that a side step belongs to. */
function anchorOf(place: Place): Place {
  switch (place.screen) {
    case 'more':
      return { screen: 'explain', index: place.index };
    case 'teach-back':
    case 'teach-back-right':
    case 'teach-back-again':
    case 'teach-back-staff':
      return { screen: 'teach-back', question: place.question, pass: 1 };
    case 'keeping':
    case 'cannot-keep':
    case 'kept':
      return { screen: 'confirm' };
    default:
      return place;
  }
}

const same = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);
const indexOn = (line: readonly Place[], place: Place): number => {
  const anchor = anchorOf(place);
  return line.findIndex((entry) => same(entry, anchor));
};

/** Where "next" leads, when the screen allows it. */
export function nextPlace(state: State): Place {
  const { place } = state;
  if (place.screen === 'more') {
    const topic = EXPLAIN_TOPICS[place.index];
    const parts = topic === undefined ? 0 : MORE_OF[topic].length;
    return place.part + 1 < parts ? { ...place, part: place.part + 1 } : { screen: 'explain', index: place.index };
  }
  if (place.screen === 'teach-back-again')
    return { screen: 'teach-back', question: place.question, pass: place.pass + 1 };
  const line = mainLine(state);
  const following = line[indexOn(line, place) + 1];
  if (following === undefined) return place;
  if ((following.screen === 'review' || following.screen === 'confirm') && nothingChosen(state))
    return { screen: 'nothing-chosen' };
  return following;
}

/** Where "back" leads; null at the start and after a choice was kept. */
export function previousPlace(state: State): Place | null {
  const { place } = state;
  switch (place.screen) {
    case 'kept':
    case 'keeping':
      return null;
    case 'more':
      return place.part > 0 ? { ...place, part: place.part - 1 } : anchorOf(place);
    case 'teach-back-again':
    case 'teach-back-right':
    case 'teach-back-staff':
      return { screen: 'teach-back', question: place.question, pass: place.pass };
    case 'cannot-keep':
      return { screen: 'confirm' };
    case 'nothing-chosen':
      return state.answers.top === 'some'
        ? { screen: 'holder-question', holder: HOLDER_CATEGORIES[HOLDER_CATEGORIES.length - 1] ?? 'overig' }
        : { screen: 'top-question' };
    default: {
      const line = mainLine(state);
      return line[indexOn(line, place) - 1] ?? null;
    }
  }
}

/**
 * "Step n of m" over the main line, from the welcome on. The total grows only when the person chooses "some", because
 * then there really are more questions; it is 0 on screens that are no step (hand-over, ends).
 */
export function stepOf(state: State): { readonly number: number; readonly total: number } {
  const none = { number: 0, total: 0 };
  switch (state.place.screen) {
    case 'hand-over':
    case 'language':
    case 'keeping':
    case 'cannot-keep':
    case 'kept':
    case 'nothing-chosen':
    case 'explained':
      return none;
    default: {
      // Review pages are one step: their number depends on answers that are still to come.
      const steps = mainLine(state).filter(
        (place) =>
          !['hand-over', 'language', 'explained'].includes(place.screen) &&
          !(place.screen === 'review' && place.page > 0),
      );
      const place = state.place.screen === 'review' ? ({ screen: 'review', page: 0 } as const) : state.place;
      const at = indexOn(steps, place);
      const asksReview = steps.some((entry) => entry.screen === 'review') || state.config.kind === 'explain';
      return at === -1 ? none : { number: at + 1, total: steps.length + (asksReview ? 0 : 1) };
    }
  }
}
