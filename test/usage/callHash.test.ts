import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedEngine } from '../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../src/projections/engine/port.ts'
import { callHashSql } from '../../src/projections/usage/callHash.ts'
import { inputColumns } from '../../src/projections/usage/columnTypes.ts'
import type { Column } from '../../src/usage/columns.ts'
import { call, toCallColumns } from '../projections/support/calls.ts'
import { temporaryFolder, uniqueKey } from '../projections/support/store.ts'
import { toRows } from '../projections/support/world.ts'
import { callsDigestOf } from '../support/digestReference.ts'
import { first, later, leftOut, rows } from './laterColumns.ts'

describe('the hash of a call', () => {
  const folder = temporaryFolder()
  let engine: SqlEngine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const hashesOf = (columns: readonly Column[], values: typeof rows) =>
    engine.session(async (session) => {
      await session.table('kind', inputColumns(columns, values))
      return session.rows(
        `SELECT reinterpretAsFixedString(${callHashSql(columns)}) FROM kind ORDER BY time`,
        (row) => row.hex(32),
      )
    })

  it('is over fixed widths first, then texts, then what few calls have', async () => {
    const bytes = Buffer.concat([
      Buffer.from('0100000000000000', 'hex'),
      rows.amount.subarray(0, 8),
      Buffer.from('00', 'hex'),
      Buffer.from('ffffffffffffffff', 'hex'),
      Buffer.from('61ff', 'hex'),
      Buffer.from('amount\xff', 'latin1'),
      rows.amount.subarray(0, 32),
    ])
    expect((await hashesOf(first, rows))[0]).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('does not change where a later column is left out, and does where it is given', async () => {
    const before = await hashesOf(first, rows)
    expect(await hashesOf(later, leftOut)).toEqual(before)
    const after = await hashesOf(later, rows)
    expect(after.map((hash, row) => hash === before[row])).toEqual([true, false, false, false])
  })
})

describe('sha256-calls', () => {
  it('of some calls is what it was when it was first recorded', () => {
    const calls = [
      call({ id: 'a' }),
      call({ id: 'é', inputTokens: 3, caller: 'c', priced: true, amount: 2n ** 64n }),
      call({ id: 'b', amount: 2n ** 64n - 1n, cacheReadTokens: 0, traceId: 't', providerCallId: 'p' }),
    ]
    const key = { partition: 'local', revision: 0, attempt: uniqueKey() }
    expect(callsDigestOf(toRows(key, calls, toCallColumns(calls)))).toMatchInlineSnapshot(
      `"4a10cd229bcd2e5f44049e61213e4c31d8f2ea4b656fa8cab5d06081da84125d"`,
    )
  })
})
