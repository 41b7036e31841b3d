/** "Are you still there?": seen and heard, put off with one touch, as often as wanted (experience.md U8). */
import { useEffect } from 'react';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { Guide } from '../guide/Guide.tsx';
import { IDLE_WARNING } from '../guide/speech/keys.ts';
import { useSpeech } from '../guide/speech/queue.ts';
import { Spoken } from '../guide/Spoken.tsx';
import type { Words } from '../state/kiosk.ts';

export function IdleWarning({ words, secondsLeft }: { readonly words: Words; readonly secondsLeft: number }) {
  const { pack, speech } = words;
  const screen = pack.screens['still-here'];
  useEffect(() => {
    useSpeech
      .getState()
      .say({ language: pack.language, index: speech }, [
        { key: `${IDLE_WARNING}.heading`, text: screen.heading },
        ...screen.say.map((text, index) => ({ key: `${IDLE_WARNING}.${index}`, text })),
        { key: `${IDLE_WARNING}.control`, text: pack.controls['still-here'] },
      ]);
  }, [pack, speech, screen]);
  return (
    <Dialog title={screen.heading} screen={IDLE_WARNING} urgent>
      <div className="still-here">
        <Guide pose={screen.pose} />
        <div>
          {screen.say.map((text, index) => (
            <p key={text}>
              <Spoken id={`${IDLE_WARNING}.${index}`} text={text} />
            </p>
          ))}
          <p className="seconds" aria-hidden="true">
            {secondsLeft}
          </p>
        </div>
      </div>
      <div className="pair">
        <Button
          label={pack.controls['still-here']}
          icon="check"
          look="forward"
          onPress={() => void window.kiosk.active({ speaking: false })}
        />
      </div>
    </Dialog>
  );
}
