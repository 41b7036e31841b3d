/**
 * A language pack: everything said or shown to a patient, as data. Sentences have no placeholders, so that each one can
 * be recorded as a clip keyed by hash(language, text). One idea a sentence, one sentence an entry (experience.md U12).
 */
import { z } from 'zod';
import { HOLDER_CATEGORIES } from '../consent/catalogue.ts';
import { EXPLAIN_TOPICS, MORE_TOPICS } from '../interview/flow.ts';

const sentence = z.string().min(1).max(160);
const label = z.string().min(1).max(48);

/** Poses of the guide. */
export const POSES = ['greets', 'explains', 'listens', 'thinks', 'celebrates', 'points'] as const;

const screen = z.strictObject({
  /** One short sentence that makes sense alone. */
  heading: sentence,
  /** What the guide says, one sentence an entry. */
  say: z.array(sentence).min(1).max(4),
  pose: z.enum(POSES),
  /** Name of an illustration; unknown names fail the build. */
  picture: z.string().max(40).optional(),
});
export type ScriptScreen = z.infer<typeof screen>;

const answer = z.strictObject({ label, picture: z.string().max(40) });
export type ScriptAnswer = z.infer<typeof answer>;

const record = <K extends string, V extends z.ZodType>(keys: readonly K[], value: V) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>);

const teachBack = <A extends string>(answers: readonly A[]) =>
  z.strictObject({
    question: screen,
    answers: record(answers, answer),
    /** Told after a right answer. */
    right: screen,
    /** The second and the third explanation, each different from the one before. */
    again: z.tuple([screen, screen]),
  });

/** Words on controls; every one is also spoken. */
export const CONTROLS = [
  'back',
  'again',
  'help',
  'stop',
  'next',
  'settings',
  'more',
  'change',
  'correct',
  'chosen',
  'begin',
  'confirm',
  'finish',
  'resume',
  'leave',
  'still-here',
  'pause',
  'play',
  'slower',
  'faster',
  'louder',
  'softer',
  'sound',
  'text-size',
  'colours',
  'language',
  'smaller',
  'larger',
  'theme-default',
  'theme-black',
  'theme-white',
  'theme-low',
  'reach',
  'close',
  'take-receipt',
  'explain-word',
  'staff',
  'sign',
] as const;
export type ControlName = (typeof CONTROLS)[number];

export const languagePackSchema = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/),
  /** The language's own name in its own script. */
  name: z.string().min(1).max(40),
  direction: z.enum(['ltr', 'rtl']),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** `draft`, or `reviewed by …`: a native speaker who is named. */
  status: z.string().regex(/^(draft|reviewed by .{2,100})$/),
  controls: record(CONTROLS, label),
  /** "Stap {n} van {m}" is shown, never spoken. */
  stepOf: z.string().regex(/\{n\}.*\{m\}/),
  screens: record(
    [
      'hand-over',
      'language',
      'welcome',
      'welcome-explain',
      'how-it-works',
      'top-question',
      'review',
      'keeping',
      'cannot-keep',
      'kept',
      'sent',
      'confirmed',
      'needs-staff',
      'nothing-chosen',
      'explained',
      'help',
      'stop-check',
      'still-here',
      'teach-back-staff',
      'settings',
      'ended',
    ] as const,
    screen,
  ),
  explain: record(EXPLAIN_TOPICS, screen),
  more: record(MORE_TOPICS, screen),
  /** The four steps of "how it works", then the two outcomes. */
  steps: z.strictObject({
    asks: sentence,
    checks: sentence,
    answers: sentence,
    shares: sentence,
    'does-not-share': sentence,
  }),
  teachBack: z.strictObject({
    'weekend-doctor': teachBack(['looks-after-yes', 'looks-always', 'dont-know'] as const),
    'no-choice': teachBack(['shares', 'shares-not', 'dont-know'] as const),
    'change-later': teachBack(['can-change', 'cannot-change', 'dont-know'] as const),
  }),
  top: record(['all', 'some', 'none', 'unknown'] as const, answer),
  holders: record(HOLDER_CATEGORIES, z.strictObject({ name: label, screen })),
  holderAnswers: record(['share', 'not-share', 'unknown'] as const, answer),
  /** Full sentences of the review (U10). */
  review: z.strictObject({
    top: record(['all', 'some', 'none'] as const, sentence),
    holders: record(HOLDER_CATEGORIES, record(['share', 'not-share', 'unknown'] as const, sentence)),
  }),
  /** The last screen before the choice is kept: its button names what it does. */
  confirm: record(['all', 'some', 'none'] as const, z.strictObject({ screen, button: label })),
  /** Hard words that a sentence uses, with their explanation. */
  words: z.record(z.string().min(1).max(40), sentence),
  /** What the printed or scanned receipt says; no identity, no choice. */
  receipt: z.array(sentence).min(1).max(12),
});
/** @see languagePackSchema */
export type LanguagePack = z.infer<typeof languagePackSchema>;
