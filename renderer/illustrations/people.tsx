/** People of no particular group: a head, a friendly look, a body in a colour of the theme. */
import type { ReactNode } from 'react';
import { At, type Place } from './parts.tsx';

export interface PersonProps extends Place {
  readonly hair?: 'short' | 'long' | 'curly' | 'none';
  readonly wears?: 'cloth' | 'paper' | 'soft' | 'accent';
  readonly children?: ReactNode;
}

const HAIR = {
  short: 'M-14.6 -44 C-17 -62 -4 -67 3 -65 C13 -65 17 -55 14.6 -45 C11 -51 5 -53 -1 -54 C-6 -53 -11 -51 -14.6 -44 Z',
  long: 'M-14 -30 C-20 -40 -18 -65 0 -65 C18 -65 20 -40 14 -30 C14 -40 15 -46 12 -51 C4 -49 -6 -50 -10 -54 C-14 -50 -14 -40 -14 -30 Z',
  curly:
    'M-14 -43 C-21 -46 -19 -56 -13 -57 C-13 -65 -3 -68 0 -64 C4 -69 14 -65 13 -58 C20 -56 20 -46 14 -43 C13 -49 9 -52 5 -51 C1 -49 -4 -49 -7 -52 C-11 -52 -13 -48 -14 -43 Z',
  none: '',
} as const;

/** A person to the waist. Origin: the middle of the foot of the drawing; 48 wide, 66 high. */
export function Person({ x, y, s = 1, hair = 'short', wears = 'cloth', children }: PersonProps) {
  return (
    <At x={x} y={y} s={s}>
      <path className={`art-${wears}`} d="M-24 0 V-8 C-24 -21 -14 -26 0 -26 C14 -26 24 -21 24 -8 V0 Z" />
      <path className="art-skin" d="M-6 -32 V-25 Q0 -18 6 -25 V-32 Z" />
      <circle className="art-skin" cx="0" cy="-46" r="15" />
      {HAIR[hair] === '' ? null : <path className="art-ink" d={HAIR[hair]} />}
      <circle className="art-ink" cx="-5" cy="-44.5" r="2" />
      <circle className="art-ink" cx="5" cy="-44.5" r="2" />
      <path className="art-line art-thin" d="M-4.6 -38.6 Q0 -34.8 4.6 -38.6" />
      {children}
    </At>
  );
}

/** A doctor: a white coat and a stethoscope. */
export function Doctor(props: Omit<PersonProps, 'wears' | 'children'>) {
  return (
    <Person {...props} wears="paper">
      <path className="art-line art-thin" d="M0 -20 V0" />
      <path className="art-line art-thin" d="M-10 -25 C-11 -16 -8 -12 -12 -8" />
      <path className="art-line art-thin" d="M10 -25 C11 -18 11 -16 11 -13" />
      <circle className="art-accent art-thin" cx="11" cy="-9" r="4" />
    </Person>
  );
}

/** Someone who works here: a badge on a ribbon. */
export function StaffMember(props: Omit<PersonProps, 'children'>) {
  return (
    <Person {...props}>
      <path className="art-line art-thin" d="M-9 -25 L0 -12 L9 -25" />
      <rect className="art-paper art-thin" x="-7" y="-13" width="14" height="10" rx="2" />
      <path className="art-line art-thin" d="M-2.5 -8 H2.5" />
    </Person>
  );
}
