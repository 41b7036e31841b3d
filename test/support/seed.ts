/** The seed of this run's random tests: `KW_SEED=… npm test` repeats a run. It stands in the names of the tests. */
export const seed = Number(process.env['KW_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
