/**
 * The whole matrix of `npm run check:screens`: one walk a language, and on every screen all resolutions × sizes × themes
 * (64 looks, 384 with the languages) measured, and axe in every theme. The looks are set where the settings set them: on
 * the root of the page. What the settings panel itself does is measured in bars.spec.ts.
 */
import { expect, test } from '@playwright/test';
import { CAP_HEIGHTS_MM, THEMES, type Theme } from '../../renderer/state/preferences.ts';
import { axe } from './kit/axe.ts';
import { breakDisk, scratchFolder, shellName, startTestKiosk } from './kit/kiosk.ts';
import { ALL_SCREENS, LANGUAGES, nameOf, SCREENS, setRoot, type LookOf } from './kit/looks.ts';
import { measure } from './kit/measure.ts';
import { freePort, startTestRegistry, type TestRegistry } from './kit/registry.ts';
import { tourPatient, tourStaff } from './kit/tour.ts';
import { tourEnds } from './kit/tour-ends.ts';

/** Long enough to look at what was sent and is not confirmed yet. */
const SLOW_REGISTRY = ['--processing-delay', '12000'];

const DEFAULT_LOOK: LookOf = { screen: SCREENS[0], size: 2, theme: 'default' };

for (const language of ALL_SCREENS ? LANGUAGES : []) {
  test(`${shellName}: every screen in ${language}, in 64 looks`, async () => {
    test.setTimeout(3_600_000);
    const [data, registryData, port] = [scratchFolder(), scratchFolder(), await freePort()];
    const registries: TestRegistry[] = [];
    const kiosk = await startTestKiosk({
      dataDir: data.path,
      registryUrl: `http://127.0.0.1:${port}`,
      screen: { viewport: DEFAULT_LOOK.screen, reducedMotion: 'reduce' },
    });
    const { page } = kiosk;
    const wrong: string[] = [];
    const measured = new Map<string, string[]>();
    let screens = 0;
    const note = (name: string, look: string, sentences: readonly string[]): void => {
      for (const sentence of sentences)
        measured.set(`${name}: ${sentence}`, [...(measured.get(`${name}: ${sentence}`) ?? []), look]);
    };
    const inScreens = async (name: string, sizes: readonly number[], themes: readonly Theme[]): Promise<void> => {
      for (const screen of SCREENS)
        for (const size of sizes)
          for (const theme of themes) {
            const look = { screen, size, theme };
            await setRoot(page, look);
            note(name, nameOf(look), await measure(page));
          }
    };
    await tourStaff(page, async (name) => {
      if (language === 'nl') await inScreens(name, [0], ['default']);
      await setRoot(page, DEFAULT_LOOK);
    });
    const inAllLooks = async (name: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready);
      screens += 1;
      await inScreens(`${screens} ${name}`, [...CAP_HEIGHTS_MM.keys()], THEMES);
      for (const theme of THEMES) {
        await setRoot(page, { ...DEFAULT_LOOK, theme });
        note(name, `axe ${theme}`, await axe(page));
      }
      await setRoot(page, DEFAULT_LOOK);
    };
    await tourPatient(page, inAllLooks, language);
    await tourEnds(page, inAllLooks, {
      language,
      prepare: () => Promise.resolve(),
      async startRegistry() {
        registries.push(await startTestRegistry(port, registryData.path, SLOW_REGISTRY));
      },
      breakDisk: () => breakDisk(data.path),
    });
    await kiosk.stop();
    for (const registry of registries) await registry.stop();
    data.remove();
    registryData.remove();
    for (const [what, looks] of measured) wrong.push(`${what} [${looks.length}: ${looks.slice(0, 6).join(', ')}]`);
    console.log(`${language}: ${screens} screens × 64 looks, ${wrong.length} findings`);
    expect(wrong.join('\n')).toBe('');
  });
}
