import { defineConfig } from '@playwright/test';

/** Pictures of every screen, to look at: `npm run screenshots`. No test: nothing is asserted. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 1_800_000,
  outputDir: '../../test-results',
  reporter: [['list']],
});
