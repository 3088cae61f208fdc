import { describe, expect, it } from 'vitest'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { allBuckets, bucketPasses } from '../../../src/projections/usage/buckets.ts'
import { countedDigest } from '../../../src/projections/usage/settledDigest.ts'
import { createUsageWriter } from '../../../src/projections/usage/writer.ts'
import type { SettlementWindow } from '../../../src/usage/reader.ts'
import { postingsDigestOf } from '../../support/digestReference.ts'
import { batchOf, testIdentity, toColumns } from '../support/calls.ts'
import { uniqueKey } from '../support/store.ts'
import { openUsageTables } from '../support/usageTables.ts'

describe('passes of buckets', () => {
  it.each([
    [0, 10, allBuckets],
    [1_000, 300, allBuckets],
    [1_000_000, 1, allBuckets],
    [1_000, 100, { from: 64, to: 127 }],
    [1_000, 1, { from: 255, to: 255 }],
  ])('of %s rows, %s at a time, have each bucket of %s once', (rows, rowsMax, of) => {
    const passes = bucketPasses(rows, rowsMax, of)
    const found = passes.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
    expect(found).toEqual(Array.from({ length: of.to - of.from + 1 }, (_, i) => of.from + i))
    expect(new Set(passes.map(({ from }) => from)).size).toBe(passes.length)
  })
})

describe('the digest of what counts, in an order of its own,', () => {
  let engine: SqlEngine
  openUsageTables((opened) => {
    engine = opened
  })

  it('is the same in one query, and read and sorted in parts', async () => {
    const rows = Array.from({ length: 600 }, (_, row) => {
      const of = { source: 'bank', id: `${row}` }
      const identity = testIdentity(of).toString('hex')
      const texts = {
        type: 'deposit',
        payee: `p${row % 7}`,
        to: '',
        note: 'é'.repeat(row % 40),
        currency: 'USD',
      }
      const amount = row % 50 === 0 ? 1n << 90n : BigInt(row)
      return { ...of, ...texts, identity, content: identity, time: 1_700_000_000_000_000 + row, amount }
    })
    const key = { partition: 'local', revision: 0, attempt: uniqueKey() }
    await createUsageWriter(engine).insert(key, { ...batchOf([]), posting: toColumns('posting', rows) })
    const scope = { watermarks: new Map([['local', 0]]), strayAttempts: [], excludedRows: [] }
    const window: SettlementWindow = {
      ...{ scope, until: 1_700_000_000_000_500, releasedKeys: [], boundaries: [], named: [], fees: [] },
    }
    const expected = postingsDigestOf(rows.slice(0, 500))
    for (const limits of [
      { readRowsMax: 1_000, sortRowsMax: 1_000, apartRowsMin: 1_000 },
      { readRowsMax: 1_000, sortRowsMax: 1_000, apartRowsMin: 0 },
      { readRowsMax: 1_000, sortRowsMax: 30, apartRowsMin: 0 },
      { readRowsMax: 90, sortRowsMax: 200, apartRowsMin: 0 },
      { readRowsMax: 90, sortRowsMax: 30, apartRowsMin: 0 },
    ]) {
      const digest = await engine.session((session) => countedDigest(session, 'posting', window, limits))
      expect(digest).toBe(expected)
    }
  })
})
