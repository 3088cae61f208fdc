/** `npm run sim:chain -- N [FIRST]`: seeded lives of a watched chain. Names the seeds after which the ledger is wrong. */
import { live } from '../../test/chain/support/simulation.ts'

const [lives = 1_000, first = 1] = process.argv.slice(2).map(Number)
let wrongs = 0
for (let seed = first; seed < first + lives; seed++) {
  const { steps, wrong } = await live(seed)
  if (wrong.length === 0) continue
  wrongs++
  console.log(`seed ${seed}: ${wrong.join('; ')} after ${steps.join(', ')}`)
}
console.log(`${lives} lives, ${wrongs} wrong`)
process.exitCode = wrongs === 0 ? 0 : 1
