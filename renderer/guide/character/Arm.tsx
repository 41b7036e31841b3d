/** One sleeve and its hand. The outline is a wider stroke below the sleeve's own, so that any bend stays smooth. */
import { memo } from 'react';
import type { ArmPose } from './poses.ts';

const PALM = 'M-15 2 C-16 -14 -8 -22 1 -22 C11 -22 17 -14 16 1 C15 13 9 19 0 19 C-9 19 -14 13 -15 2 Z';
const THUMB = 'M-11 6 C-20 4 -26 -3 -24 -9 C-22 -14 -15 -12 -10 -4 Z';
const FINGER = 'M0 -12 V-34';

export const Arm = memo(function Arm({ pose, side }: { readonly pose: ArmPose; readonly side: 'left' | 'right' }) {
  const [x0, y0, x1, y1, x2, y2] = pose.curve;
  const sleeve = `M${x0} ${y0} Q${x1} ${y1} ${x2} ${y2}`;
  // Thumbs point to the body when hands rest, and up when palms show.
  const flip = side === 'left' ? -1 : 1;
  return (
    <g>
      <path className="bo-sleeve-edge" d={sleeve} />
      <path className="bo-sleeve" d={sleeve} />
      {pose.front ? <circle className="bo-seam" cx={x0} cy={y0} r="12.5" /> : null}
      <g transform={`translate(${x2} ${y2}) rotate(${pose.turn}) scale(${flip} 1)`}>
        <path className="bo-hand-edge" d={`${PALM} ${THUMB}`} />
        {pose.hand === 'finger' ? <path className="bo-finger-edge" d={FINGER} /> : null}
        <path className="bo-hand" d={`${PALM} ${THUMB}`} />
        {pose.hand === 'finger' ? <path className="bo-finger" d={FINGER} /> : null}
        {pose.hand === 'open' ? <path className="bo-line bo-thin" d="M-3 -20 V-11 M6 -20 V-11" /> : null}
      </g>
    </g>
  );
});
