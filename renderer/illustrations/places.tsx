/** Places of care, one a holder category. */
import { Block, Folder, House, Person, Picture, Plus } from './parts.tsx';

export const Pharmacy = () => (
  <Picture>
    <Block x={20} y={106} scale={1.15}>
      <Plus x={30} y={-46} />
    </Block>
    <path className="art-paper" d="M104 72h34v34h-34z" />
    <path className="art-accent" d="M100 60h42v12h-42z" />
    <path className="art-line" d="M112 90h18M121 81v18" />
  </Picture>
);

export const Gp = () => (
  <Picture>
    <House x={12} y={106} scale={1.2} />
    <Person x={112} y={106} scale={1.25} cloth="paper">
      <path className="art-line" d="M-10-26q0 14 8 14t8-14" />
      <circle className="art-accent" cx="-2" cy="-8" r="4.500" />
    </Person>
  </Picture>
);

export const Hospital = () => (
  <Picture>
    <Block x={6} y={106} scale={0.8} />
    <Block x={104} y={106} scale={0.8} />
    <Block x={46} y={106} scale={1.15}>
      <path className="art-line art-thick" d="M20-56v24M40-56v24M20-44h20" />
    </Block>
  </Picture>
);

export const Laboratory = () => (
  <Picture>
    <path className="art-paper" d="M36 24h26M42 24v26L20 96q-4 10 7 10h44q11 0 7-10L56 50V24" />
    <path className="art-cloth" d="M33 72h32l12 24q3 8-6 8H27q-9 0-6-8z" />
    <path className="art-paper" d="M100 22h30M106 22v70q0 14 9 14t9-14V22" />
    <path className="art-soft" d="M106 58h18v34q0 14-9 14t-9-14z" />
    <circle className="art-paper" cx="44" cy="88" r="4" />
    <circle className="art-paper" cx="58" cy="82" r="3" />
  </Picture>
);

export const CareAtHome = () => (
  <Picture>
    <House x={10} y={106} scale={1.4}>
      <path className="art-accent" d="M25-27q-12-8-9-15t9-1q6-6 9 1t-9 15z" />
    </House>
    <Person x={124} y={106} scale={1.05}>
      <path className="art-paper" d="M-9-20h18v14h-18z" />
    </Person>
  </Picture>
);

export const MentalHealth = () => (
  <Picture>
    <Person x={44} y={106} scale={1.1} />
    <Person x={118} y={106} scale={1.1} cloth="soft" />
    <path className="art-paper" d="M60 16h40q8 0 8 8v12q0 8-8 8H84l-8 9v-9H60q-8 0-8-8V24q0-8 8-8z" />
    <path className="art-accent" d="M80 40q-12-8-9-15t9-1q6-6 9 1t-9 15z" />
  </Picture>
);

export const OtherCare = () => (
  <Picture>
    <path
      className="art-paper"
      d="M22 38q0-18 16-18 7 0 11 4 4-4 11-4 16 0 16 18 0 14-7 26t-7 32q0 8-5 8t-5-12-3-16-3 16-5 12-5-8q0-20-7-32t-7-26z"
    />
    <path className="art-line art-thick" d="M96 76h42" />
    <path className="art-cloth" d="M90 56h12v40H90zM132 56h12v40h-12z" />
    <path className="art-soft" d="M82 64h8v24h-8zM144 64h8v24h-8z" />
  </Picture>
);

export const WeekendDoctor = () => (
  <Picture>
    <path className="art-soft" d="M40 16a24 24 0 1 0 20 38A28 28 0 0 1 40 16z" />
    <circle className="art-ink" cx="74" cy="22" r="2.500" />
    <circle className="art-ink" cx="86" cy="40" r="2" />
    <Person x={112} y={106} scale={1.35} cloth="paper">
      <path className="art-line" d="M-10-26q0 14 8 14t8-14" />
      <circle className="art-accent" cx="-2" cy="-8" r="4.500" />
    </Person>
    <Folder x={28} y={72} />
    <path className="art-line" d="M44 64v-4" />
  </Picture>
);
