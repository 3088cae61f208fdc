import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { query } from 'chdb'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import type { Cell } from '../../../src/documents/csv.ts'
import { parquetOf } from '../../../src/documents/tables/parquet.ts'
import type { Column } from '../../../src/documents/tables/table.ts'

const columns: readonly Pick<Column<never>, 'head' | 'kind'>[] = [
  { head: 'name', kind: 'name' },
  { head: 'amount', kind: 'amount' },
  { head: 'calls', kind: 'number' },
  { head: 'size', kind: 'natural' },
  { head: 'mean', kind: 'float' },
  { head: 'at', kind: 'time' },
  { head: 'open', kind: 'flag' },
]
const rows: readonly (readonly Cell[])[] = [
  ['=1+1', `-${'9'.repeat(60)}.5`, -3, 2n ** 64n - 1n, 0.5, '2026-10-01T12:00:00.000001Z', true],
  ['名前 "\'\\ \u202e\n', '0', 2n ** 62n, 0, -1e300, '2100-12-31T23:59:59.999999Z', false],
  ['', null, null, null, null, null, null],
]

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}

async function fileOf(
  given: Iterable<readonly Cell[]>,
): Promise<{ path: string; bytes: Buffer; pieces: number }> {
  const pieces: Uint8Array[] = []
  for await (const piece of parquetOf(columns, each(given))) pieces.push(piece)
  const path = join(mkdtempSync(join(tmpdir(), 'headwater-parquet-')), 'x.parquet')
  const bytes = Buffer.concat(pieces)
  writeFileSync(path, bytes)
  return { path, bytes, pieces: pieces.length }
}

test('the engine reads every value of a file, and its types', async () => {
  const { path } = await fileOf(rows)
  const from = `file('${path}', Parquet)`
  expect(
    query(
      `SELECT name, amount, toString(calls), toString(size), mean, toString(at), open FROM ${from}`,
      'JSONCompactEachRow',
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    ['=1+1', rows[0]![1], '-3', '18446744073709551615', 0.5, '2026-10-01 12:00:00.000001', true],
    [rows[1]![0], '0', '4611686018427387904', '0', -1e300, '2100-12-31 23:59:59.999999', false],
    ['', null, null, null, null, null, null],
  ])
  expect(query(`DESCRIBE TABLE ${from}`, 'TSV').match(/Nullable\([A-Z]\w+/g)).toEqual(
    ['String', 'String', 'Int64', 'UInt64', 'Float64', 'DateTime64', 'Bool'].map(
      (type) => `Nullable(${type}`,
    ),
  )
})

test('another reader reads the same', async () => {
  const { bytes } = await fileOf(rows)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  const [first, second, third] = await parquetReadObjects({ file })
  expect(first).toMatchObject({
    name: '=1+1',
    amount: rows[0]![1],
    calls: -3n,
    size: 2n ** 64n - 1n,
    open: true,
  })
  expect(second).toMatchObject({ name: rows[1]![0], calls: 2n ** 62n, mean: -1e300, open: false })
  expect(Object.values(third!)).toEqual(['', null, null, null, null, null, null])
})

test('a file without rows has its columns', async () => {
  const { path } = await fileOf([])
  expect(query(`SELECT count() FROM file('${path}', Parquet)`, 'TSV').trim()).toBe('0')
  expect(query(`DESCRIBE TABLE file('${path}', Parquet)`, 'TSV').split('\n').length).toBe(columns.length + 1)
})

test('a long file comes in pieces, and no row is lost between them', async () => {
  function* many(): Generator<readonly Cell[]> {
    for (let number = 0; number < 17_000; number++)
      yield [`payee ${number}`, `${number}.5`, number, number, null, '2026-10-01T12:00:00Z', number % 2 === 0]
  }
  const { path, pieces } = await fileOf(many())
  expect(pieces).toBe(3)
  expect(
    query(
      `SELECT count(), uniqExact(name), sum(calls), sum(toDecimal128(amount, 1)) FROM file('${path}', Parquet)`,
      'TSV',
    ).trim(),
  ).toBe('17000\t17000\t144491500\t144500000')
})
