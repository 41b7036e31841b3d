/** The staff side: which page is open. It starts anew whenever staff signs in. */
import { useEffect, useState } from 'react';
import type { KioskInfo, KioskView } from '../../shared/contract/view.ts';
import { openSound } from '../guide/speech/clips.ts';
import { useKiosk } from '../state/kiosk.ts';
import { Calibrate } from './Calibrate.tsx';
import { Home } from './Home.tsx';
import { Identity } from './Identity.tsx';
import { NotHere } from './NotHere.tsx';
import { Outbox } from './Outbox.tsx';
import { SignIn } from './SignIn.tsx';

export type StaffPage = 'home' | 'identity' | 'not-here' | 'outbox' | 'calibrate';

export interface StaffAppProps {
  readonly view: Exclude<KioskView, { mode: 'patient' }>;
  readonly info: KioskInfo;
}

export function StaffApp({ view, info }: StaffAppProps) {
  const [page, setPage] = useState<StaffPage>('home');
  const { mode, status } = view;
  useEffect(() => setPage('home'), [mode]);
  useEffect(() => {
    const { speech } = useKiosk.getState().words[info.defaultLanguage] ?? {};
    // Staff have touched the screen by now, without which a browser plays nothing.
    if (mode === 'staff' && speech) openSound(speech);
  }, [mode, info.defaultLanguage]);
  const common = { info, status, onBack: () => setPage('home') };
  if (mode === 'locked') return <SignIn info={info} status={status} />;
  switch (page) {
    case 'home':
      return <Home info={info} status={status} onGo={setPage} />;
    case 'identity':
      return <Identity {...common} onTooYoung={() => setPage('not-here')} />;
    case 'not-here':
      return <NotHere {...common} />;
    case 'outbox':
      return <Outbox {...common} />;
    case 'calibrate':
      return <Calibrate {...common} />;
  }
}
