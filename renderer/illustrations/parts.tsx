/** The shapes that the pictures share, so that a pharmacy, a folder and a person look the same everywhere. */
import type { ReactNode } from 'react';

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly scale?: number;
  readonly children?: ReactNode;
}

const at = ({ x, y, scale = 1 }: Placed): string => `translate(${x} ${y}) scale(${scale})`;

/** 160 × 120, the same for every picture. */
export function Picture({ children }: { readonly children: ReactNode }) {
  return (
    <svg viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      <ellipse className="art-ground" cx="80" cy="108" rx="74" ry="9" />
      {children}
    </svg>
  );
}

/** The record of a person at one care provider. 40 × 32, from its top left. */
export function Folder(place: Placed) {
  return (
    <g transform={at(place)}>
      <path className="art-soft" d="M0 5q0-4 4-4h11l5 6h16q4 0 4 4v17q0 4-4 4H4q-4 0-4-4z" />
      <path className="art-line" d="M20 14v11M14.500 19.500h11" />
    </g>
  );
}

/** A house of care, 50 × 62, standing on its lower left. */
export function House({ children, ...place }: Placed) {
  return (
    <g transform={at(place)}>
      <path className="art-paper" d="M3 0v-40l22-20 22 20V0z" />
      <path className="art-cloth" d="M-1-38l26-24 26 24-5 5-21-19-21 19z" />
      <path className="art-soft" d="M18 0v-18q0-3 3-3h8q3 0 3 3V0z" />
      {children}
    </g>
  );
}

/** A flat-roofed building, 60 × 72, standing on its lower left. */
export function Block({ children, ...place }: Placed) {
  return (
    <g transform={at(place)}>
      <path className="art-paper" d="M2 0v-68h56V0z" />
      <path className="art-cloth" d="M-2-68h64v-8H-2z" />
      <path className="art-soft" d="M22 0v-18h16V0z" />
      {children}
    </g>
  );
}

export function Plus(place: Placed) {
  return (
    <g transform={at(place)}>
      <path className="art-accent" d="M-4-12h8v8h8v8h-8v8h-8V4h-8v-8h8z" />
    </g>
  );
}

/** Head and shoulders, 44 × 60, standing on the middle of its base. `cloth` tells people apart. */
export function Person({
  cloth = 'cloth',
  children,
  ...place
}: Placed & { readonly cloth?: 'cloth' | 'paper' | 'soft' }) {
  return (
    <g transform={at(place)}>
      <path className={`art-${cloth}`} d="M-24 0q0-32 24-32T24 0z" />
      <circle className="art-skin" cx="0" cy="-44" r="15" />
      <circle className="art-ink" cx="-5" cy="-46" r="1.800" />
      <circle className="art-ink" cx="5" cy="-46" r="1.800" />
      <path className="art-line" strokeWidth="2" d="M-5-39q5 4 10 0" />
      {children}
    </g>
  );
}

/** A speech bubble around its middle, 44 × 34, its tail down. */
export function Bubble({ children, ...place }: Placed) {
  return (
    <g transform={at(place)}>
      <path className="art-paper" d="M-22-14q0-8 8-8h28q8 0 8 8v12q0 8-8 8H2l-8 8v-8h-8q-8 0-8-8z" />
      {children}
    </g>
  );
}

export function Question(place: Placed) {
  return (
    <g transform={at(place)}>
      <path className="art-line" d="M-5-9q0-6 6-6t6 6q0 4-6 7v3" />
      <circle className="art-ink" cx="1" cy="8" r="2.800" />
    </g>
  );
}

/** A tablet, 60 × 80, from its top left. */
export function Tablet({ children, ...place }: Placed) {
  return (
    <g transform={at(place)}>
      <rect className="art-cloth" width="60" height="80" rx="8" />
      <rect className="art-paper" x="7" y="8" width="46" height="58" rx="3" />
      <circle className="art-paper" cx="30" cy="73" r="2.500" />
      {children}
    </g>
  );
}
