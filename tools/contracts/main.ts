/**
 * `npm run sim:contracts -- [--seeds N] [--from N]`: random histories with corrections and contracts, settled over fakes by
 * processes that die and start again, in two orders, and held against the slow reference; and histories with exact shares,
 * closed at other times. Prints the seeds that differ, and which deaths there were; exits 1 where a seed differs.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { differenceOfCuts } from '../../test/support/contracts/cuts.ts'
import { dying } from '../../test/support/contracts/dying.ts'
import { failedChecks, optionsOf, outcome, play, reordered } from '../../test/support/contracts/playWorld.ts'
import { ContractReference } from '../../test/support/contracts/reference.ts'
import { simulateContracts } from '../../test/support/contracts/simulate.ts'
import { createWorld } from '../../test/support/settlementWorld.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' } },
})
const from = Number(values.from)
const deaths = new Map<string, number>()
const met = (death: string) => deaths.set(death, (deaths.get(death) ?? 0) + 1)
let differing = 0
for (let seed = from; seed < from + Number(values.seeds); seed++) {
  const problem = await problemOf(seed).catch((error) => error.stack ?? String(error))
  if (problem !== undefined) {
    differing++
    console.error(`seed ${seed}: ${problem}`)
  }
  if (seed % 100 === 0) console.log(`seed ${seed}: ${differing} differ so far`)
}
console.log([...deaths].map(([death, times]) => `${death}: ${times}`).join(', '))
console.log(`${values.seeds} seeds, ${differing} differ`)
process.exitCode = differing === 0 ? 0 : 1

async function problemOf(seed: number): Promise<string | undefined> {
  const steps = simulateContracts(seed, optionsOf(seed))
  // Some leave checkpoints, from the first call on or later.
  const checkpoints = seed % 3 === 0 ? { checkpointCallsMin: seed % 40 } : {}
  const world = createWorld({ ...checkpoints, alone: seed % 2 === 0 })
  const taken = await play(world, steps, seed, dying(world, seed, met))
  const found = await outcome(world)
  if (!isDeepStrictEqual(found, new ContractReference().run(taken)))
    return 'books are not those of the reference'
  const failed = await failedChecks(world)
  if (failed.length > 0) return `verification finds ${JSON.stringify(failed[0])}`
  const other = createWorld()
  await play(other, reordered(steps, seed), seed + 1)
  if (!isDeepStrictEqual(await outcome(other), found))
    return 'books depend on the order of events or on deaths'
  return differenceOfCuts(seed, met)
}
