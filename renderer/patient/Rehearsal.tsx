/**
 * Draws every picture, and the letters of every language, once where nobody sees it, while staff are at the screen: what a
 * program draws for the first time takes longer, and the first person of the day would wait for it.
 */
import { useEffect, useState, type ReactNode } from 'react';
import type { KioskInfo } from '../../shared/contract/view.ts';
import { POSES } from '../../shared/script/pack.ts';
import { Character } from '../guide/character/Character.tsx';
import { HowItWorks } from '../illustrations/HowItWorks.tsx';
import { Illustration, ILLUSTRATIONS, isIllustration } from '../illustrations/Illustration.tsx';

const PICTURES: readonly ReactNode[] = [
  ...[0, 1, 2, 3, 4].map((step) => <HowItWorks key={step} step={step} answer={null} still />),
  ...POSES.map((pose) => <Character key={pose} pose={pose} mouth={1} blinks={false} />),
  ...Object.keys(ILLUSTRATIONS)
    .filter(isIllustration)
    .map((name) => <Illustration key={name} name={name} />),
];

/** Pictures that were drawn; the page keeps what it has learned, so once is enough. */
let drawn = 0;

export function Rehearsal({ languages }: Pick<KioskInfo, 'languages'>): ReactNode {
  const [at, setAt] = useState(drawn);
  useEffect(() => {
    drawn = at;
    if (at >= PICTURES.length) return;
    const next = requestIdleCallback(() => setAt(at + 1));
    return () => cancelIdleCallback(next);
  }, [at]);
  return at >= PICTURES.length ? null : (
    <div className="rehearsal" aria-hidden="true" inert>
      {PICTURES[at]}
      {languages.map(({ language, name, direction }) => (
        <b key={language} lang={language} dir={direction}>
          {name}
        </b>
      ))}
    </div>
  );
}
