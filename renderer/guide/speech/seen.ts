/** Whether what is drawn is seen. What is only drawn beforehand says nothing, hears nothing and takes no focus. */
import { createContext, useContext } from 'react';
import { useSpeech, type SpeechState } from './queue.ts';

export const Seen = createContext(true);

/** As when it is seen: its texts are about to be said. */
const BEFOREHAND = { status: 'speaking', key: null, word: null } as const;

/** What is being said, for who shows it: nothing yet where it is not seen. */
export function useSaid<T>(pick: (said: Pick<SpeechState, 'status' | 'key' | 'word'>) => T): T {
  const seen = useContext(Seen);
  return useSpeech((state) => pick(seen ? state : BEFOREHAND));
}
