/**
 * The tables, as migrations in order. A migration that was released never changes; a change of the schema is a new one
 * at the end. Statements are idempotent, so that one cut off in the middle is simply run again.
 *
 * Nothing is partitioned by the time of events: late and disordered calls would tear an insert into many parts. No
 * table counts on merges: reads stay exact whatever the engine has merged.
 */

import { type RowKind, rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import { tableColumn } from '../usage/columnTypes.ts'

export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly id: number
  readonly name: string
  /** Idempotent: a migration that was cut off is run again from its first. */
  readonly statements: readonly string[]
}

/**
 * fsync_after_insert: acknowledged rows survive a crash. The deduplication window makes a repeated insert add nothing.
 * A part below min_bytes_for_wide_part is one file, so that a batch costs one fsync, not one for each column.
 * `{engine}` is filled in when the statement runs: a cluster replicates where one machine does not.
 */
const durable = `ENGINE = {engine} ORDER BY ($order) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000, min_bytes_for_wide_part = 67108864`

const key16 = 'FixedString(16)'
const word = 'LowCardinality(String)'
const money = 'UInt256'

/** A table of usage rows of one kind: where each row comes from, then the kind's own columns. */
function rowTable({ table: name, columns }: Kind, indexes: readonly string[]): string {
  return table(name, 'partition, revision, attempt, row', [
    `partition ${word}`,
    'revision UInt64',
    `attempt ${key16}`,
    'row UInt32',
    ...columns.filter(({ later }) => !later).map(tableColumn),
    ...indexes,
  ])
}

/** Of each kind the table as it was made; later columns are added by migrations of their own. */
const rowTables = {
  call: rowTable(kinds.call, [
    'INDEX callId id TYPE bloom_filter(0.01) GRANULARITY 1',
    'INDEX callTime time TYPE minmax GRANULARITY 1',
  ]),
} satisfies Record<RowKind, string>

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

const epochKey = ['epoch UInt32', `attempt ${key16}`]
/** The books of epochs; worked out from the logs, so that they may be made anew. */
export const bookTables = [
  table('balances', 'epoch, attempt, payee, currency', [
    ...epochKey,
    'payee String',
    `currency ${word}`,
    `earned ${money}`,
    `late ${money}`,
    `paid ${money}`,
    'account String',
    `carried ${money}`,
  ]),
  table('payouts', 'epoch, attempt, chain, account, token', [
    ...epochKey,
    `chain ${word}`,
    'account String',
    'token String',
    `cumulative ${money}`,
  ]),
  table('earnings', 'epoch, attempt, payee, currency, asset, version, role', [
    ...epochKey,
    'payee String',
    `currency ${word}`,
    'asset String',
    'version String',
    `role ${word}`,
    `amount ${money}`,
  ]),
  table('flows', 'epoch, attempt, asset, version, currency', [
    ...epochKey,
    'asset String',
    'version String',
    `currency ${word}`,
    `direct ${money}`,
    `fee ${money}`,
    `relativeIn ${money}`,
    `absoluteIn ${money}`,
    `relativeOut ${money}`,
    `absoluteOut ${money}`,
    `retained ${money}`,
  ]),
]

export const migrations: readonly Migration[] = [
  { id: 1, name: 'calls', statements: [rowTables.call] },
  { id: 2, name: 'refused events', statements: refused },
  { id: 3, name: 'books of epochs', statements: bookTables },
]

/** Which migrations were applied; made before the first. */
export const migrationsTable = table('migrations', 'id', [
  'id UInt32',
  'name String',
  'checksum FixedString(32)',
])

/** Which event store a database of a server belongs to: one row. */
export const ownersTable = table('owners', 'number', ['number UInt8', `ledger ${key16}`])

/** On a cluster: rows of equal keys are on one shard, and rows of one insert have one key wherever that matters. */
export const shardingKeys: Readonly<Record<string, string>> = {
  ...Object.fromEntries(rowKinds.map((kind) => [kinds[kind].table, 'cityHash64(partition, revision)'])),
  refused: 'cityHash64(id)',
  refusedResolved: 'cityHash64(id)',
  balances: 'cityHash64(epoch, attempt)',
  payouts: 'cityHash64(epoch, attempt)',
  earnings: 'cityHash64(epoch, attempt)',
  flows: 'cityHash64(epoch, attempt)',
  migrations: 'cityHash64(id)',
  owners: 'cityHash64(number)',
}

function table(name: string, order: string, columns: readonly string[]): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (\n  ${columns.join(',\n  ')}\n) ${durable.replace('$order', order)}`
}
