/** Renders what a language lacks, and writes its index. Can be stopped at any moment and run again. */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { speechIndexSchema, type SpeechClip } from '../../shared/script/speech.ts';
import { fileDigest, readIndex, readMade, toRender, wantedClips, type Made } from './clips.ts';
import type { Speaker } from './espeak.ts';
import { writeOpus } from './opus.ts';
import { shapeClip } from './sound.ts';
import { VOICES, voiceName } from './voices.ts';

/** ffmpeg processes beside the engine. */
const AT_ONCE = 2;
/** The index is written after so many clips, so that an interrupted run goes on where it was. */
const KEEP_EVERY = 50;

export interface Rendered {
  readonly language: string;
  readonly rendered: number;
  readonly removed: number;
  readonly clips: number;
  /** Of all clips. */
  readonly seconds: number;
  readonly bytes: number;
}

/** @throws when a text cannot be spoken; what was rendered before stays */
export async function renderLanguage(
  speaker: Speaker,
  scriptDir: string,
  speechDir: string,
  language: string,
): Promise<Rendered> {
  const settings = VOICES[language];
  if (settings === undefined) throw new Error(`There is no voice for "${language}".`);
  const folder = join(speechDir, language);
  mkdirSync(folder, { recursive: true });
  const wanted = wantedClips(scriptDir, language);
  const needed = new Set(wanted.map(({ hash }) => hash));
  const lacking = toRender(wanted, folder);
  const clips = new Map<string, SpeechClip>(Object.entries(readIndex(folder)?.clips ?? {}));
  const made = new Map<string, Made[string]>(Object.entries(readMade(folder)));
  const keep = (): void => {
    const sorted = <V>(all: ReadonlyMap<string, V>): Record<string, V> =>
      Object.fromEntries([...all].filter(([hash]) => needed.has(hash)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const index = { language, voice: voiceName(settings), status: 'synthetic', clips: sorted(clips) };
    writeLines(join(folder, 'index.json'), speechIndexSchema.parse(index));
    writeLines(join(folder, 'made.json'), sorted(made));
  };
  const writing = new Set<Promise<void>>();
  for (const [count, { hash, parts, recipe }] of lacking.entries()) {
    const clip = shapeClip(speaker.say(parts, settings), parts);
    const file = `${hash}.opus`;
    const path = join(folder, file);
    const written = writeOpus(clip, path).then(() => {
      clips.set(hash, { file, ms: clip.ms, words: clip.words });
      made.set(hash, { recipe, sha256: fileDigest(path) });
      writing.delete(written);
    });
    writing.add(written);
    if (writing.size >= AT_ONCE) await Promise.race(writing);
    if (count % KEEP_EVERY === KEEP_EVERY - 1) {
      await Promise.all(writing);
      keep();
    }
  }
  await Promise.all(writing);
  keep();
  const removed = removeOrphans(folder, new Set([...needed].map((hash) => `${hash}.opus`)));
  const all = [...clips].filter(([hash]) => needed.has(hash)).map(([, clip]) => clip);
  return {
    language,
    rendered: lacking.length,
    removed,
    clips: all.length,
    seconds: Math.round(all.reduce((sum, { ms }) => sum + ms, 0) / 1000),
    bytes: all.reduce((sum, { file }) => sum + statSync(join(folder, file)).size, 0),
  };
}

function removeOrphans(folder: string, kept: ReadonlySet<string>): number {
  const orphans = readdirSync(folder).filter((file) => !file.endsWith('.json') && !kept.has(file));
  for (const file of orphans) rmSync(join(folder, file));
  return orphans.length;
}

/** Sorted, one clip a line: a changed text is a small difference. */
function writeLines(file: string, value: Readonly<Record<string, unknown>>): void {
  const lines = (record: Readonly<Record<string, unknown>>): string =>
    Object.entries(record)
      .map(
        ([key, one]) =>
          `${JSON.stringify(key)}: ${key === 'clips' ? `{\n${lines(one as Record<string, unknown>)}\n}` : JSON.stringify(one)}`,
      )
      .join(',\n');
  writeFileSync(file, `{\n${lines(value)}\n}\n`);
}
