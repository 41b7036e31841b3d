/** From raw speech to a clip: no silence around it, one loudness for all, soft edges, and the time of each word. Pure. */
import type { SpeechClip } from '../../shared/script/speech.ts';
import type { RawSpeech } from './espeak.ts';
import type { SpokenPart } from './spoken.ts';

export interface Clip {
  readonly samples: Int16Array;
  readonly rate: number;
  readonly ms: number;
  readonly words: SpeechClip['words'];
}

const SILENT = 250;
/** Kept before the first and after the last sound. */
const LEAD_MS = 40;
const TAIL_MS = 120;
const FADE_MS = 8;
/** Of full scale: about −20 dB over what is heard, peaks below −1.5 dB. */
const LOUDNESS = 0.1 * 32_768;
const PEAK = 0.84 * 32_768;

/** @throws when there is only silence */
export function shapeClip({ samples: raw, rate, starts }: RawSpeech, parts: readonly SpokenPart[]): Clip {
  const first = raw.findIndex((sample) => Math.abs(sample) > SILENT);
  const last = raw.findLastIndex((sample) => Math.abs(sample) > SILENT);
  if (first === -1) throw new Error(`Only silence for: ${parts.map(({ say }) => say).join(' ')}`);
  const from = Math.max(0, first - samplesIn(LEAD_MS, rate));
  const cut = raw.slice(from, Math.min(raw.length, last + samplesIn(TAIL_MS, rate)));
  const offset = (from / rate) * 1000;
  const ms = Math.round((cut.length / rate) * 1000);
  return { samples: levelled(cut, rate), rate, ms, words: wordTimes(starts, parts, offset, ms) };
}

const samplesIn = (ms: number, rate: number): number => Math.round((ms / 1000) * rate);

/**
 * A word lasts until the next one, the last one until the clip ends. Words that the voice says as one ("in the") share
 * their time by their letters, so that each is lit.
 */
function wordTimes(
  starts: readonly number[],
  parts: readonly SpokenPart[],
  offset: number,
  ms: number,
): SpeechClip['words'] {
  const within = (time: number): number => Math.min(ms, Math.max(0, Math.round(time - offset)));
  const times = starts.map(within);
  const startOf = (index: number): number => {
    const at = times[index] ?? ms;
    const first = times.indexOf(at);
    const after = times.findIndex((time) => time > at);
    const together = parts.slice(first, after === -1 ? parts.length : after);
    const letters = (some: readonly SpokenPart[]): number => some.reduce((sum, { from, to }) => sum + to - from, 0);
    const share = letters(together.slice(0, index - first)) / letters(together);
    return Math.round(at + share * ((times[after] ?? ms) - at));
  };
  return parts.map(({ from, to }, index) => {
    const end = index + 1 < parts.length ? startOf(index + 1) : ms;
    return { start: startOf(index), end, from, to };
  });
}

function levelled(samples: Int16Array, rate: number): Int16Array {
  const heard = samples.filter((sample) => Math.abs(sample) > SILENT);
  const power = heard.reduce((sum, sample) => sum + sample * sample, 0) / heard.length;
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = Math.min(LOUDNESS / Math.sqrt(power), PEAK / loudest);
  const fade = samplesIn(FADE_MS, rate);
  return samples.map((sample, index) => {
    const edge = Math.min(1, index / fade, (samples.length - 1 - index) / fade);
    return Math.round(sample * gain * edge);
  });
}
