/** A text whose words light up while they are said (read-along). */
import { Fragment } from 'react';
import { useSpeech } from './speech/queue.ts';

export function Spoken({ id, text }: { readonly id: string; readonly text: string }) {
  const word = useSpeech((state) => (state.key === id ? state.word : null));
  const parts = [...text.matchAll(/\S+/g)];
  return (
    <>
      {parts.map((part, index) => {
        const said = word !== null && part.index < word.to && part.index + part[0].length > word.from;
        return (
          <Fragment key={part.index}>
            {index > 0 ? ' ' : null}
            <span className={said ? 'word word-said' : 'word'}>{part[0]}</span>
          </Fragment>
        );
      })}
    </>
  );
}
