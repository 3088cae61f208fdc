/**
 * `npm run sim:workers -- [--seeds N] [--seed N] [--workers N] [--calls N]`: N workers in one process over fakes, with
 * each kind of identities. Prints what they read of each other; exits 1 when books differ from those of the reference.
 */
import { parseArgs } from 'node:util'
import { runWorkers, type WorkersReport } from '../../test/support/workers/run.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '200' },
    calls: { type: 'string', default: '2500' },
    /** Share of calls that are sent again without a key. */
    unkeyed: { type: 'string', default: '0.02' },
    faults: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const workers = Number(values.workers)
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
    : [Number(values.seed)]
for (const seed of seeds) {
  for (const identities of ['own', 'all'] as const) {
    const began = performance.now()
    const report = await runWorkers(seed, {
      workers,
      partitions: workers,
      calls: Number(values.calls),
      unkeyed: Number(values.unkeyed),
      faults: values.faults,
      identities,
    })
    tell(seed, `${identities}, ${((performance.now() - began) / 1_000).toFixed(1)} s`, report)
  }
}

function tell(seed: number, how: string, report: WorkersReport): void {
  const { differences, identityReads, messages, rows, excluded, conflictsAtClose } = report
  console.log(
    `seed ${seed}, ${workers} workers, identities ${how}: ${messages} messages, ${rows} rows, ${identityReads} identities read of others, ${excluded} rows excluded by closes, ${conflictsAtClose} of them conflicts`,
  )
  for (const difference of differences) console.log(`  ${difference}`)
  if (differences.length > 0) process.exitCode = 1
}
