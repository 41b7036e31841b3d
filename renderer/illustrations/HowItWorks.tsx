/**
 * "How it works" as a small moving picture (domain.md §1): a doctor asks the pharmacy, the pharmacy asks Mitz, Mitz says
 * yes or no, and the pharmacy shares or does not. No words in it; they stand and sound beside it. A yes and a no have the
 * same size, colours and warmth, and the doctor goes on caring after both. Mirrors where one reads from right to left.
 */
import './art.css';
import './how.css';
import type { HolderCategory } from '../../shared/consent/catalogue.ts';
import { SmallHospital, SmallHouse, SmallPharmacy } from './buildings.tsx';
import { ArrowHead, Bubble, Folder, Heart, OpenFolder, QuestionMark, Register, Tree } from './parts.tsx';
import { Doctor } from './people.tsx';

type Answer = 'share' | 'not-share';

/** The three buildings that people know; the other places of care look like the largest. */
const BUILDINGS: Partial<Record<HolderCategory, typeof SmallHouse>> = {
  huisartsen: SmallHouse,
  apotheken: SmallPharmacy,
};

export interface HowItWorksProps {
  /** 0 the doctor asks, 1 the pharmacy asks Mitz, 2 Mitz answers, 3 and 4 what the pharmacy then does. */
  readonly step: number;
  /** What Mitz answers; `null` shows both answers side by side, and no outcome. */
  readonly answer: Answer | null;
  /** Who is asked: the pharmacy, unless the story is about somebody else. */
  readonly holder?: HolderCategory;
  /** Reduced motion: each step stands at once where it ends. */
  readonly still: boolean;
}

export function HowItWorks({ step, answer, holder = 'apotheken', still }: HowItWorksProps) {
  const Building = BUILDINGS[holder] ?? SmallHospital;
  const at = Math.max(0, Math.min(4, Math.floor(step)));
  const outcome = at >= 3 ? answer : null;
  return (
    <svg
      className={`art-how art-mirrors${still ? '' : ' how-lively'}`}
      viewBox="0 0 220 170"
      width="100%"
      height="100%"
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      focusable="false"
    >
      <path
        className="art-blob"
        d="M6 98 C2 46 48 4 112 6 C176 8 220 46 215 96 C212 142 176 162 110 162 C46 162 9 146 6 98 Z"
      />
      <path className={`art-line ${at === 0 || at >= 3 ? 'art-way' : 'how-quiet'}`} d="M72 126 H146" />
      <path
        className={`art-line ${at === 1 || at === 2 ? 'art-way' : 'how-quiet'}`}
        d="M182 88 C182 64 170 48 148 44"
      />
      <Register x={110} y={48} s={0.86} />
      <Doctor x={42} y={158} s={1.12} hair="short" />
      <Building x={178} y={158} s={1.24} keeps={outcome !== 'share'} />
      <path className="art-line" d="M10 158 H210" />
      <g key={`${at} ${answer ?? 'both'}`}>
        {at === 0 ? <Asks /> : null}
        {at === 1 ? <Checks /> : null}
        {at === 2 ? <Answers answer={answer} /> : null}
        {outcome === null ? null : <Outcome answer={outcome} />}
      </g>
    </svg>
  );
}

function Asks() {
  return (
    <g className="how-moves how-from-doctor">
      <Bubble x={106} y={108} s={0.9} tail="left">
        <QuestionMark x={0} y={0} s={0.9} />
      </Bubble>
    </g>
  );
}

function Checks() {
  return (
    <g className="how-moves how-from-pharmacy">
      <Bubble x={180} y={56} s={0.9} tail="right">
        <QuestionMark x={0} y={0} s={0.9} />
      </Bubble>
    </g>
  );
}

/** One bubble with the answer, or two of one size with both. */
function Answers({ answer }: { readonly answer: Answer | null }) {
  if (answer !== null) {
    return (
      <g className="how-moves how-from-mitz">
        <Bubble x={178} y={52} s={1.1} tail="left">
          <Said answer={answer} />
        </Bubble>
      </g>
    );
  }
  return (
    <g className="how-moves how-from-mitz">
      <Bubble x={168} y={24} s={0.84} tail="left">
        <Said answer="share" />
      </Bubble>
      <Bubble x={190} y={62} s={0.84} tail="left">
        <Said answer="not-share" />
      </Bubble>
    </g>
  );
}

const Said = ({ answer }: { readonly answer: Answer }) =>
  answer === 'share' ? <OpenFolder x={0} y={12} s={0.68} /> : <Folder x={0} y={10} s={0.78} />;

function Outcome({ answer }: { readonly answer: Answer }) {
  return (
    <>
      {answer === 'share' ? (
        <>
          <g className="how-moves how-from-shop">
            <OpenFolder x={114} y={142} s={1.1} />
          </g>
          <ArrowHead x={74} y={126} turn={180} />
        </>
      ) : (
        <>
          <Tree x={112} y={158} s={1.05} />
        </>
      )}
      <Heart x={42} y={68} s={0.85} />
    </>
  );
}
