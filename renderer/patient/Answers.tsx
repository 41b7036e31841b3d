/**
 * The answers to a question: equal in area, weight and contrast, none pre-selected, "don't know yet" among them
 * (experience.md U2; issue: no nudge). Touching selects and says; going on is a separate act.
 */
import { Illustration, isIllustration } from '../illustrations/Illustration.tsx';
import { Icon } from '../illustrations/Icon.tsx';
import type { Utterance } from '../guide/speech/queue.ts';
import { useSaid } from '../guide/speech/seen.ts';
import { Spoken } from '../guide/Spoken.tsx';
import { send } from '../state/kiosk.ts';
import type { Speaking } from './speaker.ts';

export interface ShownAnswer {
  readonly answer: string;
  readonly label: string;
  readonly picture?: string;
  /** BCP 47, when the label is in another language than the screen. */
  readonly language?: { readonly tag: string; readonly direction: 'ltr' | 'rtl' };
  /** Who says it then. */
  readonly speaker?: NonNullable<Utterance['speaker']>;
}

export interface AnswersProps {
  readonly answers: readonly ShownAnswer[];
  readonly selected: string | null;
  readonly chosen: string;
  readonly question: string;
  readonly speaking: Speaking;
  readonly onSelect?: (answer: string) => void;
}

const choose = (answer: string): void => void send({ type: 'select', answer });

export function Answers({ answers, selected, chosen, question, speaking, onSelect = choose }: AnswersProps) {
  const spoken = useSaid(({ key }) => (key?.startsWith('answer.') === true ? key : null));
  const say = ({ answer, label, speaker }: ShownAnswer): void =>
    speaking.say([{ key: `answer.${answer}`, text: label, ...(speaker === undefined ? {} : { speaker }) }]);
  return (
    <div
      className={answers.some(({ language }) => language !== undefined) ? 'answers languages' : 'answers'}
      role="radiogroup"
      aria-label={question}
    >
      {answers.map((shown) => {
        const { answer, label, picture, language } = shown;
        const isChosen = answer === selected;
        return (
          <button
            key={answer}
            type="button"
            role="radio"
            aria-checked={isChosen}
            aria-label={label}
            lang={language?.tag}
            dir={language?.direction}
            className={`answer${isChosen ? ' answer-chosen' : ''}${spoken === `answer.${answer}` ? ' answer-said' : ''}`}
            onClick={(event) => {
              if (!event.nativeEvent.isTrusted) return;
              // A language says its own name: the screen comes back in it.
              if (language === undefined) say(shown);
              onSelect(answer);
            }}
            onFocus={(event) => {
              if (event.target.matches(':focus-visible')) say(shown);
            }}
            data-fit
          >
            {picture !== undefined && isIllustration(picture) ? (
              <span className="answer-picture">
                <Illustration name={picture} />
              </span>
            ) : null}
            <span className="answer-label" data-fit="width">
              <Spoken id={`answer.${answer}`} text={label} />
            </span>
            {isChosen ? (
              <span className="answer-mark" aria-hidden="true">
                <Icon name="check" />
                {language === undefined ? chosen : null}
              </span>
            ) : null}
          </button>
        );
      })}
    </div>
  );
}
