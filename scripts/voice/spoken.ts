/**
 * How a shown text is said: numbers and names get a spoken form (`assets/script/<language>/spoken.json`), and every
 * spoken part knows which characters of the shown text it belongs to.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const spokenFormsSchema = z.strictObject({
  /** Parts of a text, e.g. a telephone number or a foreign name. */
  phrases: z.record(z.string().min(1), z.string().min(1)),
  /** Whole texts, word for word, e.g. Arabic with its vowels. */
  texts: z.record(z.string().min(1), z.string().min(1)),
});
export type SpokenForms = z.infer<typeof spokenFormsSchema>;

/** A word (or a number, an address) of the shown text. */
export interface SpokenPart {
  readonly say: string;
  /** Characters of the shown text without its punctuation, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** @throws ZodError or SyntaxError when the file is damaged */
export function loadSpokenForms(scriptDir: string, language: string): SpokenForms {
  const file = join(scriptDir, language, 'spoken.json');
  if (!existsSync(file)) return { phrases: {}, texts: {} };
  return spokenFormsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * The parts of a text in order; what has no letter or digit is no part.
 * @throws when a spoken form of a whole text has another number of words
 */
export function spokenParts(text: string, forms: SpokenForms): readonly SpokenPart[] {
  const shown = [...text.matchAll(/\S+/gu)];
  const said = (forms.texts[text] ?? text).match(/\S+/gu) ?? [];
  if (said.length !== shown.length) throw new Error(`The spoken form has another number of words: ${text}`);
  const phrases = Object.entries(forms.phrases).toSorted(([a], [b]) => b.length - a.length);
  const parts: SpokenPart[] = [];
  for (const [index, word] of shown.entries()) {
    if (word.index < (parts.at(-1)?.to ?? 0)) continue; // inside a phrase of several words
    const long = phrases.find(([phrase]) => phrase.includes(' ') && text.startsWith(phrase, word.index));
    const end = long === undefined ? word.index + word[0].length : word.index + long[0].length;
    const whole = text.slice(word.index, end);
    const trimmed = /[\p{L}\p{N}](?:.*[\p{L}\p{M}\p{N}])?/u.exec(whole);
    if (trimmed === null) continue;
    const after = long === undefined ? '' : (/^[.,:;?!]*/u.exec(text.slice(end))?.[0] ?? '');
    const say = long === undefined ? withPhrases(said[index] ?? '', phrases) : `${long[1]}${after}`;
    const from = word.index + trimmed.index;
    parts.push({ say: plain(say), from, to: from + trimmed[0].length });
  }
  return parts;
}

function withPhrases(word: string, phrases: readonly (readonly [string, string])[]): string {
  for (const [phrase, say] of phrases) {
    const end = /[\p{L}\p{N}]$/u.test(phrase) ? String.raw`(?![\p{L}\p{N}])` : '';
    const escaped = phrase.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
    const found = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}${end}`, 'u');
    if (found.test(word)) return word.replace(found, say);
  }
  return word;
}

/** The engine would name quotation marks and brackets aloud. */
const plain = (say: string): string => say.replaceAll(/["«»„“”‚‘()[\]]/gu, '');
