/** How one person wants the screen. Reset after every session (experience.md U7; EN 301 549 5.1.3.13). */
import { create } from 'zustand';

export const THEMES = ['default', 'black', 'white', 'low'] as const;
export type Theme = (typeof THEMES)[number];

/** Capital heights in millimetres at 60 cm (experience.md U3). */
export const CAP_HEIGHTS_MM = [4.8, 6.1, 7.3, 9] as const;
const DEFAULT_SIZE = 2;

/** Speech rates at the same pitch (experience.md: 50–200 %). */
export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;
export const VOLUMES = [0, 0.25, 0.5, 0.75, 1] as const;

interface Choices {
  /** Index into CAP_HEIGHTS_MM. */
  readonly size: number;
  readonly theme: Theme;
  /** Index into RATES. */
  readonly rate: number;
  /** Index into VOLUMES. */
  readonly volume: number;
  /** Everything essential in the lower half of the screen (U18). */
  readonly reach: boolean;
}

interface Preferences extends Choices {
  readonly change: (change: Partial<Choices>) => void;
  readonly reset: () => void;
}

const START: Choices = { size: DEFAULT_SIZE, theme: 'default', rate: 2, volume: 3, reach: false };

export const usePreferences = create<Preferences>((set) => ({
  ...START,
  change: (change) => set(change),
  reset: () => set(START),
}));
