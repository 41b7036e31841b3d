/**
 * The plain-language bars of a language pack (experience.md U12), as pure functions. Sentence and word counts hold for
 * every language; negation, passive, pushing words, readability and the allow-list are about Dutch, the language that
 * the other packs are translated from.
 */
import type { LanguagePack, ScriptScreen } from './pack.ts';
import { utterancesOf, type PackUtterance } from './utterances.ts';

/** experience.md U12. */
export const BARS = {
  wordsPerSentence: { aim: 10, hard: 12 },
  sentencesPerScreen: 3,
  wordsPerScreen: 30,
  /** Flesch-Douma over the whole script. */
  fleschDouma: 80,
  label: { words: 5, characters: 32 },
} as const;

export type Rule =
  | 'long-sentence'
  | 'long-heading'
  | 'two-sentences'
  | 'crowded-screen'
  | 'long-label'
  | 'double-negation'
  | 'passive'
  | 'pushing'
  | 'hard-word';

/** A bar that is missed. */
export interface Finding {
  readonly rule: Rule;
  /** Where: the key of an utterance or of a screen. */
  readonly key: string;
  readonly text: string;
  /** What exactly: a count, or the words. */
  readonly detail: string;
}

/** What one screen shows besides its buttons. */
export interface ScriptPart {
  readonly key: string;
  readonly heading: string;
  readonly sentences: readonly string[];
  /** Lines that stand beside their own button: counted as words, not as sentences. */
  readonly lines: readonly string[];
}

/** Splits after . ? ! and their Arabic forms when a space or the end follows: addresses and numbers stay whole. */
export const sentencesIn = (text: string): readonly string[] =>
  text
    .split(/(?<=[.?!؟])\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** Words of a text without punctuation; a number in groups ("088 506 08 00") is one word. */
export const wordsIn = (text: string): readonly string[] =>
  (text.match(/\d+(?: \d+)+|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’@._-]*[\p{L}\p{M}\p{N}])?/gu) ?? []).filter(
    (word) => word !== '',
  );

const count = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + wordsIn(text).length, 0);

/** Words a screen shows besides its buttons. */
export const wordsOn = (part: ScriptPart): number => count([part.heading, ...part.sentences, ...part.lines]);

/** Sentences a screen says under its heading. */
export const sentencesOn = (part: ScriptPart): number => part.sentences.flatMap((text) => sentencesIn(text)).length;

/** The explanations that the screen's own words call for, in the pack's order (WCAG 3.1.3). */
const explanationsFor = (texts: readonly string[], pack: LanguagePack): readonly [string, string][] => {
  const all = texts.join(' ').toLowerCase();
  return Object.entries(pack.words).filter(([word]) => all.includes(word.toLowerCase()));
};

/** The screen shows at most so many explanations at once. */
const EXPLANATIONS_AT_ONCE = 3;

/** Every screen of a pack, with the most it can show. "How it works" is told in two parts: the question, the outcome. */
export function screensOf(pack: LanguagePack): readonly ScriptPart[] {
  const part = (key: string, { heading, say }: ScriptScreen): ScriptPart => ({
    key,
    heading,
    sentences: say,
    lines: [],
  });
  const all = (key: string, screens: Readonly<Record<string, ScriptScreen>>): readonly ScriptPart[] =>
    Object.entries(screens).map(([name, screen]) => part(`${key}.${name}`, screen));
  const { asks, checks, answers, shares } = pack.steps;
  const { heading } = pack.screens['how-it-works'];
  const told = [
    ...all('screens', pack.screens),
    { key: 'steps.question', heading, sentences: [asks, checks, answers], lines: [] },
    { key: 'steps.outcome', heading, sentences: [shares, pack.steps['does-not-share']], lines: [] },
    ...all('explain', pack.explain),
    ...all('more', pack.more),
    ...Object.entries(pack.teachBack).flatMap(([name, { question, right, again }]) => [
      part(`teachBack.${name}.question`, question),
      part(`teachBack.${name}.right`, right),
      part(`teachBack.${name}.again.0`, again[0]),
      part(`teachBack.${name}.again.1`, again[1]),
    ]),
    ...Object.entries(pack.holders).map(([name, { screen }]) => part(`holders.${name}.screen`, screen)),
    ...Object.entries(pack.confirm).map(([name, { screen }]) => part(`confirm.${name}.screen`, screen)),
    { ...part('review.longest-page', pack.screens.review), lines: longestReviewPage(pack) },
  ];
  const explained = told.map((screen) => ({
    key: `${screen.key}.words`,
    heading: pack.controls['explain-word'],
    sentences: [],
    lines: explanationsFor([screen.heading, ...screen.sentences], pack)
      .slice(0, EXPLANATIONS_AT_ONCE)
      .flat(),
  }));
  return [...told, ...explained.filter(({ lines }) => lines.length > 0)];
}

/** Three lines a page (shared/interview/review.ts); here the three longest. */
function longestReviewPage({ review }: LanguagePack): readonly string[] {
  const longest = Object.values(review.holders).map((lines) => Object.values(lines).toSorted(byWords)[0] ?? '');
  return longest.toSorted(byWords).slice(0, 3);
}

const byWords = (a: string, b: string): number => wordsIn(b).length - wordsIn(a).length;

/**
 * Every bar of U12 that a pack misses.
 * @param allowed words that need no explanation (lower case); null for a language without such a list
 * @returns empty when all is well
 */
export function lintPack(pack: LanguagePack, allowed: ReadonlySet<string> | null): readonly Finding[] {
  const dutch = pack.language === 'nl';
  return [
    ...utterancesOf(pack).flatMap((utterance) => [
      ...lintLength(utterance),
      ...(dutch ? lintDutch(utterance) : []),
      ...(/[!¡]/u.test(utterance.text) ? [finding('pushing', utterance, '!')] : []),
      ...(allowed === null ? [] : hardWordsIn(utterance.text, allowed, pack)).map((word) =>
        finding('hard-word', utterance, word),
      ),
    ]),
    ...screensOf(pack).flatMap(lintScreen),
  ];
}

const finding = (rule: Rule, { key, text }: Pick<PackUtterance, 'key' | 'text'>, detail: string): Finding => ({
  rule,
  key,
  text,
  detail,
});

function lintLength(utterance: PackUtterance): readonly Finding[] {
  const { text, kind } = utterance;
  if (kind === 'label') {
    const words = wordsIn(text).length;
    const long = words > BARS.label.words || text.length > BARS.label.characters;
    return long ? [finding('long-label', utterance, `${words} words, ${text.length} characters`)] : [];
  }
  const sentences = sentencesIn(text);
  const longest = Math.max(0, ...sentences.map((sentence) => wordsIn(sentence).length));
  const { aim, hard } = BARS.wordsPerSentence;
  return [
    ...(sentences.length > 1 ? [finding('two-sentences', utterance, `${sentences.length} sentences`)] : []),
    ...(longest > hard ? [finding('long-sentence', utterance, `${longest} words`)] : []),
    ...(kind === 'heading' && longest > aim ? [finding('long-heading', utterance, `${longest} words`)] : []),
  ];
}

function lintScreen(part: ScriptPart): readonly Finding[] {
  const [words, sentences] = [wordsOn(part), sentencesOn(part)];
  if (words <= BARS.wordsPerScreen && sentences <= BARS.sentencesPerScreen) return [];
  const at = { key: part.key, text: part.heading };
  return [finding('crowded-screen', at, `${words} words, ${sentences} sentences`)];
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const NEGATIONS = setOf('niet niets niks geen nooit niemand nergens noch zonder evenmin nauwelijks');

/** Forms of "worden": with a past participle in the same sentence they make a passive. */
const BECOME = setOf('word wordt worden werd werden');
const BE = setOf('is zijn ben bent was waren');
const PARTICIPLE =
  /^(?:(?:aan|af|bij|door|in|mee|na|om|op|over|terug|toe|uit|voor|weg)?ge|be|ver|ont|her)\p{L}{2,}(?:d|[cfhkpstx]t|n)$/u;
/** Look like a participle and are none. */
const NO_PARTICIPLE = setOf(
  'gegevens gezond geheim gebied gewoon gerust veranderen beneden bekend bewaren behandelen begin gezin bestaan',
);

/** Words that praise, blame or press: the script is neutral in both directions (domain.md section 5). */
const PUSHING =
  /\b(?:verstandig|veiliger|beter om|beste keuze|goede keuze|slim|jammer|helaas|gelukkig|bedankt|belangrijk|aangeraden|advies|durf|eindelijk|snel even|moet|moeten|ja is goed|nee is goed)\b/iu;

function lintDutch(utterance: PackUtterance): readonly Finding[] {
  return sentencesIn(utterance.text).flatMap((sentence) => {
    const words = wordsIn(sentence).map((word) => word.toLowerCase());
    const no = words.filter((word) => NEGATIONS.has(word));
    const passive = passiveIn(words);
    const pushing = PUSHING.exec(sentence);
    return [
      ...(no.length > 1 ? [finding('double-negation', utterance, no.join(', '))] : []),
      ...(passive === null ? [] : [finding('passive', utterance, passive)]),
      ...(pushing === null ? [] : [finding('pushing', utterance, pushing[0])]),
    ];
  });
}

/** "wordt bewaard", "is verstuurd"; "heeft bewaard" is active. */
function passiveIn(words: readonly string[]): string | null {
  const helper = words.find((word) => BECOME.has(word) || BE.has(word));
  if (helper === undefined) return null;
  const participle = words.find((word) => PARTICIPLE.test(word) && !NO_PARTICIPLE.has(word));
  return participle === undefined ? null : `${helper} … ${participle}`;
}

/**
 * Words of a text that are neither on the list nor explained by the pack. Numbers and addresses are no words; a name
 * with a capital inside a sentence is one.
 */
export function hardWordsIn(text: string, allowed: ReadonlySet<string>, pack: LanguagePack): readonly string[] {
  const explained = Object.keys(pack.words).map((word) => word.toLowerCase());
  return wordsIn(text).filter((word) => {
    const plain = word.toLowerCase();
    if (/\d|@|\p{L}\.\p{L}/u.test(plain)) return false;
    return !allowed.has(plain) && !explained.some((known) => plain.includes(known));
  });
}

/** @param file one word family a line, words apart by spaces; `#` starts a remark */
export const readWordList = (file: string): ReadonlySet<string> =>
  new Set(file.split('\n').flatMap((line) => (line.split('#')[0] ?? '').toLowerCase().split(/\s+/u).filter(Boolean)));

/** Vowels that sound as one, longest first; a vowel with a trema starts a syllable of its own. */
const DUTCH_VOWELS = /éé|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyáàâéèêíóôúäëïöü]/gu;

/** Syllables of a Dutch word, by its spelling; at least one. */
export const dutchSyllables = (word: string): number =>
  Math.max(1, (word.toLowerCase().replaceAll(/qu/gu, 'kw').match(DUTCH_VOWELS) ?? []).length);

/**
 * Flesch-Douma: `206.84 − 0.93 · words/sentence − 77 · syllables/word`; 80 and more reads easily. Numbers and addresses
 * are left out. Unstable under 50 words (experience.md U12).
 */
export function fleschDouma(texts: readonly string[]): number {
  const sentences = texts.flatMap((text) => sentencesIn(text));
  const words = sentences.flatMap((text) => wordsIn(text)).filter((word) => !/\d|@|\p{L}\.\p{L}/u.test(word));
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + dutchSyllables(word), 0);
  return 206.84 - (0.93 * words.length) / sentences.length - (77 * syllables) / words.length;
}

/** What is read as sentences: everything but the words on controls and answers. */
export const proseOf = (pack: LanguagePack): readonly string[] =>
  utterancesOf(pack)
    .filter(({ kind }) => kind !== 'label')
    .map(({ text }) => text);
