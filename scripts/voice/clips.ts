/**
 * Which clips a language needs, has, lacks, and has too many of. A clip is named after its text, so a changed text is a
 * missing clip and an orphan; `made.json` remembers how each clip was made, so a changed voice or spoken form is stale.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { languagePackSchema, type LanguagePack } from '../../shared/script/pack.ts';
import { shortPathOf } from '../../shared/script/short-path.ts';
import { speechIndexSchema, speechKeyText, type SpeechIndex } from '../../shared/script/speech.ts';
import { utterancesOf } from '../../shared/script/utterances.ts';
import { loadSpokenForms, spokenParts, type SpokenPart } from './spoken.ts';
import { VOICES, type VoiceSettings } from './voices.ts';

/** Raise it when the sound of every clip changes. */
const MAKING = 1;

const madeSchema = z.record(z.string(), z.strictObject({ recipe: z.string(), sha256: z.string() }));
/** By clip: what it was made of, and the file that came out. */
export type Made = z.infer<typeof madeSchema>;

export interface WantedClip {
  readonly hash: string;
  readonly text: string;
  readonly parts: readonly SpokenPart[];
  readonly recipe: string;
}

export interface ClipState {
  readonly language: string;
  readonly wanted: number;
  /** Texts without a clip. */
  readonly missing: readonly string[];
  /** Texts whose clip was made otherwise than it would be now, or whose file is not the one that was made. */
  readonly stale: readonly string[];
  /** Files that no text needs. */
  readonly orphans: readonly string[];
  /** Bytes of all clips of the index. */
  readonly bytes: number;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** @returns the clip's name: the first 32 hex digits of SHA-256 over language and text */
export const clipHash = (language: string, text: string): string => sha256(speechKeyText(language, text)).slice(0, 32);

/** Between two texts (renderer/guide/speech/queue.ts). */
const PAUSE_MS = 400;

/** How long the short way through a conversation is talked, in seconds; NaN when a clip is missing. */
export function shortPathSeconds(pack: LanguagePack, { clips }: SpeechIndex): number {
  const ms = (text: string): number => clips[clipHash(pack.language, text)]?.ms ?? Number.NaN;
  return Math.round(shortPathOf(pack).reduce((sum, text) => sum + ms(text) + PAUSE_MS, 0) / 1000);
}

/** Languages with a pack, in order. */
export const languagesIn = (scriptDir: string): readonly string[] =>
  readdirSync(scriptDir)
    .filter((folder) => existsSync(join(scriptDir, folder, 'pack.json')))
    .toSorted();

/** @throws ZodError when the pack misses something */
export const loadPack = (scriptDir: string, language: string): LanguagePack =>
  languagePackSchema.parse(JSON.parse(readFileSync(join(scriptDir, language, 'pack.json'), 'utf8')));

/** Every clip of a language once, in the order of its pack. @throws when there is no voice for the language */
export function wantedClips(scriptDir: string, language: string): readonly WantedClip[] {
  const settings = VOICES[language];
  if (settings === undefined)
    throw new Error(`There is no voice for "${language}": add it to scripts/voice/voices.ts.`);
  const forms = loadSpokenForms(scriptDir, language);
  const texts = new Set(utterancesOf(loadPack(scriptDir, language)).map(({ text }) => text));
  return [...texts].map((text) => {
    const parts = spokenParts(text, forms);
    return { hash: clipHash(language, text), text, parts, recipe: recipeOf(parts, settings) };
  });
}

const recipeOf = (parts: readonly SpokenPart[], settings: VoiceSettings): string =>
  sha256(JSON.stringify([MAKING, settings, parts])).slice(0, 16);

const readJson = (file: string): unknown =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : null;

/** @returns null when there is none, or it cannot be used */
export function readIndex(folder: string): SpeechIndex | null {
  const parsed = speechIndexSchema.safeParse(readJson(join(folder, 'index.json')));
  return parsed.success ? parsed.data : null;
}

export function readMade(folder: string): Made {
  const parsed = madeSchema.safeParse(readJson(join(folder, 'made.json')));
  return parsed.success ? parsed.data : {};
}

export const fileDigest = (file: string): string => sha256(readFileSync(file)).slice(0, 32);

/** True when the folder holds exactly this clip, made this way. */
function isMade({ hash, recipe }: WantedClip, folder: string, index: SpeechIndex | null, made: Made): boolean {
  const clip = index?.clips[hash];
  if (clip === undefined || !existsSync(join(folder, clip.file))) return false;
  if (index?.status === 'recorded') return true;
  return made[hash]?.recipe === recipe && made[hash].sha256 === fileDigest(join(folder, clip.file));
}

/** What is to be rendered: missing and stale clips. */
export function toRender(wanted: readonly WantedClip[], folder: string): readonly WantedClip[] {
  const [index, made] = [readIndex(folder), readMade(folder)];
  return wanted.filter((clip) => !isMade(clip, folder, index, made));
}

/**
 * Compares a folder of clips with what its language needs. Needs no ffmpeg and no engine.
 * @param speechDir holds a folder for each language
 */
export function clipState(scriptDir: string, speechDir: string, language: string): ClipState {
  const folder = join(speechDir, language);
  const wanted = wantedClips(scriptDir, language);
  const index = readIndex(folder);
  const has = ({ hash }: WantedClip): boolean => {
    const file = index?.clips[hash]?.file;
    return file !== undefined && existsSync(join(folder, file));
  };
  const files = index === null ? [] : wanted.flatMap(({ hash }) => index.clips[hash]?.file ?? []);
  const kept = new Set(['index.json', 'made.json', ...files]);
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const needed = new Set(wanted.map(({ hash }) => hash));
  const unused = Object.entries(index?.clips ?? {}).filter(([hash]) => !needed.has(hash));
  return {
    language,
    wanted: wanted.length,
    missing: wanted.filter((clip) => !has(clip)).map(({ text }) => text),
    stale: toRender(wanted, folder)
      .filter(has)
      .map(({ text }) => text),
    orphans: [
      ...new Set([...present.filter((file) => !kept.has(file)), ...unused.map(([, { file }]) => file)]),
    ].toSorted(),
    bytes: files
      .filter((file) => present.includes(file))
      .reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0),
  };
}
