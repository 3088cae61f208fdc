/** What ingestion depends on, in memory: fakes of `UsageWriter` and `IdentityIndex`, and requests on all the fakes. */

import { type IdentityIndex, identitySeen } from '../../src/identities/port.ts'
import { openRequests, type Requests, Writer } from '../../src/ingest/index.ts'
import type { WriterDependencies } from '../../src/ingest/writerDependencies.ts'
import { type BatchKey, batchName, type RowKey, type RowKind, rowKinds } from '../../src/log/keys.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { createRegistry } from '../../src/registry/index.ts'
import type { Column, ColumnData, ColumnType, StoredValue } from '../../src/usage/columns.ts'
import type { CallColumns, StoredCall } from '../../src/usage/kinds/call.ts'
import type { StoredCorrection } from '../../src/usage/kinds/correction.ts'
import type { StoredDescription } from '../../src/usage/kinds/description.ts'
import type { StoredPosting } from '../../src/usage/kinds/posting.ts'
import { kinds, type StoredRows } from '../../src/usage/kinds.ts'
import type { SpanStore } from '../../src/usage/spans.ts'
import type { UsageWriter } from '../../src/usage/writer.ts'
import { createMemoryEventStore, type MemoryEventStore } from './memoryEventStore.ts'
import { createMemoryRefused, type MemoryRefused } from './memoryRefused.ts'

/** A usage row as the writer received it. */
type WrittenCall = StoredCall
type WrittenRow = StoredRows[RowKind]

export interface MemoryWriter extends UsageWriter {
  readonly rows: WrittenCall[]
  /** Rows of the other kinds. */
  readonly corrections: StoredCorrection[]
  readonly postings: StoredPosting[]
  readonly descriptions: StoredDescription[]
  /** Of all kinds. */
  readonly quarantined: WrittenRow[]
  /** Runs at the start of each insert, to make it fail or wait. */
  before: () => Promise<void>
}

interface OtherTables {
  readonly corrections: StoredCorrection[]
  readonly postings: StoredPosting[]
  readonly descriptions: StoredDescription[]
}

/** @param rows where rows go, for a reader of the same rows; likewise those of the other kinds */
export function createMemoryWriter(
  rows: WrittenCall[] = [],
  { corrections, postings, descriptions }: OtherTables = { corrections: [], postings: [], descriptions: [] },
): MemoryWriter {
  const tables: readonly WrittenRow[][] = [rows, corrections, postings, descriptions]
  const quarantined: WrittenRow[] = []
  const writer: MemoryWriter = {
    rows,
    corrections,
    postings,
    descriptions,
    quarantined,
    before: async () => {},
    async insert(key, batch) {
      await writer.before()
      let row = 0
      for (const [at, kind] of rowKinds.entries()) {
        const columns = batch[kind]
        if (columns === undefined) continue
        const written = writtenRows(kind, columns).map((values) => ({ ...values, ...key, row: row++ }))
        tables[at]!.push(...(written as WrittenRow[]))
      }
    },
    async listBatches(partition, from) {
      const found = new Map<string, BatchKey & { rows: number }>()
      for (const { partition: of, revision, attempt } of tables.flat()) {
        if (of !== partition || revision < from) continue
        const key = { partition, revision, attempt }
        found.set(batchName(key), { ...key, rows: (found.get(batchName(key))?.rows ?? 0) + 1 })
      }
      return [...found.values()]
    },
    async moveAside(keys) {
      const named = new Set(keys.map(batchName))
      for (const table of tables) {
        quarantined.push(...table.filter((row) => named.has(batchName(row))))
        table.splice(0, table.length, ...table.filter((row) => !named.has(batchName(row))))
      }
    },
    async readIdentities(keys) {
      const isWanted = (row: BatchKey) =>
        keys.some((key) => row.partition === key.partition && row.attempt === key.attempt)
      const found = tables.flat().filter(isWanted)
      const joined = (name: 'identity' | 'content') =>
        Buffer.from(found.map((row) => row[name]).join(''), 'hex')
      return { identity: joined('identity'), content: joined('content') }
    },
  }
  return writer
}

/** Columns as objects, one a row. */
export function writtenCalls(columns: CallColumns): Omit<WrittenCall, keyof RowKey>[] {
  return writtenRows('call', columns) as Omit<WrittenCall, keyof RowKey>[]
}

/** The same of any kind. */
function writtenRows(kind: RowKind, rows: { readonly length: number }): object[] {
  const columns: readonly Column[] = kinds[kind].columns
  const data = rows as { readonly length: number } & Readonly<Record<string, unknown>>
  return Array.from({ length: rows.length }, (_, row) =>
    Object.fromEntries(columns.map(({ name, type }) => [name, valueAt[type](data[name] as never, row)])),
  )
}

const valueAt: { [Type in ColumnType]: (column: ColumnData[Type], row: number) => StoredValue[Type] } = {
  key16: (column, row) => hexAt(column, 16, row),
  moment: (column, row) => Number(column[row]),
  units: (column, row) =>
    ledgerUnits(
      BigInt(
        `0x${Buffer.from(hexAt(column, 32, row), 'hex')
          .reverse()
          .toString('hex')}`,
      ),
    ),
  flag: (column, row) => column[row] === 1,
  count: (column, row) => Number(column[row]),
  text: (column, row) =>
    Buffer.from(column.bytes.slice(column.offsets[row], column.offsets[row + 1])).toString(),
}

function hexAt(column: Uint8Array, size: number, row: number): string {
  return Buffer.from(column.slice(row * size, (row + 1) * size)).toString('hex')
}

export function createMemoryIdentities(): IdentityIndex {
  const known = new Map<string, string>()
  let position = 0
  return {
    get position() {
      return position
    },
    get size() {
      return known.size
    },
    check(identity, content, length, out) {
      const first = new Map<string, string>()
      for (let i = 0; i < length; i++) {
        const key = hexAt(identity, 16, i)
        const value = hexAt(content, 16, i)
        const seen = known.get(key) ?? first.get(key)
        if (seen === undefined) first.set(key, value)
        const repeated = seen === value ? identitySeen.duplicate : identitySeen.conflict
        out[i] = seen === undefined ? identitySeen.new : repeated
      }
    },
    add(identity, content, length) {
      for (let i = 0; i < length; i++) known.set(hexAt(identity, 16, i), hexAt(content, 16, i))
    },
    async advance(to) {
      position = to
    },
    async close() {},
  }
}

/**
 * Calls of a batch in tests that do not say: a writer has memory for all of them, in each of two batches, and tests make
 * thousands of writers.
 */
export const testRowsMax = 2_048

interface MemoryIngestOptions extends Partial<WriterDependencies> {
  readonly partition?: string
  readonly spans?: SpanStore
}

interface MemoryIngest {
  readonly writer: Writer
  readonly requests: Requests
  readonly events: MemoryEventStore
  readonly usage: MemoryWriter
  readonly refused: MemoryRefused
  readonly dependencies: WriterDependencies
}

/** An requests on fakes. @param shared what it has in common with another one */
export async function createMemoryIngest({
  partition = 'local',
  spans,
  ...shared
}: MemoryIngestOptions = {}): Promise<MemoryIngest> {
  const events = (shared.events as MemoryEventStore | undefined) ?? createMemoryEventStore()
  const usage = (shared.usage as MemoryWriter | undefined) ?? createMemoryWriter()
  const refused = (shared.refused as MemoryRefused | undefined) ?? createMemoryRefused()
  let calls = 0
  const dependencies: WriterDependencies = {
    identities: createMemoryIdentities(),
    registry: createRegistry(),
    randomBytes: (count) => new Uint8Array(count).fill(++calls),
    clock: () => new Date('2026-01-01T00:00:00Z'),
    rowsMax: testRowsMax,
    ...shared,
    events,
    usage,
    refused,
  }
  const writer = new Writer(dependencies)
  const requests = await openRequests(writer, { partition, refused, ...(spans && { spans }) })
  return { writer, requests, events, usage, refused, dependencies }
}

/** A CloudEvent of Headwater as JSON text. */
export function eventText(type: string, id: string, data: object, rest: object = {}): string {
  const time = '2025-06-01T12:00:00Z'
  return JSON.stringify({
    specversion: '1.0',
    type: `io.headwater.${type}`,
    source: '/test',
    id,
    time,
    data,
    ...rest,
  })
}

/** A currency with 6 decimals and two assets, one of them with two versions and rates. */
export const registryLines: readonly string[] = [
  eventText('currency.registered', 'usdc', { currency: 'USDC', decimals: 6 }),
  eventText('currency.registered', 'coarse', { currency: 'YEN', decimals: 0 }),
  eventText('asset.registered', 'llama', { asset: 'model:meta/llama', owner: 'meta' }),
  eventText('version.released', 'llama-1', { asset: 'model:meta/llama', version: '1.0' }),
  eventText('version.released', 'llama-2', { asset: 'model:meta/llama', version: '2.0' }),
  eventText('rate.set', 'rate-1', {
    asset: 'model:meta/llama',
    currency: 'USDC',
    effectiveFrom: '2025-01-01T00:00:00Z',
    perCall: '0.000001',
    perMillion: { input: '2.5', output: '10', cacheRead: '0.000000000001' },
  }),
  eventText('rate.set', 'rate-2', {
    asset: 'model:meta/llama',
    currency: 'YEN',
    effectiveFrom: '2025-07-01T00:00:00Z',
    perMillion: { output: '1234567890123456789012345' },
  }),
  eventText('asset.registered', 'bare', { asset: 'dataset:bare', owner: 'meta' }),
]

export async function* chunksOf(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part
}
