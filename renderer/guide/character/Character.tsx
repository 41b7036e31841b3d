/**
 * Bo, the guide: a soft round being of our own, nobody's age, gender, skin or faith.
 *
 * The name is short, has sounds that Dutch, English, Turkish, Arabic, Polish and Ukrainian all have, is given to anyone
 * in the Netherlands, and has no religious or ethnic meaning in them that we know of; in Polish and Ukrainian "bo" is the
 * everyday word for "because", which suits one who explains. Reviewers of a language pack are asked to confirm this.
 *
 * Kind in the same measure whatever was chosen: quiet joy is closed eyes and two hands together, never a cheer
 * (issue: no nudge). Decoration to a screen reader: all that Bo says stands in the speech panel.
 */
import './character.css';
import { memo } from 'react';
import { Arm } from './Arm.tsx';
import { Face } from './Face.tsx';
import { POSE, type PoseName } from './poses.ts';

export type { PoseName };

export interface CharacterProps {
  readonly pose: PoseName;
  /** Openness of the mouth, 0 (closed, smiling) to 1. */
  readonly mouth: number;
  /** The eyes close and open again once. */
  readonly blinks: boolean;
}

export function Character({ pose, mouth, blinks }: CharacterProps) {
  const { left, right, tilt, look, eyes, brows, around } = POSE[pose];
  return (
    <svg
      className={blinks ? 'bo bo-blinks' : 'bo'}
      viewBox="0 0 260 330"
      width="100%"
      height="100%"
      preserveAspectRatio="xMidYMax meet"
      aria-hidden="true"
      focusable="false"
    >
      <ellipse className="bo-shade" cx="130" cy="317" rx="92" ry="10" />
      {left.front ? null : <Arm pose={left} side="left" />}
      {right.front ? null : <Arm pose={right} side="right" />}
      <Body />
      <g transform={`rotate(${tilt} 130 176)`}>
        <path className="bo-face" d={HEAD} />
        <path className="bo-accent" d={HAIR} />
        <Face look={look} eyes={eyes} brows={brows} mouth={mouth} />
      </g>
      {left.front ? <Arm pose={left} side="left" /> : null}
      {right.front ? <Arm pose={right} side="right" /> : null}
      {around === 'thoughts' ? <Thoughts /> : null}
      {around === 'sparks' ? <Sparks /> : null}
    </svg>
  );
}

const HEAD = 'M130 38 C184 38 213 66 213 108 C213 152 180 178 130 178 C80 178 47 152 47 108 C47 66 76 38 130 38 Z';

/** A swept tuft, in the colour of the collar: like nobody's hair. */
const HAIR =
  'M57 76 C62 52 86 38 118 37 C112 28 114 17 124 10 C126 22 136 28 148 29 C178 34 197 52 204 77 C188 77 168 69 152 53 C134 68 96 79 57 76 Z';

/** A jumper with a rolled collar, a pocket with a paper in it, and two small feet. */
const Body = memo(function Body() {
  return (
    <g>
      <path className="bo-cloth" d="M104 286 V306 M156 286 V306" />
      <path className="bo-accent" d="M80 316 C80 302 92 298 106 298 C120 298 126 306 126 316 Z" />
      <path className="bo-accent" d="M180 316 C180 302 168 298 154 298 C140 298 134 306 134 316 Z" />
      <path
        className="bo-cloth"
        d="M94 168 C76 192 66 226 68 264 C69 288 82 298 106 298 H154 C178 298 191 288 192 264 C194 226 184 192 166 168 Z"
      />
      <path className="bo-accent" d="M88 172 C86 194 106 203 130 203 C154 203 174 194 172 172 Z" />
      <path className="bo-paper" d="M118 240 L121 222 L150 227 L148 244 Z" />
      <path className="bo-line bo-thin" d="M128 232 L141 234" />
      <path className="bo-pocket" d="M105 238 H155 V256 C155 270 147 277 137 277 H123 C113 277 105 270 105 256 Z" />
    </g>
  );
});

function Thoughts() {
  return (
    <g>
      <circle className="bo-paper" cx="212" cy="52" r="6" />
      <circle className="bo-paper" cx="228" cy="34" r="8.5" />
      <circle className="bo-paper" cx="243" cy="13" r="11" />
    </g>
  );
}

/** Quiet joy: a few small lights. */
function Sparks() {
  return (
    <g className="bo-glow">
      <path d={light(28, 104, 15)} />
      <path d={light(232, 104, 15)} />
      <path d={light(40, 58, 10)} />
      <path d={light(220, 58, 10)} />
    </g>
  );
}

const light = (x: number, y: number, r: number): string =>
  `M${x} ${y - r} Q${x} ${y} ${x + r} ${y} Q${x} ${y} ${x} ${y + r} Q${x} ${y} ${x - r} ${y} Q${x} ${y} ${x} ${y - r} Z`;
