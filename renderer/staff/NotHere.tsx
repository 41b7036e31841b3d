/** The route for people under 16 and for representatives: explained, never recorded (domain.md §4). */
import type { KioskInfo, KioskStatus } from '../../shared/contract/view.ts';
import { StaffFrame } from './StaffFrame.tsx';
import { useTexts } from './texts.ts';

export interface NotHereProps {
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onBack: () => void;
}

export function NotHere({ info, status, onBack }: NotHereProps) {
  const text = useTexts();
  return (
    <StaffFrame screen="staff-not-here" heading={text('not-here.heading')} info={info} status={status} onBack={onBack}>
      <dl className="routes">
        <div>
          <dt>{text('not-here.young')}</dt>
          <dd>{text('not-here.young.say')}</dd>
        </div>
        <div>
          <dt>{text('not-here.other')}</dt>
          <dd>{text('not-here.other.say')}</dd>
        </div>
      </dl>
      <p className="staff-say">{text('not-here.help')}</p>
    </StaffFrame>
  );
}
