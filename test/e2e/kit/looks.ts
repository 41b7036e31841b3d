/**
 * How a screen can look: resolutions × sizes × themes × languages. `npm run check:screens` measures all of them, `npm test`
 * a part in which every pair of values comes together on every screen.
 */
import type { Page } from '@playwright/test';
import { CAP_HEIGHTS_MM, THEMES, type Theme } from '../../../renderer/state/preferences.ts';

export const LANGUAGES = ['nl', 'en', 'tr', 'ar', 'pl', 'uk'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whether `npm run check:screens` asks for everything. */
export const ALL_SCREENS = process.env['KW_ALL_SCREENS'] === '1';

export const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
] as const;

export interface LookOf {
  readonly screen: { readonly width: number; readonly height: number };
  /** Index into CAP_HEIGHTS_MM. */
  readonly size: number;
  readonly theme: Theme;
}

export const nameOf = ({ screen, size, theme }: LookOf): string =>
  `${screen.width}×${screen.height} size ${size} ${theme}`;

/** Twice a number in the field of four elements: n, n + k and n + 2k then meet in every pair (orthogonal Latin squares). */
const DOUBLE = [0, 2, 3, 1] as const;

/** Which theme comes first: the first look is the one that is walked in, large and on every resolution. */
const FIRST: Readonly<Record<Language, number>> = { nl: 2, en: 0, tr: 1, ar: 2, pl: 3, uk: 1 };

/**
 * Four looks of each language, 24 in all. Of any two of language, resolution, size and theme every pair of values is among
 * them; bars.spec.ts counts them.
 */
export function pairwiseLooks(language: Language): readonly LookOf[] {
  const turn = LANGUAGES.indexOf(language) % SCREENS.length;
  return THEMES.flatMap((_, place) => {
    const index = (FIRST[language] + place) % THEMES.length;
    const [screen, theme] = [SCREENS[index ^ turn], THEMES[index]];
    return screen === undefined || theme === undefined ? [] : [{ screen, theme, size: index ^ (DOUBLE[turn] ?? 0) }];
  });
}

/** As Look does (renderer/design/screen.ts), and once more painted, so that the fit has been taken. */
export async function setRoot(page: Page, { screen, size, theme }: LookOf): Promise<void> {
  await page.setViewportSize(screen);
  await page.evaluate(
    ([height, name]) => {
      const root = document.documentElement;
      root.style.setProperty('--cap', `${height}`);
      root.dataset['theme'] = name;
      return new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      });
    },
    [CAP_HEIGHTS_MM[size] ?? CAP_HEIGHTS_MM[2], theme] as const,
  );
}
