/** The review: what the person answered, one line a full sentence, a few lines a page. */
import { HOLDER_CATEGORIES } from '../consent/catalogue.ts';
import type { Answers } from '../consent/choice.ts';
import type { ReviewLine } from './view.ts';

/** At most this many lines a page (experience.md U12: three sentences a screen). */
const LINES_A_PAGE = 3;

/** Every line of the answers; empty when there is nothing to review. */
export function linesOf(answers: Answers): readonly ReviewLine[] {
  if (answers.top === 'all' || answers.top === 'none') return [{ line: 'top', answer: answers.top }];
  if (answers.top !== 'some') return [];
  return HOLDER_CATEGORIES.flatMap((line) => {
    const answer = answers.holders[line];
    return answer === undefined ? [] : [{ line, answer }];
  });
}

export function reviewPages(answers: Answers): readonly (readonly ReviewLine[])[] {
  const lines = linesOf(answers);
  const pages = Math.ceil(lines.length / LINES_A_PAGE);
  return Array.from({ length: pages }, (_, page) => lines.slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE));
}
