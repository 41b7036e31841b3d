/** Writes every screen × language × size × resolution to out/screenshots, one folder each. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { breakDisk, scratchFolder, startTestKiosk } from '../e2e/kit/kiosk.ts';
import { root } from '../e2e/kit/process.ts';
import { freePort, startTestRegistry, type TestRegistry } from '../e2e/kit/registry.ts';
import { setLook, tourPatient, tourStaff } from '../e2e/kit/tour.ts';
import { tourEnds } from '../e2e/kit/tour-ends.ts';

const list = (name: string, all: readonly string[]): readonly string[] => process.env[name]?.split(',') ?? all;

const languages = list('KW_LANGUAGES', ['nl', 'en', 'tr', 'ar', 'pl', 'uk']);
const screens = list('KW_SCREENS', ['1280x800', '1366x768', '1920x1080', '1080x1920']);
const sizes = list('KW_SIZES', ['0', '1', '2', '3']);
const themes = list('KW_THEMES', ['default']);

for (const language of languages)
  for (const screen of screens)
    for (const size of sizes)
      for (const theme of themes)
        test(`${language} ${screen} size ${size} ${theme}`, async () => {
          const [width = 0, height = 0] = screen.split('x').map(Number);
          const folder = join(root, 'out', 'screenshots', language, `${screen}-${size}-${theme}`);
          mkdirSync(folder, { recursive: true });
          const [data, registryData, port] = [scratchFolder(), scratchFolder(), await freePort()];
          const registries: TestRegistry[] = [];
          const kiosk = await startTestKiosk({
            dataDir: data.path,
            registryUrl: `http://127.0.0.1:${port}`,
            screen: { viewport: { width, height }, reducedMotion: 'reduce' },
          });
          let count = 0;
          const look = async (name: string): Promise<void> => {
            await kiosk.page.evaluate(() => document.fonts.ready);
            count += 1;
            await kiosk.page.screenshot({ path: join(folder, `${String(count).padStart(2, '0')}-${name}.png`) });
          };
          await tourStaff(kiosk.page, language === 'nl' ? look : () => Promise.resolve());
          const prepare = () => setLook(kiosk.page, { size: Number(size), theme });
          await prepare();
          await tourPatient(kiosk.page, look, language);
          await tourEnds(kiosk.page, look, {
            language,
            prepare,
            async startRegistry() {
              registries.push(await startTestRegistry(port, registryData.path, ['--processing-delay', '4000']));
            },
            breakDisk: () => breakDisk(data.path),
          });
          await kiosk.stop();
          for (const registry of registries) await registry.stop();
          data.remove();
          registryData.remove();
        });
