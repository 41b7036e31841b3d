import { defineConfig } from 'vitest/config';

/** Fast suites first; end-to-end has its own runner (test/e2e). Two cores: two workers. */
export default defineConfig({
  test: {
    include: ['test/{unit,property,contract,crash,simulation}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
