/** Everything to touch in the lower half of the screen, for who sits or is small (experience.md U18). */
import { expect, test, type Page } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { measure } from './kit/measure.ts';
import { freePort } from './kit/registry.ts';
import { tourPatient } from './kit/tour.ts';
import { onScreen, openTogether, press, signIn } from './kit/walk.ts';
import { nl } from './kit/words.ts';

/** Three lines with a button each are higher than half of a low screen: the review moves down as far as it can. */
const HIGHER: ReadonlySet<string> = new Set(['review', 'settings']);

const aboveHalf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main[data-screen] button')]
      .filter((button) => button.getBoundingClientRect().top < innerHeight / 2 - 1)
      .map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''),
  );

test(`${shellName}: with the buttons lower, all that is touched lies in the lower half`, async () => {
  const data = scratchFolder();
  const kiosk = await startTestKiosk({
    dataDir: data.path,
    registryUrl: `http://127.0.0.1:${await freePort()}`,
    screen: { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' },
  });
  const { page } = kiosk;
  await signIn(page);
  await openTogether(page, { bsn: '900186021', born: '01021948' });
  await press(page, nl.controls.settings);
  await onScreen(page, 'settings');
  await press(page, nl.controls.reach);
  await press(page, nl.controls.close);
  const wrong: string[] = [];
  await tourPatient(page, async (name) => {
    for (const sentence of await measure(page)) wrong.push(`${name}: ${sentence}`);
    if (HIGHER.has(name)) return;
    for (const button of await aboveHalf(page)) wrong.push(`${name}: ${button} is above the half`);
  });
  expect([...new Set(wrong)]).toEqual([]);
  await kiosk.stop();
  data.remove();
});
