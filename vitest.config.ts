import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files whose name ends in `.slow.test.ts` start processes, engines of size or many runs. */
const slow = ['test/**/*.slow.test.ts']

/**
 * chDB is one in a process, so files that open it get a process each. All other fast files share processes: `npm run check`
 * runs these alone.
 */
const embedded = ['projections', 'documents/tables', 'cli', 'bench', 'usage', 'ledger', 'processes'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

/** Those that wait for real processes most of their time begin first, so that others work beside them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = ({ moduleId }: TestSpecification) =>
      /chaos|crash|(engines|rebuild|reader|olderParts|worker)\.slow/.test(moduleId)
    const sorted = await super.sort(files)
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))]
  }
}

const globalSetup = 'test/support/temporaryFolders.ts'

const report = process.env.HEADWATER_TEST_REPORT

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...slow, ...embedded],
          isolate: false,
          testTimeout: 20_000,
          globalSetup,
        },
      },
      { test: { name: 'embedded', include: embedded, exclude: slow, testTimeout: 20_000, globalSetup } },
      { test: { name: 'slow', include: slow, testTimeout: 600_000, hookTimeout: 600_000, globalSetup } },
    ],
    ...(report === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: report } }),
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
  },
})
