/**
 * `npm run flips -- 1000 [FROM]` damages as many copies of a ledger as the test of damage does 24, with the seeds from FROM
 * on; exits 1 when one is not noticed. A process tries 100: the threads of a store that chDB could not open stay.
 */
import { spawnSync } from 'node:child_process'

const perProcess = 100
const [count = 1_000, first = 1] = process.argv.slice(2).map(Number)
let failed = 0
for (let from = first; from < first + count; from += perProcess) {
  const flips = Math.min(perProcess, first + count - from)
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'slow', 'test/ledger/damage.slow.test.ts'],
    {
      env: { ...process.env, FLIPS: String(flips), FLIPS_FROM: String(from) },
      stdio: 'ignore',
    },
  )
  if (status !== 0) failed += flips
  console.log(`seeds ${from} to ${from + flips - 1}: ${status === 0 ? 'ok' : 'FAILED'}`)
}
console.log(`${count - failed} of ${count} flips are in runs that noticed every one, or found it harmless`)
process.exitCode = failed === 0 ? 0 : 1
