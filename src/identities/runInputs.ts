/** The inputs that a run is written from. */

import { crc32 } from 'node:zlib'
import { entryWords } from './entry.ts'
import type { Memtable } from './memtable.ts'
import type { Run } from './run.ts'
import { bytesOf } from './runFile.ts'
import type { RunInput } from './writeRun.ts'

/** A copy of the memtable, grouped by prefix, so that the entries of a partition are side by side. */
export function memtableInput({ count, entries }: Memtable, bits: number): RunInput {
  // In JavaScript a shift by 32 is a shift by 0.
  const prefixOf = (at: number): number => (bits === 0 ? 0 : entries[at]! >>> (32 - bits))
  const starts = new Uint32Array(2 ** bits + 1)
  for (let at = 0; at < count * entryWords; at += entryWords) starts[prefixOf(at) + 1]!++
  for (let prefix = 0; prefix < 2 ** bits; prefix++) starts[prefix + 1]! += starts[prefix]!
  const next = starts.slice()
  const grouped = new Uint32Array(count * entryWords)
  for (let at = 0; at < count * entryWords; at += entryWords) {
    const to = next[prefixOf(at)]!++ * entryWords
    for (let word = 0; word < entryWords; word++) grouped[to + word] = entries[at + word]!
  }
  return {
    count,
    size: (prefix) => starts[prefix + 1]! - starts[prefix]!,
    async read(prefix, into, at) {
      into.set(grouped.subarray(starts[prefix]! * entryWords, starts[prefix + 1]! * entryWords), at)
    },
  }
}

/** Its entries are checked against their checksum on the way: a damaged run must not be written again as a sound one. */
export function runInput(run: Run, bits: number): RunInput {
  // A copy, because the run's directory may be folded while the run is merged.
  const starts = run.partitions(bits)
  let crc = 0
  let done = 0
  return {
    count: run.count,
    size: (prefix) => starts[prefix + 1]! - starts[prefix]!,
    async read(prefix, into, at) {
      const from = starts[prefix]!
      const to = starts[prefix + 1]!
      if (to === from) return
      await run.read(from, to, into, at)
      crc = crc32(bytesOf(into.subarray(at, at + (to - from) * entryWords)), crc)
      done += to - from
      if (done === run.count) run.compare(crc)
    },
  }
}
