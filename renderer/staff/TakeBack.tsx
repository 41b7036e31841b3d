/** Staff ends a running session with a PIN: it closes and nothing of it stays. */
import { useState } from 'react';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { showResult } from '../state/kiosk.ts';
import { NumberPad } from './NumberPad.tsx';
import { hidden } from './SignIn.tsx';
import { troubleText, useTexts, type Trouble } from './texts.ts';

export function TakeBack({ onClose }: { readonly onClose: () => void }) {
  const text = useTexts();
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const enter = async (): Promise<void> => {
    const result = await window.kiosk.takeBack({ pin });
    setPin('');
    setTrouble(result.ok ? null : result.error);
    showResult(result);
  };
  return (
    <Dialog title={text('take-back.heading')} screen="staff-take-back" staff>
      <p>{text('take-back.say')}</p>
      <NumberPad
        label={text('sign-in.field')}
        digits={pin}
        max={10}
        show={hidden}
        secret
        onChange={setPin}
        onEnter={() => void enter()}
      />
      <p className="trouble" role="alert">
        {trouble === null ? '' : troubleText(text, trouble)}
      </p>
      <div className="dialog-foot">
        <Button label={text('close')} icon="close" onPress={onClose} />
        <Button
          label={text('take-back.button')}
          icon="staff"
          look="forward"
          disabled={pin.length < 4}
          onPress={() => void enter()}
        />
      </div>
    </Dialog>
  );
}
