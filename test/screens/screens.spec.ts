/**
 * Writes every screen × language × size × resolution to out/screenshots, one folder each: one walk a language, and on
 * every screen all looks, set where the settings set them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { CAP_HEIGHTS_MM, THEMES, type Theme } from '../../renderer/state/preferences.ts';
import { breakDisk, scratchFolder, startTestKiosk } from '../e2e/kit/kiosk.ts';
import { LANGUAGES, SCREENS, setRoot, type LookOf } from '../e2e/kit/looks.ts';
import { root } from '../e2e/kit/process.ts';
import { freePort, startTestRegistry, type TestRegistry } from '../e2e/kit/registry.ts';
import { tourPatient, tourStaff } from '../e2e/kit/tour.ts';
import { tourEnds } from '../e2e/kit/tour-ends.ts';

/** What was asked for, by name; without that all, or what is given. */
function asked<T>(name: string, all: readonly T[], nameOf: (one: T) => string, without = all): readonly T[] {
  const names = process.env[name]?.split(',');
  return names === undefined ? without : all.filter((one) => names.includes(nameOf(one)));
}

const languages = asked('KW_LANGUAGES', LANGUAGES, String);
const screens = asked('KW_SCREENS', SCREENS, ({ width, height }) => `${width}x${height}`);
const sizes = asked('KW_SIZES', [...CAP_HEIGHTS_MM.keys()], String);
const themes = asked<Theme>('KW_THEMES', THEMES, String, ['default']);
const looks: readonly LookOf[] = screens.flatMap((screen) =>
  sizes.flatMap((size) => themes.map((theme) => ({ screen, size, theme }))),
);
/** As staff see it, and as a conversation begins. */
const WALKED: LookOf = { screen: SCREENS[0], size: 2, theme: 'default' };
const STAFF_SIZE = 0;

for (const language of languages)
  test(`${language}: ${looks.length} looks of every screen`, async () => {
    const [data, registryData, port] = [scratchFolder(), scratchFolder(), await freePort()];
    const registries: TestRegistry[] = [];
    const kiosk = await startTestKiosk({
      dataDir: data.path,
      registryUrl: `http://127.0.0.1:${port}`,
      screen: { viewport: WALKED.screen, reducedMotion: 'reduce' },
    });
    const { page } = kiosk;
    let count = 0;
    const take = async (name: string, some: readonly LookOf[]): Promise<void> => {
      await page.evaluate(() => document.fonts.ready);
      count += 1;
      for (const look of some) {
        await setRoot(page, look);
        const { screen, size, theme } = look;
        const folder = join(root, 'out', 'screenshots', language, `${screen.width}x${screen.height}-${size}-${theme}`);
        mkdirSync(folder, { recursive: true });
        await page.screenshot({ path: join(folder, `${String(count).padStart(2, '0')}-${name}.png`) });
      }
    };
    // Staff's own look does not change with the patient's: it is there once for each resolution.
    await tourStaff(page, async (name) => {
      if (language === 'nl')
        await take(
          name,
          screens.map((screen) => ({ screen, size: STAFF_SIZE, theme: 'default' })),
        );
      await setRoot(page, { ...WALKED, size: STAFF_SIZE });
    });
    const look = async (name: string): Promise<void> => {
      await take(name, looks);
      await setRoot(page, WALKED);
    };
    await setRoot(page, WALKED);
    await tourPatient(page, look, language);
    await tourEnds(page, look, {
      language,
      prepare: () => setRoot(page, WALKED),
      async startRegistry() {
        registries.push(await startTestRegistry(port, registryData.path, ['--processing-delay', '20000']));
      },
      breakDisk: () => breakDisk(data.path),
    });
    await kiosk.stop();
    for (const registry of registries) await registry.stop();
    data.remove();
    registryData.remove();
  });
