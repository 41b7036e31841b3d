/**
 * Every screen against the bars of experience.md, measured in the page: nothing scrolls or is clipped (U1), targets and
 * gaps in millimetres (U4), letters (U3), contrast (U5), equal answers (U2), no accessibility violation (U14). Every pair
 * of resolution, size, theme and language; `npm run check:screens` does them all (all-bars.spec.ts).
 */
import { expect, test } from '@playwright/test';
import { CAP_HEIGHTS_MM, THEMES } from '../../renderer/state/preferences.ts';
import { axe } from './kit/axe.ts';
import { breakDisk, scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { LANGUAGES, nameOf, pairwiseLooks, SCREENS, setRoot } from './kit/looks.ts';
import { measure } from './kit/measure.ts';
import { freePort } from './kit/registry.ts';
import { setLook, tourPatient, tourStaff } from './kit/tour.ts';
import { tourEnds } from './kit/tour-ends.ts';

test('the looks that are measured hold every pair of language, resolution, size and theme', () => {
  const pairs = LANGUAGES.flatMap((language) =>
    pairwiseLooks(language).flatMap(({ screen, size, theme }) => {
      const values = [language, `${screen.width}×${screen.height}`, `size ${size}`, theme];
      return values.flatMap((one, place) => values.slice(place + 1).map((other) => `${one} ${other}`));
    }),
  );
  const counts = [LANGUAGES.length, SCREENS.length, CAP_HEIGHTS_MM.length, THEMES.length];
  const expected = counts.flatMap((one, place) => counts.slice(place + 1).map((other) => one * other));
  expect(new Set(pairs).size).toBe(expected.reduce((sum, count) => sum + count, 0));
});

for (const language of LANGUAGES) {
  const [walked, ...others] = pairwiseLooks(language);
  if (walked === undefined) continue;
  test(`${shellName}: every screen in ${language}, walked at ${nameOf(walked)}, and in three more looks`, async () => {
    test.setTimeout(600_000);
    const data = scratchFolder();
    const kiosk = await startTestKiosk({
      dataDir: data.path,
      registryUrl: `http://127.0.0.1:${await freePort()}`,
      screen: { viewport: walked.screen, reducedMotion: 'reduce' },
    });
    const { page } = kiosk;
    const wrong: string[] = [];
    const measured = async (name: string): Promise<void> => {
      for (const sentence of await measure(page)) wrong.push(`${name}: ${sentence}`);
    };
    const lookAt = async (name: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready);
      await measured(`${name}, ${nameOf(walked)}`);
      for (const sentence of await axe(page)) wrong.push(`${name}: axe ${sentence}`);
    };
    await tourStaff(page, lookAt);
    await setLook(page, walked);
    const inAllLooks = async (name: string): Promise<void> => {
      await lookAt(name);
      for (const look of others) {
        await setRoot(page, look);
        await measured(`${name}, ${nameOf(look)}`);
      }
      await setRoot(page, walked);
    };
    await tourPatient(page, inAllLooks, language);
    await tourEnds(page, inAllLooks, {
      language,
      prepare: () => setLook(page, walked),
      startRegistry: null,
      breakDisk: () => breakDisk(data.path),
    });
    await kiosk.stop();
    data.remove();
    expect(wrong.join('\n')).toBe('');
  });
}
