/**
 * Sign-language videos of a site, one a step: `<data folder>/sign/<language>/index.json` and the files beside it. None ship:
 * a sign language is a language of its own, and needs a person who is at home in it (docs/voice.md).
 */
import { z } from 'zod';
import type { InterviewView } from '../interview/view.ts';

const signVideoSchema = z.strictObject({
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}\.(webm|mp4)$/),
  /** Length in milliseconds; at most ten minutes. */
  ms: z.int().min(1).max(600_000),
});

export const signIndexSchema = z.strictObject({
  /** The spoken language of the steps, BCP 47: that of the pack, not of the sign language. */
  language: z.string().max(35),
  /** Which sign language, and who signs. */
  signer: z.string().min(1).max(120),
  /** Keyed by `signStep`. A step without a video shows nothing. */
  videos: z.record(z.string().regex(/^[a-z0-9.-]{1,80}$/), signVideoSchema),
});
export type SignIndex = z.infer<typeof signIndexSchema>;

/** The name of a step: its screen, and what it is about, e.g. `welcome`, `explain.what-mitz-is`, `confirm.none`. */
export function signStep(
  view: Pick<InterviewView, 'screen' | 'topic' | 'question' | 'holder' | 'top' | 'pass'>,
): string {
  const { screen, topic, question, holder, top, pass } = view;
  switch (screen) {
    case 'explain':
    case 'more':
      return `${screen}.${topic}`;
    case 'teach-back':
    case 'teach-back-right':
      return `${screen}.${question}`;
    case 'teach-back-again':
      return `${screen}.${question}.${pass >= 2 ? 2 : 1}`;
    case 'holder-question':
      return `${screen}.${holder}`;
    case 'confirm':
      return `${screen}.${top}`;
    default:
      return screen;
  }
}
