/** The guide on the stage: our character, whose mouth moves with what is said and is still otherwise. */
import { useContext, useEffect, useRef, useState } from 'react';
import { afterPaint } from '../design/painted.ts';
import { Character, type PoseName } from './character/Character.tsx';
import { Seen, useSaid } from './speech/seen.ts';

const STEP_MS = 110;
/** How long the eyes stay open, and how long a blink takes (character.css). */
const OPEN_MS = 6700;
const BLINK_MS = 300;
const NOD = [{}, { transform: 'translateY(2%)' }, {}];
const NOD_MS = 240;
/** Openness of the mouth while speaking, one step after another. */
const MOUTH = [0.25, 0.8, 0.45, 1, 0.35, 0.7] as const;

export function Guide({ pose }: { readonly pose: PoseName }) {
  const seen = useContext(Seen);
  const speaking = useSaid((state) => state.status === 'speaking' && state.word !== null);
  const still = useReducedMotion();
  const [step, setStep] = useState(0);
  useEffect(() => {
    if (!speaking) return;
    const timer = setInterval(() => setStep((before) => before + 1), STEP_MS);
    return () => clearInterval(timer);
  }, [speaking]);
  const mouth = speaking ? (MOUTH[step % MOUTH.length] ?? 0) : 0;
  const blinks = useBlinks(seen && !still);
  const guide = useRef<HTMLDivElement>(null);
  const nods = seen && !still;
  // A small nod with another screen: the whole picture moves, which costs no drawing, and after the screen is there.
  useEffect(() => (nods ? afterPaint(() => guide.current?.animate(NOD, NOD_MS)) : undefined), [pose, nods]);
  return (
    <div className="guide" aria-hidden="true" ref={guide}>
      <Character pose={pose} mouth={mouth} blinks={blinks} />
    </div>
  );
}

/** By the clock: an animation without end would have the page drawn at every frame, and answer a touch later for it. */
function useBlinks(lively: boolean): boolean {
  const [blinks, setBlinks] = useState(false);
  useEffect(() => {
    if (!lively) return setBlinks(false);
    const timer = setTimeout(() => setBlinks(!blinks), blinks ? BLINK_MS : OPEN_MS);
    return () => clearTimeout(timer);
  }, [lively, blinks]);
  return blinks;
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
