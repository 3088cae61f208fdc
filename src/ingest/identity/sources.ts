/** What a run is written from. */

import { crc32 } from 'node:zlib'
import { entryWords } from './entry.ts'
import type { Memtable } from './memtable.ts'
import type { Run } from './run.ts'
import { bytesOf } from './runFile.ts'
import type { Source } from './writeRun.ts'

/** The memtable must not change until the run is written. Copies numbers of entries, not entries. */
export function memtableSource(memtable: Memtable, bits: number): Source {
  const { count, entries } = memtable
  const prefixOf = (number: number): number =>
    bits === 0 ? 0 : entries[number * entryWords]! >>> (32 - bits)
  const starts = new Uint32Array(2 ** bits + 1)
  for (let number = 0; number < count; number++) starts[prefixOf(number) + 1]!++
  for (let prefix = 0; prefix < 2 ** bits; prefix++) starts[prefix + 1]! += starts[prefix]!
  const next = starts.slice()
  const numbers = new Uint32Array(count)
  for (let number = 0; number < count; number++) numbers[next[prefixOf(number)]!++] = number
  return {
    count,
    size: (prefix) => starts[prefix + 1]! - starts[prefix]!,
    async read(prefix, into, at) {
      for (let i = starts[prefix]!, to = at; i < starts[prefix + 1]!; i++, to += entryWords) {
        const from = numbers[i]! * entryWords
        for (let word = 0; word < entryWords; word++) into[to + word] = entries[from + word]!
      }
    },
  }
}

/** Its entries are checked against their checksum on the way: a damaged run must not be written anew as a sound one. */
export function runSource(run: Run, bits: number): Source {
  // A copy: the run's directory may be folded while it is merged.
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
