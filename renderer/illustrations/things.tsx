/** Things to use: languages, sizes, sound, paper, telephone. */
import { Bubble, Picture } from './parts.tsx';

export const Language = () => (
  <Picture>
    <Bubble x={54} y={46} scale={1.6}>
      <path className="art-line" d="M-9 2l8-18 8 18M-6-4h10" />
    </Bubble>
    <Bubble x={110} y={80} scale={1.4}>
      <path className="art-line" d="M-10-10q2 10 10 10t10-8" />
      <circle className="art-ink" cx="0" cy="-13" r="2.500" />
    </Bubble>
  </Picture>
);

export const Settings = () => (
  <Picture>
    <path className="art-line art-thick" d="M30 32h100M30 62h100M30 92h100" />
    <circle className="art-accent" cx="58" cy="32" r="11" />
    <circle className="art-cloth" cx="104" cy="62" r="11" />
    <circle className="art-soft" cx="72" cy="92" r="11" />
  </Picture>
);

export const Phone = () => (
  <Picture>
    <path
      className="art-cloth"
      d="M44 18q8-4 12 4l8 16q3 7-3 11l-6 5q8 18 24 28l6-6q5-5 11-2l15 9q7 5 3 12-7 14-22 12Q54 98 36 46q-3-20 8-28z"
    />
    <path className="art-line" d="M92 24q22 4 26 28M94 42q8 2 10 10" />
  </Picture>
);

export const PrintedPaper = () => (
  <Picture>
    <path className="art-paper" d="M46 10h48l20 20v78H46z" />
    <path className="art-soft" d="M94 10v20h20z" />
    <path className="art-line" d="M58 48h44M58 64h44M58 80h28" />
  </Picture>
);
