/** The voice of the operating system or browser, where one for the language is installed. */
import { estimateWords, followWords, type Voice } from './voice.ts';

/** Some systems never report an end: this long after the expected one it counts as ended. */
const GRACE_MS = 4000;

/** @returns null when there is no voice of this machine for the language */
export function systemVoice(language: string): Voice | null {
  if (typeof speechSynthesis === 'undefined') return null;
  const voice = speechSynthesis
    .getVoices()
    // A voice in the network would carry the words off the device.
    .find((candidate) => candidate.localService && candidate.lang.toLowerCase().startsWith(language.toLowerCase()));
  if (voice === undefined) return null;
  return (text, manner) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = manner.rate;
    said.volume = manner.volume;
    const { words, ms } = estimateWords(text);
    let started = performance.now();
    let exact = false;
    let end: (how: 'ended' | 'failed' | 'stopped') => void = () => {};
    const stopFollowing = followWords(
      words,
      () => (exact ? null : (performance.now() - started) * manner.rate),
      manner.onWord,
    );
    const done = new Promise<'ended' | 'failed' | 'stopped'>((resolve) => (end = resolve));
    const late = setTimeout(() => end('ended'), ms / manner.rate + GRACE_MS);
    void done.then(() => {
      clearTimeout(late);
      stopFollowing();
    });
    said.addEventListener('start', () => (started = performance.now()));
    said.addEventListener('boundary', (event) => {
      if (event.name !== 'word') return;
      exact = true;
      const word = words.find(({ to }) => to > event.charIndex);
      if (word !== undefined) manner.onWord({ from: word.from, to: word.to });
    });
    said.addEventListener('end', () => end('ended'));
    said.addEventListener('error', (event) => end(event.error === 'canceled' ? 'stopped' : 'failed'));
    speechSynthesis.speak(said);
    return {
      done,
      pause: () => speechSynthesis.pause(),
      resume: () => speechSynthesis.resume(),
      stop() {
        end('stopped');
        speechSynthesis.cancel();
      },
      // A running utterance cannot change; the next one does.
      adjust: () => {},
    };
  };
}
