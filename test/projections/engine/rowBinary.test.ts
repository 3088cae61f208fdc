import { describe, expect, it } from 'vitest'
import { decodeRows, RowReader, UnreadableRows } from '../../../src/projections/engine/rowBinary.ts'

describe('RowBinary', () => {
  it('reads texts of any length', () => {
    const long = 'é'.repeat(10_000)
    const bytes = Buffer.concat([Buffer.from([0xa0, 0x9c, 0x01]), Buffer.from(long), Buffer.from([0])])
    const reader = new RowReader(bytes)
    expect(reader.text()).toBe(long)
    expect(reader.text()).toBe('')
    expect(reader.done).toBe(true)
  })

  it('reads negative and large integers, and refuses one that a number cannot hold', () => {
    const bytes = Buffer.alloc(24)
    bytes.writeBigInt64LE(-1n, 0)
    bytes.writeBigInt64LE(BigInt(Number.MAX_SAFE_INTEGER), 8)
    bytes.writeBigInt64LE(1n << 53n, 16)
    const reader = new RowReader(bytes)
    expect(reader.integer()).toBe(-1)
    expect(reader.integer()).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => reader.integer()).toThrow(UnreadableRows)
  })

  it('does not read beyond the end of a result that was cut off', () => {
    expect(() => decodeRows(Buffer.from([5, 97]), (row) => row.text())).toThrow(UnreadableRows)
    expect(() => decodeRows(Buffer.alloc(31), (row) => row.uint256())).toThrow(UnreadableRows)
    expect(decodeRows(Buffer.alloc(0), (row) => row.text())).toEqual([])
  })

  it('reads from the middle of a larger buffer', () => {
    const whole = Buffer.from([9, 9, 2, 104, 105, 9])
    expect(new RowReader(whole.subarray(2, 5)).text()).toBe('hi')
  })
})
