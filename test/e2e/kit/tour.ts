/** Leads through every screen there is, and stops at each one, so that a test can look at it. */
import { expect, type Page } from '@playwright/test';
import { goOn, onScreen, openTogether, press, screenOf, signIn } from './walk.ts';

export type Look = (name: string) => Promise<void>;

/** Staff pages: sign-in to the identity document. Ends on the hand-over screen. */
export async function tourStaff(page: Page, look: Look): Promise<void> {
  await onScreen(page, 'staff-sign-in');
  await look('staff-sign-in');
  await signIn(page);
  await look('staff-home');
  for (const [button, screen] of [
    [/^Wat nog verstuurd/, 'staff-outbox'],
    [/^Scherm instellen/, 'staff-calibrate'],
    [/^Jonger dan 16/, 'staff-not-here'],
  ] as const) {
    await page.getByRole('button', { name: button }).click();
    await onScreen(page, screen);
    await look(screen);
    await press(page, 'Terug');
  }
  await press(page, 'Samen kiezen');
  await onScreen(page, 'staff-identity-bsn');
  await look('staff-identity-bsn');
  await press(page, 'Terug');
  await openTogether(page, { bsn: '900186021', born: '01021948' });
}

/** Patient screens: hand-over to kept. Words are Dutch; in another language controls are found by their place. */
export async function tourPatient(page: Page, look: Look, language = 'nl'): Promise<void> {
  const seen = new Set<string>();
  for (let steps = 0; steps < 60; steps += 1) {
    const screen = (await screenOf(page)) ?? '';
    const title = await page.title();
    const name = `${screen}.${title.replace(/^[^:]*: /, '')}`;
    if (screen === 'language') {
      await page.locator(`[role="radio"][lang="${language}"]`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    }
    if (!seen.has(name)) await look(screen);
    seen.add(name);
    if (screen === 'kept') {
      if (!seen.has('words')) throw new Error('no screen explains a hard word');
      return;
    }
    if (screen === 'explain' && !seen.has(`asides.${screen}`)) {
      seen.add(`asides.${screen}`);
      await tourAsides(page, look);
    }
    if (screen === 'explain' && !seen.has('words') && (await tourWords(page, look))) seen.add('words');
    if (screen === 'explain') {
      await page.locator('[data-screen] .stage-below button').first().click();
      await onScreen(page, 'more');
      if (!seen.has(`more.${title}`)) await look('more');
      seen.add(`more.${title}`);
      await page.locator('[data-screen] footer button').first().click();
      await onScreen(page, 'explain');
    }
    const radios = page.getByRole('radio');
    if ((await radios.count()) > 0) {
      // "Some", so that every question is asked; a wrong answer once, so that the other explanations are seen.
      const index = screen === 'top-question' ? 1 : screen === 'language' ? null : steps % 2;
      if (index !== null) await radios.nth(index).click();
    }
    if (screen === 'confirm') {
      await page.locator('[data-screen] .stage-below button').click();
      await onScreen(page, 'kept');
    } else await goOn(page);
  }
  throw new Error('the tour did not end');
}

/** The hard words, on a screen that has them: there its button stands between pause and settings. */
async function tourWords(page: Page, look: Look): Promise<boolean> {
  const head = page.locator('[data-screen] .stage-head button');
  if ((await head.count()) < 3) return false;
  await head.nth(1).click();
  await onScreen(page, 'words');
  await look('words');
  await page.locator('.dialog-foot button').last().click();
  return true;
}

async function tourAsides(page: Page, look: Look): Promise<void> {
  const footer = page.locator('[data-screen] footer button');
  await page.locator('[data-screen] .stage-head button').last().click();
  await onScreen(page, 'settings');
  await look('settings');
  await page.locator('.dialog-foot button').click();
  await footer.nth(2).click();
  await onScreen(page, 'help');
  await look('help');
  await goOn(page);
  await onScreen(page, 'explain');
  await footer.nth(3).click();
  await onScreen(page, 'stop-check');
  await look('stop-check');
  await page.locator('[data-screen] .stage-below button').last().click();
  await onScreen(page, 'explain');
}

/** Sets how the screen looks through the settings panel itself. */
export async function setLook(page: Page, look: { readonly size: number; readonly theme: string }): Promise<void> {
  await page.locator('[data-screen] .stage-head button').last().click();
  await onScreen(page, 'settings');
  const groups = page.locator('.settings .group');
  const [smaller, larger] = [groups.nth(0).locator('button').nth(0), groups.nth(0).locator('button').nth(1)];
  for (let step = 2; step < look.size; step += 1) await larger.click();
  for (let step = 2; step > look.size; step -= 1) await smaller.click();
  const themes = ['default', 'black', 'white', 'low'];
  await groups.nth(1).locator('button').nth(themes.indexOf(look.theme)).click();
  await page.locator('.dialog-foot button').click();
}
