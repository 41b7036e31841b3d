import { defineConfig } from '@playwright/test';

/** One set of scenarios; kit/kiosk.ts decides in which shell they run and says so. Two cores: two workers. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  outputDir: '../../test-results',
  reporter: [['list'], ['json']],
});
