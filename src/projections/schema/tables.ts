/**
 * The tables, as migrations in order. A migration that was released never changes; a change of the schema is a new
 * migration at the end. Statements are idempotent, so a migration that was interrupted is run again.
 *
 * No table is partitioned by the time of events: late and disordered calls would split an insert into many parts. No
 * read depends on merges: results are exact whatever the engine has merged.
 */

import { type RowKind, rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import { tableColumn } from '../usage/columnTypes.ts'
import {
  type BookColumns,
  bookColumns,
  callSumColumns,
  firstBookColumns,
  stateColumns,
  widenTable,
  widenTables,
} from './bookColumns.ts'

export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly id: number
  readonly name: string
  /** Idempotent: an interrupted migration is run again from its first statement. */
  readonly statements: readonly string[]
}

/**
 * With fsync_after_insert acknowledged rows survive a crash. With the deduplication window a repeated insert adds
 * nothing. A part below min_bytes_for_wide_part is one file, so a batch costs one fsync and not one for each column.
 * `{engine}` is filled in when the statement runs: a cluster replicates, one machine does not.
 */
const durable = `ENGINE = {engine} ORDER BY ($order) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000, min_bytes_for_wide_part = 67108864`

const key16 = 'FixedString(16)'
const word = 'LowCardinality(String)'

/** A table of usage rows of one kind: the key of each row, then the kind's own columns. */
function rowTable({ table: name, columns }: Kind, indexes: readonly string[]): string {
  return table(name, rowOrder, [...rowColumns(columns), ...indexes])
}

const rowOrder = 'partition, revision, attempt, row'

function rowColumns(columns: Kind['columns']): string[] {
  return [
    `partition ${word}`,
    'revision UInt64',
    `attempt ${key16}`,
    'row UInt32',
    ...columns.filter(({ later }) => !later).map(tableColumn),
  ]
}

/** The table of each kind as it was first created. Later columns are added by migrations of their own. */
const rowTables = {
  call: rowTable(kinds.call, [
    'INDEX callId id TYPE bloom_filter(0.01) GRANULARITY 1',
    'INDEX callTime time TYPE minmax GRANULARITY 1',
  ]),
  correction: rowTable(kinds.correction, [
    'INDEX correctionId id TYPE bloom_filter(0.01) GRANULARITY 1',
    'INDEX correctionTarget target TYPE bloom_filter(0.01) GRANULARITY 1',
  ]),
  posting: rowTable(kinds.posting, [
    'INDEX postingId id TYPE bloom_filter(0.01) GRANULARITY 1',
    'INDEX postingPayee payee TYPE bloom_filter(0.01) GRANULARITY 1',
  ]),
  description: rowTable(kinds.description, [
    'INDEX descriptionId id TYPE bloom_filter(0.01) GRANULARITY 1',
    'INDEX descriptionPayment payment TYPE bloom_filter(0.01) GRANULARITY 1',
  ]),
} satisfies Record<RowKind, string>

/**
 * By itself the engine merges some five parts or more, so each call is rewritten again and again: of a million calls 11 of 16
 * batches were, in a third of the engine's time. No read depends on merges, and some dozens of parts are few.
 */
const mergeMany = `ALTER TABLE ${kinds.call.table} MODIFY SETTING min_parts_to_merge_at_once = 32`

const refused = [
  table('refused', 'refusedAt, id', [
    `id ${key16}`,
    'opening UInt32',
    'origin String',
    `format ${word}`,
    'line UInt64',
    `code ${word}`,
    'path String',
    'message String',
    'raw String CODEC(ZSTD(3))',
    "refusedAt DateTime64(3, 'UTC')",
    'INDEX refusedId id TYPE bloom_filter(0.01) GRANULARITY 1',
  ]),
  table('refusedResolved', 'id, opening', [`id ${key16}`, 'opening UInt32']),
]

/** `number` keeps the order of entries that were refused at one moment; `identity` is zero where it is not known. */
const refusedNames = [
  addColumns('refused', [
    'number UInt64',
    'element Int64 DEFAULT -1',
    'source String',
    'eventId String',
    `identity ${key16}`,
    'rawBytes UInt32 DEFAULT length(raw)',
  ]),
  table('refusedLost', 'lostAt, reason', [
    "lostAt DateTime64(3, 'UTC')",
    `reason ${word}`,
    `code ${word}`,
    'entries UInt64',
  ]),
]

/** A row of the trace '' has the times of spans that were deleted: from the first beginning to the last end. */
const spans = table('spans', 'traceId', [
  'traceId String',
  'startMicros UInt64',
  'endMicros UInt64',
  'span String',
  "seenAt DateTime64(3, 'UTC')",
])

function tablesOf(columns: BookColumns): string[] {
  return Object.entries(columns).map(([name, { order, columns }]) => table(name, order, columns))
}

/** The books of epochs. They are computed from the logs, so they can be made again. */
export const bookTables = tablesOf(bookColumns)

/** The table that rows of `table` are moved to. It has a column more: when they were moved. */
export function quarantineOf(table: string): string {
  return `${table}Quarantined`
}

const movedAt = "quarantinedAt DateTime64(3, 'UTC')"

/**
 * The quarantine of each table, by its name: statements that create it and bring it to its present form. They run when
 * a row moves, since most ledgers never need them and each table makes every start slower. A column that a kind gets
 * later must be added to its quarantine too.
 */
export const quarantineTables: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...rowKinds.map((kind) => {
    const name = quarantineOf(kinds[kind].table)
    return [name, [table(name, rowOrder, [...rowColumns(kinds[kind].columns), movedAt])]]
  }),
  ...Object.entries(bookColumns).map(([of, { order, columns }]) => {
    const name = quarantineOf(of)
    return [name, [table(name, order, [...columns, movedAt]), ...widenQuarantine(of)]]
  }),
])

/** A quarantine of an older form: columns are added before that of the moment. */
function widenQuarantine(of: string): string[] {
  const first: BookColumns = firstBookColumns
  const last = first[of]?.columns.at(-1)
  return last === undefined ? [] : widenTable(of, quarantineOf(of), last.split(' ')[0])
}

/** Written after the log has an epoch: so the books know which epochs are closed, whatever happens to the log. */
export const sealTable = table('sealedEpochs', 'epoch, manifestHash', [
  'epoch UInt32',
  'manifestHash FixedString(32)',
])

/** The tables that users may query. */
export const readableTables: ReadonlySet<string> = new Set([
  ...rowKinds.map((kind) => kinds[kind].table),
  'refused',
  'refusedResolved',
  ...Object.keys(bookColumns),
])

export const migrations: readonly Migration[] = [
  { id: 1, name: 'calls', statements: [rowTables.call] },
  { id: 2, name: 'refused events', statements: refused },
  { id: 3, name: 'books of epochs', statements: tablesOf(firstBookColumns) },
  { id: 4, name: 'sealed epochs', statements: [sealTable] },
  { id: 5, name: 'names and losses of refused events', statements: refusedNames },
  { id: 6, name: 'spans of traces', statements: [spans] },
  { id: 7, name: 'checkpointed sums of calls', statements: tablesOf(callSumColumns) },
  {
    id: 8,
    name: 'signed books, and state to date',
    statements: [...widenTables(), ...tablesOf(stateColumns)],
  },
  { id: 9, name: 'corrections and postings', statements: [rowTables.correction, rowTables.posting] },
  { id: 10, name: 'descriptions of payments', statements: [rowTables.description] },
  { id: 11, name: 'merges of many batches', statements: [mergeMany] },
]

/** The migrations that were applied. This table is created before the first of them. */
export const migrationsTable = table('migrations', 'id', [
  'id UInt32',
  'name String',
  'checksum FixedString(32)',
])

/** The event store that a database on a server belongs to: one row. */
export const ownersTable = table('owners', 'number', ['number UInt8', `ledger ${key16}`])

/** On a cluster rows with equal keys are on one shard. The rows of one insert have one key wherever that matters. */
export const shardingKeys: Readonly<Record<string, string>> = {
  ...Object.fromEntries(rowKinds.map((kind) => [kinds[kind].table, 'cityHash64(partition, revision)'])),
  refused: 'cityHash64(id)',
  refusedResolved: 'cityHash64(id)',
  refusedLost: 'cityHash64(lostAt)',
  spans: 'cityHash64(traceId)',
  balances: 'cityHash64(epoch, attempt)',
  payouts: 'cityHash64(epoch, attempt)',
  earnings: 'cityHash64(epoch, attempt)',
  flows: 'cityHash64(epoch, attempt)',
  callSums: 'cityHash64(epoch, attempt)',
  states: 'cityHash64(epoch, attempt)',
  takes: 'cityHash64(epoch, attempt)',
  ...Object.fromEntries(
    rowKinds.map((kind) => [quarantineOf(kinds[kind].table), 'cityHash64(partition, revision)']),
  ),
  ...Object.fromEntries(
    Object.keys(bookColumns).map((name) => [quarantineOf(name), 'cityHash64(epoch, attempt)']),
  ),
  sealedEpochs: 'cityHash64(epoch)',
  migrations: 'cityHash64(id)',
  owners: 'cityHash64(number)',
}

function table(name: string, order: string, columns: readonly string[]): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (\n  ${columns.join(',\n  ')}\n) ${durable.replace('$order', order)}`
}

function addColumns(name: string, columns: readonly string[]): string {
  return `ALTER TABLE ${name} ${columns.map((column) => `ADD COLUMN IF NOT EXISTS ${column}`).join(', ')}`
}
