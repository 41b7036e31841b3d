/** Somebody walks away: a warning that one touch puts off, then everything is gone (experience.md U8). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { freePort } from './kit/registry.ts';
import { onScreen, openTogether, press, signIn } from './kit/walk.ts';
import { nl } from './kit/words.ts';

test(`${shellName}: after the site's idle time the screen asks, waits, and wipes`, async () => {
  test.setTimeout(300_000);
  const data = scratchFolder();
  mkdirSync(data.path, { recursive: true });
  writeFileSync(join(data.path, 'settings.json'), JSON.stringify({ idleAfterSeconds: 30, idleWarnSeconds: 20 }));
  const kiosk = await startTestKiosk({ dataDir: data.path, registryUrl: `http://127.0.0.1:${await freePort()}` });
  const { page } = kiosk;
  await signIn(page);
  await openTogether(page, { bsn: '900186021', born: '01021948' });
  const warning = page.getByRole('alertdialog', { name: nl.screens['still-here'].heading });
  // The site's 30 s begin when the voice has said everything that is on the screen, some 20 s.
  await expect(warning).toBeVisible({ timeout: 80_000 });
  await press(page, nl.controls['still-here']);
  await expect(warning).toBeHidden();
  await onScreen(page, 'hand-over');
  await expect(page.locator('[data-screen="staff-sign-in"]')).toBeVisible({ timeout: 75_000 });
  await kiosk.stop();
  data.remove();
});
