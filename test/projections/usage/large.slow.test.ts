/** Answers over batches so large that the engine splits them, reads them in parallel and merges them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchKey } from '../../../src/log/keys.ts'
import type { UsageEngine } from '../../../src/projections/index.ts'
import { columnsDigest } from '../../../src/usage/columnsDigest.ts'
import { call as callKind } from '../../../src/usage/kinds/call.ts'
import type { SettlementWindow } from '../../../src/usage/reader.ts'
import { collect } from '../../support/collect.ts'
import { callsDigestOf } from '../../support/digestReference.ts'
import { id } from '../../support/id.ts'
import { repeatedRows } from '../../support/repeatedRows.ts'
import { batchOf, call, toCallColumns } from '../support/calls.ts'
import { openEmbeddedStore, uniqueKey } from '../support/store.ts'
import { createWorld, type HashedRow, hashHex, referenceSettledDigest } from '../support/world.ts'

describe('many usage rows', () => {
  let store: Awaited<ReturnType<typeof openEmbeddedStore>>
  let usage: UsageEngine
  beforeAll(async () => {
    store = await openEmbeddedStore()
    usage = store.usage
  })
  afterAll(() => store.dispose())

  it('give the digest of each batch and of all that settles', async () => {
    const world = createWorld(usage.writer)
    const sizes = [1, 200_000, 20_000, 20_000, 20_000]
    const keys: BatchKey[] = sizes.map((_, revision) => ({
      partition: 'large',
      revision,
      attempt: uniqueKey(),
    }))
    const digests: string[] = []
    for (const [revision, size] of sizes.entries()) {
      const calls = Array.from({ length: size }, (_, row) =>
        call({ id: `${revision}-${row}`, amount: BigInt(row) }),
      )
      await world.insert(keys[revision]!, calls)
      const rows = (world.reference.rows as HashedRow[]).slice(-size)
      digests.push(hashHex(rows.map((row) => row.rowHash).join('')))
    }
    const totals = await collect(usage.reader.batchTotals(keys))
    expect(
      totals.map(
        ({
          totals: {
            call: { rows },
          },
        }) => rows,
      ),
    ).toEqual(sizes)
    expect(
      totals.map(
        ({
          totals: {
            call: { digest },
          },
        }) => digest,
      ),
    ).toEqual(digests)
    const scope = { watermarks: new Map([['large', sizes.length]]), strayAttempts: [], excludedRows: [] }
    const window: SettlementWindow = {
      scope,
      until: 4_000_000_000_000_000,
      releasedKeys: [],
      boundaries: [{ asset: id('model:acme/one'), from: 0, version: 0 }],
      named: [],
      fees: [{ from: 0, feeGroup: 0 }],
    }
    const rows = world.reference.rows as HashedRow[]
    expect(await usage.reader.settledDigest(window)).toBe(referenceSettledDigest(rows))
    expect(await usage.reader.settledDigest(window, 'sha256-calls', [])).toBe(callsDigestOf(rows))
    expect(await repeatedRows(usage.reader, scope)).toEqual([])
  })

  it('give the digest of each batch where they are more than the engine groups in memory', async () => {
    const text = 'x'.repeat(1_000)
    const calls = Array.from({ length: 8_000 }, (_, row) =>
      call({ id: `${row}${text}`, caller: text, agent: text, traceId: text, providerCallId: text }),
    )
    const columns = toCallColumns(calls)
    const digest = columnsDigest(callKind.columns, columns)
    const batches = Array.from({ length: 12 }, (_, revision) => ({
      ...{ partition: 'long', revision, attempt: uniqueKey() },
      algorithm: 'sha256-columns' as const,
    }))
    for (const batch of batches) await usage.writer.insert(batch, { call: columns })
    const totals = await collect(usage.reader.batchTotals(batches))
    expect(totals.map(({ totals: { call } }) => call.digest)).toEqual(batches.map(() => digest))
  })

  it('give the digest of a batch that the engine reads in several blocks', async () => {
    const calls = Array.from({ length: 150_000 }, (_, row) =>
      call({ id: `${row}`, caller: `team-${row % 9}` }),
    )
    const columns = toCallColumns(calls)
    const key = { partition: 'blocks', revision: 0, attempt: uniqueKey() }
    await usage.writer.insert(key, { call: columns })
    const [totals] = await collect(usage.reader.batchTotals([{ ...key, algorithm: 'sha256-columns' }]))
    expect(totals!.totals.call).toMatchObject({
      rows: calls.length,
      digest: columnsDigest(callKind.columns, columns),
    })
  })

  it('are found where one identity was recorded twice', async () => {
    const again: BatchKey = { partition: 'other', revision: 0, attempt: uniqueKey() }
    await usage.writer.insert(again, batchOf([call({ id: '1-199999', amount: 7n })]))
    const scope = {
      watermarks: new Map([
        ['large', 8],
        ['other', 0],
      ]),
      strayAttempts: [],
      excludedRows: [],
    }
    for (const since of [undefined, new Map([['large', 8]])]) {
      const repeated = await repeatedRows(usage.reader, scope, { since })
      expect(repeated.map((row) => [row.partition, row.row, row.amount])).toEqual([
        ['large', 199_999, 199_999n],
        ['other', 0, 7n],
      ])
    }
    expect(await repeatedRows(usage.reader, scope, { since: scope.watermarks })).toEqual([])
  })

  it('are not taken for one another where the first halves of their identities are the same', async () => {
    const columns = toCallColumns([call({ id: 'half-1' }), call({ id: 'half-2' })])
    columns.identity.fill(7, 0, 32).fill(8, 24, 32)
    const insert = async (revision: number) => {
      const key = { partition: 'halves', revision, attempt: uniqueKey() }
      await usage.writer.insert(key, { call: columns })
      return { watermarks: new Map([['halves', revision]]), strayAttempts: [], excludedRows: [] }
    }
    expect(await repeatedRows(usage.reader, await insert(0))).toEqual([])
    const repeated = await repeatedRows(usage.reader, await insert(1))
    expect(repeated.map(({ id, revision }) => [id, revision])).toEqual([
      ['half-1', 0],
      ['half-1', 1],
      ['half-2', 0],
      ['half-2', 1],
    ])
  })

  it('are summed where a thousand partitions have batches', async () => {
    const watermarks = new Map(Array.from({ length: 1_000 }, (_, worker) => [`worker ${worker}'s`, 0]))
    await usage.writer.insert(
      { partition: "worker 999's", revision: 0, attempt: uniqueKey() },
      batchOf([call({ id: 'last', time: 5, amount: 3n })]),
    )
    const scope = { watermarks, strayAttempts: [], excludedRows: [] }
    const sums = await usage.reader.keySums(scope, 4_000_000_000_000_000)
    expect(sums.map(({ calls, amount }) => [calls, amount])).toEqual([[1, 3n]])
  })
})
