/** Walks the kiosk the way people do: by what is on the screen, found by role and name. */
import { expect, type Page } from '@playwright/test';
import { rightAnswers } from './words.ts';

const PRACTICE_PIN = '2580';

export const screenOf = (page: Page): Promise<string | null> =>
  page.locator('[data-screen]').first().getAttribute('data-screen');

/** Waits for a screen, by the state it says that it shows. */
export const onScreen = (page: Page, name: string): Promise<void> =>
  expect(page.locator(`[data-screen="${name}"]`).first()).toBeVisible();

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

export const choose = (page: Page, name: string): Promise<void> =>
  page.getByRole('radio', { name, exact: true }).click();

async function typeDigits(page: Page, digits: string): Promise<void> {
  for (const digit of digits) await press(page, digit);
}

export async function signIn(page: Page, pin = PRACTICE_PIN): Promise<void> {
  await onScreen(page, 'staff-sign-in');
  await typeDigits(page, pin);
  await press(page, 'Aanmelden');
  await onScreen(page, 'staff-home');
}

export interface Person {
  readonly bsn: string;
  /** `DDMMYYYY`, as staff types it. */
  readonly born: string;
  readonly document?: string;
}

/** From the home page of staff to the screen that is handed to the patient. */
export async function openTogether(page: Page, { bsn, born, document = 'Paspoort' }: Person): Promise<void> {
  await press(page, 'Samen kiezen');
  await onScreen(page, 'staff-identity-bsn');
  await typeDigits(page, bsn);
  await press(page, 'Verder');
  await onScreen(page, 'staff-identity-birth-date');
  await typeDigits(page, born);
  await press(page, 'Verder');
  await onScreen(page, 'staff-identity-document');
  await press(page, document);
  await press(page, 'Open het gesprek');
  await onScreen(page, 'hand-over');
}

/** Goes on, also past pages of sentences, until the screen is another one. */
export async function goOn(page: Page, button = 'Verder'): Promise<void> {
  const title = await page.title();
  const main = page.locator('main');
  const before = `${title}${await main.getAttribute('data-screen')}`;
  await expect(async () => {
    const now = `${await page.title()}${await main.getAttribute('data-screen')}`;
    if (now !== before) return;
    const forward = page.locator('footer .button-forward');
    await forward.click({ timeout: 1000 });
    expect(`${await page.title()}${await main.getAttribute('data-screen')}`).not.toBe(before);
  }, `${button} leads on from ${before}`).toPass({ timeout: 15_000, intervals: [100, 200, 400] });
}

/** From the hand-over to the top question (or to the end of an explanation), with right answers to the questions. */
export async function listen(page: Page, until: 'top-question' | 'explained'): Promise<void> {
  for (let steps = 0; steps < 40; steps += 1) {
    const screen = await screenOf(page);
    if (screen === until) return;
    if (screen === 'teach-back') {
      const radios = page.getByRole('radio');
      const names = await radios.evaluateAll((all) => all.map((radio) => radio.getAttribute('aria-label') ?? ''));
      const right = names.findIndex((name) => rightAnswers.includes(name));
      await radios.nth(Math.max(0, right)).click();
      await expect(radios.nth(Math.max(0, right))).toBeChecked();
    }
    await goOn(page);
  }
  throw new Error(`never came to ${until}`);
}
