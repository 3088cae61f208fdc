import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbeddedEngine } from '../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../src/projections/engine/port.ts'
import { columnsDigestSql } from '../../src/projections/usage/columnsDigest.ts'
import { inputColumns } from '../../src/projections/usage/columnTypes.ts'
import type { Column } from '../../src/usage/columns.ts'
import { columnsDigest, columnsDigests } from '../../src/usage/columnsDigest.ts'
import { call as callKind } from '../../src/usage/kinds/call.ts'
import { moneyOfCalls } from '../../src/usage/moneyDigest.ts'
import { arbitraryCall } from '../projections/support/arbitraryCall.ts'
import { call, type TestCall, toCallColumns } from '../projections/support/calls.ts'
import { temporaryFolder, uniqueKey } from '../projections/support/store.ts'
import { toRows } from '../projections/support/world.ts'
import { columnsDigestOf, type PlainCall, textFields } from '../support/digestReference.ts'
import { runs } from '../support/properties.ts'
import { first, later, leftOut, rows } from './laterColumns.ts'

const digestOf = (calls: readonly TestCall[]) => columnsDigest(callKind.columns, toCallColumns(calls))
const plainRows = (calls: readonly TestCall[]): PlainCall[] =>
  toRows({ partition: 'local', revision: 0, attempt: uniqueKey() }, calls)
const expected = (calls: readonly TestCall[]) => columnsDigestOf(plainRows(calls))

const golden = [
  call({ id: 'a' }),
  call({ id: 'é', inputTokens: 3, caller: 'c', priced: true, amount: 2n ** 64n }),
  call({ id: 'b', amount: 2n ** 64n - 1n, cacheReadTokens: 0, traceId: 't', providerCallId: 'p' }),
]

describe('sha256-columns', () => {
  it('of some calls is what it was when it was first recorded', () => {
    expect(digestOf(golden)).toMatchInlineSnapshot(
      `"789ab5c5ee4d579fbde18a564f6a4b659dde251f0a82a48c104aafcd7478799d"`,
    )
    expect(digestOf([])).toMatchInlineSnapshot(
      `"2056111228e303c6e02b8d61d373c9472354ac632a38d53302e5c7fea2b73224"`,
    )
  })

  it('P: is what an outsider computes from the calls', () => {
    fc.assert(
      fc.property(fc.array(arbitraryCall, { maxLength: 20 }), (calls) => {
        expect(digestOf(calls)).toBe(expected(calls))
      }),
      runs(100),
    )
  })

  it('is the same where texts are longer than the block, end at its end, or are many', () => {
    for (const length of [65_533, 65_534, 65_535, 65_536, 65_537, 200_000]) {
      const calls = [
        call({ id: 'a'.repeat(length), caller: 'b' }),
        call({ id: 'c', caller: 'é'.repeat(length) }),
      ]
      expect(digestOf(calls)).toBe(expected(calls))
    }
    const many = Array.from({ length: 3_000 }, (_, row) =>
      call({ id: `row-${row}`, caller: 'x'.repeat(row % 90) }),
    )
    expect(digestOf(many)).toBe(expected(many))
  })

  it('changes with any field of any row, and with their order', () => {
    const changes: Partial<PlainCall>[] = [
      { identity: '00'.repeat(16) },
      { content: '00'.repeat(16) },
      { time: 1 },
      { amount: 2n ** 64n + 10n },
      { amount: 11n },
      { priced: true },
      ...(['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const).map((name) => ({
        [name]: 8,
      })),
      ...textFields.map((name) => ({ [name]: 'other' })),
    ]
    const rows = plainRows([call({ id: 'a' }), call({ id: 'b' })])
    const digests = [0, 1].flatMap((row) =>
      changes.map((change) =>
        columnsDigestOf(rows.map((each, index) => (index === row ? { ...each, ...change } : each))),
      ),
    )
    const all = [
      columnsDigestOf(rows),
      columnsDigestOf(rows.toReversed()),
      columnsDigestOf(rows.slice(1)),
      ...digests,
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(Object.keys(rows[0]!).filter((name) => changes.some((change) => name in change))).toHaveLength(
      callKind.columns.length,
    )
  })

  it('keeps apart what is moved from one text to the next, or from one row to the next', () => {
    const pairs: Partial<TestCall>[][] = [
      [{ caller: 'ab' }, {}],
      [{ caller: 'a', agent: 'b' }, {}],
      [{ agent: 'ab' }, {}],
      [{}, { caller: 'ab' }],
      [{ providerCallId: 'x' }, { source: 'y' }],
      [{ providerCallId: '' }, { source: 'xy' }],
    ]
    const digests = pairs.map(([one, other]) =>
      digestOf([call({ id: '1', ...one }), call({ id: '2', ...other })]),
    )
    expect(new Set(digests).size).toBe(pairs.length)
  })

  it('is the same beside that of other columns of the same rows, which is that of those alone', () => {
    const columns = toCallColumns([...golden, call({ id: 'wide', amount: 2n ** 100n })])
    const choices = [callKind.columns, moneyOfCalls.columns]
    expect(columnsDigests(choices, columns)).toEqual(choices.map((choice) => columnsDigest(choice, columns)))
  })

  it('reads memory that threads share, at any place', () => {
    const columns = toCallColumns(golden)
    const shared = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        typeof values === 'number' ? values : toShared(values),
      ]),
    )
    expect(columnsDigest(callKind.columns, shared as typeof columns)).toBe(digestOf(golden))
  })
})

function toShared(values: ArrayBufferView | { offsets: Int32Array; bytes: Uint8Array }): unknown {
  if (!ArrayBuffer.isView(values)) return { offsets: toShared(values.offsets), bytes: toShared(values.bytes) }
  if (values instanceof BigInt64Array) {
    const copy = new BigInt64Array(new SharedArrayBuffer(values.byteLength + 8), 8, values.length)
    copy.set(values)
    return copy
  }
  if (values instanceof Int32Array) {
    const copy = new Int32Array(new SharedArrayBuffer(values.byteLength + 4), 4, values.length)
    copy.set(values)
    return copy
  }
  const bytes = values as Uint8Array
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length + 1), 1, bytes.length)
  copy.set(bytes)
  return copy
}

describe('sha256-columns of a kind with columns that came later', () => {
  it('does not change where no row gives them, and does where one does', () => {
    const before = columnsDigest(first, rows)
    expect(columnsDigest(later, leftOut)).toBe(before)
    const others = [
      columnsDigest(later, rows),
      columnsDigest(later, { ...leftOut, region: rows.region }),
      columnsDigest(later, { ...leftOut, images: rows.images }),
    ]
    expect(new Set([before, ...others]).size).toBe(4)
  })

  it('has a later column by its name, so that no value passes for that of another', () => {
    const renamed = later.map((column) => ({ ...column, name: column.name.replace('region', 'zone') }))
    const moved = { ...rows, zone: rows.region }
    expect(columnsDigest(renamed as readonly Column[], moved)).not.toBe(columnsDigest(later, rows))
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
      ['first columns', first, rows],
      ['later columns', later, rows],
      ['later columns that no row gives', later, leftOut],
    ])('is the same with %s', async (_, columns, values) => {
      const [digest] = await engine.session(async (session) => {
        await session.table('kind', inputColumns(columns, values))
        return session.rows(
          `SELECT toFixedString(${columnsDigestSql(columns)}, 32) FROM (SELECT toUInt32(toUnixTimestamp64Micro(time) - 1) AS row, * FROM kind ORDER BY time)`,
          (row) => row.hex(32),
        )
      })
      expect(digest).toBe(columnsDigest(columns, values))
    })
  })
})
