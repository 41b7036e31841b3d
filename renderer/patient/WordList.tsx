/** Hard words of the screen and what they mean (WCAG 3.1.3). */
import { useEffect, useRef } from 'react';
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

export function WordList({ words, entries, onClose }: WordListProps) {
  const { pack, speech } = words;
  const { controls, language } = pack;
  const latest = useRef(entries);
  latest.current = entries;
  // Said once, not again with every news about the screen under it.
  const texts = entries.flat().join('\n');
  useEffect(() => {
    useSpeech.getState().say({ language, index: speech }, [
      { key: 'words.heading', text: controls['explain-word'] },
      ...latest.current.flatMap(([word, text]) => [
        { key: `word.${word}.name`, text: word },
        { key: `word.${word}`, text },
      ]),
      { key: `control.${controls.close}`, text: controls.close },
    ]);
  }, [controls, language, speech, texts]);
  return (
    <Dialog title={controls['explain-word']} screen="words">
      <dl className="words">
        {entries.map(([word, text]) => (
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
        <Button label={controls.close} icon="close" look="forward" onPress={onClose} />
      </div>
    </Dialog>
  );
}
