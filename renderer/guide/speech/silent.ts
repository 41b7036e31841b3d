/** The last fallback: no sound, the words light up at the pace of speech. */
import { estimateWords, followWords, type Voice } from './voice.ts';

export const silentVoice: Voice = (text, manner) => {
  const { words, ms } = estimateWords(text);
  let rate = manner.rate;
  let from = performance.now();
  let before = 0;
  let paused = false;
  let timer = 0;
  let end: (how: 'ended' | 'stopped') => void = () => {};
  const position = (): number => (paused ? before : before + (performance.now() - from) * rate);
  const stopFollowing = followWords(words, position, manner.onWord);
  const schedule = (): void => {
    clearTimeout(timer);
    if (!paused) timer = window.setTimeout(() => end('ended'), Math.max(0, (ms - position()) / rate));
  };
  const rebase = (change: () => void): void => {
    before = position();
    from = performance.now();
    change();
    schedule();
  };
  const done = new Promise<'ended' | 'stopped'>((resolve) => {
    end = (how) => {
      clearTimeout(timer);
      stopFollowing();
      resolve(how);
    };
  });
  schedule();
  return {
    done,
    pause: () => rebase(() => (paused = true)),
    resume: () => rebase(() => (paused = false)),
    stop: () => end('stopped'),
    adjust: (next) => rebase(() => (rate = next)),
  };
};
