/** The shared parts of all pictures. Each is drawn around its own (0, 0) and put in place by `x`, `y` and `s` (scale). */
import type { ReactNode } from 'react';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly s?: number;
}

export function At({ x, y, s = 1, children }: Place & { readonly children: ReactNode }) {
  return <g transform={`translate(${x} ${y}) scale(${s})`}>{children}</g>;
}

/** The warm ground that every picture stands on. */
export function Blob() {
  return (
    <path
      className="art-blob"
      d="M10 66 C8 32 40 8 80 10 C122 8 152 32 150 66 C149 96 126 110 80 110 C34 110 11 96 10 66 Z"
    />
  );
}

export function Ground({ from = 10, to = 150, y = 106 }: { from?: number; to?: number; y?: number }) {
  return <path className="art-line" d={`M${from} ${y} H${to}`} />;
}

/** The equal-armed sign of care, on the accent. Origin: its middle. */
export function Plus({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-on-accent art-bold" d="M0 -5.5 V5.5 M-5.5 0 H5.5" />
    </At>
  );
}

/** A round sign with the sign of care. Origin: its middle; radius 12. */
export function CareSign({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <circle className="art-accent" r="12" />
      <Plus x={0} y={0} />
    </At>
  );
}

/** A record in a closed folder. Origin: the middle of its foot; 34 wide, 26 high. */
export function Folder({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <path
        className="art-accent"
        d="M-17 -22 Q-17 -26 -13 -26 H-6 L-2 -21.5 H13 Q17 -21.5 17 -17.5 V-4 Q17 0 13 0 H-13 Q-17 0 -17 -4 Z"
      />
      <Plus x={0} y={-10.4} s={0.9} />
    </At>
  );
}

/** A record in an open folder: papers look out. Origin as the closed one; 40 wide, 36 high. */
export function OpenFolder({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-accent" d="M-17 -24 Q-17 -27 -14 -27 H-7 L-3 -23 H12 Q15 -23 15 -20 V-2 H-17 Z" />
      <path className="art-paper" d="M-11 -4 V-35 H10 V-4 Z" />
      <path className="art-line art-thin" d="M-5.5 -28.5 H4.5 M-5.5 -23 H4.5" />
      <path
        className="art-accent"
        d="M-14 0 Q-16.5 0 -16.8 -2.5 L-19 -15 Q-19.4 -18 -16.4 -18 H16.6 Q19.6 -18 19 -15 L16.6 -2.5 Q16 0 13.6 0 Z"
      />
      <Plus x={0} y={-9} s={0.8} />
    </At>
  );
}

/** Origin: the middle of the sign; about 14 wide and 22 high. */
export function QuestionMark({ x, y, s = 1, on = 'art-line' }: Place & { readonly on?: string }) {
  return (
    <At x={x} y={y} s={s}>
      <path className={`${on} art-bold`} d="M-6 -5.5 A6.2 6.2 0 1 1 2.6 0.3 C0.6 1.2 0 2.4 0 4.6" />
      <path className={`${on} art-bold`} d="M0 10.6 V10.7" />
    </At>
  );
}

/** A speech bubble, 40 wide and 32 high around its middle; its tail points down to the left or the right. */
export function Bubble({ x, y, s = 1, tail, children }: Place & { tail: 'left' | 'right'; children?: ReactNode }) {
  return (
    <At x={x} y={y} s={s}>
      <g transform={tail === 'right' ? 'scale(-1 1)' : undefined}>
        <path
          className="art-paper"
          d="M-10 -17 H10 Q21 -17 21 -6 V3 Q21 14 10 14 H-3 L-13 23 L-12 14 Q-21 13 -21 3 V-6 Q-21 -17 -10 -17 Z"
        />
      </g>
      <At x={0} y={-1.5}>
        {children}
      </At>
    </At>
  );
}

/** An arrow's head. Origin: its tip; turned by `turn` degrees, 0 points right. */
export function ArrowHead({ x, y, turn = 0 }: { x: number; y: number; turn?: number }) {
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <path className="art-line art-bold" d="M-8 -7.5 L0 0 L-8 7.5" />
    </g>
  );
}

/** A small heart: care. Origin: its middle. */
export function Heart({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <path
        className="art-accent"
        d="M0 9 C-10 2 -12 -3 -10 -7 C-8 -11 -2 -10 0 -5.5 C2 -10 8 -11 10 -7 C12 -3 10 2 0 9 Z"
      />
    </At>
  );
}

/** A round tree. Origin: the foot of its trunk; 26 wide, 44 high. */
export function Tree({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-line" d="M0 0 V-26" />
      <path
        className="art-cloth"
        d="M0 -16 C-10 -16 -14 -23 -12 -30 C-11 -38 -6 -43 0 -43 C6 -43 11 -38 12 -30 C14 -23 10 -16 0 -16 Z"
      />
      <path className="art-line" d="M0 0 V-26 M0 -20 L5 -26" />
    </At>
  );
}

/** A small white cloud. Origin: its middle; 38 wide, 22 high. */
export function Cloud({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <path
        className="art-paper"
        d="M-11 11 C-21 11 -22 -1 -13 -3 C-12 -13 3 -15 7 -6 C14 -8 19 -3 17 2 C22 5 20 11 14 11 Z"
      />
    </At>
  );
}

/** A choice as a switch, which says nothing of what was chosen but its place. Origin: its middle; 24 wide. */
export function Switch({ x, y, s = 1, at }: Place & { readonly at: 'start' | 'end' }) {
  return (
    <At x={x} y={y} s={s}>
      <rect className="art-soft art-thin" x="-12" y="-6.5" width="24" height="13" rx="6.5" />
      <circle className="art-accent art-thin" cx={at === 'start' ? -5.5 : 5.5} cy="0" r="6.5" />
    </At>
  );
}

/** Mitz: a list of choices on a board, and nothing else. Origin: its middle; 64 wide, 80 high. */
export function Register({
  x,
  y,
  s = 1,
  rows = ['end', 'start', 'end'],
}: Place & { rows?: readonly ('start' | 'end')[] }) {
  return (
    <At x={x} y={y} s={s}>
      <rect className="art-cloth" x="-32" y="-38" width="64" height="78" rx="7" />
      <rect className="art-paper" x="-24" y="-28" width="48" height="61" rx="3" />
      <rect className="art-accent" x="-14" y="-44" width="28" height="13" rx="5" />
      {rows.map((at, row) => (
        <At key={`${row} ${at}`} x={0} y={-15 + row * 18}>
          <path className="art-line art-thin" d="M-17 0 H-8" />
          <Switch x={7} y={0} s={0.95} at={at} />
        </At>
      ))}
    </At>
  );
}
