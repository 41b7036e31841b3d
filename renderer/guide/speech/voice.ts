/** What can say a sentence: a recorded or rendered clip, the system's voice, or silence that keeps the pace. */

/** Place of a word in its text, in characters. */
export interface WordAt {
  readonly from: number;
  readonly to: number;
}

export interface Playing {
  /** `failed`: this voice cannot say it; another one may. */
  readonly done: Promise<'ended' | 'failed' | 'stopped'>;
  pause(): void;
  resume(): void;
  stop(): void;
  /** @param rate 0.5–2 at the same pitch; @param volume 0–1 */
  adjust(rate: number, volume: number): void;
}

export interface Manner {
  readonly rate: number;
  readonly volume: number;
  readonly onWord: (word: WordAt) => void;
}

export type Voice = (text: string, manner: Manner) => Playing;

export interface TimedWord extends WordAt {
  /** Milliseconds from the start of the text, at rate 1. */
  readonly start: number;
}

/** 120 words a minute (experience.md), long words longer. */
const MS_A_WORD = 270;
const MS_A_LETTER = 48;

/** Timings where the voice gives none. */
export function estimateWords(text: string): { readonly words: readonly TimedWord[]; readonly ms: number } {
  let at = 0;
  const words = [...text.matchAll(/\S+/g)].map((match): TimedWord => {
    const word = { start: at, from: match.index, to: match.index + match[0].length };
    at += MS_A_WORD + MS_A_LETTER * match[0].length;
    return word;
  });
  return { words, ms: at };
}

/** The next word may be due sooner than its distance says: the voice can be made faster meanwhile. */
const FASTEST = 2;
const LOOK_AT_LEAST_MS = 8;
/** A voice that pauses does not say when it goes on. */
const LOOK_AT_MOST_MS = 50;

/**
 * Calls `onWord` as the clock passes each word. Looks when the next one is due, not at every frame: a page that asks for
 * frames is drawn sixty times a second, also where nothing changes, and answers a touch later for it.
 * @param position milliseconds into the text, or null when ended
 */
export function followWords(
  words: readonly TimedWord[],
  position: () => number | null,
  onWord: (word: WordAt) => void,
): () => void {
  let next = 0;
  let timer = 0;
  const look = (): void => {
    const at = position();
    if (at === null) return;
    let current: TimedWord | undefined;
    for (let word = words[next]; word !== undefined && word.start <= at; word = words[next]) {
      current = word;
      next += 1;
    }
    if (current !== undefined) onWord({ from: current.from, to: current.to });
    const due = words[next];
    if (due === undefined) return;
    const wait = (due.start - at) / FASTEST;
    timer = window.setTimeout(look, Math.min(LOOK_AT_MOST_MS, Math.max(LOOK_AT_LEAST_MS, wait)));
  };
  look();
  return () => clearTimeout(timer);
}
