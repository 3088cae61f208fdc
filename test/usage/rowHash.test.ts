import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keccak256 } from '../../src/keccak/index.ts'
import { openEmbeddedEngine } from '../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../src/projections/engine/port.ts'
import { inputColumns } from '../../src/projections/usage/columnTypes.ts'
import { rowHashSql } from '../../src/projections/usage/rowHash.ts'
import type { Column } from '../../src/usage/columns.ts'
import { call } from '../../src/usage/kinds/call.ts'
import { call as testCall, toCallColumns } from '../projections/support/calls.ts'
import { temporaryFolder } from '../projections/support/store.ts'
import { rowHashes } from '../support/rowHashes.ts'
import { first, later, rows } from './laterColumns.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const hashesOf = (columns: readonly Column[]) => hex(rowHashes(columns, rows)).match(/.{64}/g)!

describe('the hash of a row', () => {
  it('is that of fixed widths first, then texts, each in the order of the columns', () => {
    const bytes = Buffer.concat([
      rows.key.subarray(0, 16),
      Buffer.from('0100000000000000', 'hex'),
      rows.amount.subarray(0, 32),
      Buffer.from('00', 'hex'),
      Buffer.from('ffffffffffffffff', 'hex'),
      Buffer.from('0100000061', 'hex'),
    ])
    expect(hashesOf(first)[0]).toBe(hex(keccak256(bytes)))
  })

  it('of a call is what it was when calls were first recorded', () => {
    const calls = [testCall({ id: 'a' }), testCall({ id: 'é', inputTokens: 3, caller: 'c', priced: true })]
    expect(hex(rowHashes(call.columns, toCallColumns(calls))).match(/.{64}/g)).toMatchInlineSnapshot(`
      [
        "599bff6a3ab6ae597b281ae226c91f451bacb0d16e4202b349867aee1470341f",
        "7bc366e60021b12547f24c2ddc1e90b407852621f3612627771ba3e0c0975b09",
      ]
    `)
  })

  it('does not change where a later column is left out, and does where it is given', () => {
    const [before, after] = [hashesOf(first), hashesOf(later)]
    expect(after.map((hash, row) => hash === before[row])).toEqual([true, false, false, false])
  })

  it('has a later column by its name, so that no value passes for that of another', () => {
    const renamed = later.map((column) => ({ ...column, name: column.name.replace('region', 'zone') }))
    const moved = { ...rows, zone: rows.region }
    const hashes = hex(rowHashes(renamed as readonly Column[], moved)).match(/.{64}/g)!
    expect(hashes.map((hash, row) => hash === hashesOf(later)[row])).toEqual([true, false, true, false])
  })

  describe('in SQL', () => {
    const folder = temporaryFolder()
    let engine: SqlEngine
    beforeAll(async () => {
      engine = await openEmbeddedEngine(join(folder, 'usage'))
    })
    afterAll(async () => {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    })

    it.each([
      ['first', first],
      ['later', later],
    ])('is the same, with %s columns', async (_, columns) => {
      const hashes = await engine.session(async (session) => {
        await session.table('kind', inputColumns(columns, rows))
        return session.rows(
          `SELECT toFixedString(${rowHashSql(columns)}, 32) FROM kind ORDER BY time`,
          (row) => row.hex(32),
        )
      })
      expect(hashes).toEqual(hashesOf(columns))
    })
  })
})
