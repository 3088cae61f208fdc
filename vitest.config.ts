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

/** The longest, each a minute or more, in order: they begin first, so that both workers have short files at the end. */
const longest = [
  'chaos/chaos.slow',
  'cli/engines.slow',
  'ledger/rebuild.slow',
  'crash/kill.slow',
  'ledger/contracts/simulate',
  'api/pythonSenders.slow',
  'ledger/olderParts.slow',
  'console/hostileNames.slow',
  'console/everyPage.slow',
  'kafka/send/headwater.slow',
  'processes/worker.slow',
  'kafka/consume/source.slow',
  'packaging/pack.slow',
  'ledger/oldFolder.slow',
  'crash/killThreads.slow',
  'projections/usage/reader.slow',
  'ingest/formatsFuzz.slow',
  'ledger/ownIdentities.slow',
  'api/people/attacks.slow',
  'ledger/backup/backup.slow',
].map((name) => `/test/${name}.test.ts`)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}

const globalSetup = 'test/support/temporaryFolders.ts'

/** What is bound to happen may take long on a busy machine. */
const expectSoon = { poll: { timeout: 15_000 } }

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
          expect: expectSoon,
          globalSetup,
        },
      },
      {
        test: {
          name: 'embedded',
          include: embedded,
          exclude: slow,
          testTimeout: 20_000,
          expect: expectSoon,
          globalSetup,
        },
      },
      {
        test: {
          name: 'slow',
          include: slow,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          expect: expectSoon,
          globalSetup,
        },
      },
    ],
    ...(report === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: report } }),
    maxWorkers: 2,
    // Sources that were read once are read faster, in the next run too.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
  },
})
