/** What is said to somebody who asks for nothing more, understands at once and answers the top question. */
import { EXPLAIN_TOPICS, TEACH_BACK } from '../interview/flow.ts';
import type { LanguagePack, ScriptAnswer, ScriptScreen } from './pack.ts';

/** @returns every text in the order in which it is said, from the welcome to the end */
export function shortPathOf({ screens, ...pack }: LanguagePack): readonly string[] {
  const all = ({ heading, say }: ScriptScreen): readonly string[] => [heading, ...say];
  const labels = (answers: Readonly<Record<string, ScriptAnswer>>): readonly string[] =>
    Object.values(answers).map(({ label }) => label);
  return [
    ...all(screens.welcome),
    screens['how-it-works'].heading,
    ...Object.values(pack.steps),
    ...EXPLAIN_TOPICS.flatMap((topic) => all(pack.explain[topic])),
    ...TEACH_BACK.flatMap(({ id }) => {
      const { question, answers, right } = pack.teachBack[id];
      return [...all(question), ...labels(answers), ...all(right)];
    }),
    ...all(screens['top-question']),
    ...labels(pack.top),
    ...all(screens.review),
    pack.review.top.none,
    ...all(pack.confirm.none.screen),
    pack.confirm.none.button,
    ...all(screens.kept),
    pack.controls['take-receipt'],
  ];
}
