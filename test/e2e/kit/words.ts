/** The words on the screen come from the packs: so do the words that the tests look for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languagePackSchema, type LanguagePack } from '../../../shared/script/pack.ts';
import { TEACH_BACK } from '../../../shared/interview/flow.ts';
import { root } from './process.ts';

export const nl = languagePackSchema.parse(
  JSON.parse(readFileSync(join(root, 'assets', 'script', 'nl', 'pack.json'), 'utf8')),
);

/** Labels of the right answers to the teach-back questions. */
export const rightAnswersOf = ({ teachBack }: LanguagePack): readonly string[] =>
  TEACH_BACK.map(({ id, correct }) => {
    const answers: Readonly<Record<string, { readonly label: string }>> = teachBack[id].answers;
    return answers[correct]?.label ?? '';
  });
