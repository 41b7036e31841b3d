/**
 * What a person can answer, and the choices that follow from it.
 * Invariant: "I don't know yet" never becomes a choice (domain.md §5; AVG art. 7: no choice counts as no).
 */
import { z } from 'zod';
import { holderCategorySchema, type Catalogue, type HolderCategory } from './catalogue.ts';

/** Answer to "which care providers may share your data?": all your own / some / none / don't know yet. */
export const TOP_ANSWERS = ['all', 'some', 'none', 'unknown'] as const;
export type TopAnswer = (typeof TOP_ANSWERS)[number];

/** Answer for one holder category. */
export const HOLDER_ANSWERS = ['share', 'not-share', 'unknown'] as const;
export type HolderAnswer = (typeof HOLDER_ANSWERS)[number];

/** One choice: a holder category may, or may not, make its data available to these consulting categories. */
export const choiceSchema = z.strictObject({
  /** Option key of the catalogue. */
  option: z.string().max(64),
  holder: holderCategorySchema,
  dataCategory: z.string().max(16),
  consulting: z.array(z.string().max(16)).min(1),
  provision: z.enum(['permit', 'deny']),
});
export type Choice = z.infer<typeof choiceSchema>;

/** All that a person answered; holders that were not asked are absent. */
export interface Answers {
  readonly top: TopAnswer | null;
  readonly holders: Readonly<Partial<Record<HolderCategory, HolderAnswer>>>;
}

/**
 * Maps answers to choices of the catalogue.
 * `all` and `none` cover every option; `some` covers the options of holders answered with share or not-share;
 * `unknown` covers nothing.
 */
export function choicesOf(answers: Answers, catalogue: Catalogue): readonly Choice[] {
  const provisionFor = (holder: HolderCategory): Choice['provision'] | null => {
    if (answers.top === 'all') return 'permit';
    if (answers.top === 'none') return 'deny';
    if (answers.top !== 'some') return null;
    const answer = answers.holders[holder];
    return answer === 'share' ? 'permit' : answer === 'not-share' ? 'deny' : null;
  };
  return catalogue.options.flatMap((option) => {
    const provision = provisionFor(option.holder);
    const holder = catalogue.holders.find((entry) => entry.category === option.holder);
    if (provision === null || holder === undefined) return [];
    return [
      {
        option: option.id,
        holder: option.holder,
        dataCategory: holder.dataCategory,
        consulting: option.consulting,
        provision,
      },
    ];
  });
}
