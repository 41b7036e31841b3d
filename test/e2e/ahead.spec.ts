/** The next screen is drawn before it is asked for (experience.md U16): then it is there at once, and until then for nobody. */
import { expect, test, type Page } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk, type TestKiosk } from './kit/kiosk.ts';
import { measure } from './kit/measure.ts';
import { freePort } from './kit/registry.ts';
import { choose, goOn, onScreen, openTogether, press, screenOf, signIn } from './kit/walk.ts';
import { nl, rightAnswersOf } from './kit/words.ts';

test.describe.configure({ mode: 'serial' });

let kiosk: TestKiosk;
let data: ReturnType<typeof scratchFolder>;

test.beforeAll(async () => {
  data = scratchFolder();
  kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
  await signIn(kiosk.page);
  await openTogether(kiosk.page, { bsn: '900186021', born: '01021948' });
});
test.afterAll(async () => {
  await kiosk.stop();
  data.remove();
});

const UNSEEN = 'main:not([data-screen])';
const readyFor = (page: Page, heading: string): Promise<void> =>
  expect(page.locator(`${UNSEEN} h1`)).toHaveText(heading);

/** Names of everything that a screen reader finds. */
async function readable(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.flatMap(({ ignored, name }) => (ignored ? [] : [String(name?.value ?? '')]));
}

test(`${shellName}: what is drawn beforehand cannot be seen, touched, heard or reached, and is what follows`, async () => {
  const { page } = kiosk;
  await goOn(page);
  await onScreen(page, 'language');
  const { heading } = nl.screens.welcome;
  await readyFor(page, heading);
  await expect(page.locator(`${UNSEEN} h1`)).not.toBeVisible();
  const names = await readable(page);
  expect(names).toContain(nl.screens.language.heading);
  expect(names).not.toContain(heading);
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate((unseen) => document.activeElement?.closest(unseen) ?? null, UNSEEN)).toBeNull();
  }
  const touched = await page.evaluate(() => {
    const found = new Set<string>();
    for (let x = 10; x < innerWidth; x += 40)
      for (let y = 10; y < innerHeight; y += 40)
        found.add(document.elementFromPoint(x, y)?.closest('main')?.dataset['screen'] ?? 'nothing');
    return [...found];
  });
  expect(touched).toEqual(['language']);
  // Its heading has the same place on the stage as the one that is said.
  await press(page, nl.controls.again);
  await expect(page.locator('[data-screen] h1 .word-said')).toBeVisible();
  expect(await page.locator(`${UNSEEN} .word-said`).count()).toBe(0);
  const drawn = await page.locator(UNSEEN).elementHandle();
  await goOn(page);
  await onScreen(page, 'welcome');
  expect(await drawn?.evaluate((element) => element === document.querySelector('main[data-screen]'))).toBe(true);
  await expect(page.locator('[data-screen] h1')).toBeFocused();
  await expect(page).toHaveTitle(/Welkom/);
});

test(`${shellName}: what is drawn beforehand gets the size that is chosen meanwhile`, async () => {
  const { page } = kiosk;
  await readyFor(page, nl.screens['how-it-works'].heading);
  await press(page, nl.controls.settings);
  for (let presses = 0; presses < 3; presses += 1)
    if (await page.getByRole('button', { name: nl.controls.larger }).isEnabled()) await press(page, nl.controls.larger);
  await press(page, nl.controls.close);
  const letters = (): Promise<string> =>
    page
      .locator('[data-screen] [data-sentence]')
      .first()
      .evaluate((sentence) => getComputedStyle(sentence).fontSize);
  await goOn(page);
  await onScreen(page, 'how-it-works');
  const first = await letters();
  expect(await measure(page)).toEqual([]);
  await press(page, 'Terug');
  await goOn(page);
  expect(await letters()).toBe(first);
});

test(`${shellName}: another answer, another screen that follows`, async () => {
  const { page } = kiosk;
  while ((await screenOf(page)) !== 'teach-back') await goOn(page);
  const { answers, right, again } = nl.teachBack['weekend-doctor'];
  const good = rightAnswersOf(nl);
  const wrong = Object.values(answers).find(({ label }) => !good.includes(label))?.label ?? '';
  await choose(page, wrong);
  await readyFor(page, again[0].heading);
  await choose(page, answers['looks-after-yes'].label);
  await readyFor(page, right.heading);
  await goOn(page);
  await onScreen(page, 'teach-back-right');
  await expect(page.locator('[data-screen] h1')).toHaveText(right.heading);
});

test(`${shellName}: nothing of it is left when the conversation ends`, async () => {
  const { page } = kiosk;
  await press(page, nl.controls.stop);
  await onScreen(page, 'stop-check');
  await press(page, nl.controls.leave);
  await onScreen(page, 'staff-sign-in');
  await expect(page.locator('main')).toHaveCount(1);
});
