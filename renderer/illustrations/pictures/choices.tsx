/**
 * The pictures of answers. Within each set the same things are drawn at the same size, with as much ink and colour, and
 * with the same warmth: only where the record is differs (experience.md U2). No ticks, crosses, red, green, locks or
 * warnings: none of the answers is the good one.
 */
import type { ReactNode } from 'react';
import { SmallHospital, SmallHouse, SmallPharmacy } from '../buildings.tsx';
import { ArrowHead, Blob, Bubble, Cloud, Folder, Ground, OpenFolder, QuestionMark, Tree } from '../parts.tsx';

const SPOTS = [30, 80, 130] as const;

/** What a set differs in: which places let the record out, and whether that is still a question. */
interface PlacesProps {
  readonly shares: readonly [boolean, boolean, boolean];
  readonly asks?: boolean;
}

/** The three places; above each its record, or a cloud when the record is inside. */
function Places({ shares: [house, pharmacy, hospital], asks = false }: PlacesProps) {
  const [left, middle, right] = SPOTS;
  return (
    <>
      <Blob />
      <SmallHouse x={left} y={106} s={1.04} keeps={!house} />
      <SmallPharmacy x={middle} y={106} s={1.04} keeps={!pharmacy} />
      <SmallHospital x={right} y={106} s={1.04} keeps={!hospital} />
      <Above x={left} y={34} shares={house} />
      {asks ? <Question x={middle} y={26} /> : <Above x={middle} y={30} shares={pharmacy} />}
      <Above x={right} y={34} shares={hospital} />
      <Ground from={4} to={156} />
    </>
  );
}

const Above = ({ x, y, shares }: { readonly x: number; readonly y: number; readonly shares: boolean }) =>
  shares ? <OpenFolder x={x} y={y + 4} s={0.84} /> : <Cloud x={x} y={y - 6} s={0.9} />;

const Question = ({ x, y }: { readonly x: number; readonly y: number }) => (
  <Bubble x={x} y={y} tail="left">
    <QuestionMark x={0} y={0} s={0.95} />
  </Bubble>
);

export const AllOwnProviders = () => <Places shares={[true, true, true]} />;
export const SomeProviders = () => <Places shares={[true, false, true]} />;
export const NoneProviders = () => <Places shares={[false, false, false]} />;
/** Not yet known: no record goes out, and a friendly question stands above. */
export const Unknown = () => <Places shares={[false, false, false]} asks />;

/** The place that has the record, a tree, the place that asks for it; between them what happens. */
function TwoPlaces({ keeps, children }: { readonly keeps: boolean; readonly children: ReactNode }) {
  return (
    <>
      <Blob />
      <SmallHouse x={35} y={106} s={1.26} keeps={keeps} />
      <Tree x={80} y={106} s={0.84} />
      <SmallHospital x={125} y={106} s={1.26} />
      {children}
      <Ground from={4} to={156} />
    </>
  );
}

/** The record goes, open, from the place that has it to the place that asks. */
export const Share = () => (
  <TwoPlaces keeps={false}>
    <path className="art-line art-way" d="M36 32 C40 18 50 11 62 9" />
    <path className="art-line art-bold" d="M104 10 C116 12 122 20 124 32" />
    <ArrowHead x={124} y={33} turn={80} />
    <OpenFolder x={80} y={44} s={0.96} />
  </TwoPlaces>
);

/** The record stays in the place that has it. */
export const NotShare = () => (
  <TwoPlaces keeps>
    <Cloud x={80} y={32} s={1.2} />
    <Cloud x={124} y={20} s={0.7} />
  </TwoPlaces>
);

/** The record is where it was, and a friendly question stands above. */
export const DontKnowYet = () => (
  <TwoPlaces keeps>
    <Question x={80} y={30} />
  </TwoPlaces>
);

/** One choice replaces the other, and back: the two are equal. */
export function ChoiceChanges() {
  return (
    <>
      <Blob />
      <Folder x={42} y={78} s={1.35} />
      <OpenFolder x={118} y={82} s={1.3} />
      <path className="art-line art-bold" d="M44 32 C60 14 100 14 115 27" />
      <ArrowHead x={116} y={28} turn={45} />
      <path className="art-line art-bold" d="M116 94 C100 110 60 110 45 95" />
      <ArrowHead x={44} y={94} turn={225} />
    </>
  );
}
