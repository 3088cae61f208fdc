/** The files of trees, from which proofs are read: what reports need of the place that keeps them. */
import type { ReadableBytes } from '../../merkle/treeFile/read.ts'

/** What is kept can be made again from the books, so it may be lost at any moment. */
export interface TreeFiles {
  /** The file of the tree with this root; undefined where none is kept. */
  open(root: string): KeptBytes | undefined
  /** Keeps a file, whole or not at all, and opens it. Where nothing can be kept, its bytes stay in memory. */
  keep(root: string, parts: () => Iterable<Uint8Array>): KeptBytes
}

export interface KeptBytes extends ReadableBytes {
  close(): void
}
