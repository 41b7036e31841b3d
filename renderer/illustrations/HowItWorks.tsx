/**
 * The small moving picture: a doctor asks the pharmacy → the pharmacy asks Mitz → yes or no → it shares, or does not.
 * No words in it; the sentence beside it says what moves.
 */
import { Block, Bubble, Folder, Person, Question } from './parts.tsx';

export interface HowItWorksProps {
  /** 0 the doctor asks, 1 the pharmacy looks in Mitz, 2 Mitz answers, 3 and 4 what follows from the answer. */
  readonly step: number;
  readonly answer: 'share' | 'not-share' | null;
  readonly still: boolean;
}

/** Where the folder is: at the pharmacy until it is shared. */
const folderAt = (step: number, answer: HowItWorksProps['answer']): string =>
  step >= 3 && answer === 'share' ? 'translate(22px, 104px)' : 'translate(132px, 104px)';

export function HowItWorks({ step, answer, still }: HowItWorksProps) {
  return (
    <svg viewBox="0 0 220 180" aria-hidden="true" focusable="false" className={still ? 'art-still' : undefined}>
      <ellipse className="art-ground" cx="110" cy="166" rx="104" ry="10" />
      <path className="art-dash" d="M78 116h46" />
      <path className="art-dash" d="M164 84l-22-20" />
      <Person x={42} y={164} scale={1.3} cloth="paper">
        <path className="art-line" d="M-10-26q0 14 8 14t8-14" />
        <circle className="art-accent" cx="-2" cy="-8" r="4.500" />
      </Person>
      <Block x={138} y={164} scale={1.1}>
        <path className="art-accent" d="M26-56h8v8h8v8h-8v8h-8v-8h-8v-8h8z" />
      </Block>
      <g transform="translate(86 6)">
        <path className="art-paper" d="M0 8h48v56H0z" />
        <path className="art-cloth" d="M12 2h24v12H12z" />
        <path className="art-line" d="M8 26h14M8 40h14M8 54h14" />
        <rect className="art-soft" x="27" y="21" width="16" height="10" rx="5" />
        <rect className="art-soft" x="27" y="35" width="16" height="10" rx="5" />
        <rect className="art-soft" x="27" y="49" width="16" height="10" rx="5" />
      </g>
      {step === 0 ? (
        <Bubble x={66} y={86}>
          <Question x={-1} y={-6} />
        </Bubble>
      ) : null}
      {step === 1 ? (
        <Bubble x={186} y={64}>
          <Question x={-1} y={-6} />
        </Bubble>
      ) : null}
      {step === 2 ? <path className="art-line art-thick" d="M136 52l20 20M158 58v16h-16" /> : null}
      <g className="art-move" style={{ transform: folderAt(step, answer) }}>
        <Folder x={18} y={20} scale={0.9} />
      </g>
      {step >= 3 && answer === 'share' ? (
        <path className="art-line art-thick" d="M120 116H84M94 106l-11 10 11 10" />
      ) : null}
    </svg>
  );
}
