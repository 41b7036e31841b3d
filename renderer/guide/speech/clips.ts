/** Plays the clips that ship with the kiosk, or a site's own recordings, with their word timings. */
import { speechKeyText, type SpeechIndex } from '../../../shared/script/speech.ts';
import { followWords, type Voice } from './voice.ts';

/** @returns the clip's name: the first 32 hex digits of SHA-256 over language and text */
async function clipHash(language: string, text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(speechKeyText(language, text)));
  return [...new Uint8Array(bytes)]
    .slice(0, 16)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** A clip that has not started after this long counts as failed (U16: speech starts within 500 ms where it can). */
const START_MS = 3000;

/**
 * The first sound of a page opens the sound card and the decoder, which takes some hundred milliseconds: done without a
 * sound, before anybody listens (U16).
 */
export function openSound({ status, language, clips }: SpeechIndex): void {
  const [clip] = Object.values(clips);
  if (clip === undefined) return;
  const audio = new Audio(addressOf(status, language, clip.file));
  audio.volume = 0;
  audio.addEventListener('playing', () => audio.pause(), { once: true });
  // Without sound there is nothing to open; the voice itself finds its way then.
  audio.play().catch(() => {});
}

const addressOf = (status: SpeechIndex['status'], language: string, file: string): string =>
  `/${status === 'recorded' ? 'voice' : 'speech'}/${language}/${file}`;

export function clipVoice(index: SpeechIndex): Voice {
  return (text, manner) => {
    const audio = new Audio();
    audio.preload = 'auto';
    let stopFollowing = (): void => {};
    let end: (how: 'ended' | 'failed' | 'stopped') => void = () => {};
    const adjust = (rate: number, volume: number): void => {
      audio.preservesPitch = true;
      audio.playbackRate = rate;
      audio.volume = volume;
    };
    const done = new Promise<'ended' | 'failed' | 'stopped'>((resolve) => {
      end = (how) => {
        stopFollowing();
        audio.pause();
        resolve(how);
      };
    });
    const late = setTimeout(() => end('failed'), START_MS);
    audio.addEventListener('playing', () => clearTimeout(late), { once: true });
    audio.addEventListener('ended', () => end('ended'));
    audio.addEventListener('error', () => end('failed'));
    void done.then(() => clearTimeout(late));
    let over = false;
    void done.then(() => (over = true));
    void clipHash(index.language, text).then((hash) => {
      const clip = index.clips[hash];
      if (clip === undefined) return end('failed');
      if (over) return;
      audio.src = addressOf(index.status, index.language, clip.file);
      adjust(manner.rate, manner.volume);
      stopFollowing = followWords(clip.words, () => audio.currentTime * 1000, manner.onWord);
      audio.play().catch(() => end('failed'));
    });
    return {
      done,
      pause: () => audio.pause(),
      resume: () => void audio.play().catch(() => end('failed')),
      stop: () => end('stopped'),
      adjust,
    };
  };
}
