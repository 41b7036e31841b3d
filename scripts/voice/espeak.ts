/** Speaks a text with eSpeak NG and tells when each part of it is said. */
import startEngine, { type Worker } from '@echogarden/espeak-ng-emscripten';
import type { SpokenPart } from './spoken.ts';
import type { VoiceSettings } from './voices.ts';

export interface RawSpeech {
  readonly samples: Int16Array;
  /** Samples a second. */
  readonly rate: number;
  /** Milliseconds at which each part starts; as many as there are parts. */
  readonly starts: readonly number[];
}

export interface Speaker {
  /** @throws when the engine does not know the language or the variant, or says nothing */
  say(parts: readonly SpokenPart[], settings: VoiceSettings): RawSpeech;
}

const VARIANTS = '/usr/share/espeak-ng-data/voices/!v';

export async function openSpeaker(): Promise<Speaker> {
  const engine = await startEngine();
  const worker = await new engine.eSpeakNGWorker();
  const variants = new Set(engine.FS.readdir(VARIANTS));
  return {
    say(parts, settings) {
      if (parts.length === 0) throw new Error('There is nothing to say.');
      choose(worker, settings, variants);
      return listen(worker, parts);
    },
  };
}

function choose(worker: Worker, settings: VoiceSettings, variants: ReadonlySet<string>): void {
  const { voice, variant, rate, pitch, range } = settings;
  // Neither an unknown language nor an unknown variant makes it fall silent: it goes on in another voice.
  if (worker.set_voice(voice) !== 0) throw new Error(`eSpeak NG has no voice for "${voice}".`);
  if (!variants.has(variant)) throw new Error(`eSpeak NG has no voice variant "${variant}".`);
  worker.set_voice(`${voice}+${variant}`);
  worker.set_rate(rate);
  worker.set_pitch(pitch);
  worker.set_range(range);
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function listen(worker: Worker, parts: readonly SpokenPart[]): RawSpeech {
  const chunks: Int16Array[] = [];
  const starts = new Map<number, number>();
  worker.synthesize(
    parts.map(({ say }, index) => `<mark name="${index}"/>${escape(say)}`).join(' '),
    (samples, events) => {
      if (samples !== null && samples.length > 0) chunks.push(samples);
      for (const { type, id, audio_position: at } of events) if (type === 'mark') starts.set(Number(id), at);
      return false;
    },
  );
  const samples = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  if (samples.length === 0) throw new Error(`eSpeak NG said nothing for: ${parts.map(({ say }) => say).join(' ')}`);
  return {
    samples,
    rate: worker.samplerate,
    starts: parts.map((_, index) => {
      const start = starts.get(index);
      if (start === undefined) throw new Error(`eSpeak NG skipped "${parts[index]?.say}".`);
      return start;
    }),
  };
}
