/** Walks the kiosk the way people do: by what is on the screen, found by role and name. */
import { expect, type Page } from '@playwright/test';
import { nl, rightAnswersOf } from './words.ts';

const PRACTICE_PIN = '2580';

/** How a patient presses: milliseconds until the finger is lifted. A test need not wait for that; a measurement does. */
export const finger = { delay: 0 };

export const screenOf = (page: Page): Promise<string | null> =>
  page.locator('[data-screen]').first().getAttribute('data-screen');

/** Waits for a screen, by the state it says that it shows. */
export const onScreen = (page: Page, name: string): Promise<void> =>
  expect(page.locator(`[data-screen="${name}"]`).first()).toBeVisible();

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

export const choose = (page: Page, name: string): Promise<void> =>
  page.getByRole('radio', { name, exact: true }).click(finger);

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
export async function openTogether(page: Page, person: Person): Promise<void> {
  await fillIdentity(page, person);
  await onScreen(page, 'hand-over');
}

/** From the home page of staff to the answer of the kiosk. */
export async function fillIdentity(page: Page, { bsn, born, document = 'Paspoort' }: Person): Promise<void> {
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
}

/** What is shown now: changes with every screen, and with every page of sentences. */
export const shown = (page: Page): Promise<string> =>
  page.locator('main[data-screen]').evaluate((main) => {
    const sentences = [...main.querySelectorAll('[data-sentence]:not([hidden])')].map(({ textContent }) => textContent);
    const lines = [...main.querySelectorAll('.review-line p')].map(({ textContent }) => textContent);
    return JSON.stringify([main.dataset['screen'], document.title, lines, sentences]);
  });
/** A screen follows a touch in some tens of milliseconds: the first looks are quick. */
const INTERVALS = [20, 20, 20, 50, 50, 100, 250];

/** Waits until something else is shown. */
export const changed = (page: Page, before: string): Promise<void> =>
  expect.poll(() => shown(page), { intervals: INTERVALS }).not.toBe(before);

const placeOf = (state: string): string => JSON.stringify((JSON.parse(state) as unknown[]).slice(0, 3));

/** Goes on, also past pages of sentences, until the screen is another one. One press, one change. */
export async function goOn(page: Page): Promise<void> {
  const start = placeOf(await shown(page));
  for (let presses = 0; presses < 6; presses += 1) {
    const before = await shown(page);
    if (placeOf(before) !== start) return;
    await page.locator('[data-screen] footer .button-forward').click(finger);
    await changed(page, before);
    if (placeOf(await shown(page)) !== start) return;
  }
  throw new Error(`nothing leads on from ${start}`);
}

/** From the hand-over to the top question (or to the end of an explanation), with right answers to the questions. */
export async function listen(page: Page, until: 'top-question' | 'explained'): Promise<void> {
  for (let steps = 0; steps < 40; steps += 1) {
    const screen = await screenOf(page);
    if (screen === until) return;
    if (screen === 'teach-back') {
      const radios = page.getByRole('radio');
      const names = await radios.evaluateAll((all) => all.map((radio) => radio.getAttribute('aria-label') ?? ''));
      const right = names.findIndex((name) => rightAnswersOf(nl).includes(name));
      await radios.nth(Math.max(0, right)).click(finger);
      await expect(radios.nth(Math.max(0, right))).toBeChecked();
    }
    await goOn(page);
  }
  throw new Error(`never came to ${until}`);
}
