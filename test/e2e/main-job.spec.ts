/**
 * The main job, end to end: record while the registry is down → the kiosk is killed → start again → the registry comes
 * up → each choice is there exactly once, with the true moment; no number in the clear on the disk, no payload left.
 */
import { expect, test } from '@playwright/test';
import { filesWith } from './kit/bytes.ts';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { freePort, startTestRegistry, type FoundConsent } from './kit/registry.ts';
import { choose, goOn, listen, onScreen, openTogether, press, screenOf, signIn } from './kit/walk.ts';
import { nl } from './kit/words.ts';

const PERSON = { bsn: '900186021', born: '01021948' } as const;
console.log(`end-to-end in the ${shellName} shell`);

const granted = (consents: readonly FoundConsent[]): number =>
  consents.filter(({ status }) => status === 'active').length;

test(`${shellName}: a choice made without connection, on a kiosk that is killed, arrives exactly once`, async () => {
  const data = scratchFolder();
  const port = await freePort();
  const setup = { dataDir: `${data.path}/kiosk`, registryUrl: `http://127.0.0.1:${port}` };

  const first = await startTestKiosk(setup);
  await signIn(first.page);
  await openTogether(first.page, PERSON);
  await listen(first.page, 'top-question');
  await choose(first.page, nl.top.some.label);
  await goOn(first.page);
  for (const answer of ['share', 'not-share', 'unknown', 'share', 'not-share', 'share', 'unknown'] as const) {
    await onScreen(first.page, 'holder-question');
    await choose(first.page, nl.holderAnswers[answer].label);
    await goOn(first.page);
  }
  while ((await screenOf(first.page)) === 'review') await goOn(first.page);
  await onScreen(first.page, 'confirm');
  const before = Date.now();
  await press(first.page, nl.confirm.some.button);
  await onScreen(first.page, 'kept');
  const after = Date.now();
  await expect(first.page.getByRole('heading', { level: 1 })).toHaveText(nl.screens.kept.heading);
  await first.kill();
  expect(filesWith(setup.dataDir, PERSON.bsn)).toEqual([]);
  expect(filesWith(setup.dataDir, '1948-02-01')).toEqual([]);

  const second = await startTestKiosk(setup);
  await signIn(second.page);
  await press(second.page, 'Wat nog verstuurd moet worden (1)');
  await onScreen(second.page, 'staff-outbox');
  const registry = await startTestRegistry(port, `${data.path}/registry`);
  await press(second.page, 'Probeer nu te versturen');
  const confirmed = second.page.locator('dl.facts div', { hasText: 'Vandaag bevestigd' });
  await expect(confirmed).toContainText('1', { timeout: 60_000 });

  const consents = await registry.consentsOf(PERSON.bsn);
  // Granted: GP, hospital→unknown, nursing, mental health; refused: pharmacy, laboratory. One Consent a holder.
  expect(consents).toHaveLength(5);
  expect(granted(consents)).toBe(3);
  expect(new Set(consents.map(({ identifier }) => identifier[0]?.value)).size).toBe(5);
  for (const { dateTime } of consents) {
    expect(Date.parse(dateTime)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(dateTime)).toBeLessThanOrEqual(after);
  }
  await second.stop();
  expect(filesWith(setup.dataDir, PERSON.bsn)).toEqual([]);
  await registry.stop();
  data.remove();
});

test(`${shellName}: a connection that is there carries the choice from kept to confirmed while the person looks`, async () => {
  const data = scratchFolder();
  const registry = await startTestRegistry(await freePort(), `${data.path}/registry`);
  const kiosk = await startTestKiosk({ dataDir: `${data.path}/kiosk`, registryUrl: registry.address });
  await signIn(kiosk.page);
  await openTogether(kiosk.page, { bsn: '900203638', born: '31121990', document: 'Rijbewijs' });
  await listen(kiosk.page, 'top-question');
  await choose(kiosk.page, nl.top.none.label);
  await goOn(kiosk.page);
  await onScreen(kiosk.page, 'review');
  await goOn(kiosk.page);
  await press(kiosk.page, nl.confirm.none.button);
  await onScreen(kiosk.page, 'kept');
  await expect(kiosk.page.getByRole('heading', { level: 1 })).toHaveText(nl.screens.confirmed.heading, {
    timeout: 60_000,
  });
  const consents = await registry.consentsOf('900203638');
  expect(consents).toHaveLength(7);
  expect(granted(consents)).toBe(0);
  await press(kiosk.page, nl.controls.finish);
  await onScreen(kiosk.page, 'staff-sign-in');
  expect(kiosk.output()).not.toContain('900203638');
  await kiosk.stop();
  await registry.stop();
  data.remove();
});

test(`${shellName}: "I don't know yet" stores nothing and ends as kindly`, async () => {
  const data = scratchFolder();
  const registry = await startTestRegistry(await freePort(), `${data.path}/registry`);
  const kiosk = await startTestKiosk({ dataDir: `${data.path}/kiosk`, registryUrl: registry.address });
  await signIn(kiosk.page);
  await openTogether(kiosk.page, { bsn: '999999990', born: '05051955' });
  await listen(kiosk.page, 'top-question');
  await choose(kiosk.page, nl.top.unknown.label);
  await goOn(kiosk.page);
  await onScreen(kiosk.page, 'nothing-chosen');
  await press(kiosk.page, nl.controls.finish);
  await signIn(kiosk.page);
  await press(kiosk.page, 'Wat nog verstuurd moet worden');
  await expect(kiosk.page.locator('dl.facts div', { hasText: 'Wacht op verzending' })).toContainText('0');
  expect(await registry.consentsOf('999999990')).toEqual([]);
  await kiosk.stop();
  await registry.stop();
  data.remove();
});
