import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InvariantViolation } from '../../../src/invariant.ts'
import {
  amounts,
  bytes8,
  hexKeys,
  int64,
  naturals,
  strings,
  textColumn,
} from '../../../src/projections/engine/columns.ts'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import { encodeNative, nativeStructure } from '../../../src/projections/engine/native.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { runs } from '../../support/properties.ts'
import { temporaryFolder } from '../support/store.ts'

describe('Native', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'block.native')
  let engine: SqlEngine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is read by ClickHouse with the same values, whatever they are', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 }).map((value) => value.toWellFormed())
    const key = fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('hex'))
    const row = fc.record({
      text,
      key,
      amount: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
      n: fc.maxSafeInteger(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        const of = <Name extends keyof (typeof rows)[0]>(name: Name) => rows.map((entry) => entry[name])
        const columns = [
          naturals(
            'place',
            rows.map((_, index) => index),
            'UInt32',
          ),
          strings('text', of('text')),
          hexKeys('key', of('key')),
          amounts('amount', of('amount')),
          int64('n', BigInt64Array.from(of('n'), BigInt)),
          bytes8(
            'flag',
            Uint8Array.from(rows, (_, index) => index % 2),
          ),
        ]
        writeFileSync(file, Buffer.concat(encodeNative(columns)))
        const values = columns.map((column) => column.expression)
        const back = await engine.rows(
          `SELECT ${values} FROM file('${file}', 'Native', '${nativeStructure(columns)}') ORDER BY place`,
          (reader) => {
            reader.uint32()
            const entry = {
              text: reader.text(),
              key: reader.hex(16),
              amount: reader.uint256(),
              n: reader.integer(),
            }
            return { ...entry, flag: reader.uint8() }
          },
        )
        expect(back).toEqual(rows.map((entry, index) => ({ ...entry, flag: index % 2 })))
      }),
      runs(50),
    )
  })

  it('cuts columns that are longer than their rows, and reads texts from the middle of a buffer', () => {
    const whole = Buffer.from('__abcdef__')
    const text = textColumn('t', 2, { offsets: Int32Array.of(2, 4, 5, 8), bytes: whole })
    const bytes = Buffer.concat(encodeNative([text, { ...bytes8('b', Uint8Array.of(7, 8, 9)), length: 2 }]))
    const expected = '\x02\x02\x01t\x06String\x02ab\x01c\x01b\x05UInt8\x07\x08'
    expect(bytes.toString('latin1')).toBe(expected)
  })

  it('refuses columns of different lengths', () => {
    expect(() => encodeNative([strings('a', ['x']), strings('b', [])])).toThrow(InvariantViolation)
  })
})
