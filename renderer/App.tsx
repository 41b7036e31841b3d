/** Who is at the screen decides what it shows: nobody or staff, or a patient. */
import { useEffect } from 'react';
import { useLook } from './design/screen.ts';
import { PatientScreen } from './patient/PatientScreen.tsx';
import { StaffApp } from './staff/StaffApp.tsx';
import { Unreachable } from './staff/Unreachable.tsx';
import { useKiosk } from './state/kiosk.ts';
import { useFocusKeys } from './state/keys.ts';
import { usePreferences } from './state/preferences.ts';

/** Staff screens: a size and look of their own, whatever the patient before chose. */
const STAFF_LOOK = { size: 0, theme: 'default', reach: false } as const;

export function App() {
  const view = useKiosk((state) => state.view);
  const info = useKiosk((state) => state.info);
  const staff = useKiosk((state) => state.staff);
  const unreachable = useKiosk((state) => state.unreachable);
  const preferences = usePreferences();
  const patient = view?.mode === 'patient' ? view : null;
  // Only the words that are shown: those of the other languages arrive while somebody looks at the screen.
  const shown = useKiosk((state) => (patient === null ? null : (state.words[patient.interview.language] ?? null)));
  useLook({ profile: info?.screenProfile ?? null, ...(patient === null ? STAFF_LOOK : preferences) });
  useFocusKeys();
  useEffect(() => {
    document.documentElement.lang = shown?.pack.language ?? 'nl';
    document.documentElement.dir = shown?.pack.direction ?? 'ltr';
  }, [shown]);
  if (unreachable) return <Unreachable staff={staff} />;
  if (view === null || info === null || staff === null) return null;
  if (patient !== null && shown !== null) return <PatientScreen view={patient} info={info} words={shown} />;
  return view.mode === 'patient' ? null : <StaffApp view={view} info={info} />;
}
