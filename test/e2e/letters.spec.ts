/** Who asks for larger letters or other colours never gets smaller letters, also where sentences stand on pages (U3). */
import { expect, test } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { freePort } from './kit/registry.ts';
import { setLook } from './kit/tour.ts';
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
  await expect(page.locator('.dot')).toHaveCount(2);
  const height = (): Promise<number> =>
    page
      .locator('[data-sentence]')
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
