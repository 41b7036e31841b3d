/** Says the texts of a screen, and what the person touches. */
import { useContext, useEffect, useMemo, useRef } from 'react';
import type { Utterance } from '../guide/speech/queue.ts';
import { useSpeech } from '../guide/speech/queue.ts';
import { Seen } from '../guide/speech/seen.ts';
import type { Words } from '../state/kiosk.ts';
import { usePreferences, RATES, VOLUMES } from '../state/preferences.ts';

/** Texts of the controls and of their groups, in reading order, each once: to say them after the words. */
export function controlsIn(element: Element | null): readonly Utterance[] {
  const labels = [...(element?.querySelectorAll('.button-label, legend') ?? [])].map(
    (label) => label.textContent ?? '',
  );
  return [...new Set(labels)].map((text) => ({ key: `control.${text}`, text }));
}

export interface Speaking {
  /** Says everything of the screen again, and then what else there is on it. */
  readonly again: (also: readonly Utterance[]) => void;
  /** Says these only, e.g. the answer that was touched. */
  readonly say: (what: readonly Utterance[]) => void;
}

/**
 * Speaks when the screen changes, or is seen.
 * @param key names the screen; @param detail changes when its texts do, without being another screen
 */
export function useSpeaking(words: Words, key: string, what: readonly Utterance[]): Speaking {
  const { rate, volume } = usePreferences();
  const seen = useContext(Seen);
  const said = useRef<string | null>(null);
  const latest = useRef(what);
  latest.current = what;
  const speaker = useMemo(() => ({ language: words.pack.language, index: words.speech }), [words]);
  const texts = what.map(({ text }) => text).join('\n');
  useEffect(() => useSpeech.getState().adjust(RATES[rate] ?? 1, VOLUMES[volume] ?? 1), [rate, volume]);
  useEffect(() => {
    if (!seen) {
      said.current = null;
      return;
    }
    const { say, sayAfter } = useSpeech.getState();
    // News about the same screen (kept → sent → confirmed) waits for its turn; a new screen is said at once.
    if (said.current === key) sayAfter(speaker, latest.current);
    else say(speaker, latest.current);
    said.current = key;
  }, [key, texts, speaker, seen]);
  return useMemo(
    () => ({
      again: (also) => useSpeech.getState().say(speaker, [...latest.current, ...also]),
      say: (some) => useSpeech.getState().say(speaker, some),
    }),
    [speaker],
  );
}
