/**
 * The one speech queue. What is said now is the only thing that is said; a new thing to say, or an act of the person,
 * ends it (experience.md U6). Each voice that fails is followed by the next: clips, the system's voice, silence.
 */
import { create } from 'zustand';
import type { SpeechIndex } from '../../../shared/script/speech.ts';
import { afterPaint } from '../../design/painted.ts';
import { clipVoice } from './clips.ts';
import { silentVoice } from './silent.ts';
import { systemVoice } from './system-voice.ts';
import type { Playing, Voice, WordAt } from './voice.ts';

export interface Utterance {
  /** Where the text stands on the screen, to light up its words. */
  readonly key: string;
  readonly text: string;
  /** Whose voice, when not that of the rest: the name of a language is said in that language. Asked when its turn comes. */
  readonly speaker?: () => Speaker | null;
}

export interface Speaker {
  readonly language: string;
  readonly index: SpeechIndex | null;
}

export interface SpeechState {
  readonly status: 'idle' | 'speaking' | 'paused';
  /** Key of what is being said. */
  readonly key: string | null;
  readonly word: WordAt | null;
  readonly rate: number;
  readonly volume: number;
  readonly say: (speaker: Speaker, what: readonly Utterance[]) => void;
  /** Says it after what is being said now: a change from outside never cuts a confirmation off. */
  readonly sayAfter: (speaker: Speaker, what: readonly Utterance[]) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  /** Its texts are about to go, others that are said at once come in their place: one drawing for both. */
  readonly breakOff: () => void;
  readonly adjust: (rate: number, volume: number) => void;
}

/** Between sentences (experience.md: 300–600 ms). */
const PAUSE_MS = 400;

export const useSpeech = create<SpeechState>((set, get) => {
  let turn = 0;
  let playing: Playing | null = null;
  let waiting: { readonly speaker: Speaker; readonly what: readonly Utterance[] } | null = null;

  const voicesFor = ({ language, index }: Speaker): readonly Voice[] => {
    const system = systemVoice(language);
    return [...(index === null ? [] : [clipVoice(index)]), ...(system === null ? [] : [system]), silentVoice];
  };
  const sayOne = async (voices: readonly Voice[], { key, text }: Utterance, mine: number): Promise<void> => {
    for (const voice of voices) {
      const { rate, volume } = get();
      set({ key, word: null });
      playing = voice(text, { rate, volume, onWord: (word) => turn === mine && set({ word }) });
      const how = await playing.done;
      if (how !== 'failed' || turn !== mine) return;
    }
  };
  const waitBetween = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const unpaused = async (): Promise<void> => {
    while (get().status === 'paused') await waitBetween();
  };
  const run = async (speaker: Speaker, what: readonly Utterance[]): Promise<void> => {
    const mine = (turn += 1);
    set({ status: 'speaking', key: null, word: null });
    // First the screen, then the voice: a word that sounds while the page is still being drawn would light up late.
    await new Promise<void>(afterPaint);
    await unpaused();
    for (const utterance of what) {
      if (turn !== mine) return;
      await sayOne(voicesFor(utterance.speaker?.() ?? speaker), utterance, mine);
      if (turn !== mine) return;
      set({ word: null });
      await waitBetween();
      await unpaused();
    }
    if (turn !== mine) return;
    playing = null;
    set({ status: 'idle', key: null, word: null });
    const next = waiting;
    waiting = null;
    if (next !== null) void run(next.speaker, next.what);
  };
  const halt = (): void => {
    turn += 1;
    waiting = null;
    playing?.stop();
    playing = null;
  };

  return {
    status: 'idle',
    key: null,
    word: null,
    rate: 1,
    volume: 1,
    say(speaker, what) {
      halt();
      void run(speaker, what);
    },
    sayAfter(speaker, what) {
      if (get().status === 'idle') void run(speaker, what);
      else waiting = { speaker, what };
    },
    pause() {
      if (get().status !== 'speaking') return;
      playing?.pause();
      set({ status: 'paused' });
    },
    resume() {
      if (get().status !== 'paused') return;
      playing?.resume();
      set({ status: 'speaking' });
    },
    stop() {
      halt();
      set({ status: 'idle', key: null, word: null });
    },
    breakOff() {
      halt();
      set({ status: 'speaking', key: null, word: null });
    },
    adjust(rate, volume) {
      set({ rate, volume });
      playing?.adjust(rate, volume);
    },
  };
});
