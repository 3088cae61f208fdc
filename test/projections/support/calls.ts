/** Calls as plain objects, and as the columns that a writer takes. */
import { createHash } from 'node:crypto'
import type { CallColumns, TextColumn } from '../../../src/usage/columns.ts'

export interface TestCall {
  readonly id: string
  readonly source: string
  readonly time: number
  readonly asset: string
  readonly version: string
  readonly currency: string
  readonly amount: bigint
  readonly priced: boolean
  readonly tokens: readonly [number, number, number, number]
  readonly caller: string
  readonly agent: string
  readonly traceId: string
  readonly providerCallId: string
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
    tokens: [-1, -1, -1, -1],
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

export function toCallColumns(calls: readonly TestCall[]): CallColumns {
  const text = (name: keyof TestCall) => textOf(calls.map((entry) => entry[name] as string))
  const tokens = (place: number) => BigInt64Array.from(calls, (entry) => BigInt(entry.tokens[place]!))
  return {
    length: calls.length,
    identity: Buffer.concat(calls.map(testIdentity)),
    content: Buffer.concat(calls.map(testContent)),
    source: text('source'),
    id: text('id'),
    time: BigInt64Array.from(calls, (entry) => BigInt(entry.time)),
    asset: text('asset'),
    version: text('version'),
    currency: text('currency'),
    amount: Buffer.concat(calls.map((entry) => littleEndian(entry.amount, 32))),
    priced: Uint8Array.from(calls, (entry) => Number(entry.priced)),
    inputTokens: tokens(0),
    outputTokens: tokens(1),
    cacheReadTokens: tokens(2),
    cacheWriteTokens: tokens(3),
    caller: text('caller'),
    agent: text('agent'),
    traceId: text('traceId'),
    providerCallId: text('providerCallId'),
  }
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
