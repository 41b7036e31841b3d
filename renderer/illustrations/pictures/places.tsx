/** Places and people of care: one for each holder category of the catalogue. */
import { Blob, CareSign, Ground, Heart, Plus } from '../parts.tsx';
import { Doctor, Person } from '../people.tsx';

export function Pharmacy() {
  return (
    <>
      <Blob />
      <path className="art-paper" d="M34 106 V44 H126 V106 Z" />
      <path className="art-cloth" d="M90 106 V72 H114 V106 Z" />
      <path className="art-line" d="M108 90 V92" />
      <rect className="art-soft" x="44" y="72" width="36" height="24" rx="2" />
      <path className="art-accent art-thin" d="M52 96 V84 H64 V96 Z M53 84 V79 H63 V84 Z" />
      <rect className="art-paper art-thin" x="67" y="86" width="9" height="10" rx="1" />
      <path
        className="art-cloth"
        d="M34 44 H126 L132 58 Q132 66 124 66 Q115 66 115 58 Q115 66 106 66 Q97.5 66 97.5 58 Q97.5 66 88.7 66 Q80 66 80 58 Q80 66 71.3 66 Q62.5 66 62.5 58 Q62.5 66 54 66 Q45 66 45 58 Q45 66 36 66 Q28 66 28 58 Z"
      />
      <path
        className="art-line art-thin"
        d="M50 44 L45 58 M65 44 L62.5 58 M80 44 V58 M95 44 L97.5 58 M110 44 L115 58"
      />
      <CareSign x={80} y={27} s={1.25} />
      <Ground />
    </>
  );
}

export function Gp() {
  return (
    <>
      <Blob />
      <path className="art-paper" d="M26 106 V56 H92 V106 Z" />
      <path className="art-cloth" d="M16 60 L59 20 L102 60 Z" />
      <path className="art-soft" d="M36 106 V76 H54 V106 Z" />
      <path className="art-line" d="M49 91 V92" />
      <rect className="art-soft" x="63" y="72" width="20" height="18" rx="2" />
      <path className="art-line art-thin" d="M73 72 V90 M63 81 H83" />
      <CareSign x={59} y={46} s={0.8} />
      <Doctor x={116} y={106} s={1.12} hair="short" />
      <Ground />
    </>
  );
}

export function Hospital() {
  return (
    <>
      <Blob />
      <path className="art-paper" d="M18 106 V58 H54 V106 Z M106 106 V58 H142 V106 Z" />
      <path className="art-paper" d="M52 106 V26 H108 V106 Z" />
      <path className="art-cloth" d="M46 26 Q46 19 52 19 H108 Q114 19 114 26 Z" />
      <path className="art-cloth" d="M68 106 V84 H92 V106 Z" />
      <path className="art-line" d="M80 84 V106" />
      <g className="art-soft">
        <rect x="26" y="68" width="9" height="10" />
        <rect x="40" y="68" width="9" height="10" />
        <rect x="26" y="87" width="9" height="10" />
        <rect x="40" y="87" width="9" height="10" />
        <rect x="112" y="68" width="9" height="10" />
        <rect x="126" y="68" width="9" height="10" />
        <rect x="112" y="87" width="9" height="10" />
        <rect x="126" y="87" width="9" height="10" />
        <rect x="61" y="65" width="10" height="10" />
        <rect x="89" y="65" width="10" height="10" />
      </g>
      <CareSign x={80} y={44} s={1.15} />
      <Ground />
    </>
  );
}

export function Laboratory() {
  return (
    <>
      <Blob />
      <path className="art-paper" d="M44 24 V48 L22 92 Q17 104 30 104 H74 Q87 104 82 92 L60 48 V24 Z" />
      <path className="art-cloth" d="M33 70 Q42 65 52 70 Q62 75 71 70 L82 92 Q87 104 74 104 H30 Q17 104 22 92 Z" />
      <path className="art-line art-bold" d="M40 22 H64" />
      <circle className="art-paper art-thin" cx="43" cy="86" r="4" />
      <circle className="art-paper art-thin" cx="59" cy="92" r="5.5" />
      <path className="art-paper" d="M97 40 V92 A8 8 0 0 0 113 92 V40 Z" />
      <path className="art-accent" d="M97 66 V92 A8 8 0 0 0 113 92 V66 Z" />
      <path className="art-paper" d="M123 40 V92 A8 8 0 0 0 139 92 V40 Z" />
      <path className="art-skin" d="M123 78 V92 A8 8 0 0 0 139 92 V78 Z" />
      <path className="art-line" d="M93 40 H117 M119 40 H143" />
      <path className="art-line art-bold" d="M90 56 H146" />
      <Ground />
    </>
  );
}

export function CareAtHome() {
  return (
    <>
      <Blob />
      <path className="art-paper" d="M26 106 V54 L80 14 L134 54 V106 Z" />
      <path className="art-line art-bold" d="M14 62 L80 13 L146 62" />
      <Heart x={80} y={40} s={0.95} />
      <Person x={58} y={106} s={0.88} hair="curly" wears="soft" />
      <Person x={104} y={106} s={0.98} hair="long" wears="cloth" />
      <Ground />
    </>
  );
}

export function MentalHealth() {
  return (
    <>
      <Blob />
      <path
        className="art-skin"
        d="M52 106 V90 C38 82 32 69 33 55 C35 30 56 15 80 15 C104 15 122 32 122 54 C122 60 129 68 131 73 C132 76 130 78 123 78 C123 88 121 93 112 93 H104 V106 Z"
      />
      <circle className="art-accent" cx="88" cy="43" r="12" />
      <path className="art-line" d="M88 22.5 V24.5 M103 28 L101.5 29.5 M109 43 H107" />
      <path
        className="art-paper"
        d="M58 70 C49 70 46 58 55 55 C55 45 69 42 74 50 C83 46 91 53 88 60 C94 62 93 70 86 70 Z"
      />
      <Ground />
    </>
  );
}

export function OtherCare() {
  return (
    <>
      <Blob />
      <path
        className="art-paper"
        d="M48 44 C40 36 18 36 19 60 C20 78 26 82 28 96 C29 106 37 108 39 99 C41 91 42 84 48 84 C54 84 55 91 57 99 C59 108 67 106 68 96 C70 82 76 78 77 60 C78 36 56 36 48 44 Z"
      />
      <path className="art-line art-thin" d="M30 56 C30 51 33 48 37 48" />
      <path className="art-cloth" d="M130 106 V22 H146 V106 Z" />
      <path className="art-line art-thin" d="M130 36 H137 M130 50 H140 M130 64 H137 M130 78 H140 M130 92 H137" />
      <Person x={103} y={106} s={0.98} hair="curly" wears="soft" />
      <Ground />
    </>
  );
}

export function WeekendDoctor() {
  return (
    <>
      <Blob />
      <rect className="art-paper" x="78" y="28" width="66" height="58" rx="5" />
      <path className="art-cloth" d="M78 44 V33 Q78 28 83 28 H139 Q144 28 144 33 V44 Z" />
      <path className="art-line art-bold" d="M94 22 V32 M128 22 V32" />
      <g className="art-ink">
        <circle cx="87.5" cy="56" r="2.4" />
        <circle cx="96.5" cy="56" r="2.4" />
        <circle cx="105.5" cy="56" r="2.4" />
        <circle cx="87.5" cy="73" r="2.4" />
        <circle cx="96.5" cy="73" r="2.4" />
        <circle cx="105.5" cy="73" r="2.4" />
        <circle cx="114.5" cy="56" r="2.4" />
        <circle cx="114.5" cy="73" r="2.4" />
      </g>
      <rect className="art-accent" x="121" y="50" width="17" height="29" rx="4" />
      <path className="art-on-accent" d="M129.5 58 V58.1 M129.5 71 V71.1" />
      <Doctor x={50} y={106} s={1.3} hair="long" />
      <Ground />
    </>
  );
}

/** The record itself, large. */
export function MedicalRecord() {
  return (
    <>
      <Blob />
      <path className="art-accent" d="M30 32 Q30 24 38 24 H58 L68 34 H122 Q130 34 130 42 V98 H30 Z" />
      <path className="art-paper" d="M44 96 V14 H108 L118 24 V96 Z" />
      <path className="art-line" d="M55 28 H80 M55 38 H106" />
      <path className="art-line art-thin" d="M55 52 H66 L71 43 L78 59 L83 52 H106" />
      <path
        className="art-accent"
        d="M36 106 Q30 106 29 100 L22 70 Q21 62 29 62 H131 Q139 62 138 70 L131 100 Q130 106 124 106 Z"
      />
      <Plus x={80} y={84} s={1.9} />
    </>
  );
}
