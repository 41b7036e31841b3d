/** The guide on the stage: our character, whose mouth moves with what is said and is still otherwise. */
import { useEffect, useState } from 'react';
import { Character, type PoseName } from './character/Character.tsx';
import { useSpeech } from './speech/queue.ts';

const STEP_MS = 110;
/** Openness of the mouth while speaking, one step after another. */
const MOUTH = [0.25, 0.8, 0.45, 1, 0.35, 0.7] as const;

export function Guide({ pose }: { readonly pose: PoseName }) {
  const speaking = useSpeech((state) => state.status === 'speaking' && state.word !== null);
  const still = useReducedMotion();
  const [step, setStep] = useState(0);
  useEffect(() => {
    if (!speaking) return;
    const timer = setInterval(() => setStep((before) => before + 1), STEP_MS);
    return () => clearInterval(timer);
  }, [speaking]);
  const mouth = speaking ? (MOUTH[step % MOUTH.length] ?? 0) : 0;
  return (
    <div className="guide" aria-hidden="true">
      <Character pose={pose} mouth={mouth} still={still} />
    </div>
  );
}

export function useReducedMotion(): boolean {
  const query = '(prefers-reduced-motion: reduce)';
  const [reduced, setReduced] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = (): void => setReduced(list.matches);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, []);
  return reduced;
}
