/** Who is at the screen decides what it shows: nobody or staff, or a patient. */
import type { ReactNode } from 'react';
import { Look } from './design/screen.ts';
import { PatientScreen } from './patient/PatientScreen.tsx';
import { StaffApp } from './staff/StaffApp.tsx';
import { Unreachable } from './staff/Unreachable.tsx';
import { useKiosk, type Words } from './state/kiosk.ts';
import { useFocusKeys } from './state/keys.ts';
import { usePreferences } from './state/preferences.ts';

/** Staff screens: a size and look of their own, whatever the patient before chose. */
const STAFF_LOOK = { size: 0, theme: 'default', reach: false } as const;

export function App() {
  const info = useKiosk((state) => state.info);
  const patient = useKiosk((state) => state.view?.mode === 'patient');
  // Only the words that are shown: those of the other languages arrive while somebody looks at the screen.
  const shown = useKiosk(({ view, words }) =>
    view?.mode === 'patient' ? (words[view.interview.language] ?? null) : null,
  );
  const { size, theme, reach } = usePreferences();
  useFocusKeys();
  return (
    <>
      <Look
        profile={info?.screenProfile ?? null}
        {...(patient ? { size, theme, reach } : STAFF_LOOK)}
        language={shown?.pack.language ?? 'nl'}
        direction={shown?.pack.direction ?? 'ltr'}
      />
      <Screen shown={shown} />
    </>
  );
}

function Screen({ shown }: { readonly shown: Words | null }): ReactNode {
  const view = useKiosk((state) => state.view);
  const info = useKiosk((state) => state.info);
  const staff = useKiosk((state) => state.staff);
  const unreachable = useKiosk((state) => state.unreachable);
  if (unreachable) return <Unreachable staff={staff} />;
  if (view === null || info === null || staff === null) return null;
  if (view.mode !== 'patient') return <StaffApp view={view} info={info} />;
  return shown === null ? null : <PatientScreen view={view} info={info} words={shown} />;
}
