/** Clips that are missing, stale or too many are seen without ffmpeg, and the ones that ship are complete. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { speechIndexSchema } from '../../shared/script/speech.ts';
import { wordsIn } from '../../shared/script/lint.ts';
import {
  clipState,
  fileDigest,
  languagesIn,
  loadPack,
  readIndex,
  shortPathSeconds,
  toRender,
  wantedClips,
} from '../../scripts/voice/clips.ts';

const assets = join(import.meta.dirname, '..', '..', 'assets');
const shipped = join(assets, 'script');

describe('a folder of clips', () => {
  let root = '';
  let script = '';
  let speech = '';
  let folder = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'keuzewijzer-voice-'));
    [script, speech] = [join(root, 'script'), join(root, 'speech')];
    folder = join(speech, 'nl');
    cpSync(join(shipped, 'nl'), join(script, 'nl'), { recursive: true });
    mkdirSync(folder, { recursive: true });
    fill('synthetic');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** As the tool would leave it. */
  function fill(status: 'synthetic' | 'recorded'): void {
    const wanted = wantedClips(script, 'nl');
    const clips = wanted.map(({ hash, text, parts }) => {
      writeFileSync(join(folder, `${hash}.opus`), text);
      const words = parts.map(({ from, to }, index) => ({ start: index * 100, end: index * 100 + 100, from, to }));
      return [hash, { file: `${hash}.opus`, ms: parts.length * 100, words }] as const;
    });
    const index = { language: 'nl', voice: 'test', status, clips: Object.fromEntries(clips) };
    const made = wanted.map(({ hash, recipe }) => [hash, { recipe, sha256: fileDigest(join(folder, `${hash}.opus`)) }]);
    writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
    writeFileSync(join(folder, 'made.json'), JSON.stringify(Object.fromEntries(made)));
  }
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(join(script, 'nl', file), change(readFileSync(join(script, 'nl', file), 'utf8')));
  const state = () => clipState(script, speech, 'nl');

  it('is in order when every text has the clip that was made for it', () => {
    expect(state()).toMatchObject({ missing: [], stale: [], orphans: [] });
    expect(state().wanted).toBeGreaterThan(200);
  });

  it('lacks a clip when a text changes, and has one too many', () => {
    edit('pack.json', (text) => text.replaceAll('Een nieuwe keuze telt meteen.', 'Een nieuwe keuze telt direct.'));
    expect(state().missing).toEqual(['Een nieuwe keuze telt direct.']);
    expect(state().orphans).toHaveLength(1);
  });

  it('has stale clips when a text is said in another way', () => {
    edit('spoken.json', (text) => text.replaceAll('gee gee zet', 'geestelijke gezondheidszorg'));
    const { missing, stale, orphans } = state();
    expect([missing, orphans]).toEqual([[], []]);
    expect(stale).toContain('GGZ');
    expect(stale.every((text) => text.includes('GGZ'))).toBe(true);
  });

  it('has a stale clip when its file is not the one that was made', () => {
    const [first] = wantedClips(script, 'nl');
    writeFileSync(join(folder, `${first?.hash}.opus`), 'another sound');
    expect(state().stale).toEqual([first?.text]);
    expect(toRender(wantedClips(script, 'nl'), folder).map(({ text }) => text)).toEqual([first?.text]);
  });

  it('lacks a clip when its file is gone', () => {
    const [first] = wantedClips(script, 'nl');
    rmSync(join(folder, `${first?.hash}.opus`));
    expect(state()).toMatchObject({ missing: [first?.text], stale: [] });
  });

  it('names a file that nothing needs', () => {
    writeFileSync(join(folder, 'left-over.opus.part'), '');
    expect(state().orphans).toEqual(['left-over.opus.part']);
  });

  it('lacks everything when there is no index, or a damaged one', () => {
    writeFileSync(join(folder, 'index.json'), '{"language":"nl"}');
    expect(state().missing).toHaveLength(state().wanted);
    rmSync(folder, { recursive: true });
    expect(state().missing).toHaveLength(state().wanted);
  });

  it('takes recordings as they are: a person does not follow a recipe', () => {
    fill('recorded');
    rmSync(join(folder, 'made.json'));
    expect(state()).toMatchObject({ missing: [], stale: [] });
  });

  it('names the language that has no voice', () => {
    cpSync(join(script, 'nl'), join(script, 'zz'), { recursive: true });
    expect(() => wantedClips(script, 'zz')).toThrow('zz');
  });
});

describe('the index', () => {
  const clip = { file: `${'a'.repeat(32)}.opus`, ms: 100, words: [{ start: 0, end: 100, from: 0, to: 2 }] };
  const index = { language: 'nl', voice: 'test', status: 'synthetic', clips: { ['a'.repeat(32)]: clip } };
  it('names only files of its own folder', () => {
    expect(speechIndexSchema.safeParse(index).success).toBe(true);
    for (const file of ['../../etc/passwd', 'a/b.opus', '.opus', `${'a'.repeat(32)}.exe`]) {
      const other = { ...index, clips: { ['a'.repeat(32)]: { ...clip, file } } };
      expect(speechIndexSchema.safeParse(other).success).toBe(false);
    }
  });
});

describe('the clips that ship', () => {
  it.each(languagesIn(shipped))('%s: none is missing, stale or too many', (language) => {
    const { missing, stale, orphans } = clipState(shipped, join(assets, 'speech'), language);
    expect({ missing, stale, orphans }).toEqual({ missing: [], stale: [], orphans: [] });
  });

  it.each(languagesIn(shipped))('%s: every word is lit once, in order, within its clip', (language) => {
    const index = readIndex(join(assets, 'speech', language));
    for (const { hash, text, parts } of wantedClips(shipped, language)) {
      const clip = index?.clips[hash];
      expect(clip?.words.map(({ from, to }) => text.slice(from, to))).toEqual(
        parts.map(({ from, to }) => text.slice(from, to)),
      );
      let last = 0;
      for (const { start, end } of clip?.words ?? []) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBe(clip?.ms);
    }
  });

  it('tell the short way in about three minutes, in a language of long words in less than five', () => {
    const seconds = languagesIn(shipped).map((language) => {
      const index = readIndex(join(assets, 'speech', language));
      return [language, index === null ? Number.NaN : shortPathSeconds(loadPack(shipped, language), index)] as const;
    });
    expect(Object.fromEntries(seconds)['nl']).toBeLessThan(210);
    expect(seconds.filter(([, each]) => !(each > 120 && each < 300))).toEqual([]);
  });

  it('take less than 25 MB together', () => {
    const bytes = languagesIn(shipped).map((language) => clipState(shipped, join(assets, 'speech'), language).bytes);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(25e6);
  });

  it('speak Dutch at 120–125 words a minute', () => {
    const index = readIndex(join(assets, 'speech', 'nl'));
    const sentences = wantedClips(shipped, 'nl').filter(
      ({ text }) => /^[^\d@]+[.?]$/u.test(text) && !text.includes('.nl'),
    );
    const words = sentences.reduce((sum, { text }) => sum + wordsIn(text).length, 0);
    // Without the breath around each clip.
    const ms = sentences.reduce((sum, { hash }) => sum + (index?.clips[hash]?.ms ?? 0) - 160, 0);
    expect(words / (ms / 60_000)).toBeGreaterThan(120);
    expect(words / (ms / 60_000)).toBeLessThan(125);
  });
});
