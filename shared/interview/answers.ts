/** Which answers a screen offers, which one is chosen, and what choosing changes. Nothing is ever pre-selected. */
import { HOLDER_ANSWERS, TOP_ANSWERS, type Answers, type HolderAnswer, type TopAnswer } from '../consent/choice.ts';
import { TEACH_BACK } from './flow.ts';
import type { InterviewState } from './machine.ts';

type State = Pick<InterviewState, 'place' | 'answers' | 'picked' | 'config'>;

/** Turns the order by `rotation`; the last answer, "don't know yet", stays last. */
function rotate(answers: readonly string[], rotation: number): readonly string[] {
  const turning = answers.slice(0, -1);
  const by = rotation % turning.length;
  return [...turning.slice(by), ...turning.slice(0, by), ...answers.slice(-1)];
}

/** Answers in the order to show them; empty on screens without a question. */
export function answersOn({ place, config }: State): readonly string[] {
  switch (place.screen) {
    case 'top-question':
      return rotate(TOP_ANSWERS, config.rotation);
    case 'holder-question':
      return rotate(HOLDER_ANSWERS, config.rotation);
    case 'teach-back':
      return rotate(TEACH_BACK.find(({ id }) => id === place.question)?.answers ?? [], config.rotation);
    default:
      return [];
  }
}

/** The person's own answer on this screen, if any. */
export function selectedOn({ place, answers, picked }: State): string | null {
  switch (place.screen) {
    case 'top-question':
      return answers.top;
    case 'holder-question':
      return answers.holders[place.holder] ?? null;
    case 'teach-back':
      return picked;
    default:
      return null;
  }
}

export const hasSelection = (state: State): boolean => answersOn(state).length === 0 || selectedOn(state) !== null;

/** @param answer one of `answersOn(state)` */
export function select(state: State, answer: string): { readonly answers: Answers } | { readonly picked: string } {
  const { place, answers } = state;
  switch (place.screen) {
    case 'top-question':
      return { answers: { ...answers, top: answer as TopAnswer } };
    case 'holder-question':
      return { answers: { ...answers, holders: { ...answers.holders, [place.holder]: answer as HolderAnswer } } };
    default:
      return { picked: answer };
  }
}
