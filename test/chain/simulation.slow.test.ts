/** Seeded lives of a watched chain; `npm run sim:chain -- N` lives any number of them. */
import { expect, it } from 'vitest'
import { live } from './support/simulation.ts'

const first = Number(process.env.HEADWATER_SIM_FIRST ?? 1)
const lives = Number(process.env.HEADWATER_SIM_LIVES ?? 300)
const atOnce = 6

it(`after each of ${lives} lives the ledger has what the canonical chain has`, async () => {
  const failed: string[] = []
  for (let seed = first; seed < first + lives; seed += atOnce) {
    const seeds = Array.from({ length: Math.min(atOnce, first + lives - seed) }, (_, i) => seed + i)
    await Promise.all(
      seeds.map(async (one) => {
        try {
          const { steps, wrong } = await live(one)
          if (wrong.length > 0)
            failed.push(`seed ${one}: ${wrong[0]} of ${wrong.length} (${steps.join(', ')})`)
        } catch (error) {
          failed.push(`seed ${one}: ${error}`)
        }
      }),
    )
  }
  expect(failed).toEqual([])
})
