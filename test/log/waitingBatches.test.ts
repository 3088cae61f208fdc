import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordedBatch } from '../../src/log/batchLog.ts'
import { batchesOf, packBatches } from '../../src/log/waitingBatches.ts'
import { runs } from '../support/properties.ts'

const batch = (partition: string, revision: number) => ({ partition, revision, attempt: '' })
const recorded = (keys: readonly object[]) => keys as readonly RecordedBatch[]

const aBatch = fc.record({
  partition: fc.constantFrom('east', 'west', 'ö'),
  revision: fc.nat(60),
  attempt: fc.constant(''),
})
const someBatches = fc.uniqueArray(aBatch, {
  selector: ({ partition, revision }) => `${partition} ${revision}`,
})

describe('the batches with waiting calls, as a manifest names them', () => {
  it('are all named, by at most so many runs, in ascending order, whatever order they come in', () => {
    fc.assert(
      fc.property(someBatches, fc.integer({ min: 1, max: 20 }), (keys, runsMax) => {
        const packed = packBatches(keys, runsMax)
        expect(batchesOf(packed, recorded(keys))).toEqual(keys)
        const partitions = new Set(keys.map(({ partition }) => partition))
        expect(packed.map(({ partition }) => partition)).toEqual([...partitions].sort())
        const all = packed.flatMap(({ revisions }) => revisions)
        expect(all.length).toBeLessThanOrEqual(Math.max(runsMax, partitions.size))
        for (const { revisions } of packed) {
          const ends = revisions.flat()
          expect(ends).toEqual([...ends].sort((one, other) => one - other))
        }
        expect(packBatches([...keys].reverse(), runsMax)).toEqual(packed)
      }),
      runs(200),
    )
  })

  it('are named alone where their runs are few enough', () => {
    fc.assert(
      fc.property(someBatches, (keys) => {
        const others = ['east', 'west', 'ö'].flatMap((partition) =>
          Array.from({ length: 61 }, (_, revision) => batch(partition, revision)),
        )
        const found = batchesOf(packBatches(keys), recorded(others))
        const name = ({ partition, revision }: { partition: string; revision: number }) =>
          `${partition} ${revision}`
        expect(found.map(name).sort()).toEqual(keys.map(name).sort())
      }),
      runs(100),
    )
  })

  it('are joined where they are close together, so that the manifest fits into an event of every event store', () => {
    const packed = packBatches(
      [0, 2, 4, 40, 42, 90].map((revision) => batch('p', revision)),
      3,
    )
    expect(packed).toEqual([
      {
        partition: 'p',
        revisions: [
          [0, 4],
          [40, 42],
          [90, 90],
        ],
      },
    ])
    const every = Array.from({ length: 300_000 }, (_, index) => batch('http', 1_000_000 + 2 * index))
    const many = packBatches(every)
    expect(JSON.stringify(many).length).toBeLessThan(250_000)
    expect(batchesOf(many, recorded(every))).toHaveLength(300_000)
  })
})
