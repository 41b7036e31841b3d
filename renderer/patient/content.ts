/** Which words and picture of the language pack a screen shows. Pure. */
import type { Delivery } from '../../shared/contract/view.ts';
import type { TopAnswer } from '../../shared/consent/choice.ts';
import type { InterviewView, ReviewLine } from '../../shared/interview/view.ts';
import type { Story } from '../illustrations/OwnStory.tsx';
import type { LanguagePack, ScriptAnswer, ScriptScreen } from '../../shared/script/pack.ts';

/** Texts and picture of the screen that is shown now. */
export function screenOf(view: InterviewView, delivery: Delivery | null, pack: LanguagePack): ScriptScreen {
  const { screens } = pack;
  switch (view.screen) {
    case 'welcome':
      return screens[view.kind === 'explain' ? 'welcome-explain' : 'welcome'];
    case 'explain':
    case 'more':
      return topicScreen(view, pack);
    case 'teach-back':
    case 'teach-back-again':
    case 'teach-back-right':
    case 'teach-back-staff':
      return teachBackScreen(view, pack);
    case 'holder-question':
      return view.holder === null ? screens.help : pack.holders[view.holder].screen;
    case 'confirm':
      return pack.confirm[confirmed(view.top)].screen;
    case 'kept':
      return screens[delivery ?? 'kept'];
    case 'hand-over':
    case 'language':
    case 'how-it-works':
    case 'top-question':
    case 'review':
    case 'keeping':
    case 'cannot-keep':
    case 'nothing-chosen':
    case 'explained':
    case 'help':
    case 'stop-check':
      return screens[view.screen];
  }
}

function topicScreen({ topic }: InterviewView, { explain, more, screens }: LanguagePack): ScriptScreen {
  if (topic === null) return screens.help;
  return topic in explain ? explain[topic as keyof typeof explain] : more[topic as keyof typeof more];
}

function teachBackScreen({ screen, question, pass }: InterviewView, pack: LanguagePack): ScriptScreen {
  if (question === null || screen === 'teach-back-staff') return pack.screens['teach-back-staff'];
  const scenario = pack.teachBack[question];
  if (screen === 'teach-back-right') return scenario.right;
  if (screen === 'teach-back-again') return scenario.again[pass >= 2 ? 1 : 0];
  return scenario.question;
}

/** The confirm screen is reached with a choice only. */
export const confirmed = (top: TopAnswer | null): 'all' | 'some' | 'none' =>
  top === 'all' || top === 'none' ? top : 'some';

/** Label and picture of every answer on the screen, in the order to show. */
export function answersOf(
  view: InterviewView,
  pack: LanguagePack,
): readonly (ScriptAnswer & { readonly answer: string })[] {
  const known: Readonly<Record<string, ScriptAnswer>> =
    view.screen === 'top-question'
      ? pack.top
      : view.screen === 'holder-question'
        ? pack.holderAnswers
        : view.question === null
          ? {}
          : pack.teachBack[view.question].answers;
  return view.answers.flatMap((answer) => {
    const found = known[answer];
    return found === undefined ? [] : [{ answer, ...found }];
  });
}

/** One full sentence a line of the review (experience.md U10). */
export const reviewSentence = (line: ReviewLine, pack: LanguagePack): string =>
  line.line === 'top' ? pack.review.top[line.answer] : pack.review.holders[line.line][line.answer];

/** The steps of "how it works"; `own` ends it with the person's own answer, without it both ends are told. */
export function stepsOf(pack: LanguagePack, own: 'share' | 'not-share' | null): readonly string[] {
  const { asks, checks, answers, shares } = pack.steps;
  if (own === null) return [asks, checks, answers, shares, pack.steps['does-not-share']];
  return [asks, checks, answers, own === 'share' ? shares : pack.steps['does-not-share']];
}

/**
 * What the person's own choice does: who is asked and what follows. For "some" one that shares and one that does not,
 * where there are both, in the order of the questions: as examples, neither before the other by weight.
 */
export function storiesOf(top: TopAnswer | null, lines: readonly ReviewLine[]): readonly Story[] {
  if (top === 'all' || top === 'none') return [{ holder: 'apotheken', answer: top === 'all' ? 'share' : 'not-share' }];
  const chosen = lines.flatMap((line): readonly Story[] =>
    line.line === 'top' || line.answer === 'unknown' ? [] : [{ holder: line.line, answer: line.answer }],
  );
  return chosen.filter(({ answer }, index) => chosen.findIndex((other) => other.answer === answer) === index);
}

/** True when the pack explains a word of the text; the explanations, in the order of the text. */
export function hardWords(texts: readonly string[], pack: LanguagePack): readonly [string, string][] {
  const all = texts.join(' ').toLowerCase();
  return Object.entries(pack.words).filter(([word]) => all.includes(word.toLowerCase()));
}
