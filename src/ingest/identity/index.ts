/**
 * Every identity ever accepted, with its content: a log-structured index of its own, described in
 * docs/identity-index.md.
 */

import type { Position } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import { type IdentityIndex, identitySeen } from '../ports.ts'
import { entryWords, halfWords, sameHalf, wordsOf } from './entry.ts'
import { createMemtable } from './memtable.ts'

export interface IdentityIndexOptions {
  /** Made where it is missing; nothing else may be in it. */
  readonly folder: string
  /** Default 256 MiB. */
  readonly memoryBytesMax?: number
}

export interface OpenIdentityIndex extends IdentityIndex {
  /** Why the index was emptied when it was opened; `undefined` where it was in order. `position` is 0 then. */
  readonly rebuilt: string | undefined
  readonly memoryBytes: number
  /** Forgets everything, on disk too: where the log turns out to be behind the index. */
  reset(): Promise<void>
}

export async function openIdentityIndex(_options: IdentityIndexOptions): Promise<OpenIdentityIndex> {
  let memtable = createMemtable(1 << 16)
  let position: Position = 0
  return {
    rebuilt: undefined,
    get memoryBytes() {
      return memtable.bytes
    },
    get position() {
      return position
    },
    get size() {
      return memtable.count
    },
    check(identity, content, length, out) {
      const ids = wordsOf(identity, length * halfWords)
      const contents = wordsOf(content, length * halfWords)
      const batch = createMemtable(length)
      for (let i = 0; i < length; i++) {
        const at = i * halfWords
        const known = memtable.find(ids, at) >= 0 ? memtable : batch
        const found = known.find(ids, at)
        if (found < 0) {
          batch.add(ids, contents, at)
          out[i] = identitySeen.new
        } else {
          const same = sameHalf(known.entries, found * entryWords + halfWords, contents, at)
          out[i] = same ? identitySeen.duplicate : identitySeen.conflict
        }
      }
    },
    add(identity, content, length) {
      const ids = wordsOf(identity, length * halfWords)
      const contents = wordsOf(content, length * halfWords)
      for (let i = 0; i < length; i++) memtable.add(ids, contents, i * halfWords)
    },
    async advance(to) {
      invariant(to >= position, 'the log only grows')
      position = to
    },
    async reset() {
      memtable = createMemtable(1 << 16)
      position = 0
    },
    async close() {},
  }
}
