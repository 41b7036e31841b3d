/** The whole way with two keys only: one goes to the next control, one presses it (experience.md U14, two switches). */
import { expect, test, type Page } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { freePort } from './kit/registry.ts';
import { onScreen, openTogether, screenOf, signIn } from './kit/walk.ts';
import { nl, rightAnswers } from './kit/words.ts';

/** Moves until the wanted control has the focus, and presses it. */
async function reach(page: Page, wanted: readonly string[]): Promise<void> {
  for (let moves = 0; moves < 30; moves += 1) {
    const name = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
    if (wanted.includes(name)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`two keys never reach ${wanted.join(' or ')} on ${await screenOf(page)}`);
}

test(`${shellName}: two keys complete the whole interview`, async () => {
  const data = scratchFolder();
  const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
  const { page } = kiosk;
  await signIn(page);
  await openTogether(page, { bsn: '900186021', born: '01021948' });
  for (let steps = 0; steps < 60; steps += 1) {
    const screen = (await screenOf(page)) ?? '';
    if (screen === 'kept') break;
    const before = `${screen}${await page.title()}`;
    if (screen === 'top-question') await reach(page, [nl.top.none.label]);
    if (screen === 'teach-back') await reach(page, rightAnswers);
    if (screen === 'top-question' || screen === 'teach-back')
      await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
    await reach(
      page,
      screen === 'confirm' ? [nl.confirm.none.button] : [nl.controls.begin, nl.controls.next, nl.controls.correct],
    );
    await expect
      .poll(async () => `${await screenOf(page)}${await page.title()}`, { timeout: 3000 })
      .not.toBe(before)
      // A page of sentences was turned: the screen is the same.
      .catch(() => {});
  }
  await onScreen(page, 'kept');
  await kiosk.stop();
  data.remove();
});
