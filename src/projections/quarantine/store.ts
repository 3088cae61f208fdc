/** Lists and empties the quarantine tables. Rows that a kill copied twice count once. */
import type { CurrencyCode } from '../../events/ids.ts'
import { batchName, type EpochKey, rowKinds } from '../../log/keys.ts'
import type { LedgerUnits } from '../../money/ledgerUnits.ts'
import { kinds } from '../../usage/kinds.ts'
import type { Quarantine, QuarantinedBatch, QuarantinedBooks } from '../../usage/quarantine.ts'
import { books } from '../books/tables.ts'
import { deleteKeys } from '../engine/deleteKeys.ts'
import { integer, key16 } from '../engine/literal.ts'
import type { SqlEngine } from '../engine/port.ts'
import { quarantineOf } from '../schema/tables.ts'
import { singleServer, type Topology } from '../schema/topology.ts'
import { batchKeyColumns, readBatchKey } from '../usage/batchKeys.ts'

const allRowTables = rowKinds.map((kind) => quarantineOf(kinds[kind].table))
/** Amounts of other kinds are not amounts of calls. */
const callTable = allRowTables[rowKinds.indexOf('call')]!
const allBookTables = Object.values(books).map(({ name, key }) => ({
  table: quarantineOf(name),
  line: key.join(', '),
}))

export function createQuarantine(engine: SqlEngine, topology: Topology = singleServer): Quarantine {
  return {
    async list() {
      const { rowTables, bookTables } = await existing(engine)
      return { batches: await listBatches(engine, rowTables), books: await listBooks(engine, bookTables) }
    },
    async remove({ batches, books: attempts }) {
      const { rowTables, bookTables } = await existing(engine)
      for (const table of rowTables) {
        for (const [partition, keys] of Map.groupBy(batches, (batch) => batch.partition)) {
          await deleteKeys(engine, {
            target: topology.deleteTarget(table),
            keys: keys.map(({ revision, attempt }) => `(${integer(revision)}, ${key16(attempt)})`),
            where: (listed) => `partition = {partition:String} AND (revision, attempt) IN (${listed})`,
            parameters: { partition },
          })
        }
      }
      for (const { table } of bookTables) {
        await deleteKeys(engine, {
          target: topology.deleteTarget(table),
          keys: attempts.map(({ epoch, attempt }) => `(${integer(epoch)}, ${key16(attempt)})`),
          where: (listed) => `(epoch, attempt) IN (${listed})`,
        })
      }
    },
  }
}

/** A quarantine table exists once a row moved to it. */
async function existing(engine: SqlEngine) {
  const names = new Set(
    await engine.rows('SELECT name FROM system.tables WHERE database = currentDatabase()', (row) =>
      row.text(),
    ),
  )
  return {
    rowTables: allRowTables.filter((table) => names.has(table)),
    bookTables: allBookTables.filter(({ table }) => names.has(table)),
  }
}

async function listBatches(engine: SqlEngine, rowTables: readonly string[]): Promise<QuarantinedBatch[]> {
  const found = new Map<string, QuarantinedBatch & { rows: number; sums: Map<CurrencyCode, LedgerUnits> }>()
  for (const table of rowTables) {
    const parts = await engine.rows(
      `SELECT ${batchKeyColumns}, currency, count(), sum(amount), toUnixTimestamp64Milli(max(at)) FROM
        (SELECT ${batchKeyColumns}, row, any(currency) AS currency, any(amount) AS amount, max(quarantinedAt) AS at
        FROM ${table} GROUP BY ${batchKeyColumns}, row)
      GROUP BY ${batchKeyColumns}, currency ORDER BY ${batchKeyColumns}, currency`,
      (row) => ({
        ...readBatchKey(row),
        currency: row.text<CurrencyCode>(),
        rows: row.integer(),
        sum: row.ledgerUnits(),
        quarantinedAt: new Date(row.integer()).toISOString(),
      }),
    )
    for (const { currency, rows, sum, ...part } of parts) {
      const batch = found.get(batchName(part)) ?? { ...part, rows: 0, sums: new Map() }
      if (table === callTable) batch.sums.set(currency, sum)
      found.set(batchName(part), { ...batch, rows: batch.rows + rows })
    }
  }
  return [...found.values()]
}

async function listBooks(engine: SqlEngine, bookTables: typeof allBookTables): Promise<QuarantinedBooks[]> {
  if (bookTables.length === 0) return []
  const ofTables = bookTables.map(
    ({ table, line }) =>
      `SELECT epoch, attempt, uniqExact(${line}) AS lines, max(quarantinedAt) AS at FROM ${table} GROUP BY epoch, attempt`,
  )
  return engine.rows(
    `SELECT epoch, attempt, sum(lines), toUnixTimestamp64Milli(max(at)) FROM (${ofTables.join(' UNION ALL ')})
    GROUP BY epoch, attempt ORDER BY epoch, attempt`,
    (row): EpochKey & QuarantinedBooks => ({
      epoch: row.uint32(),
      attempt: row.hex(16),
      lines: row.integer(),
      quarantinedAt: new Date(row.integer()).toISOString(),
    }),
  )
}
