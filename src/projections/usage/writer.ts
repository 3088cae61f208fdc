/** Writes whole batches of rows, and moves rows that no recorded batch names to the quarantine. */
import { sha256Hex } from '../../base/sha256.ts'
import { invariant } from '../../invariant.ts'
import { type BatchKey, batchName, rowKinds } from '../../log/keys.ts'
import { kinds } from '../../usage/kinds.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { type InputColumn, int64, textColumn } from '../engine/columns.ts'
import { integer, key16 } from '../engine/literal.ts'
import type { SqlEngine } from '../engine/port.ts'
import { moveRows } from '../quarantine/move.ts'
import { singleServer, type Topology } from '../schema/topology.ts'
import { batchKeyColumns, batchKeys, readBatchKey } from './batchKeys.ts'
import { inputColumns } from './columnTypes.ts'
import { kindsWithRows, rowsOf } from './kindTables.ts'

/** A batch of at most this many rows is one block for the engine, which is written completely or not at all. */
const blockRowsMax = 1_000_000

export function createUsageWriter(engine: SqlEngine, topology: Topology = singleServer): UsageWriter {
  const partitionColumn = repeatedText('partition')
  const rowColumn = rowNumbers('row')
  return {
    async insert(key, rows) {
      let firstRow = 0
      const inserts: Promise<void>[] = []
      for (const kind of rowKinds) {
        const { table, columns } = kinds[kind]
        const ofKind = rows[kind]
        if (ofKind === undefined || ofKind.length === 0) continue
        const { length } = ofKind
        invariant(length <= blockRowsMax, `a batch has at most ${blockRowsMax} rows of a kind`)
        const insert = engine.insert({
          table,
          // Neither is text from outside. If they were bound, the insert would wait for every other query with
          // parameters.
          literals: { revision: `toUInt64(${integer(key.revision)})`, attempt: key16(key.attempt) },
          columns: [
            partitionColumn(key.partition, length),
            rowColumn(firstRow, length),
            ...inputColumns(columns, ofKind),
          ],
          token: insertToken(key),
        })
        inserts.push(insert)
        firstRow += length
      }
      // Together, because each waits for the disk. Nothing goes on in the background when one fails.
      await Promise.allSettled(inserts)
      await Promise.all(inserts)
    },

    async listBatches(partition, from) {
      const ofKinds = await Promise.all(
        rowKinds.map((kind) => listPartition(engine, kinds[kind].table, partition, from)),
      )
      return mergeCounts(ofKinds.flat())
    },

    async moveAside(keys) {
      for (const kind of rowKinds) {
        for (const [partition, ofPartition] of Map.groupBy(keys, (key) => key.partition)) {
          await moveRows(engine, topology, {
            table: kinds[kind].table,
            keys: ofPartition.map(({ revision, attempt }) => `(${integer(revision)}, ${key16(attempt)})`),
            where: (listed) => `partition = {partition:String} AND (revision, attempt) IN (${listed})`,
            parameters: { partition },
          })
        }
      }
    },

    async readIdentities(keys) {
      const pairs = await engine.session(async (session) => {
        await session.table('wanted', batchKeys(keys))
        const rows = rowsOf(
          await kindsWithRows(session),
          'identity, content, partition, revision, row',
          `(${batchKeyColumns}) IN (SELECT * FROM wanted)`,
        )
        return session.bytes(`SELECT identity, content FROM (${rows}) ORDER BY partition, revision, row`)
      })
      return splitPairs(pairs)
    },
  }
}

/** Identifies one attempt to write one batch, so that each table accepts it once. */
function insertToken({ partition, revision, attempt }: BatchKey): string {
  return sha256Hex(JSON.stringify([partition, revision, attempt]))
}

function listPartition(
  engine: SqlEngine,
  table: string,
  partition: string,
  from: number,
): Promise<(BatchKey & { rows: number })[]> {
  return engine.rows(
    `SELECT ${batchKeyColumns}, count() FROM ${table} WHERE partition = {partition:String} AND revision >= ${integer(from)} GROUP BY ${batchKeyColumns}`,
    (row) => ({ ...readBatchKey(row), rows: row.integer() }),
    { partition },
  )
}

function mergeCounts(counted: readonly (BatchKey & { rows: number })[]): (BatchKey & { rows: number })[] {
  const merged = new Map<string, BatchKey & { rows: number }>()
  for (const batch of counted) {
    const name = batchName(batch)
    merged.set(name, { ...batch, rows: batch.rows + (merged.get(name)?.rows ?? 0) })
  }
  return [...merged.values()]
}

/** A column of one repeated text; its memory is reused for the next batch. */
function repeatedText(name: string): (value: string, length: number) => InputColumn {
  let kept: { value: string; offsets: Int32Array; bytes: Uint8Array } | undefined
  return (value, length) => {
    if (kept?.value !== value || kept.offsets.length <= length) {
      const one = Buffer.from(value)
      const offsets = Int32Array.from({ length: length + 1 }, (_, index) => index * one.length)
      kept = { value, offsets, bytes: Buffer.alloc(one.length * length, one) }
    }
    return textColumn(name, length, { offsets: kept.offsets.subarray(0, length + 1), bytes: kept.bytes })
  }
}

/** first, first + 1 …; the memory is reused for the next batch. */
function rowNumbers(name: string): (first: number, length: number) => InputColumn {
  let kept = new BigInt64Array(0)
  return (first, length) => {
    const end = first + length
    if (kept.length < end) kept = BigInt64Array.from({ length: end }, (_, index) => BigInt(index))
    return { ...int64(name, kept.subarray(first, end)), type: 'UInt32', expression: `toUInt32(${name})` }
  }
}

function splitPairs(pairs: Uint8Array): { identity: Uint8Array; content: Uint8Array } {
  const rows = pairs.length / 32
  const identity = new Uint8Array(rows * 16)
  const content = new Uint8Array(rows * 16)
  for (let row = 0; row < rows; row++) {
    identity.set(pairs.subarray(row * 32, row * 32 + 16), row * 16)
    content.set(pairs.subarray(row * 32 + 16, row * 32 + 32), row * 16)
  }
  return { identity, content }
}
