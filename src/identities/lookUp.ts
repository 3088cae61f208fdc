/** Judges a batch: compares it with the runs, then with the memtables, then with itself. */

import type { Batch, Pending } from './batch.ts'
import { type BatchTable, createBatchTable } from './batchTable.ts'
import { entryWords, halfWords, sameHalf } from './entry.ts'
import type { Memtable } from './memtable.ts'
import { identitySeen } from './port.ts'
import { createPrefixOrder } from './prefixOrder.ts'
import type { Run, SearchScratch } from './run.ts'

interface LookUp {
  /** Sets `out` of every item. `tables` and `runs` are in order, older first. */
  judge(batch: Batch, length: number, tables: readonly Memtable[], runs: readonly Run[]): void
  readonly memoryBytes: number
}

export function createLookUp(): LookUp {
  const table: BatchTable = createBatchTable()
  const scratch: SearchScratch = { candidates: new Uint32Array(0), bucket: new Uint32Array(0) }
  const order = createPrefixOrder()
  return {
    get memoryBytes() {
      return order.bytes + scratch.candidates.byteLength + scratch.bucket.byteLength + table.bytes
    },
    judge(batch, length, tables, runs) {
      if (scratch.candidates.length < length) scratch.candidates = new Uint32Array(length)
      const pending = { numbers: order.of(batch.ids, length), count: length }
      batch.out.fill(identitySeen.new, 0, length)
      for (const run of runs) {
        if (pending.count > 0) run.search(batch, pending, scratch)
      }
      for (const memtable of tables) {
        if (memtable.count > 0) searchMemtable(memtable, batch, pending)
      }
      judgeAmongEachOther(table, batch, length, pending)
    },
  }
}

function searchMemtable(memtable: Memtable, { ids, contents, out }: Batch, pending: Pending): void {
  const { numbers, count } = pending
  let kept = 0
  for (let i = 0; i < count; i++) {
    const number = numbers[i]!
    const at = number * halfWords
    const found = memtable.find(ids, at)
    if (found < 0) {
      numbers[kept++] = number
      continue
    }
    const same = sameHalf(memtable.entries, found * entryWords + halfWords, contents, at)
    out[number] = same ? identitySeen.duplicate : identitySeen.conflict
  }
  pending.count = kept
}

function judgeAmongEachOther(
  table: BatchTable,
  { ids, contents, out }: Batch,
  length: number,
  { numbers, count }: Pending,
): void {
  table.begin(length)
  for (let i = 0; i < count; i++) {
    const number = numbers[i]!
    const first = table.firstOf(ids, number)
    if (first === number) continue
    const same = sameHalf(contents, first * halfWords, contents, number * halfWords)
    out[number] = same ? identitySeen.duplicate : identitySeen.conflict
  }
}
