/** Calls as plain objects, and as the columns that a writer takes. */
import { createHash } from 'node:crypto'
import type { RowKind } from '../../../src/log/keys.ts'
import type { Column, ColumnData, ColumnType, StoredValue, TextColumn } from '../../../src/usage/columns.ts'
import type { CallColumns, CallValues } from '../../../src/usage/kinds/call.ts'
import { type BatchRows, kinds } from '../../../src/usage/kinds.ts'
import type { PlainIds } from '../../support/id.ts'

/** Amounts are plain numbers here, and ids plain texts: tests write them as literals. */
export type TestCall = Omit<PlainIds<CallValues>, 'identity' | 'content' | 'amount'> & {
  readonly amount: bigint
}

export function call(fields: Partial<TestCall> & { readonly id: string }): TestCall {
  return {
    source: 'gateway/eu',
    time: 1_700_000_000_000_000,
    asset: 'model:acme/one',
    version: '',
    currency: 'USD',
    amount: 10n,
    priced: false,
    inputTokens: -1,
    outputTokens: -1,
    cacheReadTokens: -1,
    cacheWriteTokens: -1,
    caller: '',
    agent: '',
    traceId: '',
    providerCallId: '',
    ...fields,
  }
}

/** Stands in for Keccak-256 of source and id: only its evenness matters here. */
export function testIdentity({ source, id }: { readonly source: string; readonly id: string }): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest()
    .subarray(0, 16)
}

function testContent(call: TestCall): Buffer {
  const text = JSON.stringify(Object.entries(call).sort(), (_, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return createHash('sha256').update(text).digest().subarray(0, 16)
}

const makeColumn: { [Type in ColumnType]: (values: readonly StoredValue[Type][]) => ColumnData[Type] } = {
  key16: (values) => Buffer.from(values.join(''), 'hex'),
  moment: (values) => BigInt64Array.from(values, BigInt),
  units: (values) => Buffer.concat(values.map((value) => littleEndian(value, 32))),
  flag: (values) => Uint8Array.from(values, Number),
  count: (values) => BigInt64Array.from(values, BigInt),
  text: textOf,
}

export function toCallColumns(calls: readonly TestCall[]): CallColumns {
  const rows = calls.map((entry) => ({
    ...entry,
    identity: testIdentity(entry).toString('hex'),
    content: testContent(entry).toString('hex'),
  }))
  return toColumns('call', rows) as CallColumns
}

/** Columns of rows of any kind, keys included. */
export function toColumns<Name extends RowKind>(
  name: Name,
  rows: readonly object[],
): NonNullable<BatchRows[Name]> {
  const columns: readonly Column[] = kinds[name].columns
  const made = columns.map(({ name, type }) => [
    name,
    makeColumn[type](rows.map((row) => (row as Record<string, unknown>)[name]) as never),
  ])
  return { length: rows.length, ...Object.fromEntries(made) } as NonNullable<BatchRows[Name]>
}

export function batchOf(calls: readonly TestCall[]): BatchRows {
  return { call: toCallColumns(calls) }
}

function littleEndian(value: bigint, width: number): Buffer {
  const hex = BigInt.asUintN(width * 8, value)
    .toString(16)
    .padStart(width * 2, '0')
  return Buffer.from(hex, 'hex').reverse()
}

function textOf(values: readonly string[]): TextColumn {
  const parts = values.map((value) => Buffer.from(value))
  const offsets = new Int32Array(values.length + 1)
  parts.forEach((part, index) => {
    offsets[index + 1] = offsets[index]! + part.length
  })
  return { offsets, bytes: Buffer.concat(parts) }
}
