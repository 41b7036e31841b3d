/**
 * Two stages: one is seen; on the other, when there is time, what follows is drawn beforehand. Going on then only has to show
 * it (experience.md U16: the next screen within a tenth of a second, on a slow machine too).
 */
import { startTransition, useEffect, useState } from 'react';
import type { InterviewView } from '../../shared/interview/view.ts';
import { afterPaint, whenQuiet } from '../design/painted.ts';
import { placeOf, type Words } from '../state/kiosk.ts';

export const STAGES = [0, 1] as const;
type StageNumber = (typeof STAGES)[number];

/** A screen, in the words of its own language. */
interface Drawn {
  readonly view: InterviewView;
  readonly words: Words;
}

interface Stages {
  /** Which of the two is seen. */
  readonly seen: StageNumber;
  /** What stands on each; null: nothing yet. */
  readonly drawn: Readonly<Record<StageNumber, Drawn | null>>;
}

const other = (stage: StageNumber): StageNumber => (stage === 0 ? 1 : 0);
/** Two revisions can look the same. */
const contentOf = (view: InterviewView): string => JSON.stringify({ ...view, revision: 0 });
const shows = (drawn: Drawn | null, view: InterviewView): boolean =>
  drawn !== null && contentOf(drawn.view) === contentOf(view);

function withNow(stages: Stages, now: Drawn): Stages {
  const { seen, drawn } = stages;
  if (shows(drawn[seen], now.view)) return stages;
  const before = drawn[seen]?.view;
  // News about the place where somebody is belongs on the stage they see.
  const elsewhere = before === undefined || placeOf(before) !== placeOf(now.view);
  return elsewhere && shows(drawn[other(seen)], now.view)
    ? { seen: other(seen), drawn }
    : { seen, drawn: { ...drawn, [seen]: now } };
}

/** @param ahead what going on would show; null where that is not known */
export function useStages(view: InterviewView, ahead: InterviewView | null, words: Words): Stages {
  const [before, setStages] = useState<Stages>({ seen: 0, drawn: { 0: { view, words }, 1: null } });
  const stages = withNow(before, { view, words });
  if (stages !== before) setStages(stages);
  const missing = ahead !== null && !shows(stages.drawn[other(stages.seen)], ahead);
  useEffect(() => {
    if (!missing) return;
    const draw = (): void =>
      startTransition(() =>
        setStages(({ seen, drawn }) => ({ seen, drawn: { ...drawn, [other(seen)]: { view: ahead, words } } })),
      );
    let forget = afterPaint(() => (forget = whenQuiet(draw)));
    return () => forget();
  }, [missing, ahead, words]);
  return stages;
}
