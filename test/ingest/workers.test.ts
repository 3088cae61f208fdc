/** Many workers on one ledger, over fakes: test/support/workers says what happens to them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../support/properties.ts'
import { runWorkers, type WorkersOptions } from '../support/workers/run.ts'

const small = { calls: 40, unkeyed: 0.1 }

describe('workers that share a ledger', () => {
  test.each(['own', 'all', 'mixed'] as const)(
    'with identities %s: give the books of the reference, whatever moves, dies or comes twice',
    async (identities) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 5 }), async (seed, workers) => {
          const options = { ...small, workers, partitions: 1 + (seed % 7), identities }
          expect((await runWorkers(seed, options)).differences).toEqual([])
        }),
        runs(8, 3),
      )
    },
  )

  test('with identities own: accept no call twice where producers send by key, wherever partitions move', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 5 }), async (seed, workers) => {
        const options: WorkersOptions = {
          ...small,
          workers,
          partitions: workers,
          identities: 'own',
          unkeyed: 0,
        }
        const { differences, excluded, conflictsAtClose } = await runWorkers(seed, options)
        expect({ differences, excluded, conflictsAtClose }).toEqual({
          differences: [],
          excluded: 0,
          conflictsAtClose: 0,
        })
      }),
      runs(8, 3),
    )
  })

  test('with identities own: leave repeats and conflicts across partitions to the close', async () => {
    let [excluded, conflicts] = [0, 0]
    for (let seed = 1; seed <= 4; seed++) {
      const report = await runWorkers(seed, {
        ...small,
        workers: 3,
        partitions: 5,
        identities: 'own',
        unkeyed: 0.3,
      })
      excluded += report.excluded
      conflicts += report.conflictsAtClose
    }
    expect(excluded).toBeGreaterThan(conflicts)
    expect(conflicts).toBeGreaterThan(0)
  })

  test('read no identity of each other with own, and each other’s all with all', async () => {
    const reads = async (identities: 'own' | 'all', workers: number) => {
      const options = { calls: 60, unkeyed: 0, workers, partitions: workers, identities, faults: false }
      const { identityReads, rows } = await runWorkers(1, options)
      return identityReads / rows
    }
    expect([await reads('own', 3), await reads('own', 9)]).toEqual([0, 0])
    const [three, nine] = [await reads('all', 3), await reads('all', 9)]
    expect(nine).toBeGreaterThan(2.5 * three)
  })
})
