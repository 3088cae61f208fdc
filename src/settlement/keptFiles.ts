/** Files of what the log and the books can give again: what settlement needs of the place that keeps them. */
import type { ReadableBytes } from '../merkle/treeFile/pages.ts'

/** What is kept may be lost at any moment. */
export interface KeptFiles {
  /** The file with this name; undefined where none is kept. */
  open(name: string): KeptBytes | undefined
  /** Keeps a file, whole or not at all, and opens it. Where nothing can be kept, its bytes stay in memory. */
  keep(name: string, parts: () => Iterable<Uint8Array>): KeptBytes
}

export interface KeptBytes extends ReadableBytes {
  close(): void
}
