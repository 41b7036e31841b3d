/** Hard words of the screen and what they mean (WCAG 3.1.3). */
import { useEffect } from 'react';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { useSpeech } from '../guide/speech/queue.ts';
import { Spoken } from '../guide/Spoken.tsx';
import type { Words } from '../state/kiosk.ts';

export interface WordListProps {
  readonly words: Words;
  readonly entries: readonly (readonly [string, string])[];
  readonly onClose: () => void;
}

/** More would not fit on one screen. */
const AT_MOST = 3;

export function WordList({ words, entries, onClose }: WordListProps) {
  const { pack, speech } = words;
  useEffect(() => {
    useSpeech.getState().say(
      { language: pack.language, index: speech },
      entries.slice(0, AT_MOST).flatMap(([word, text]) => [
        { key: `word.${word}.name`, text: word },
        { key: `word.${word}`, text },
      ]),
    );
  }, [pack, speech, entries]);
  return (
    <Dialog title={pack.controls['explain-word']} screen="words">
      <dl className="words">
        {entries.slice(0, AT_MOST).map(([word, text]) => (
          <div key={word}>
            <dt>
              <Spoken id={`word.${word}.name`} text={word} />
            </dt>
            <dd>
              <Spoken id={`word.${word}`} text={text} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="dialog-foot">
        <Button label={pack.controls.close} icon="close" look="forward" onPress={onClose} />
      </div>
    </Dialog>
  );
}
