/**
 * What `tourPatient` does not come by: the ways in which a conversation ends, the panels, and the screens of trouble.
 * Begins on the screen that says that a choice was kept, with a registry that does not answer.
 */
import { expect, type Page } from '@playwright/test';
import type { Look } from './tour.ts';
import { changed, goOn, onScreen, openTogether, press, screenOf, shown, signIn } from './walk.ts';

export interface Ends {
  readonly language: string;
  /** A new conversation begins: it is at its first screen. */
  readonly prepare: () => Promise<void>;
  /** The registry answers, and processes some seconds later; null leaves out what needs it. */
  readonly startRegistry: (() => Promise<void>) | null;
  /** From now on nothing can be kept any more. */
  readonly breakDisk: () => void;
}

const PERSON = { bsn: '900186021', born: '01021948' };
/** Places of the answers to the top question. */
const [ALL, NONE, OPEN] = [0, 2, 3];
/** "I do not know", the last of the three answers of each question about what was explained: never the right one. */
const NOT_KNOWN = 2;

export async function tourEnds(page: Page, look: Look, ends: Ends): Promise<void> {
  await leave(page);
  await explanation(page, look, ends);
  await begin(page, ends);
  await walk(page, ends, 'top-question', NOT_KNOWN);
  for (const answer of [ALL, NONE]) {
    await answerTop(page, answer);
    await look('review');
    await goOn(page);
    await onScreen(page, 'confirm');
    await look('confirm');
    await backTo(page, 'top-question');
  }
  await answerTop(page, OPEN);
  await onScreen(page, 'nothing-chosen');
  await look('nothing-chosen');
  await leave(page);
  if (ends.startRegistry !== null) await delivery(page, look, ends);
  await begin(page, ends);
  await toConfirm(page, ends);
  ends.breakDisk();
  await page.locator('[data-screen] .stage-below button').click();
  await onScreen(page, 'cannot-keep');
  await look('cannot-keep');
}

async function explanation(page: Page, look: Look, ends: Ends): Promise<void> {
  await signIn(page);
  await page.getByRole('button', { name: /^Alleen uitleg/ }).click();
  await onScreen(page, 'hand-over');
  await ends.prepare();
  let handedOver = false;
  await walk(page, ends, 'explained', NOT_KNOWN, async (screen) => {
    if (screen === 'teach-back-staff' && !handedOver) await look(screen);
    handedOver ||= screen === 'teach-back-staff';
  });
  await look('explained');
  await leave(page);
}

async function delivery(page: Page, look: Look, ends: Ends): Promise<void> {
  await ends.startRegistry?.();
  await signIn(page);
  await page.getByRole('button', { name: /^Wat nog verstuurd/ }).click();
  await press(page, 'Probeer nu te versturen');
  await press(page, 'Terug');
  await openTogether(page, PERSON);
  await ends.prepare();
  await toConfirm(page, ends);
  const heading = page.locator('[data-screen] h1');
  await page.locator('[data-screen] .stage-below button').click();
  await onScreen(page, 'kept');
  for (const state of ['sent', 'confirmed']) {
    const before = await heading.textContent();
    await expect(heading).not.toHaveText(before ?? '', { timeout: 45_000 });
    await look(state);
  }
  await leave(page);
}

async function begin(page: Page, ends: Ends): Promise<void> {
  await signIn(page);
  await openTogether(page, PERSON);
  await ends.prepare();
}

async function toConfirm(page: Page, ends: Ends): Promise<void> {
  await walk(page, ends, 'top-question', NOT_KNOWN);
  await answerTop(page, ALL);
  await goOn(page);
  await onScreen(page, 'confirm');
}

async function answerTop(page: Page, place: number): Promise<void> {
  await page.getByRole('radio').nth(place).click();
  await goOn(page);
}

/** Goes on to that screen, with this answer to every question about what was explained. */
async function walk(
  page: Page,
  { language }: Ends,
  until: string,
  answer: number,
  at: Look = () => Promise.resolve(),
): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    const screen = (await screenOf(page)) ?? '';
    if (screen === until) return;
    await at(screen);
    if (screen === 'language') await page.locator(`[role="radio"][lang="${language}"]`).click();
    if (screen === 'teach-back') await page.getByRole('radio').nth(answer).click();
    await goOn(page);
  }
  throw new Error(`never came to ${until}`);
}

async function backTo(page: Page, screen: string): Promise<void> {
  for (let steps = 0; steps < 5 && (await screenOf(page)) !== screen; steps += 1) {
    const before = await shown(page);
    await page.locator('[data-screen] footer button').first().click();
    await changed(page, before);
  }
}

/** The way forward of a screen that ends a conversation, past its pages. */
async function leave(page: Page): Promise<void> {
  const ending = await screenOf(page);
  while ((await screenOf(page)) === ending) {
    const before = await shown(page);
    await page.locator('[data-screen] footer .button-forward').click();
    await changed(page, before);
  }
  await onScreen(page, 'staff-sign-in');
}
