/** What happens to a choice after it is made, and who is there to help. */
import type { ReactNode } from 'react';
import { At, type Place, ArrowHead, Blob, Bubble, Ground, QuestionMark, Register, Switch } from '../parts.tsx';
import { SmallHouse } from '../buildings.tsx';
import { Person, StaffMember } from '../people.tsx';

/** An envelope with a choice in it. Origin: its middle; 44 wide, 30 high. */
function Envelope({ x, y, s = 1 }: Place) {
  return (
    <At x={x} y={y} s={s}>
      <rect className="art-paper" x="-22" y="-15" width="44" height="30" rx="3" />
      <path className="art-line" d="M-21 -13 L0 4 L21 -13" />
    </At>
  );
}

/** The screen of the kiosk on its foot. Origin: the middle of its foot; 68 wide, 84 high. */
function Screen({ x, y, s = 1, children }: Place & { readonly children: ReactNode }) {
  return (
    <At x={x} y={y} s={s}>
      <path className="art-cloth" d="M-9 0 V-26 H9 V0 Z" />
      <path className="art-cloth" d="M-22 0 Q-22 -8 -14 -8 H14 Q22 -8 22 0 Z" />
      <rect className="art-accent" x="-36" y="-84" width="72" height="62" rx="7" />
      <rect className="art-paper" x="-28" y="-76" width="56" height="46" rx="3" />
      <At x={0} y={-53}>
        {children}
      </At>
    </At>
  );
}

export const MitzRegister = () => (
  <>
    <Blob />
    <Register x={80} y={61} s={1.12} />
  </>
);

export const DeviceKept = () => (
  <>
    <Blob />
    <Screen x={80} y={106} s={1.1}>
      <Switch x={-10} y={-10} at="end" />
      <path className="art-line art-thin" d="M10 -10 H18" />
      <Switch x={-10} y={10} at="start" />
      <path className="art-line art-thin" d="M10 10 H18" />
    </Screen>
    <path
      className="art-paper"
      d="M114 54 C121 54 126 51 129 47 C132 51 137 54 144 54 V66 C144 78 136 84 129 87 C122 84 114 78 114 66 Z"
    />
    <circle className="art-ink" cx="129" cy="65" r="4" />
    <path className="art-line" d="M129 66 V74" />
    <Ground />
  </>
);

export const Sent = () => (
  <>
    <Blob />
    <Register x={122} y={66} s={0.86} />
    <path className="art-line art-way" d="M14 98 C34 104 50 92 52 72" />
    <Envelope x={50} y={48} s={1.15} />
    <Ground />
  </>
);

export const Confirmed = () => (
  <>
    <Blob />
    <Register x={70} y={61} s={1.1} />
    <circle className="art-accent" cx="116" cy="82" r="21" />
    <path className="art-on-accent art-bold" d="M106 83 L113 90 L127 75" />
  </>
);

export const Help = () => (
  <>
    <Blob />
    <StaffMember x={56} y={106} s={1.3} hair="short" wears="cloth" />
    <Bubble x={117} y={42} s={1.2} tail="left">
      <QuestionMark x={0} y={0} s={0.95} />
    </Bubble>
    <Ground />
  </>
);

export const Staff = () => (
  <>
    <Blob />
    <StaffMember x={80} y={88} s={1.2} hair="long" wears="cloth" />
    <path className="art-paper" d="M22 88 H138 V106 H22 Z" />
    <path className="art-cloth" d="M16 82 H144 V91 H16 Z" />
    <path className="art-accent" d="M36 82 V68 H54 V82 Z" />
    <path className="art-paper" d="M108 82 L112 66 H130 L126 82 Z" />
    <Ground />
  </>
);

export const HandOver = () => (
  <>
    <Blob />
    <StaffMember x={36} y={106} s={1.08} hair="short" wears="cloth" />
    <Person x={126} y={106} s={1.08} hair="curly" wears="soft" />
    <path className="art-line art-bold" d="M62 30 C74 20 90 20 100 28" />
    <ArrowHead x={101} y={29} turn={42} />
    <rect className="art-accent" x="60" y="56" width="42" height="34" rx="5" />
    <rect className="art-paper" x="66" y="62" width="30" height="22" rx="2" />
    <circle className="art-skin" cx="59" cy="82" r="7" />
    <circle className="art-skin" cx="103" cy="82" r="7" />
    <Ground />
  </>
);

export const ShieldPrivate = () => (
  <>
    <Blob />
    <path className="art-cloth" d="M76 106 V18 H138 V106 Z" />
    <path className="art-paper" d="M84 106 V26 H130 V106 Z" />
    <path className="art-line art-thin" d="M93 36 H121 V58 H93 Z M102 76 H121 V96 H93 V84" />
    <circle className="art-ink" cx="94" cy="70" r="4.5" />
    <path className="art-line" d="M94 70 V80" />
    <circle className="art-accent" cx="32" cy="70" r="14" />
    <circle className="art-paper" cx="29" cy="70" r="4.5" />
    <path className="art-line art-bold" d="M46 70 H76 M66 70 V79 M74 70 V77" />
    <Ground />
  </>
);

/** The insurer's office, its blinds down; the record is on the other side of a wall. */
export const NoInsurer = () => (
  <>
    <Blob />
    <path className="art-paper" d="M92 106 V38 H144 V106 Z" />
    <path className="art-cloth" d="M104 54 A14 14 0 0 1 132 54 Q127 50 122.7 54 Q118 50 113.3 54 Q109 50 104 54 Z" />
    <path className="art-line" d="M118 54 V64 A3.5 3.5 0 0 0 125 64" />
    <rect className="art-soft" x="101" y="76" width="34" height="20" rx="2" />
    <path className="art-line art-thin" d="M101 82.5 H135 M101 89.5 H135" />
    <path className="art-cloth" d="M68 106 V22 H82 V106 Z" />
    <path
      className="art-line art-thin"
      d="M68 38 H82 M68 54 H82 M68 70 H82 M68 86 H82 M75 22 V38 M75 54 V70 M75 86 V106"
    />
    <SmallHouse x={36} y={106} s={1.25} keeps />
    <Ground />
  </>
);

export const PrintedPaper = () => (
  <>
    <Blob />
    <path className="art-cloth" d="M30 62 Q30 54 38 54 H122 Q130 54 130 62 V96 Q130 102 124 102 H36 Q30 102 30 96 Z" />
    <path className="art-paper" d="M48 54 V16 H112 V54 Z" />
    <path className="art-line art-bold" d="M42 72 H118" />
    <path className="art-paper" d="M48 72 H112 V108 H48 Z" />
    <path className="art-line art-thin" d="M57 82 H82 M57 90 H82 M57 98 H74" />
    <path
      className="art-ink"
      d="M91 79 H97 V85 H91 Z M99 79 H105 V85 H99 Z M91 87 H97 V93 H91 Z M101 91 H105 V95 H101 Z M97 95 H101 V101 H97 Z"
    />
    <path className="art-line" d="M119 63 V63.1" />
  </>
);
