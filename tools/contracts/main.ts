/**
 * `npm run sim:contracts -- [--seeds N] [--from N]`: random histories with corrections and contracts, settled over fakes,
 * in two orders, and held against the slow reference. Prints the seeds that differ; exits 1 where one does.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { failedChecks, optionsOf, outcome, play, reordered } from '../../test/support/contracts/playWorld.ts'
import { ContractReference } from '../../test/support/contracts/reference.ts'
import { simulateContracts } from '../../test/support/contracts/simulate.ts'
import { createWorld } from '../../test/support/settlementWorld.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' } },
})
const from = Number(values.from)
let differing = 0
for (let seed = from; seed < from + Number(values.seeds); seed++) {
  const problem = await problemOf(seed).catch((error) => error.stack ?? String(error))
  if (problem !== undefined) {
    differing++
    console.error(`seed ${seed}: ${problem}`)
  }
  if (seed % 100 === 0) console.log(`seed ${seed}: ${differing} differ so far`)
}
console.log(`${values.seeds} seeds, ${differing} differ`)
process.exitCode = differing === 0 ? 0 : 1

async function problemOf(seed: number): Promise<string | undefined> {
  const steps = simulateContracts(seed, optionsOf(seed))
  // Some leave checkpoints, from the first call on or later.
  const world = createWorld(seed % 3 === 0 ? { checkpointCallsMin: seed % 40 } : {})
  const taken = await play(world, steps, seed)
  const found = await outcome(world)
  if (!isDeepStrictEqual(found, new ContractReference().run(taken)))
    return 'books are not those of the reference'
  const failed = await failedChecks(world)
  if (failed.length > 0) return `verification finds ${JSON.stringify(failed[0])}`
  const other = createWorld()
  await play(other, reordered(steps, seed), seed + 1)
  return isDeepStrictEqual(await outcome(other), found) ? undefined : 'books depend on the order of events'
}
