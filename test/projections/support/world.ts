/** Batches written to a usage store and also to rows in memory, which are read in the slow, obvious way. */

import { keccak256 } from '../../../src/keccak/index.ts'
import type { BatchKey } from '../../../src/log/keys.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import { call as callKind } from '../../../src/usage/kinds/call.ts'
import type { UsageWriter } from '../../../src/usage/writer.ts'
import { withIds } from '../../support/id.ts'
import { createMemoryUsage, type MemoryRow, type MemoryUsage } from '../../support/memoryUsage.ts'
import { rowHashes } from '../../support/rowHashes.ts'
import { type TestCall, toCallColumns } from './calls.ts'

export interface HashedRow extends MemoryRow {
  /** Lower-case hex, by the hash that ingestion uses. */
  readonly rowHash: string
}

export function createWorld(writer: UsageWriter) {
  const reference: MemoryUsage = createMemoryUsage()
  return {
    reference,
    async insert(key: BatchKey, calls: readonly TestCall[]): Promise<void> {
      const columns = toCallColumns(calls)
      await writer.insert(key, { call: columns })
      for (const row of toRows(key, calls, columns)) reference.rows.push(row)
    },
  }
}

export function toRows(
  key: BatchKey,
  calls: readonly TestCall[],
  columns = toCallColumns(calls),
): HashedRow[] {
  const hashes = Buffer.from(rowHashes(callKind.columns, columns))
  const halfOf = (bytes: Uint8Array, row: number) =>
    Buffer.from(bytes.subarray(row * 16, row * 16 + 16)).toString('hex')
  return calls.map((call, row) =>
    withIds<HashedRow>({
      ...key,
      ...call,
      amount: ledgerUnits(call.amount),
      row,
      identity: halfOf(columns.identity, row),
      content: halfOf(columns.content, row),
      rowHash: hashes.toString('hex', row * 32, row * 32 + 32),
    }),
  )
}

export function hashHex(hex: string): string {
  return Buffer.from(keccak256(Buffer.from(hex, 'hex'))).toString('hex')
}

/** The settled digest by its definition, from rows in any order. */
export function referenceSettledDigest(rows: readonly HashedRow[]): string {
  return hashHex(bucketDigests(rows).join(''))
}

export function bucketDigests(rows: readonly HashedRow[]): string[] {
  const buckets = Array.from({ length: 256 }, () => [] as string[])
  for (const row of rows)
    buckets[Number.parseInt(row.identity.slice(0, 2), 16)]!.push(row.identity + row.rowHash)
  return buckets.map((lines) => hashHex(lines.sort().join('')))
}
