/**
 * Who is here, in three steps: citizen service number, date of birth, kind of document. It is held in this component
 * only, sent once, and gone with it.
 */
import { useState } from 'react';
import { AGE_OF_CHOICE, ageOn, IDENTITY_DOCUMENTS, parseBirthDate, parseBsn } from '../../shared/consent/identity.ts';
import type { IdentityDocument } from '../../shared/consent/identity.ts';
import type { KioskInfo, KioskStatus } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { showResult } from '../state/kiosk.ts';
import { NumberPad } from './NumberPad.tsx';
import { StaffFrame } from './StaffFrame.tsx';
import { troubleText, useTexts, type Trouble } from './texts.ts';

type Step = 'bsn' | 'birth-date' | 'document';
const LENGTH = { bsn: 9, 'birth-date': 8 } as const;

/** `DDMMYYYY` as typed → `YYYY-MM-DD`. */
const isoDate = (typed: string): string => `${typed.slice(4)}-${typed.slice(2, 4)}-${typed.slice(0, 2)}`;
const showDate = (typed: string): string => {
  const shown = 'DDMMJJJJ'.replaceAll(/./g, (letter, index: number) => typed[index] ?? letter);
  return `${shown.slice(0, 2)}-${shown.slice(2, 4)}-${shown.slice(4)}`;
};
const showBsn = (typed: string): string => typed.replace(/^(\d{3})(\d{1,3})?(\d{1,3})?$/, '$1 $2 $3').trim();

export interface IdentityProps {
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onBack: () => void;
  /** Younger than 16: the route is explained instead. */
  readonly onTooYoung: () => void;
}

export function Identity({ info, status, onBack, onTooYoung }: IdentityProps) {
  const text = useTexts();
  const [step, setStep] = useState<Step>('bsn');
  const [bsn, setBsn] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [document, setDocument] = useState<IdentityDocument | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const goTo = (next: Step): void => {
    setTrouble(null);
    setStep(next);
  };

  const checkDigits = (): void => {
    if (step === 'bsn') {
      if (parseBsn(bsn) === null) setTrouble({ code: 'bsn-invalid' });
      else goTo('birth-date');
      return;
    }
    const date = birthDate.length === 8 ? parseBirthDate(isoDate(birthDate), new Date()) : null;
    if (date === null) setTrouble({ code: 'birth-date-invalid' });
    else if (ageOn(date, new Date()) < AGE_OF_CHOICE) onTooYoung();
    else goTo('document');
  };
  const open = async (identityDocument: IdentityDocument): Promise<void> => {
    const result = await window.kiosk.openSession({
      kind: 'together',
      bsn,
      birthDate: isoDate(birthDate),
      identityDocument,
    });
    setTrouble(result.ok ? null : result.error);
    showResult(result);
  };
  const back = (): void => (step === 'bsn' ? onBack() : goTo(step === 'document' ? 'birth-date' : 'bsn'));
  const alert = (
    <p className="trouble" role="alert">
      {trouble === null ? '' : troubleText(text, trouble)}
    </p>
  );

  if (step === 'document')
    return (
      <StaffFrame
        screen="staff-identity-document"
        heading={text('document.heading')}
        say={text('document.say')}
        info={info}
        status={status}
        onBack={back}
      >
        <div className="documents">
          {IDENTITY_DOCUMENTS.map((kind) => (
            <Button
              key={kind}
              label={text(`document.${kind}`)}
              pressed={document === kind}
              onPress={() => setDocument(kind)}
            />
          ))}
        </div>
        {alert}
        <Button
          label={text('document.start')}
          icon="next"
          look="forward"
          disabled={document === null}
          onPress={() => {
            if (document !== null) void open(document);
          }}
        />
      </StaffFrame>
    );
  const value = step === 'bsn' ? bsn : birthDate;
  return (
    <StaffFrame
      screen={`staff-identity-${step}`}
      heading={text(`${step}.heading`)}
      say={text(`${step}.say`)}
      info={info}
      status={status}
      onBack={back}
    >
      <div className="staff-pad">
        <NumberPad
          label={text(`${step}.field`)}
          digits={value}
          max={LENGTH[step]}
          show={step === 'bsn' ? showBsn : showDate}
          secret={false}
          onChange={(digits) => {
            setTrouble(null);
            if (step === 'bsn') setBsn(digits);
            else setBirthDate(digits);
          }}
          onEnter={checkDigits}
        />
        <div className="staff-side">
          {alert}
          <Button label={text('next')} icon="next" look="forward" disabled={value.length === 0} onPress={checkDigits} />
        </div>
      </div>
    </StaffFrame>
  );
}
