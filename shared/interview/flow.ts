/**
 * What the guided conversation consists of: names only, no words (those are in the language packs).
 * Order here is the order on the screen.
 */

/** Explanations told to everyone, one screen each (the short path, about three minutes). */
export const EXPLAIN_TOPICS = [
  'what-mitz-is',
  'whose-data',
  'with-whom',
  'no-choice-is-no',
  'change-any-time',
] as const;
export type ExplainTopic = (typeof EXPLAIN_TOPICS)[number];

/** Explanations behind "tell me more" on an explanation screen. */
export const MORE_TOPICS = [
  'no-medical-data-in-mitz',
  'no-insurers',
  'group-means-everyone',
  'future-providers',
  'referral-needs-none',
  'a-choice-i-did-not-make',
  'see-what-happened',
  'help-line',
] as const;
export type MoreTopic = (typeof MORE_TOPICS)[number];

/** Which longer explanations belong to which screen. */
export const MORE_OF: Readonly<Record<ExplainTopic, readonly MoreTopic[]>> = {
  'what-mitz-is': ['no-medical-data-in-mitz', 'no-insurers'],
  'whose-data': ['future-providers', 'referral-needs-none'],
  'with-whom': ['group-means-everyone'],
  'no-choice-is-no': ['a-choice-i-did-not-make'],
  'change-any-time': ['see-what-happened', 'help-line'],
};

/** Scenario questions that show what the person understood (teach-back, experience.md U11), with the right answer. */
export const TEACH_BACK = [
  { id: 'weekend-doctor', answers: ['looks-after-yes', 'looks-always', 'dont-know'], correct: 'looks-after-yes' },
  { id: 'no-choice', answers: ['shares', 'shares-not', 'dont-know'], correct: 'shares-not' },
  { id: 'change-later', answers: ['can-change', 'cannot-change', 'dont-know'], correct: 'can-change' },
] as const;
export type TeachBackId = (typeof TEACH_BACK)[number]['id'];

/** At most this many passes through one question; after it a friendly hand-over to staff (U11). */
export const TEACH_BACK_PASSES = 3;

/** Every screen that the interview can show. The renderer puts it in `data-screen`. */
export const SCREENS = [
  'hand-over',
  'language',
  'welcome',
  'explain',
  'more',
  'how-it-works',
  'teach-back',
  'teach-back-again',
  'teach-back-right',
  'teach-back-staff',
  'top-question',
  'holder-question',
  'review',
  'confirm',
  'keeping',
  'cannot-keep',
  'kept',
  'nothing-chosen',
  'explained',
  'help',
  'stop-check',
] as const;
export type ScreenId = (typeof SCREENS)[number];
