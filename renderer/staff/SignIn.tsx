/** Nobody is signed in: a PIN opens the staff screens. */
import { useState } from 'react';
import type { KioskInfo, KioskStatus } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { Guide } from '../guide/Guide.tsx';
import { showResult, useKiosk } from '../state/kiosk.ts';
import { NumberPad } from './NumberPad.tsx';
import { StaffFrame } from './StaffFrame.tsx';
import { troubleText, useTexts, type Trouble } from './texts.ts';

const MAX_PIN = 10;
export const hidden = (digits: string): string => '●'.repeat(digits.length);

export function SignIn({ info, status }: { readonly info: KioskInfo; readonly status: KioskStatus }) {
  const text = useTexts();
  const { farewell, words } = useKiosk();
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (): Promise<void> => {
    if (busy || pin.length < 4) return;
    setBusy(true);
    const result = await window.kiosk.signIn({ pin });
    setPin('');
    setBusy(false);
    setTrouble(result.ok ? null : result.error);
    showResult(result);
  };
  const ended = farewell === null ? undefined : words[farewell]?.pack;
  return (
    <StaffFrame
      screen="staff-sign-in"
      heading={text('sign-in.heading')}
      say={text('sign-in.say')}
      info={info}
      status={status}
    >
      <div className="staff-pad">
        <NumberPad
          label={text('sign-in.field')}
          digits={pin}
          max={MAX_PIN}
          show={hidden}
          secret
          onChange={setPin}
          onEnter={() => void enter()}
        />
        <div className="staff-side">
          {ended === undefined ? null : (
            <div className="farewell" role="status" lang={ended.language} dir={ended.direction}>
              <Guide pose={ended.screens.ended.pose} />
              <p>
                <strong>{ended.screens.ended.heading}</strong> {ended.screens.ended.say.join(' ')}
              </p>
            </div>
          )}
          {info.lacks.length === 0 ? null : (
            <p className="staff-note">
              {text('lacks', { what: info.lacks.map((lack) => text(`lack.${lack}`)).join(', ') })}
            </p>
          )}
          <p className="trouble" role="alert">
            {trouble === null ? '' : troubleText(text, trouble)}
          </p>
          <Button
            label={text('sign-in.button')}
            icon="next"
            look="forward"
            disabled={pin.length < 4 || busy}
            onPress={() => void enter()}
          />
        </div>
      </div>
    </StaffFrame>
  );
}
