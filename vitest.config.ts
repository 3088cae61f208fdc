import { defineConfig } from 'vitest/config'

/** Files whose name ends in `.slow.test.ts` start processes, engines of size or many runs; `check` leaves them out. */
const slow = ['test/**/*.slow.test.ts']

const report = process.env.HEADWATER_TEST_REPORT

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: slow, testTimeout: 20_000 } },
      { test: { name: 'slow', include: slow, testTimeout: 600_000, hookTimeout: 120_000 } },
    ],
    ...(report === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: report } }),
    maxWorkers: 2,
    // chDB is a process-wide singleton, so every file gets a process of its own.
    pool: 'forks',
  },
})
