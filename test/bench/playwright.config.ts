import { defineConfig } from '@playwright/test';

/** Measurements in a real browser: they report, they assert nothing. */
export default defineConfig({
  testDir: '.',
  testMatch: 'interaction.spec.ts',
  workers: 1,
  timeout: 300_000,
  outputDir: '../../test-results',
  reporter: [['line']],
});
