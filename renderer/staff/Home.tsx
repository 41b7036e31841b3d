/** What staff can do. Nothing here counts or rewards a yes. */
import type { KioskInfo, KioskStatus } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { Illustration } from '../illustrations/Illustration.tsx';
import { showResult } from '../state/kiosk.ts';
import type { StaffPage } from './StaffApp.tsx';
import { StaffFrame } from './StaffFrame.tsx';
import { useTexts } from './texts.ts';

export interface HomeProps {
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onGo: (page: StaffPage) => void;
}

export function Home({ info, status, onGo }: HomeProps) {
  const text = useTexts();
  const explain = async (): Promise<void> => void showResult(await window.kiosk.openSession({ kind: 'explain' }));
  const signOut = async (): Promise<void> => void showResult(await window.kiosk.signOut({}));
  const { cannotKeep, waiting, parked } = status;
  // Each name in the direction of its own language (Unicode isolates).
  const drafts = info.languages.filter(({ draft }) => draft).map(({ name }) => `\u2068${name}\u2069`);
  const queue = `${text('home.outbox')}${waiting + parked === 0 ? '' : ` (${waiting + parked})`}`;
  return (
    <StaffFrame screen="staff-home" heading={text('home.heading')} info={info} status={status}>
      {cannotKeep === null ? null : (
        <p className="trouble trouble-big" role="alert">
          {text('home.cannot-keep', { why: text(`error.${cannotKeep}`) })}
        </p>
      )}
      <div className="home-ways">
        <div className="way">
          <div className="way-picture">
            <Illustration name="help" />
          </div>
          <Button label={text('home.explain')} icon="sound" onPress={() => void explain()} />
          <p>{text('home.explain.say')}</p>
        </div>
        <div className="way">
          <div className="way-picture">
            <Illustration name="hand-over" />
          </div>
          <Button
            label={text('home.together')}
            icon="check"
            disabled={cannotKeep !== null}
            onPress={() => onGo('identity')}
          />
          <p>{text('home.together.say')}</p>
        </div>
      </div>
      <div className="home-more">
        <Button label={text('home.not-here')} look="quiet" onPress={() => onGo('not-here')} />
        <Button label={queue} look="quiet" onPress={() => onGo('outbox')} />
        <Button label={text('home.calibrate')} look="quiet" onPress={() => onGo('calibrate')} />
        <Button label={text('home.sign-out')} look="quiet" icon="close" onPress={() => void signOut()} />
      </div>
      {drafts.length === 0 ? null : (
        <p className="home-drafts">{text('home.drafts', { languages: drafts.join(', ') })}</p>
      )}
    </StaffFrame>
  );
}
