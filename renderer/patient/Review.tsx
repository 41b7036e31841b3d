/** The review: a full sentence a line, each with its own way back to change it (experience.md U10). */
import type { ReviewLine } from '../../shared/interview/view.ts';
import type { LanguagePack } from '../../shared/script/pack.ts';
import { Button } from '../design/Button.tsx';
import { useSaid } from '../guide/speech/seen.ts';
import { Spoken } from '../guide/Spoken.tsx';
import { Illustration, isIllustration, type IllustrationName } from '../illustrations/Illustration.tsx';
import { send } from '../state/kiosk.ts';
import { reviewSentence } from './content.ts';
import type { Speaking } from './speaker.ts';

/** Who, and what was chosen: for who knows the pictures from the questions and does not read. */
function picturesOf(line: ReviewLine, pack: LanguagePack): readonly IllustrationName[] {
  const names =
    line.line === 'top'
      ? [pack.top[line.answer].picture]
      : [pack.holders[line.line].screen.picture ?? '', pack.holderAnswers[line.answer].picture];
  return names.filter(isIllustration);
}

export interface ReviewProps {
  readonly lines: readonly ReviewLine[];
  readonly pack: LanguagePack;
  readonly speaking: Speaking;
}

export function Review({ lines, pack, speaking }: ReviewProps) {
  const spoken = useSaid((state) => state.key);
  return (
    <ul className="review">
      {lines.map((line) => {
        const text = reviewSentence(line, pack);
        const key = `review.${line.line}`;
        return (
          <li key={line.line} className={spoken === key ? 'review-line review-said' : 'review-line'}>
            <span className="review-pictures">
              {picturesOf(line, pack).map((name) => (
                <Illustration key={name} name={name} />
              ))}
            </span>
            <p>
              <Spoken id={key} text={text} />
            </p>
            <Button
              label={pack.controls.change}
              icon="change"
              name={`${pack.controls.change}: ${text}`}
              onPress={() => void send({ type: 'change', line: line.line })}
              onReach={() => speaking.say([{ key, text }])}
            />
          </li>
        );
      })}
    </ul>
  );
}
