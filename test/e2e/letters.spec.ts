/** Who asks for larger letters or other colours never gets smaller letters, also where sentences stand on pages (U3). */
import { expect, test } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { freePort } from './kit/registry.ts';
import { setLook, tourPatient } from './kit/tour.ts';
import { goOn, onScreen, openTogether, screenOf, signIn } from './kit/walk.ts';

test(`${shellName}: larger letters are larger, and other colours leave them as they are`, async () => {
  const data = scratchFolder();
  const kiosk = await startTestKiosk({
    dataDir: data.path,
    registryUrl: `http://127.0.0.1:${await freePort()}`,
    screen: { viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' },
  });
  const { page } = kiosk;
  await signIn(page);
  await openTogether(page, { bsn: '900186021', born: '01021948' });
  while ((await screenOf(page)) !== 'how-it-works') await goOn(page);
  // Five sentences: more than one page.
  await expect(page.locator('[data-screen] .dot')).toHaveCount(2);
  const height = (): Promise<number> =>
    page
      .locator('[data-screen] [data-sentence]')
      .first()
      .evaluate((sentence) => Number.parseFloat(getComputedStyle(sentence).fontSize));
  const before = await height();
  await setLook(page, { size: 2, theme: 'black' });
  await onScreen(page, 'how-it-works');
  await expect.poll(height).toBe(before);
  await setLook(page, { size: 3, theme: 'white' });
  await expect.poll(height).toBeGreaterThan(before);
  await kiosk.stop();
  data.remove();
});

/** Header and footer below this part of their letters: something seemed not to fit that did. */
const FRAME_AT_LEAST = 0.8;

for (const language of ['nl', 'ar']) {
  test(`${shellName}: no screen in ${language} falls to the smallest letters by mistake`, async () => {
    const data = scratchFolder();
    const kiosk = await startTestKiosk({
      dataDir: data.path,
      registryUrl: `http://127.0.0.1:${await freePort()}`,
      screen: { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' },
    });
    const { page } = kiosk;
    await signIn(page);
    await openTogether(page, { bsn: '900186021', born: '01021948' });
    const small: string[] = [];
    await tourPatient(
      page,
      async (name) => {
        await page.evaluate(() => document.fonts.ready);
        const frames = await page
          .locator('[data-screen] [data-frame]')
          .evaluateAll((parts: HTMLElement[]) => parts.map(({ style }) => Number(style.getPropertyValue('--frame'))));
        if (Math.min(...frames) < FRAME_AT_LEAST) small.push(`${await page.title()} (${name}): ${frames.join(', ')}`);
      },
      language,
    );
    expect(small).toEqual([]);
    await kiosk.stop();
    data.remove();
  });
}
