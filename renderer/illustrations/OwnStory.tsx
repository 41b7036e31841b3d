/**
 * "This is what your choice means": how it works, played with the person's own answers. One story after another, along
 * with the sentence that tells it; all of them at once, each at its end, when nothing may move.
 */
import { useEffect, useState } from 'react';
import type { HolderCategory } from '../../shared/consent/catalogue.ts';
import { HowItWorks } from './HowItWorks.tsx';

export interface Story {
  readonly holder: HolderCategory;
  readonly answer: 'share' | 'not-share';
}

export interface OwnStoryProps {
  readonly stories: readonly Story[];
  /** Index of the story whose sentence is said now; null: none, then they take turns. */
  readonly told: number | null;
  readonly still: boolean;
}

const STEP_MS = 1100;
const LAST_STEP = 4;
/** The end of a story stays this many steps. */
const REST_STEPS = 4;

export function OwnStory({ stories, told, still }: OwnStoryProps) {
  const [tick, setTick] = useState(0);
  useEffect(() => setTick(0), [told]);
  useEffect(() => {
    if (still) return;
    const timer = setInterval(() => setTick((before) => before + 1), STEP_MS);
    return () => clearInterval(timer);
  }, [still]);
  if (still)
    return (
      <div className="stories">
        {stories.map((story) => (
          <HowItWorks key={story.holder} {...story} step={LAST_STEP} still />
        ))}
      </div>
    );
  const long = LAST_STEP + 1 + REST_STEPS;
  // A story that is told stands at its end until the next sentence; otherwise they take turns.
  const at = told ?? Math.floor(tick / long) % stories.length;
  const step = told === null ? tick % long : tick;
  const story = stories[at] ?? stories[0];
  return story === undefined ? null : <HowItWorks {...story} step={Math.min(LAST_STEP, step)} still={false} />;
}
