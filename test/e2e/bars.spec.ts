/**
 * Every screen against the bars of experience.md, measured in the page: nothing scrolls or is clipped (U1), targets and
 * gaps in millimetres (U4), letters (U3), contrast (U5), equal answers (U2), no accessibility violation (U14). A covering
 * part of resolutions × sizes × themes × languages; `npm run check:screens` does them all.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { measure } from './kit/measure.ts';
import { freePort } from './kit/registry.ts';
import { setLook, tourPatient, tourStaff } from './kit/tour.ts';

const COVERING = [
  { width: 1280, height: 800, size: 2, theme: 'default', language: 'nl' },
  { width: 1366, height: 768, size: 3, theme: 'black', language: 'uk' },
  { width: 1080, height: 1920, size: 3, theme: 'white', language: 'pl' },
  { width: 1920, height: 1080, size: 0, theme: 'low', language: 'tr' },
  { width: 1280, height: 800, size: 3, theme: 'default', language: 'ar' },
  { width: 1366, height: 768, size: 3, theme: 'white', language: 'nl' },
] as const;

const LANGUAGES = ['nl', 'en', 'tr', 'ar', 'pl', 'uk'];
const ALL = [
  [1280, 800],
  [1366, 768],
  [1920, 1080],
  [1080, 1920],
].flatMap(([width = 0, height = 0]) =>
  [0, 1, 2, 3].flatMap((size) =>
    ['default', 'black', 'white', 'low'].flatMap((theme) =>
      LANGUAGES.map((language) => ({ width, height, size, theme, language })),
    ),
  ),
);

const axe = async (page: Page): Promise<string[]> => {
  // One page without frames: no second page is needed to add up the findings.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
};

for (const look of process.env['KW_ALL_SCREENS'] === '1' ? ALL : COVERING) {
  const { width, height, size, theme, language } = look;
  test(`${shellName}: every screen at ${width}×${height}, size ${size}, ${theme}, ${language}`, async () => {
    const data = scratchFolder();
    const kiosk = await startTestKiosk({
      dataDir: data.path,
      registryUrl: `http://127.0.0.1:${await freePort()}`,
      screen: { viewport: { width, height }, reducedMotion: 'reduce' },
    });
    const { page } = kiosk;
    const wrong: string[] = [];
    const lookAt = async (name: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready);
      for (const sentence of await measure(page)) wrong.push(`${name}: ${sentence}`);
      for (const sentence of await axe(page)) wrong.push(`${name}: axe ${sentence}`);
    };
    await tourStaff(page, lookAt);
    await setLook(page, { size, theme });
    await tourPatient(page, lookAt, language);
    await kiosk.stop();
    data.remove();
    expect(wrong.join('\n')).toBe('');
  });
}
