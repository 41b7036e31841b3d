/** Where Bo's parts are in each pose. Angles in degrees, lengths in units of the 260 × 330 drawing. */
import type { POSES } from '../../../shared/script/pack.ts';

export type PoseName = (typeof POSES)[number];

/** What a hand does: `open` shows its palm, `rest` hangs, `finger` points along its own up. */
type HandShape = 'open' | 'rest' | 'finger';

export interface ArmPose {
  /** Shoulder, bend and wrist: a quadratic curve. */
  readonly curve: readonly [number, number, number, number, number, number];
  readonly hand: HandShape;
  /** Turn of the hand; 0 is fingers up. */
  readonly turn: number;
  /** Before the head and the body, or behind them. */
  readonly front: boolean;
}

export interface Pose {
  /** Tilt of the head; clockwise is positive. */
  readonly tilt: number;
  /** Where the eyes look, from straight ahead. */
  readonly look: readonly [number, number];
  readonly eyes: 'open' | 'glad';
  /** How far the left and right brow are lifted. */
  readonly brows: readonly [number, number];
  readonly left: ArmPose;
  readonly right: ArmPose;
  /** Signs around the figure: thoughts, or quiet joy. */
  readonly around: 'thoughts' | 'sparks' | null;
}

const LEFT_REST: ArmPose = { curve: [90, 198, 56, 214, 58, 250], hand: 'rest', turn: 188, front: false };
const RIGHT_REST: ArmPose = { curve: [170, 198, 204, 214, 202, 250], hand: 'rest', turn: 172, front: false };

const CALM = {
  tilt: 0,
  look: [0, 0],
  eyes: 'open',
  brows: [0, 0],
  left: LEFT_REST,
  right: RIGHT_REST,
  around: null,
} as const satisfies Pose;

export const POSE: Record<PoseName, Pose> = {
  greets: {
    ...CALM,
    tilt: -3,
    brows: [2, 2],
    right: { curve: [168, 200, 228, 208, 230, 160], hand: 'open', turn: 12, front: false },
  },
  explains: {
    ...CALM,
    brows: [1, 1],
    left: { curve: [94, 200, 52, 244, 38, 206], hand: 'open', turn: -42, front: false },
    right: { curve: [166, 200, 208, 244, 222, 206], hand: 'open', turn: 42, front: false },
  },
  listens: {
    ...CALM,
    tilt: 6,
    look: [1, 1],
    brows: [3, 1],
    right: { curve: [168, 216, 238, 226, 216, 154], hand: 'open', turn: -14, front: true },
  },
  thinks: {
    ...CALM,
    tilt: -4,
    look: [5, -6],
    brows: [1, 5],
    right: { curve: [172, 226, 240, 254, 162, 198], hand: 'rest', turn: -36, front: true },
    around: 'thoughts',
  },
  celebrates: {
    ...CALM,
    eyes: 'glad',
    brows: [2, 2],
    left: { curve: [97, 222, 58, 256, 113, 246], hand: 'rest', turn: 52, front: true },
    right: { curve: [163, 222, 202, 256, 145, 242], hand: 'rest', turn: -52, front: true },
    around: 'sparks',
  },
  points: {
    ...CALM,
    tilt: 3,
    look: [6, 0],
    brows: [1, 3],
    right: { curve: [168, 200, 206, 238, 213, 206], hand: 'finger', turn: 62, front: false },
  },
};
