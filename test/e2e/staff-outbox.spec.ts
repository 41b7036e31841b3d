/** What staff must look at is all on the screen, and can be reached, however much there is to tell (U1, U4). */
import { expect, test } from '@playwright/test';
import type { OutboxOverview, ParkedItem } from '../../shared/contract/view.ts';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { measure } from './kit/measure.ts';
import { freePort, startTestRegistry } from './kit/registry.ts';
import { choose, fillIdentity, goOn, listen, onScreen, openTogether, press, signIn } from './kit/walk.ts';
import { nl } from './kit/words.ts';

const parked = (['too-old', 'refused-by-registry', 'person-unknown', 'unreadable'] as const).map(
  (reason, index): ParkedItem => ({ reference: `K7F2-9${index}`, reason, chosenAt: '2026-11-23T14:05:00.000Z' }),
);
const FULL: Omit<OutboxOverview, 'status'> = {
  pending: 5,
  oldestAgeSeconds: 5400,
  sent: 2,
  superseded: 1,
  confirmedToday: 14,
  stopped: 'certificate',
  repairedAt: '2026-11-23T08:12:00.000Z',
  parked,
  parkedCount: parked.length,
};

/** Runs in the page before anything else: the outbox says this, and no conversation can be opened for that reason. */
function answer({ full, refusal }: { readonly full: object; readonly refusal: string | null }): void {
  const define = Object.defineProperty;
  Object.defineProperty = ((target: object, name: PropertyKey, how: PropertyDescriptor) => {
    if (target !== window || name !== 'kiosk') return define(target, name, how);
    const real = how.value as Record<string, (input: unknown) => Promise<{ ok: boolean; value: object }>>;
    const outbox = async (input: unknown): Promise<object> => {
      const result = await real['outbox']?.(input);
      return result?.ok === true ? { ok: true, value: { ...result.value, ...full } } : { ...result };
    };
    const parkedPerson = () => Promise.resolve({ ok: true, value: { bsn: '900186021', birthDate: '1948-02-01' } });
    const refuse = { openSession: () => Promise.resolve({ ok: false, error: { code: refusal } }) };
    return define(target, name, {
      ...how,
      value: { ...real, outbox, parkedPerson, ...(refusal === null ? {} : refuse) },
    });
  }) as typeof Object.defineProperty;
}

test(`${shellName}: staff see whose choice the registry refused when they ask for it, and send it again`, async () => {
  const data = scratchFolder();
  const registry = await startTestRegistry(await freePort(), `${data.path}/registry`);
  const kiosk = await startTestKiosk({ dataDir: `${data.path}/kiosk`, registryUrl: registry.address });
  const { page } = kiosk;
  await registry.fault({ mode: 'unprocessable' });
  await signIn(page);
  await openTogether(page, { bsn: '900203638', born: '31121990' });
  await listen(page, 'top-question');
  await choose(page, nl.top.none.label);
  await goOn(page);
  await goOn(page);
  await press(page, nl.confirm.none.button);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(nl.screens['needs-staff'].heading);
  await press(page, nl.controls.finish);
  await signIn(page);
  await page.getByRole('button', { name: /^Wat nog verstuurd/ }).click();
  await onScreen(page, 'staff-outbox');
  await expect(page.locator('.parked')).toContainText('Het register nam de keuze niet aan.');
  expect(await page.content()).not.toContain('900203638');
  await page.getByRole('button', { name: /^Laat zien van wie/ }).click();
  await expect(page.locator('.parked')).toContainText('900203638, geboren op 31-12-1990');
  await press(page, 'Terug');
  expect(await page.content()).not.toContain('900203638');
  await page.getByRole('button', { name: /^Wat nog verstuurd/ }).click();
  await registry.fault({ mode: 'none' });
  await page.getByRole('button', { name: /^Probeer opnieuw/ }).click();
  await expect(page.locator('dl.facts div', { hasText: 'Vandaag bevestigd' })).toContainText('1');
  expect(await registry.consentsOf('900203638')).toHaveLength(7);
  expect(kiosk.output()).not.toContain('900203638');
  await kiosk.stop();
  await registry.stop();
  data.remove();
});

/** In Electron the bridge of the page is out of reach. */
for (const shell of shellName === 'chromium' ? [shellName] : []) {
  test(`${shell}: every parked choice can be read and acted on, under every notice`, async () => {
    const data = scratchFolder();
    const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
    const { page } = kiosk;
    await page.addInitScript(answer, { full: FULL, refusal: null });
    await page.reload();
    await signIn(page);
    await page.getByRole('button', { name: /^Wat nog verstuurd/ }).click();
    await onScreen(page, 'staff-outbox');
    const wrong: string[] = [];
    for (const { reference, reason } of parked) {
      await expect(page.locator('.parked')).toContainText(reference);
      const whose = page.getByRole('button', { name: `Laat zien van wie: ${reference}` });
      await expect(whose).toHaveCount(reason === 'unreadable' ? 0 : 1);
      if (reason !== 'unreadable') {
        await whose.click();
        await expect(page.locator('.parked')).toContainText('900186021, geboren op 01-02-1948');
      }
      await expect(page.getByRole('button', { name: `Ik vraag het de patiënt opnieuw: ${reference}` })).toBeVisible();
      for (const [width, height] of [
        [1280, 800],
        [1366, 768],
        [1920, 1080],
        [1080, 1920],
      ] as const) {
        await page.setViewportSize({ width, height });
        for (const sentence of await measure(page)) wrong.push(`${reference} ${width}×${height}: ${sentence}`);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await press(page, 'Verder');
    }
    await expect(page.locator('.parked')).toContainText(parked[0]?.reference ?? '-');
    expect(wrong).toEqual([]);
    await kiosk.stop();
    data.remove();
  });

  test(`${shell}: why no conversation can be opened is all on the screen`, async () => {
    const data = scratchFolder();
    const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
    const { page } = kiosk;
    for (const refusal of ['clock-behind', 'keeping-damaged']) {
      await page.addInitScript(answer, { full: {}, refusal });
      await page.reload();
      await signIn(page);
      await fillIdentity(page, { bsn: '900186021', born: '01021948' });
      await expect(page.getByRole('alert')).not.toBeEmpty();
      for (const [width, height] of [
        [1280, 800],
        [1366, 768],
        [1920, 1080],
        [1080, 1920],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expect.poll(() => measure(page), `${refusal} ${width}×${height}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await kiosk.stop();
    data.remove();
  });
}
