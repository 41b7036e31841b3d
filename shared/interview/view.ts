/** What the renderer gets to see of an interview: enough to draw one screen, and nothing about who the person is. */
import { z } from 'zod';
import { HOLDER_CATEGORIES, type HolderCategory } from '../consent/catalogue.ts';
import type { HolderAnswer, TopAnswer } from '../consent/choice.ts';
import type { ExplainTopic, MoreTopic, ScreenId, TeachBackId } from './flow.ts';

/** Everything a person at the screen can do. `change` names a review line: `top` or a holder category. */
export const interviewEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('choose-language'), language: z.string().min(2).max(35) }),
  z.strictObject({ type: z.literal('select'), answer: z.string().min(1).max(64) }),
  z.strictObject({ type: z.literal('more') }),
  z.strictObject({ type: z.literal('change'), line: z.enum(['top', ...HOLDER_CATEGORIES]) }),
  z.strictObject({ type: z.literal('confirm') }),
  z.strictObject({ type: z.literal('help') }),
  z.strictObject({ type: z.literal('stop') }),
  /** Leaves help or the stop question and returns to the step. */
  z.strictObject({ type: z.literal('resume') }),
  /** Ends the session: from the stop question, or from an end screen. */
  z.strictObject({ type: z.literal('leave') }),
]);
export type InterviewEvent = z.infer<typeof interviewEventSchema>;

/** One sentence of the review. */
export type ReviewLine =
  | { readonly line: 'top'; readonly answer: Exclude<TopAnswer, 'unknown'> }
  | { readonly line: HolderCategory; readonly answer: HolderAnswer };

export interface InterviewView {
  /** Counts every accepted event; an event sent for an older revision is ignored (double taps, late messages). */
  readonly revision: number;
  readonly kind: 'together' | 'explain';
  readonly screen: ScreenId;
  /** BCP 47 tag of the language that is shown and spoken. */
  readonly language: string;
  /** "Stap n van m". Zero total where a step number would mean nothing (hand-over, help, end screens). */
  readonly step: { readonly number: number; readonly total: number };
  readonly canGoBack: boolean;
  readonly topic: ExplainTopic | MoreTopic | null;
  readonly question: TeachBackId | null;
  /** 1-based pass of the teach-back question. */
  readonly pass: number;
  readonly holder: HolderCategory | null;
  /** Answers in the order to show them. */
  readonly answers: readonly string[];
  readonly selected: string | null;
  /** Lines of this page of the review (screen `review`), or all lines (screens `confirm`, `kept`). */
  readonly review: readonly ReviewLine[];
  readonly page: { readonly number: number; readonly total: number };
  /** True while one answer is being changed from the review. */
  readonly changing: boolean;
  /** The person's own answer to the top question, for pictures that play with it. */
  readonly top: TopAnswer | null;
}
