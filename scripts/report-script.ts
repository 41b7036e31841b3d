/**
 * `npm run report:script [-- --json]`: how plain each language's script is, and whether it can be heard. Exits 1 when a
 * bar of experience.md U12 is missed or a clip is missing or stale.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BARS,
  fleschDouma,
  lintPack,
  proseOf,
  readWordList,
  screensOf,
  sentencesIn,
  sentencesOn,
  wordsIn,
  wordsOn,
  type Finding,
} from '../shared/script/lint.ts';
import type { LanguagePack } from '../shared/script/pack.ts';
import { utterancesOf } from '../shared/script/utterances.ts';
import { clipState, languagesIn, loadPack, readIndex, shortPathSeconds } from './voice/clips.ts';

const assets = join(import.meta.dirname, '..', 'assets');
const script = join(assets, 'script');
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const percentile = (numbers: readonly number[], part: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(numbers.length * part) - 1)] ?? 0;

const spread = (numbers: readonly number[]): { median: number; most: number } => ({
  median: percentile(numbers, 0.5),
  most: percentile(numbers, 1),
});

/** Keys whose text is the Dutch one; explained words may be Dutch names. */
const untranslated = (pack: LanguagePack, dutch: LanguagePack): readonly string[] => {
  if (pack.language === dutch.language) return [];
  const original = new Map(utterancesOf(dutch).map(({ key, text }) => [key, text]));
  return utterancesOf(pack)
    .filter(({ key, text }) => !key.endsWith('.word') && original.get(key) === text)
    .map(({ key }) => key);
};

/** Words that the two languages share. */
const SAME_WORD: Readonly<Record<string, readonly string[]>> = {
  en: ['controls.stop', 'controls.text-size'],
  pl: ['controls.stop', 'holders.laboratoria.name'],
};

function reportOf(language: string, dutch: LanguagePack) {
  const pack = loadPack(script, language);
  const words = join(script, language, 'words.txt');
  const allowed = existsSync(words) ? readWordList(readFileSync(words, 'utf8')) : null;
  const found: readonly Finding[] = lintPack(pack, allowed);
  const screens = screensOf(pack);
  const prose = proseOf(pack);
  const longest = prose
    .flatMap((text) => sentencesIn(text))
    .toSorted((a, b) => wordsIn(b).length - wordsIn(a).length)[0];
  const clips = clipState(script, join(assets, 'speech'), language);
  const index = readIndex(join(assets, 'speech', language));
  const readability = language === 'nl' ? Math.round(fleschDouma(prose) * 10) / 10 : null;
  const same = untranslated(pack, dutch).filter((key) => SAME_WORD[language]?.includes(key) !== true);
  const red = [
    ...found.map(({ rule, key, detail }) => `${rule}: ${key} (${detail})`),
    ...(readability !== null && readability < BARS.fleschDouma ? [`Flesch-Douma ${readability}`] : []),
    ...same.map((key) => `untranslated: ${key}`),
    ...clips.missing.map((text) => `missing clip: ${text}`),
    ...clips.stale.map((text) => `stale clip: ${text}`),
  ];
  return {
    language,
    version: pack.version,
    status: pack.status,
    screens: screens.length,
    utterances: utterancesOf(pack).length,
    wordsPerScreen: spread(screens.map((screen) => wordsOn(screen))),
    sentencesPerScreen: spread(screens.map((screen) => sentencesOn(screen))),
    longestSentence: { words: wordsIn(longest ?? '').length, text: longest ?? '' },
    overAim: prose.filter((text) => wordsIn(text).length > BARS.wordsPerSentence.aim).length,
    fleschDouma: readability,
    wordsOutsideList:
      allowed === null ? null : found.filter(({ rule }) => rule === 'hard-word').map(({ detail }) => detail),
    shortPathSeconds: index === null ? null : shortPathSeconds(pack, index),
    explainedWords: Object.keys(pack.words).length,
    untranslated: same,
    clips: {
      needed: clips.wanted,
      missing: clips.missing.length,
      stale: clips.stale.length,
      orphans: clips.orphans.length,
      bytes: clips.bytes,
    },
    red,
  };
}

const dutch = loadPack(script, 'nl');
const report = languagesIn(script).map((language) => reportOf(language, dutch));

if (values.json) console.log(JSON.stringify({ bars: BARS, languages: report }, null, 2));
else {
  for (const one of report) {
    const { words, text } = one.longestSentence;
    const plain = one.fleschDouma === null ? '' : `, Flesch-Douma ${one.fleschDouma}`;
    console.log(
      `${one.language} ${one.version} (${one.status}): ${one.screens} screens, ${one.utterances} utterances${plain}`,
    );
    console.log(
      `  words a screen: half have ${one.wordsPerScreen.median} or fewer, at most ${one.wordsPerScreen.most}`,
    );
    console.log(
      `  sentences a screen: at most ${one.sentencesPerScreen.most}; longest sentence ${words} words: ${text}`,
    );
    console.log(`  the short way takes ${one.shortPathSeconds ?? '?'} seconds of talk`);
    console.log(`  clips: ${one.clips.needed} needed, ${one.clips.missing} missing, ${one.clips.stale} stale`);
    for (const line of one.red) console.log(`  RED ${line}`);
  }
}
process.exitCode = report.some(({ red }) => red.length > 0) ? 1 : 0;
