/** What the main thread and the threads that read say to each other. */

import type { ReaderTables } from '../reading/readerTables.ts'

/** What a thread is given at its start. */
export interface ThreadData {
  /** The memory of each slot. */
  readonly slots: readonly SharedArrayBuffer[]
  readonly tables: ReaderTables
}

/** A block to read. The answer is the number of its slot. */
export interface ThreadTask {
  readonly slot: number
  /** Records in the slot. */
  readonly count: number
}

/** The first answer of a thread: it has loaded its code. */
export const threadReady = -1
