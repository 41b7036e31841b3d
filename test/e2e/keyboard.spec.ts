/** The whole way with two keys only: one goes to the next control, one presses it (experience.md U14, two switches). */
import { expect, test, type Page } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { ALL_SCREENS, LANGUAGES } from './kit/looks.ts';
import { freePort } from './kit/registry.ts';
import { packOf } from './kit/sound.ts';
import { changed, onScreen, openTogether, screenOf, shown, signIn } from './kit/walk.ts';
import { nl, rightAnswersOf } from './kit/words.ts';

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

for (const language of ALL_SCREENS ? LANGUAGES : (['nl', 'ar'] as const)) {
  test(`${shellName}: two keys complete the whole interview in ${language}`, async () => {
    const data = scratchFolder();
    const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
    const { page } = kiosk;
    const pack = packOf(language);
    const onward = [nl, pack].flatMap(({ controls }) => [controls.begin, controls.next, controls.correct]);
    await signIn(page);
    await openTogether(page, { bsn: '900186021', born: '01021948' });
    for (let steps = 0; steps < 60; steps += 1) {
      const screen = (await screenOf(page)) ?? '';
      if (screen === 'kept') break;
      if (screen === 'language') {
        await reach(page, [pack.name]);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
      }
      if (screen === 'top-question') await reach(page, [pack.top.none.label]);
      if (screen === 'teach-back') await reach(page, rightAnswersOf(pack));
      if (screen === 'top-question' || screen === 'teach-back')
        await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
      const before = await shown(page);
      await reach(page, screen === 'confirm' ? [pack.confirm.none.button] : onward);
      await changed(page, before);
    }
    await onScreen(page, 'kept');
    await kiosk.stop();
    data.remove();
  });
}
