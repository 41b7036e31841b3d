/** What happens to a choice after it is made, and who is there to help. */
import type { ReactNode } from 'react';
import { At, type Place, ArrowHead, Blob, Bubble, Ground, QuestionMark, Register, Switch } from '../parts.tsx';
import { SmallHouse } from '../buildings.tsx';
import { Doctor, Person, StaffMember } from '../people.tsx';

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

/** A choice made before, with a doctor: the list already has a line, and the clock went on. */
export const EarlierChoice = () => (
  <>
    <Blob />
    <Doctor x={46} y={106} s={1.2} hair="short" />
    <Register x={108} y={68} s={0.9} rows={['end']} />
    <circle className="art-paper" cx="136" cy="32" r="17" />
    <path className="art-line" d="M136 22 V32 L143 37" />
    <Ground />
  </>
);

/** A screen at home with what was looked at, line by line, under a looking glass. */
export const SeeWhatHappened = () => (
  <>
    <Blob />
    <rect className="art-cloth" x="24" y="22" width="96" height="68" rx="7" />
    <rect className="art-paper" x="32" y="30" width="80" height="52" rx="3" />
    <circle className="art-accent art-thin" cx="43" cy="42" r="4" />
    <circle className="art-accent art-thin" cx="43" cy="56" r="4" />
    <circle className="art-accent art-thin" cx="43" cy="70" r="4" />
    <path className="art-line" d="M55 42 H96 M55 56 H82 M55 70 H74" />
    <path className="art-cloth" d="M12 92 H132 L138 106 H6 Z" />
    <path className="art-line art-bold" d="M121 87 L138 104" />
    <circle className="art-soft" cx="108" cy="72" r="19" />
    <path className="art-line art-thin" d="M96 72 Q108 60 120 72 Q108 84 96 72 Z" />
    <circle className="art-ink" cx="108" cy="72" r="4" />
  </>
);

/** A choice that is locked: what a person might think, and what is not so. */
export const ChoiceLocked = () => (
  <>
    <Blob />
    <path className="art-line art-bold" d="M60 58 V40 A20 20 0 0 1 100 40 V58" />
    <rect className="art-cloth" x="42" y="56" width="76" height="50" rx="8" />
    <Switch x={80} y={81} s={1.9} at="start" />
  </>
);

/** Another day: leaves of a calendar go by. */
export const Later = () => (
  <>
    <Blob />
    <rect className="art-paper" x="62" y="20" width="70" height="70" rx="5" />
    <rect className="art-paper" x="30" y="30" width="74" height="76" rx="6" />
    <path className="art-cloth" d="M30 50 V36 Q30 30 36 30 H98 Q104 30 104 36 V50 Z" />
    <path className="art-line art-bold" d="M49 23 V35 M85 23 V35" />
    <QuestionMark x={67} y={76} s={1.4} />
    <path className="art-line art-bold" d="M114 100 H144" />
    <ArrowHead x={146} y={100} />
  </>
);
