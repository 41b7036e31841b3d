/**
 * Every screen against the bars of experience.md, measured in the page: nothing scrolls or is clipped (U1), targets and
 * gaps in millimetres (U4), letters (U3), contrast (U5), equal answers (U2), no accessibility violation (U14). A covering
 * part of resolutions × sizes × themes × languages; `npm run check:screens` does them all (all-bars.spec.ts).
 */
import { expect, test } from '@playwright/test';
import { axe } from './kit/axe.ts';
import { breakDisk, scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { measure } from './kit/measure.ts';
import { freePort } from './kit/registry.ts';
import { setLook, tourPatient, tourStaff } from './kit/tour.ts';
import { tourEnds } from './kit/tour-ends.ts';

const COVERING = [
  { width: 1280, height: 800, size: 2, theme: 'default', language: 'nl' },
  { width: 1366, height: 768, size: 3, theme: 'black', language: 'uk' },
  { width: 1080, height: 1920, size: 3, theme: 'white', language: 'pl' },
  { width: 1920, height: 1080, size: 0, theme: 'low', language: 'tr' },
  { width: 1280, height: 800, size: 3, theme: 'default', language: 'ar' },
  { width: 1366, height: 768, size: 3, theme: 'white', language: 'nl' },
] as const;

for (const look of COVERING) {
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
    await tourEnds(page, lookAt, {
      language,
      prepare: () => setLook(page, { size, theme }),
      startRegistry: null,
      breakDisk: () => breakDisk(data.path),
    });
    await kiosk.stop();
    data.remove();
    expect(wrong.join('\n')).toBe('');
  });
}
