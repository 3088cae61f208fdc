import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { patienceMs } from './test/support/patience.ts'

/** Files whose name ends in `.slow.test.ts` start processes, engines of size or many runs. */
const slow = ['test/**/*.slow.test.ts']

/**
 * chDB is one in a process, so files that open it get a process each. All other fast files share processes: `npm run check`
 * runs these alone.
 */
const embedded = ['projections', 'documents/tables', 'cli', 'bench', 'usage', 'ledger', 'processes'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

/**
 * The longest, each half a minute or more. They begin first, so that all workers have short files at the end. Beside the
 * two that start most processes, those that mostly wait.
 */
const longest = [
  'chaos/chaos.slow',
  'cli/engines.slow',
  'processes/worker.slow',
  'kafka/consume/source.slow',
  'api/pythonSenders.slow',
  'kafka/send/headwater.slow',
  'chain/watchProcesses.slow',
  'chain/lyingEndpoints.slow',
  'ledger/rebuild.slow',
  'crash/kill.slow',
  'projections/server/front.slow',
  'ledger/contracts/simulate',
  'ledger/olderParts.slow',
  'settlement/wholeSystem.slow',
  'projections/server/sameBooks.slow',
  'ledger/oldFolder.slow',
  'eventstore/kurrent.slow',
  'console/hostileNames.slow',
  'console/everyPage.slow',
  'ledger/shared/events.slow',
  'bench/load.slow',
  'settlement/contractsWhole.slow',
  'ledger/ownIdentities.slow',
  'docs/beyondOneMachine.slow',
  'ledger/shared/names.slow',
  'ledger/damage.slow',
  'crash/killThreads.slow',
  'chain/simulation.slow',
  'packaging/pack.slow',
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
const setupFiles = 'test/support/nativeImports.ts'

// Sources that were compiled once are read faster: by this run's processes, by those that tests start, and in the next run.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url))

/** A fast test takes seconds at most. Beside other work on the machine it may take long. */
const busyMs = 60_000
/** What is bound to happen may take long on a busy machine; half of the time that the test has. */
const expectSoon = { poll: { timeout: busyMs / 2 } }

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
          testTimeout: busyMs,
          hookTimeout: busyMs,
          expect: expectSoon,
          globalSetup,
          setupFiles,
        },
      },
      {
        test: {
          name: 'embedded',
          include: embedded,
          exclude: slow,
          testTimeout: busyMs,
          hookTimeout: busyMs,
          expect: expectSoon,
          globalSetup,
          setupFiles,
        },
      },
      {
        test: {
          name: 'slow',
          include: slow,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: patienceMs } },
          globalSetup,
          setupFiles,
        },
      },
    ],
    ...(report === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: report } }),
    // In CI all files run, and many of them wait for processes and timers: a third worker takes the processor meanwhile.
    maxWorkers: process.env.CI === 'true' ? 3 : 2,
    // Node imports the files itself: nothing is transformed, and no test mocks a module.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
  },
})
