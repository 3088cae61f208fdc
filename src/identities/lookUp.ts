/** Judging a batch: first what is in memory, then run by run, last the batch against itself. */

import { type BatchTable, createBatchTable } from './batchTable.ts'
import { entryWords, halfWords, sameHalf } from './entry.ts'
import type { Memtable } from './memtable.ts'
import { identitySeen } from './port.ts'
import { createPrefixOrder } from './prefixOrder.ts'
import type { Batch, Run, SearchScratch } from './run.ts'

interface LookUp {
  /** Sets `out` of every item; `tables` and `runs` older first. */
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
      const pending = order.of(batch.ids, length)
      batch.out.fill(identitySeen.new, 0, length)
      let left = length
      for (const run of runs) {
        if (left > 0) left = run.search(batch, pending, left, scratch)
      }
      for (const memtable of tables) {
        if (memtable.count > 0) left = searchMemtable(memtable, batch, pending, left)
      }
      judgeAmongEachOther(table, batch, length, pending, left)
    },
  }
}

function searchMemtable(memtable: Memtable, batch: Batch, pending: Uint32Array, count: number): number {
  const { ids, contents, out } = batch
  let kept = 0
  for (let i = 0; i < count; i++) {
    const number = pending[i]!
    const at = number * halfWords
    const found = memtable.find(ids, at)
    if (found < 0) {
      pending[kept++] = number
      continue
    }
    const same = sameHalf(memtable.entries, found * entryWords + halfWords, contents, at)
    out[number] = same ? identitySeen.duplicate : identitySeen.conflict
  }
  return kept
}

function judgeAmongEachOther(
  table: BatchTable,
  batch: Batch,
  length: number,
  pending: Uint32Array,
  count: number,
): void {
  const { ids, contents, out } = batch
  table.begin(length)
  for (let i = 0; i < count; i++) {
    const number = pending[i]!
    const first = table.firstOf(ids, number)
    if (first === number) continue
    const same = sameHalf(contents, first * halfWords, contents, number * halfWords)
    out[number] = same ? identitySeen.duplicate : identitySeen.conflict
  }
}
