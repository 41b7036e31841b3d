/**
 * Bo, the guide: a round, calm figure with two small leaves, without age, origin or belief. The name is one syllable that all six languages can
 * say. One drawing; a pose moves the arms, the brows and the tilt of the head. It is still while it is silent.
 */
import type { POSES } from '../../../shared/script/pack.ts';
import '../../illustrations/art.css';

export type PoseName = (typeof POSES)[number];

interface Pose {
  /** Arms from the shoulder to the hand: left and right as seen. */
  readonly left: string;
  readonly right: string;
  readonly hands: readonly [readonly [number, number], readonly [number, number]];
  /** Degrees. */
  readonly tilt: number;
  readonly brows: string;
  /** Where the eyes look, from the middle. */
  readonly eyes: readonly [number, number];
}

const POSE: Readonly<Record<PoseName, Pose>> = {
  greets: {
    left: 'M62 222q-30 26-26 58',
    right: 'M178 222q42-22 38-82',
    hands: [
      [36, 284],
      [216, 132],
    ],
    tilt: -3,
    brows: 'M86 92q10-8 20-2M134 90q10-6 20 2',
    eyes: [0, 0],
  },
  explains: {
    left: 'M62 222q-38 8-42-34',
    right: 'M178 222q38 8 42-34',
    hands: [
      [20, 182],
      [220, 182],
    ],
    tilt: 0,
    brows: 'M86 92q10-6 20-1M134 91q10-5 20 1',
    eyes: [0, 0],
  },
  listens: {
    left: 'M62 222q-22 50 34 62',
    right: 'M178 222q22 50-34 62',
    hands: [
      [100, 286],
      [140, 286],
    ],
    tilt: 5,
    brows: 'M86 92q10-7 20-2M134 90q10-5 20 2',
    eyes: [0, 1],
  },
  thinks: {
    left: 'M62 222q-22 50 34 62',
    right: 'M178 222q26 20-22-26',
    hands: [
      [100, 286],
      [152, 190],
    ],
    tilt: 6,
    brows: 'M86 90q10-6 20 0M134 86q10-6 20 2',
    eyes: [4, -5],
  },
  celebrates: {
    left: 'M62 222q-46-14-40-68',
    right: 'M178 222q46-14 40-68',
    hands: [
      [22, 146],
      [218, 146],
    ],
    tilt: 0,
    brows: 'M86 90q10-8 20-2M134 88q10-6 20 2',
    eyes: [0, 0],
  },
  points: {
    left: 'M62 222q-26 26-24 58',
    right: 'M178 222q32 4 48-20',
    hands: [
      [38, 284],
      [230, 198],
    ],
    tilt: 2,
    brows: 'M86 92q10-7 20-2M134 90q10-5 20 2',
    eyes: [5, 2],
  },
};

export interface CharacterProps {
  readonly pose: PoseName;
  /** Openness of the mouth, 0 closed to 1. */
  readonly mouth: number;
  /** Nothing moves but the mouth. */
  readonly still: boolean;
}

export function Character({ pose, mouth, still }: CharacterProps) {
  const { left, right, hands, tilt, brows, eyes } = POSE[pose];
  return (
    <svg
      viewBox="0 0 250 330"
      preserveAspectRatio="xMidYMax meet"
      aria-hidden="true"
      focusable="false"
      className={still ? 'art-still' : undefined}
    >
      <ellipse className="art-ground" cx="120" cy="318" rx="100" ry="11" />
      <path className="art-cloth" d="M44 318q-2-140 76-140t76 140z" />
      <path className="art-paper" d="M92 184q28 26 56 0-6-8-28-8t-28 8z" />
      <circle className="art-accent" cx="120" cy="228" r="5" />
      <circle className="art-accent" cx="120" cy="254" r="5" />
      <g className="art-move" style={{ transform: `rotate(${tilt}deg)`, transformOrigin: '120px 180px' }}>
        <path className="bo-face" d="M120 34q76 0 76 72 0 72-76 72t-76-72q0-72 76-72z" />
        <path className="art-line" d="M120 34V16" />
        <path className="art-cloth" d="M120 18q-4-16-24-14 2 18 24 14zM120 18q4-16 24-14-2 18-24 14z" />
        <circle className="bo-cheek" cx="76" cy="134" r="13" />
        <circle className="bo-cheek" cx="164" cy="134" r="13" />
        <path className="art-line" d={brows} />
        <ellipse className="art-ink" cx={96 + eyes[0]} cy={110 + eyes[1]} rx="6" ry="7.500" />
        <ellipse className="art-ink" cx={144 + eyes[0]} cy={110 + eyes[1]} rx="6" ry="7.500" />
        <Mouth open={mouth} />
      </g>
      <path className="bo-arm-ink" d={left} />
      <path className="bo-arm" d={left} />
      <path className="bo-arm-ink" d={right} />
      <path className="bo-arm" d={right} />
      {hands.map(([x, y]) => (
        <circle key={`${x}.${y}`} className="bo-hand" cx={x} cy={y} r="15" />
      ))}
    </svg>
  );
}

function Mouth({ open }: { readonly open: number }) {
  if (open <= 0.05) return <path className="art-line" d="M100 142q20 16 40 0" />;
  const depth = 10 + 18 * Math.min(1, open);
  return <path className="art-ink" d={`M102 142q18 ${4 - open * 3} 36 0q-4 ${depth} -18 ${depth}t-18-${depth}z`} />;
}
