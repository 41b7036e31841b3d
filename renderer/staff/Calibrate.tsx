/** The on-screen ruler: a bank card, 85.6 mm wide (ISO/IEC 7810 ID-1), tells how large a pixel is (experience.md U3). */
import { useEffect, useRef, useState } from 'react';
import type { KioskInfo, KioskStatus } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { accept, useKiosk } from '../state/kiosk.ts';
import { StaffFrame } from './StaffFrame.tsx';
import { troubleText, useTexts, type Trouble } from './texts.ts';

const CARD_MM = 85.6;
const STEP_PX = 2;
const VIEWING_DISTANCE_MM = 600;

export interface CalibrateProps {
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onBack: () => void;
}

export function Calibrate({ info, status, onBack }: CalibrateProps) {
  const text = useTexts();
  const [px, setPx] = useState(() => Math.round(CARD_MM / (info.screenProfile?.mmPerPx ?? 25.4 / 96)));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [saved, setSaved] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.style.setProperty('--card-width', `${px}px`), [px]);
  const change = (by: number): void => {
    setSaved(false);
    setPx((before) => Math.min(1200, Math.max(90, before + by)));
  };
  const save = async (): Promise<void> => {
    const result = await window.kiosk.saveScreenProfile({
      mmPerPx: CARD_MM / px,
      viewingDistanceMm: info.screenProfile?.viewingDistanceMm ?? VIEWING_DISTANCE_MM,
    });
    setTrouble(result.ok ? null : result.error);
    setSaved(result.ok);
    if (accept(result)) useKiosk.setState({ info: result.value });
  };
  return (
    <StaffFrame
      screen="staff-calibrate"
      heading={text('calibrate.heading')}
      say={text('calibrate.say')}
      info={info}
      status={status}
      onBack={onBack}
    >
      <div className="calibrate">
        <div className="ruler" ref={card} aria-hidden="true" />
        <div className="calibrate-acts">
          <Button label={text('calibrate.smaller')} icon="narrower" onPress={() => change(-STEP_PX)} />
          <Button label={text('calibrate.larger')} icon="wider" onPress={() => change(STEP_PX)} />
          <Button label={text('calibrate.save')} icon="check" look="forward" onPress={() => void save()} />
        </div>
      </div>
      <p className="trouble" role="alert">
        {trouble === null ? (saved ? text('calibrate.saved') : '') : troubleText(text, trouble)}
      </p>
    </StaffFrame>
  );
}
