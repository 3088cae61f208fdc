/** Corrections and contracts in the whole of settlement, against a reference that shares no code with it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOfCuts } from '../support/contracts/cuts.ts'
import { dying } from '../support/contracts/dying.ts'
import { failedChecks, optionsOf, outcome, play, reordered } from '../support/contracts/playWorld.ts'
import { ContractReference } from '../support/contracts/reference.ts'
import { simulateContracts } from '../support/contracts/simulate.ts'
import { runs } from '../support/properties.ts'
import { createWorld } from '../support/settlementWorld.ts'

const allDeaths = [
  ...['after an event', 'after its books', 'before its books', 'before its event', 'before its seal'],
  ...['delivered again', 'reconciling', 'summing', 'within its books'],
]

describe('settlement of corrections and contracts', () => {
  it('agrees with the slow reference, to the unit and to the root, and verifies, wherever it dies', async () => {
    const deaths = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, alone) => {
        const world = createWorld({ alone })
        const hands = dying(world, seed, (death) => deaths.add(death))
        const taken = await play(world, simulateContracts(seed, optionsOf(seed)), seed, hands)
        expect(await outcome(world)).toEqual(new ContractReference().run(taken))
        expect(await failedChecks(world)).toEqual([])
      }),
      runs(100),
    )
    expect([...deaths].sort()).toEqual(allDeaths)
  })

  it('gives the same to date wherever exact histories are cut into epochs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        expect(await differenceOfCuts(seed)).toBeUndefined()
      }),
      runs(100, 25),
    )
  })

  it('gives the same amounts and roots in whatever order and batches the events of calls arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const steps = simulateContracts(seed, optionsOf(seed))
        const [first, second] = [createWorld(), createWorld()]
        await play(first, steps, seed)
        await play(second, reordered(steps, seed), seed + 1)
        expect(await outcome(second)).toEqual(await outcome(first))
      }),
      runs(20),
    )
  })

  it('closes from checkpoints what it closes from all rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(40), async (seed, checkpointCallsMin) => {
        const world = createWorld({ checkpointCallsMin })
        const steps = simulateContracts(seed, optionsOf(seed))
        const taken = await play(world, steps, seed, dying(world, seed))
        expect(await outcome(world)).toEqual(new ContractReference().run(taken))
        expect(await failedChecks(world)).toEqual([])
      }),
      runs(20),
    )
  })

  it('goes through everything that can happen: the simulation is worth its name', async () => {
    const seen = new Set<string>()
    for (let seed = 1; seed <= 20; seed++) {
      const world = createWorld()
      await play(world, simulateContracts(seed, optionsOf(seed)), seed)
      for (const { counts, totals, statements } of await outcome(world)) {
        const lines = [...Object.values(totals), ...statements, counts] as unknown as Record<
          string,
          unknown
        >[]
        for (const line of lines)
          for (const [name, value] of Object.entries(line)) if (value !== '0' && value !== 0) seen.add(name)
      }
    }
    const names = ['adjusted', 'reduced', 'disputed', 'deposits', 'payments', 'reserved', 'withheld', 'owed']
    names.push('received', 'diverted', 'posted', 'waiting', 'mismatched', 'excess', 'late', 'rounding')
    expect(names.filter((name) => !seen.has(name))).toEqual([])
  })
})
