/**
 * Sizes in millimetres (experience.md U3, U4): one CSS variable `--mm`, from the ruler that staff calibrated. Without it
 * the CSS reference pixel counts: 96 pixels an inch.
 */
import { useLayoutEffect } from 'react';
import type { ScreenProfile } from '../../shared/contract/view.ts';
import { CAP_HEIGHTS_MM, type Theme } from '../state/preferences.ts';

const REFERENCE_MM_PER_PX = 25.4 / 96;
/** Heights in U3 are meant at this distance; another distance keeps the same visual angle. */
const REFERENCE_DISTANCE_MM = 600;

export interface LookProps {
  readonly profile: ScreenProfile | null;
  readonly size: number;
  readonly theme: Theme;
  readonly reach: boolean;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

/** Stands before what is shown, so that the page looks as it should before anything on it is measured. */
export function Look({ profile, size, theme, reach, language, direction }: LookProps): null {
  useLayoutEffect(() => {
    const root = document.documentElement;
    const distance = (profile?.viewingDistanceMm ?? REFERENCE_DISTANCE_MM) / REFERENCE_DISTANCE_MM;
    const cap = (CAP_HEIGHTS_MM[size] ?? CAP_HEIGHTS_MM[2]) * distance;
    root.style.setProperty('--mm', `${1 / (profile?.mmPerPx ?? REFERENCE_MM_PER_PX)}px`);
    root.style.setProperty('--cap', `${cap}`);
    root.style.setProperty('--cap-min', `${CAP_HEIGHTS_MM[0] * distance}`);
    root.dataset['theme'] = theme;
    root.dataset['reach'] = reach ? 'low' : 'normal';
    root.lang = language;
    root.dir = direction;
  }, [profile, size, theme, reach, language, direction]);
  return null;
}
