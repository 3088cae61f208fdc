import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HeadwaterError } from '../../../src/errors.ts'
import { InvariantViolation } from '../../../src/invariant.ts'
import { amounts, hexKeys, naturals, strings } from '../../../src/projections/engine/columns.ts'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import { engineFailure } from '../../../src/projections/engine/failure.ts'
import { integer, key16 } from '../../../src/projections/engine/literal.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { runs } from '../../support/properties.ts'
import { temporaryFolder } from '../support/store.ts'

describe('embedded engine', () => {
  const folder = temporaryFolder()
  let engine: SqlEngine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('gives back the memory that a query needed', async () => {
    const residentMiB = () => process.memoryUsage.rss() / 2 ** 20
    await engine.bytes('SELECT length(groupArray(number)) FROM numbers(20000000)')
    const before = residentMiB()
    await engine.trim()
    expect(before - residentMiB()).toBeGreaterThan(100)
  })

  it('says that a file is damaged where rows are not what a query selects', async () => {
    const beyond = engine.session((session) =>
      session.rows('SELECT toUInt8(1)', (row) => [row.uint8(), row.uint8()]),
    )
    await expect(beyond).rejects.toMatchObject({ code: 'data.damaged' })
    const large = engine.session((session) =>
      session.rows('SELECT toUInt64(9007199254740992)', (row) => row.integer()),
    )
    await expect(large).rejects.toMatchObject({ code: 'data.damaged' })
  })

  it('writes and reads any texts, amounts, keys and counts unchanged', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 }).map((value) => value.toWellFormed())
    const row = fc.record({
      text,
      amount: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
      key: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
      count: fc.maxSafeNat(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        const back = await engine.session(async (session) => {
          await session.table('given', [
            naturals(
              'number',
              rows.map((_, index) => index),
              'UInt32',
            ),
            strings(
              'text',
              rows.map((entry) => entry.text),
            ),
            amounts(
              'amount',
              rows.map((entry) => entry.amount),
            ),
            hexKeys(
              'key',
              rows.map((entry) => entry.key),
            ),
            naturals(
              'total',
              rows.map((entry) => entry.count),
              'UInt64',
            ),
          ])
          return session.rows('SELECT text, amount, key, total FROM given ORDER BY number', (reader) => ({
            text: reader.text(),
            amount: reader.uint256(),
            key: reader.hex(16),
            count: reader.integer(),
          }))
        })
        expect(back).toEqual(rows)
      }),
      runs(50),
    )
  })

  it('serves more sessions than it has connections, each with its own tables', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        engine.session(async (session) => {
          await session.table('mine', [naturals('number', [number], 'UInt32')])
          return session.rows('SELECT number FROM mine', (row) => row.uint32())
        }),
      ),
    )
    expect(results.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('reports the message of the engine, and continues with the same connections', async () => {
    for (let attempt = 0; attempt < 8; attempt++) {
      const failing = engine.session(async (session) => {
        await session.table('mine', [naturals('number', [1], 'UInt32')])
        return session.rows('SELECT missing FROM mine', (row) => row.text())
      })
      await expect(failing).rejects.toMatchObject({
        code: 'usage.unavailable',
        retry: true,
        message: expect.stringContaining('missing'),
      })
    }
    await expect(engine.command('CREATE TABEL x')).rejects.toMatchObject({ code: 'usage.unavailable' })
    expect(await engine.rows('SELECT toUInt8(7)', (row) => row.uint8())).toEqual([7])
  })

  it('binds values that look like SQL', async () => {
    const value = "'; DROP TABLE calls; -- \\' {x:String}"
    const [back] = await engine.rows('SELECT {value:String}', (row) => row.text(), { value })
    expect(back).toBe(value)
  })

  it('opens one folder at a time, and another after closing', async () => {
    await expect(openEmbeddedEngine(join(folder, 'second'))).rejects.toMatchObject({
      code: 'usage.unavailable',
    })
    await engine.command('CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n AS SELECT 5 AS n')
    await engine.close()
    await engine.close()
    await expect(engine.rows('SELECT 1', (row) => row.uint8())).rejects.toMatchObject({
      code: 'usage.unavailable',
    })
    const second = await openEmbeddedEngine(join(folder, 'second'))
    await second.close()
    engine = await openEmbeddedEngine(join(folder, 'usage'))
    expect(await engine.rows('SELECT n FROM kept', (row) => row.uint8())).toEqual([5])
  })

  it('waits for running work, to its last query, before it closes', async () => {
    const running = engine.session(async (session) => {
      await session.rows('SELECT count() FROM numbers(3000000) WHERE sipHash64(number) > 9', (row) =>
        row.integer(),
      )
      return session.rows('SELECT toUInt8(3)', (row) => row.uint8())
    })
    let ended = false
    const noted = running.finally(() => {
      ended = true
    })
    await engine.close()
    expect(ended).toBe(true)
    expect(await noted).toEqual([3])
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
})

describe('failures of the engine', () => {
  it('are a full disk where the engine or the system says so', () => {
    const reserved = Object.assign(new Error('Cannot reserve 1.00 MiB, not enough space'), { code: '243' })
    const written = new Error('Cannot write to file 7, errno: 28, strerror: No space left on device')
    for (const error of [reserved, written]) expect(engineFailure(error).code).toBe('data.diskFull')
  })

  it('are otherwise failures to retry, with the message of the engine, cut where it is long', () => {
    const failure = engineFailure(
      Object.assign(new Error(`Memory limit${'.'.repeat(5_000)}`), { code: '241' }),
    )
    expect(failure).toMatchObject({ code: 'usage.unavailable', retry: true, data: { engineCode: '241' } })
    expect(failure.message).toContain('Memory limit')
    expect(failure.message.length).toBeLessThan(700)
    expect(engineFailure('odd')).toBeInstanceOf(HeadwaterError)
    const refusedConnection = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
    expect(engineFailure(refusedConnection).message).toContain('ECONNREFUSED')
  })
})

describe('literals', () => {
  it('are whole numbers and keys only', () => {
    expect(integer(12)).toBe('12')
    expect(key16('0F'.repeat(16))).toContain('0F0F')
    for (const odd of [1.5, Number.NaN, 2 ** 53]) expect(() => integer(odd)).toThrow(InvariantViolation)
    for (const odd of ['', "'; --", '0f'.repeat(15), `${'0f'.repeat(16)}0`]) {
      expect(() => key16(odd)).toThrow(InvariantViolation)
    }
  })
})
