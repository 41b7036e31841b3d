/** What staff and patients do by mistake, and what others try on purpose: clear words, nothing lost, nothing crashed. */
import { expect, test } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk, type TestKiosk } from './kit/kiosk.ts';
import { freePort } from './kit/registry.ts';
import { choose, goOn, listen, onScreen, openTogether, press, signIn } from './kit/walk.ts';
import { nl } from './kit/words.ts';

let data: ReturnType<typeof scratchFolder>;
let kiosk: TestKiosk;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  data = scratchFolder();
  kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
});
test.afterAll(async () => {
  await kiosk.stop();
  data.remove();
});

const alert = () => kiosk.page.getByRole('alert');
const PERSON = { bsn: '900186021', born: '01021948' } as const;

test(`${shellName}: a wrong PIN is told, and letters, quotes and pasted text never reach a field`, async () => {
  const { page } = kiosk;
  await onScreen(page, 'staff-sign-in');
  await page.keyboard.type('9999');
  await press(page, 'Aanmelden');
  await expect(alert()).toHaveText('Deze pincode klopt niet.');
  await page.keyboard.type(`ab'";--<script>\u202E\u0000😀${'x'.repeat(500)}`);
  await page.keyboard.insertText('2'.repeat(10_000));
  await expect(page.getByRole('button', { name: 'Aanmelden' })).toBeDisabled();
  await page.keyboard.type('1'.repeat(200));
  await expect(page.locator('.pad-shown')).toHaveText('●'.repeat(10));
  await press(page, 'Wis alles');
  await signIn(page);
  // Touched digits, then Enter: it goes on, and does not press the last digit once more.
  await press(page, 'Afmelden');
  for (const digit of '2580') await press(page, digit);
  await page.keyboard.press('Enter');
  await onScreen(page, 'staff-home');
});

test(`${shellName}: numbers that fail the eleven-test and dates that cannot be are told in plain words`, async () => {
  const { page } = kiosk;
  await press(page, 'Samen kiezen');
  for (const wrong of ['123456789', '111111111', '000000000', '12345']) {
    await page.keyboard.type(wrong);
    await press(page, 'Verder');
    await expect(alert()).toHaveText('Dit nummer klopt niet. Controleer de 9 cijfers.');
    await press(page, 'Wis alles');
  }
  await page.keyboard.type(PERSON.bsn);
  await press(page, 'Verder');
  for (const wrong of ['31022000', '00001990', '29022023', '01012030', '01011850', '0101']) {
    await page.keyboard.type(wrong);
    await press(page, 'Verder');
    await expect(alert()).toHaveText('Deze datum bestaat niet of kan niet. Controleer dag, maand en jaar.');
    await press(page, 'Wis alles');
  }
  await page.keyboard.type('01012015');
  await press(page, 'Verder');
  await onScreen(page, 'staff-not-here');
  await press(page, 'Terug');
});

test(`${shellName}: messages that are not in the contract change nothing`, async () => {
  const { page } = kiosk;
  await openTogether(page, PERSON);
  const answers = await page.evaluate(async () => {
    const kiosk = (window as unknown as { kiosk: Record<string, (input: unknown) => Promise<unknown>> }).kiosk;
    const bad: unknown[] = [
      null,
      [],
      'x',
      { revision: 'one' },
      { revision: 0, event: { type: 'record' }, by: 'touch' },
    ];
    const results: unknown[] = [];
    for (const input of bad) results.push(await kiosk['send']?.(input));
    results.push(await kiosk['signIn']?.({ pin: 'x'.repeat(10_000) }));
    results.push(await kiosk['saveScreenProfile']?.({ mmPerPx: -1, viewingDistanceMm: 600 }));
    return results;
  });
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: { code: 'bad-message' } });
  await onScreen(page, 'hand-over');
});

test(`${shellName}: the staff screens cannot be reached from the patient's, and a script cannot touch`, async () => {
  const { page } = kiosk;
  const answers = await page.evaluate(async () => {
    const kiosk = (window as unknown as { kiosk: Record<string, (input: unknown) => Promise<unknown>> }).kiosk;
    for (const button of document.querySelectorAll<HTMLElement>('button')) button.click();
    return [
      await kiosk['outbox']?.({}),
      await kiosk['signOut']?.({}),
      await kiosk['openSession']?.({ kind: 'explain' }),
    ];
  });
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: { code: 'not-allowed-now' } });
  await onScreen(page, 'hand-over');
});

test(`${shellName}: help and stop keep the place and the answers; back loses nothing`, async () => {
  const { page } = kiosk;
  await listen(page, 'top-question');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Verder' })).toBeDisabled();
  await choose(page, nl.top.some.label);
  await press(page, nl.controls.help);
  await onScreen(page, 'help');
  await press(page, nl.controls.resume);
  await onScreen(page, 'top-question');
  await expect(page.getByRole('radio', { name: nl.top.some.label })).toBeChecked();
  await press(page, nl.controls.stop);
  await onScreen(page, 'stop-check');
  await press(page, nl.controls.resume);
  await onScreen(page, 'top-question');
  await goOn(page);
  await choose(page, nl.holderAnswers['not-share'].label);
  await press(page, 'Terug');
  await onScreen(page, 'top-question');
  await goOn(page);
  await expect(page.getByRole('radio', { name: nl.holderAnswers['not-share'].label })).toBeChecked();
});

test(`${shellName}: settings work at once and are gone with the session; so is everything else`, async () => {
  const { page } = kiosk;
  await press(page, nl.controls.settings);
  await press(page, nl.controls['theme-black']);
  await press(page, nl.controls.larger);
  await press(page, nl.controls.close);
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  expect(await theme()).toBe('black');
  await press(page, nl.controls.stop);
  await press(page, nl.controls.leave);
  await onScreen(page, 'staff-sign-in');
  expect(await theme()).toBe('default');
  const left = await page.evaluate(() => ({
    text: document.documentElement.outerHTML,
    storage: [localStorage.length, sessionStorage.length, history.length],
  }));
  expect(left.text).not.toMatch(/900186021|1948/);
  expect(left.storage.slice(0, 2)).toEqual([0, 0]);
  await signIn(page);
  await openTogether(page, { bsn: '900203638', born: '31121990' });
  await expect(page.getByRole('button', { name: 'Terug' })).toBeDisabled();
});

test(`${shellName}: staff takes a session back with a PIN; the patient's part is over`, async () => {
  const { page } = kiosk;
  await press(page, nl.controls.help);
  await press(page, nl.controls.staff);
  await onScreen(page, 'staff-take-back');
  await page.keyboard.type('2580');
  await press(page, 'Stop het gesprek');
  await onScreen(page, 'staff-home');
});

test(`${shellName}: a page that is loaded again finds a locked screen`, async () => {
  const { page } = kiosk;
  await press(page, 'Alleen uitleg');
  await onScreen(page, 'hand-over');
  await page.reload();
  await onScreen(page, 'staff-sign-in');
  expect(kiosk.output()).not.toMatch(/900186021|900203638|2580/);
});

test(`${shellName}: of a double tap only the first counts: no screen passes by unread`, async () => {
  const { page } = kiosk;
  await signIn(page);
  await press(page, 'Alleen uitleg');
  await onScreen(page, 'hand-over');
  for (const [from, to] of [
    ['hand-over', 'language'],
    ['language', 'welcome'],
  ] as const) {
    await onScreen(page, from);
    const box = await page.locator('[data-screen] footer .button-forward').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
    for (const clickCount of [1, 2]) {
      await page.mouse.down({ clickCount });
      await page.mouse.up({ clickCount });
      await onScreen(page, to);
    }
  }
  // An answer to a question comes after what the taps did.
  await page.evaluate(() => (window as unknown as { kiosk: { view(input: object): Promise<unknown> } }).kiosk.view({}));
  await onScreen(page, 'welcome');
});

// Only these shells have a line between screen and program that can break.
if (shellName === 'chromium')
  test(`${shellName}: a screen that lost the program shows nothing of the person, and comes back locked`, async () => {
    const { page } = kiosk;
    await listen(page, 'explained');
    await press(page, nl.controls.settings);
    await press(page, nl.controls['theme-black']);
    await page.evaluate(() => {
      // Larger than a message may be: the kiosk hangs up.
      const kiosk = (window as unknown as { kiosk: { signIn(input: object): Promise<unknown> } }).kiosk;
      void kiosk.signIn({ pin: 'x'.repeat(100_000) });
    });
    await onScreen(page, 'unreachable');
    await onScreen(page, 'staff-sign-in');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('default');

    const second = await page.context().newPage();
    await signIn(page);
    await press(page, 'Alleen uitleg');
    await second.goto(page.url());
    await onScreen(second, 'staff-sign-in');
    await onScreen(page, 'unreachable');
    await second.close();
  });
