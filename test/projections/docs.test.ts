import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SqlEngine } from '../../src/projections/engine/port.ts'
import { batchTotals } from '../../src/projections/usage/batchTotals.ts'
import { createUsageWriter } from '../../src/projections/usage/writer.ts'
import { call as callKind } from '../../src/usage/kinds/call.ts'
import { collect } from '../support/collect.ts'
import { callsDigestOf } from '../support/digestReference.ts'
import { batchDigest, rowHashes } from '../support/rowHashes.ts'
import { batchOf, call, toCallColumns } from './support/calls.ts'
import { uniqueKey } from './support/store.ts'
import { openUsageTables } from './support/usageTables.ts'
import { toRows } from './support/world.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/usage-store.md'), 'utf8')
const queries = [...page.matchAll(/```sql\n(.*?)```/gs)].map((match) => match[1]!)

describe('docs/usage-store.md', () => {
  let engine: SqlEngine
  openUsageTables((opened) => {
    engine = opened
  })

  it('lists the columns of rows and of refused events, in order, with their types', async () => {
    for (const table of ['calls', 'corrections', 'postings', 'refused']) {
      const section = page.split(`### ${table}\n`)[1]!.split('\n### ')[0]!
      const listed = [...section.matchAll(/^\| (\w+) \| ([A-Z][^|]*) \|/gm)].map((match) => [
        match[1],
        match[2],
      ])
      const actual = await engine.rows(
        `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '${table}' ORDER BY position`,
        (row) => [row.text(), row.text()],
      )
      expect(listed).toEqual(actual)
    }
  })

  it('names every column of the books', async () => {
    const names = await engine.rows(
      `SELECT DISTINCT name FROM system.columns WHERE database = currentDatabase() AND table IN ('balances', 'payouts', 'earnings', 'flows')`,
      (row) => row.text(),
    )
    for (const name of names) expect(page).toMatch(new RegExp(`\\b${name}\\b`))
  })

  it('shows queries that run, and reconcile as the close does', async () => {
    const key = { partition: 'local', revision: 3, attempt: uniqueKey() }
    // Enough calls that some hash ends in a zero byte.
    const more = Array.from({ length: 3_000 }, (_, row) => call({ id: `${row}` }))
    const calls = [
      ...more,
      call({ id: 'a', caller: 'é' }),
      call({ id: 'b', amount: 1n << 159n, inputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 7 }),
    ]
    await createUsageWriter(engine).insert(key, batchOf(calls))
    expect(queries).toHaveLength(5)
    await engine.bytes(queries[0]!)
    const algorithms = [{ algorithm: 'sha256-columns' as const }, {}]
    for (const [index, algorithm] of algorithms.entries()) {
      const [found] = await collect(batchTotals(engine, [{ ...key, ...algorithm }]))
      const batches = await engine.rows(queries[1 + index]!, (row) => [
        row.text(),
        row.integer(),
        row.text(),
        row.integer(),
        row.text(),
      ])
      expect(batches).toEqual([['local', 3, key.attempt, 3_002, found!.totals.call.digest]])
    }
    const [found] = await collect(batchTotals(engine, [key]))
    const { digest, sums: units } = found!.totals.call
    expect(digest).toBe(batchDigest(rowHashes(callKind.columns, toCallColumns(calls))))
    const sums = await engine.rows(queries[3]!, (row) => [
      row.text(),
      row.integer(),
      row.text(),
      row.text(),
      row.text(),
    ])
    expect(sums).toEqual([['local', 3, key.attempt, 'USD', String(units.get('USD'))]])
    const buckets = Array<string>(256).fill(createHash('sha256').update(Uint8Array.of(0)).digest('hex'))
    await engine.rows(queries[4]!, (row) => {
      buckets[row.uint8()] = row.text()
    })
    const settled = createHash('sha256')
      .update(Buffer.from(buckets.join(''), 'hex'))
      .digest('hex')
    expect(settled).toBe(callsDigestOf(toRows(key, calls)))
  })
})
