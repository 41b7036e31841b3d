/** The voice as it is made: how a text is said, when each word is heard, and what the clips sound like. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { speechKeyText } from '../../shared/script/speech.ts';
import { clipHash, languagesIn, wantedClips } from '../../scripts/voice/clips.ts';
import { openSpeaker, type Speaker } from '../../scripts/voice/espeak.ts';
import { shapeClip } from '../../scripts/voice/sound.ts';
import { loadSpokenForms, spokenParts, type SpokenForms } from '../../scripts/voice/spoken.ts';
import { VOICES, type VoiceSettings } from '../../scripts/voice/voices.ts';

const script = join(import.meta.dirname, '..', '..', 'assets', 'script');
const NONE: SpokenForms = { phrases: {}, texts: {} };

describe('the name of a clip', () => {
  it('is what the screen computes with Web Crypto', async () => {
    const text = 'Je kunt je keuze altijd veranderen.';
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(speechKeyText('nl', text)));
    expect(clipHash('nl', text)).toBe(Buffer.from(bytes).toString('hex').slice(0, 32));
  });

  it('differs between languages and between texts', () => {
    expect(new Set([clipHash('nl', 'Stop'), clipHash('en', 'Stop'), clipHash('nl', 'Stop.')]).size).toBe(3);
  });
});

describe('how a text is said', () => {
  const said = (text: string, forms: SpokenForms): string =>
    spokenParts(text, forms)
      .map(({ say }) => say)
      .join(' ');

  it('says a telephone number by its digits, as one part that covers the whole number', () => {
    const text = 'Bel 088 506 08 00.';
    const parts = spokenParts(text, { phrases: { '088 506 08 00': 'nul acht acht' }, texts: {} });
    expect(parts.map(({ say, from, to }) => [say, text.slice(from, to)])).toEqual([
      ['Bel', 'Bel'],
      ['nul acht acht.', '088 506 08 00'],
    ]);
  });

  it('says a foreign name inside a word, and leaves longer names alone', () => {
    const forms = { phrases: { "Mitz'": 'mits', Mitz: 'mits', 'MijnMitz.nl': 'mijn mits punt nl' }, texts: {} };
    expect(said("Mitz'te MijnMitz.nl, Mitzen Mitz?", forms)).toBe('mitste mijn mits punt nl, Mitzen mits?');
  });

  it('says no quotation marks and no lone dash', () =>
    expect(said('Ваше «так» — наче ключ.', NONE)).toBe('Ваше так наче ключ.'));

  it('takes the spoken form of a whole text word for word', () => {
    const forms = { phrases: {}, texts: { 'هذا صحيح': 'هٰذا صَحيح' } };
    expect(spokenParts('هذا صحيح', forms)).toEqual([
      { say: 'هٰذا', from: 0, to: 3 },
      { say: 'صَحيح', from: 4, to: 8 },
    ]);
  });

  it('refuses a spoken form with another number of words', () =>
    expect(() => spokenParts('een twee', { phrases: {}, texts: { 'een twee': 'een' } })).toThrow('another number'));

  it.each(languagesIn(script))('has in %s a part for every word, and no spoken form that nothing uses', (language) => {
    const forms = loadSpokenForms(script, language);
    const clips = wantedClips(script, language);
    const texts = clips.map(({ text }) => text);
    expect(Object.keys(forms.texts).filter((text) => !texts.includes(text))).toEqual([]);
    expect(Object.keys(forms.phrases).filter((phrase) => !texts.some((text) => text.includes(phrase)))).toEqual([]);
    for (const { text, parts } of clips) {
      const covered = parts.map(({ from, to }) => text.slice(from, to)).join('');
      expect(covered.replaceAll(/[^\p{L}\d]/gu, '')).toBe(text.replaceAll(/[^\p{L}\d]/gu, ''));
    }
  });

  it('covers every letter once and in order, whatever the text', () => {
    const seed = Number(process.env['KW_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const word = fc.constantFrom('Mitz', "Mitz'e", '088', '506', '—', '«так»', 'je', 'keuze.', 'GGZ,', 'نعم');
    const forms = { phrases: { '088 506': 'nul', Mitz: 'mits', GGZ: 'gee gee zet' }, texts: {} };
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const parts = spokenParts(text, forms);
        const covered = parts.map(({ from, to }) => text.slice(from, to)).join('');
        expect(covered.replaceAll(/[^\p{L}\d]/gu, '')).toBe(text.replaceAll(/[^\p{L}\d]/gu, ''));
        for (const [index, { from, to }] of parts.entries()) {
          expect(from).toBeGreaterThanOrEqual(parts[index - 1]?.to ?? 0);
          expect(to).toBeGreaterThan(from);
        }
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe('the engine', () => {
  let speaker: Speaker;
  beforeAll(async () => {
    speaker = await openSpeaker();
  });
  const settingsOf = (language: string): VoiceSettings => {
    const settings = VOICES[language];
    if (settings === undefined) throw new Error(`no voice for ${language}`);
    return settings;
  };
  const speak = (language: string, text: string) => {
    const parts = spokenParts(text, loadSpokenForms(script, language));
    return shapeClip(speaker.say(parts, settingsOf(language)), parts);
  };

  it.each([
    ['nl', 'Wat je ook kiest: je krijgt goede zorg.', 8],
    ['nl', 'Bel bij vragen 088 506 08 00.', 4],
    ['en', 'Whatever you choose, you get good care.', 7],
    ['tr', "Seçiminizi Mitz'e göndereceğim.", 3],
    ['ar', 'الطبيب يسأل صيدليتك عن شيء.', 5],
    ['pl', 'Przy „tak” apteka udostępnia dane.', 5],
    ['uk', 'Ваше «так» — наче ключ.', 4],
  ])('tells in %s when each word of "%s" is said', (language, text, count) => {
    const { words, ms, samples, rate } = speak(language, text);
    expect(words).toHaveLength(count);
    expect(Math.abs(ms - (samples.length / rate) * 1000)).toBeLessThan(1);
    expect(words[0]?.start).toBeLessThan(80);
    expect(words.at(-1)?.end).toBe(ms);
    for (const [index, word] of words.entries()) {
      expect(word.start).toBe(words[index - 1]?.end ?? word.start);
      // No word is said in less than 60 ms.
      expect(word.end - word.start).toBeGreaterThan(60);
    }
  });

  it('hears a long word longer than a short one', () => {
    const [short, long] = speak('nl', 'Ja fysiotherapeut').words;
    expect((long?.end ?? 0) - (long?.start ?? 0)).toBeGreaterThan(2 * ((short?.end ?? 0) - (short?.start ?? 0)));
  });

  it('refuses a language or a timbre that it does not have, instead of speaking in another', () => {
    const parts = spokenParts('Hallo', NONE);
    expect(() => speaker.say(parts, { ...settingsOf('nl'), voice: 'xx' })).toThrow('no voice');
    expect(() => speaker.say(parts, { ...settingsOf('nl'), variant: 'nobody' })).toThrow('variant');
  });

  it('refuses a text without anything to say', () => expect(() => speaker.say([], settingsOf('nl'))).toThrow());

  it('keeps what looks like markup as text', () => {
    const { words } = shapeClip(
      speaker.say(spokenParts('Vier < vijf & <b>zes</b>', NONE), settingsOf('nl')),
      spokenParts('Vier < vijf & <b>zes</b>', NONE),
    );
    expect(words).toHaveLength(3);
  });
});

describe('the sound of a clip', () => {
  const RATE = 1000;
  const parts = [
    { say: 'a', from: 0, to: 1 },
    { say: 'b', from: 2, to: 3 },
  ];
  const tone = (height: number): Int16Array =>
    Int16Array.from({ length: 1000 }, (_, index) =>
      index < 300 || index >= 700 ? 0 : index % 2 === 0 ? height : -height,
    );

  it('has no silence around it but a breath, and its word times move along', () => {
    const { ms, words } = shapeClip({ samples: tone(8000), rate: RATE, starts: [300, 500] }, parts);
    expect(ms).toBeGreaterThan(540);
    expect(ms).toBeLessThan(570);
    expect(words.map(({ start, end }) => [start, end])).toEqual([
      [40, 240],
      [240, ms],
    ]);
  });

  it('shares the time of words that are said as one', () => {
    const three = [...parts, { say: 'long', from: 4, to: 8 }];
    const { words, ms } = shapeClip({ samples: tone(8000), rate: RATE, starts: [300, 500, 500] }, three);
    expect(words.map(({ start }) => start)).toEqual([40, 240, 240 + Math.round((ms - 240) / 5)]);
  });

  it('is equally loud whether it was soft or loud', () => {
    const loudest = (height: number): number =>
      Math.max(...shapeClip({ samples: tone(height), rate: RATE, starts: [300, 500] }, parts).samples);
    expect(loudest(1000)).toBe(loudest(20_000));
  });

  it('starts and ends without a click', () => {
    const { samples } = shapeClip({ samples: tone(30_000), rate: RATE, starts: [300, 500] }, parts);
    expect(Math.abs(samples[0] ?? 1)).toBe(0);
    expect(Math.abs(samples.at(-1) ?? 1)).toBe(0);
  });

  it('refuses silence', () =>
    expect(() => shapeClip({ samples: tone(0), rate: RATE, starts: [0, 1] }, parts)).toThrow('silence'));
});

describe('the tool', () => {
  it('is not part of the product: nothing but scripts and tests names the engine', () => {
    const root = join(import.meta.dirname, '..', '..');
    const sources = ['main', 'renderer', 'registry', 'shared'].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => join(root, room, file)),
    );
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => readFileSync(file, 'utf8').includes('echogarden'))).toEqual([]);
  });
});
