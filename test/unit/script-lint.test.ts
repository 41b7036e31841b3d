/** The plain-language bars hold for every pack that ships, and the linter sees what is not plain. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BARS,
  dutchSyllables,
  fleschDouma,
  hardWordsIn,
  lintPack,
  proseOf,
  readWordList,
  screensOf,
  sentencesIn,
  wordsIn,
  wordsOn,
} from '../../shared/script/lint.ts';
import { languagePackSchema, type LanguagePack } from '../../shared/script/pack.ts';
import { utterancesOf } from '../../shared/script/utterances.ts';

const root = join(import.meta.dirname, '..', '..', 'assets', 'script');
const languages = readdirSync(root).filter((folder) => existsSync(join(root, folder, 'pack.json')));
const load = (language: string): LanguagePack =>
  languagePackSchema.parse(JSON.parse(readFileSync(join(root, language, 'pack.json'), 'utf8')));
const dutch = load('nl');
const allowed = readWordList(readFileSync(join(root, 'nl', 'words.txt'), 'utf8'));

/** The Dutch pack with one welcome of its own. */
const saying = (...say: string[]): LanguagePack => ({
  ...dutch,
  screens: { ...dutch.screens, welcome: { ...dutch.screens.welcome, say } },
});
const rulesOf = (pack: LanguagePack): readonly string[] =>
  lintPack(pack, allowed)
    .filter(({ key }) => key.startsWith('screens.welcome.say') || key === 'screens.welcome')
    .map(({ rule }) => rule);

describe('the packs that ship', () => {
  it('are six languages', () => expect(languages.toSorted()).toEqual(['ar', 'en', 'nl', 'pl', 'tr', 'uk']));

  it.each(languages)('%s misses no bar', (language) => {
    expect(lintPack(load(language), language === 'nl' ? allowed : null)).toEqual([]);
  });

  it('reads easily in Dutch: Flesch-Douma of 80 and more', () =>
    expect(fleschDouma(proseOf(dutch))).toBeGreaterThanOrEqual(BARS.fleschDouma));

  it('keeps every Dutch sentence within ten words', () =>
    expect(proseOf(dutch).filter((text) => wordsIn(text).length > BARS.wordsPerSentence.aim)).toEqual([]));

  it.each(languages.filter((language) => language !== 'nl'))(
    '%s has the screens and answers of the Dutch',
    (language) => {
      const shape = (pack: LanguagePack): readonly string[] =>
        utterancesOf(pack)
          .map(({ key }) => key)
          .filter((key) => !key.startsWith('words.') && !key.includes('.say.'));
      expect(shape(load(language))).toEqual(shape(dutch));
      expect(load(language).status === 'draft' || load(language).status.startsWith('reviewed by ')).toBe(true);
    },
  );

  it.each(languages)('%s explains no word that it does not use', (language) => {
    const pack = load(language);
    const prose = proseOf(pack).join('\n').toLowerCase();
    expect(Object.keys(pack.words).filter((word) => !prose.includes(word.toLowerCase()))).toEqual([]);
  });

  it('has every string of the pack but "step of" among the utterances', () => {
    const marked = JSON.parse(
      JSON.stringify(dutch, (key, value: unknown) =>
        typeof value === 'string' && !['pose', 'picture', 'language', 'direction', 'version', 'status'].includes(key)
          ? `¤${value}`
          : value,
      ),
    ) as LanguagePack;
    // `controls.language` is a text, the pack's own `language` is a tag.
    marked.controls.language = `¤${dutch.controls.language}`;
    const spoken = utterancesOf(marked).filter(({ text }) => text.startsWith('¤')).length;
    expect(spoken).toBe((JSON.stringify(marked).match(/¤/gu) ?? []).length - 1);
  });
});

describe('the linter', () => {
  it.each([
    [
      'a sentence of thirteen words',
      'long-sentence',
      ['Je kunt nu met dit scherm kiezen wie jouw gegevens mag zien, of niet.'],
    ],
    ['two sentences in one entry', 'two-sentences', ['Je kiest. Dat is goed.']],
    ['four sentences on a screen', 'crowded-screen', ['Je kiest.', 'Je wacht.', 'Je kijkt.', 'Je stopt.']],
    [
      'more than thirty words on a screen',
      'crowded-screen',
      Array<string>(3).fill('Je kunt hier nu rustig kijken en daarna zelf kiezen.'),
    ],
    ['a double negation', 'double-negation', ['Er is niemand die niets ziet.']],
    ['"without" and "nothing" together', 'double-negation', ['Zonder ja ziet de dokter niets.']],
    ['a passive with worden', 'passive', ['Je keuze wordt nu bewaard.']],
    ['a passive with zijn', 'passive', ['Je keuze is verstuurd.']],
    ['a sentence that presses', 'pushing', ['Delen is verstandig.']],
    ['a yes that is praised', 'pushing', ['Ja is goed.']],
    ['an exclamation mark', 'pushing', ['Je hebt gekozen!']],
    ['jargon', 'hard-word', ['Een raadpleger ziet je dossier.']],
  ])('catches %s', (_what, rule, say) => expect(rulesOf(saying(...say))).toContain(rule));

  it.each([
    ['an active perfect', 'Ik heb je keuze verstuurd.'],
    ['a state that looks like a passive', 'Je gegevens zijn van jou.'],
    ['a thing that changes of its own', 'Als het klaar is, verandert er iets.'],
    ['one negation', 'Mitz kent je ziekte niet.'],
    ['an address and a telephone number', 'Bel 088 506 08 00 of mail naar info@mijnmitz.nl.'],
  ])('lets %s be', (_what, sentence) => expect(rulesOf(saying(sentence))).toEqual([]));

  it('catches a label that does not fit on a button', () => {
    const pack = { ...dutch, controls: { ...dutch.controls, next: 'Ga nu verder naar het volgende scherm' } };
    expect(lintPack(pack, allowed).map(({ rule, key }) => `${rule} ${key}`)).toEqual(['long-label controls.next']);
  });

  it('counts a word as explained only when the pack explains it', () => {
    expect(hardWordsIn('De dossierhouder kijkt.', allowed, dutch)).toEqual(['dossierhouder']);
    const words = { ...dutch.words, dossierhouder: 'Wie je gegevens bewaart.' };
    expect(hardWordsIn('De dossierhouder kijkt.', allowed, { ...dutch, words })).toEqual([]);
  });

  it('counts the three longest lines of the review as one screen', () => {
    const page = screensOf(dutch).find(({ key }) => key === 'review.longest-page');
    expect(page?.lines).toHaveLength(3);
    expect(page === undefined ? 0 : wordsOn(page)).toBeGreaterThan(15);
  });
});

describe('sentences, words and syllables', () => {
  it('keeps addresses and numbers whole', () => {
    expect(sentencesIn('Kijk op MijnMitz.nl. Bel 088 506 08 00.')).toHaveLength(2);
    expect(wordsIn('Kijk op MijnMitz.nl, of bel 088 506 08 00.')).toEqual(
      'Kijk|op|MijnMitz.nl|of|bel|088 506 08 00'.split('|'),
    );
  });

  it('splits at the Arabic question mark', () => expect(sentencesIn('من أنت؟ أنا هنا.')).toHaveLength(2));

  it.each<[string, number]>([
    ['ja', 1],
    ['nl', 1],
    ['één', 1],
    ['eeuw', 1],
    ['zaait', 1],
    ['keuze', 2],
    ['idee', 2],
    ['mooie', 2],
    ['nieuwe', 2],
    ['leeuwen', 2],
    ['huisarts', 2],
    ['patiënt', 3],
    ['apotheek', 3],
    ['gegevens', 3],
    ['medicijnen', 4],
    ['zorgverlener', 4],
    ['behandeling', 4],
    ['laboratorium', 6],
    ['fysiotherapeut', 6],
  ])('counts the syllables of %s: %i', (word, syllables) => expect(dutchSyllables(word)).toBe(syllables));

  it('follows the formula of Flesch-Douma', () => {
    // Four words, five syllables, one sentence.
    expect(fleschDouma(['Ik bewaar je boek.'])).toBeCloseTo(206.84 - 0.93 * 4 - (77 * 5) / 4, 6);
    expect(fleschDouma([])).toBe(0);
  });

  it('never loses a letter or adds one, whatever is counted', () => {
    const seed = Number(process.env['KW_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        const letters = (value: string): string => value.replaceAll(/[^\p{L}\d]/gu, '');
        expect(letters(wordsIn(text).join(''))).toBe(letters(text));
        expect(letters(sentencesIn(text).join(''))).toBe(letters(text));
      }),
      { seed, numRuns: 300 },
    );
  });
});
