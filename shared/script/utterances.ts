/** Every string of a language pack that is shown and spoken. Each one needs a clip (experience.md U6). */
import type { LanguagePack, ScriptAnswer, ScriptScreen } from './pack.ts';

export type UtteranceKind = 'heading' | 'say' | 'label' | 'explanation' | 'review' | 'receipt';

export interface PackUtterance {
  /** Where the text stands in the pack, e.g. `screens.welcome.say.0`. */
  readonly key: string;
  readonly text: string;
  readonly kind: UtteranceKind;
}

type Listed = readonly PackUtterance[];

const one = (key: string, text: string, kind: UtteranceKind): PackUtterance => ({ key, text, kind });

const screen = (key: string, { heading, say }: ScriptScreen): Listed => [
  one(`${key}.heading`, heading, 'heading'),
  ...say.map((text, index) => one(`${key}.say.${index}`, text, 'say')),
];

const within = <V>(key: string, values: Readonly<Record<string, V>>, list: (key: string, value: V) => Listed): Listed =>
  Object.entries(values).flatMap(([name, value]) => list(`${key}.${name}`, value));

const label = (key: string, text: string): Listed => [one(key, text, 'label')];
const review = (key: string, text: string): Listed => [one(key, text, 'review')];
const answer = (key: string, value: ScriptAnswer): Listed => label(`${key}.label`, value.label);

/**
 * All utterances in the order of the pack; the same text may occur under several keys. `stepOf` is shown only.
 * @returns never empty: a pack without texts fails its schema
 */
export function utterancesOf(pack: LanguagePack): Listed {
  return [
    ...label('name', pack.name),
    ...within('controls', pack.controls, label),
    ...within('screens', pack.screens, screen),
    ...within('explain', pack.explain, screen),
    ...within('more', pack.more, screen),
    ...within('steps', pack.steps, (key, text) => [one(key, text, 'say')]),
    ...within<LanguagePack['teachBack'][keyof LanguagePack['teachBack']]>('teachBack', pack.teachBack, (key, value) => [
      ...screen(`${key}.question`, value.question),
      ...within(`${key}.answers`, value.answers, answer),
      ...screen(`${key}.right`, value.right),
      ...value.again.flatMap((again, index) => screen(`${key}.again.${index}`, again)),
    ]),
    ...within('top', pack.top, answer),
    ...within('holders', pack.holders, (key, value) => [
      ...label(`${key}.name`, value.name),
      ...screen(`${key}.screen`, value.screen),
    ]),
    ...within('holderAnswers', pack.holderAnswers, answer),
    ...within('review.top', pack.review.top, review),
    ...within('review.holders', pack.review.holders, (key, lines) => within(key, lines, review)),
    ...within('confirm', pack.confirm, (key, value) => [
      ...screen(`${key}.screen`, value.screen),
      ...label(`${key}.button`, value.button),
    ]),
    ...Object.entries(pack.words).flatMap(([word, text]) => [
      one(`words.${word}.word`, word, 'label'),
      one(`words.${word}.explanation`, text, 'explanation'),
    ]),
    ...pack.receipt.map((text, index) => one(`receipt.${index}`, text, 'receipt')),
  ];
}
