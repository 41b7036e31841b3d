/** The frame of staff screens: cool, denser, marked, so that nobody hands over the wrong one. */
import { useEffect, useRef, type ReactNode } from 'react';
import type { KioskInfo, KioskStatus } from '../../shared/contract/view.ts';
import { Button } from '../design/Button.tsx';
import { useTexts } from './texts.ts';

export interface StaffFrameProps {
  readonly screen: `staff-${string}`;
  readonly heading: string;
  readonly say?: string;
  readonly info: KioskInfo;
  readonly status: KioskStatus;
  readonly onBack?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function StaffFrame({ screen, heading, say, info, status, onBack, children }: StaffFrameProps) {
  const text = useTexts();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = heading;
    title.current?.focus();
  }, [heading, screen]);
  return (
    <main className="staff" data-screen={screen}>
      <header className="staff-head">
        <span className="staff-mark">{text('mark')}</span>
        <span className="staff-site">{info.siteName}</span>
        <span className={`connection connection-${status.connection}`} role="status">
          {text(`connection.${status.connection}`)}
        </span>
      </header>
      {info.practicePin === null ? null : <p className="practice">{text('practice', { pin: info.practicePin })}</p>}
      <div className="staff-body">
        <h1 ref={title} tabIndex={-1}>
          {heading}
        </h1>
        {say === undefined ? null : <p className="staff-say">{say}</p>}
        {children}
      </div>
      {onBack === undefined ? null : (
        <footer className="staff-foot">
          <Button label={text('back')} icon="back" onPress={onBack} />
        </footer>
      )}
    </main>
  );
}
