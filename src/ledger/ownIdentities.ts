/**
 * The identity indexes of a worker with `--identities own`, each in a folder of its own: one of registry events, and one
 * for each partition that the worker took over. The index of a partition that moved away stays on disk, so that little is
 * read when it comes back. All of it is derived from log and rows.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { IdentityIndex } from '../identities/port.ts'

/** Indexes of partitions that are open at once. They share the memory; the one not used for longest is closed. */
const openPartitionsMax = 32

type OpenIndex<Index> = (folder: string, memoryShare: number) => Promise<Index>

export class OwnIdentities<Index extends IdentityIndex> {
  readonly #folder: string
  readonly #open: OpenIndex<Index>
  /** Those used last come last. */
  readonly #partitions = new Map<string, Index>()

  /** @param open opens an index with a share of the memory that all may use together */
  constructor(folder: string, open: OpenIndex<Index>) {
    this.#folder = folder
    this.#open = open
  }

  /** The index of registry events. The caller closes it. */
  registry(): Promise<Index> {
    return this.#open(join(this.#folder, 'registry'), 1 / (openPartitionsMax + 1))
  }

  /** Call it again before each use: the index may have been closed since. One call at a time. */
  async partition(name: string): Promise<Index> {
    const known = this.#partitions.get(name)
    if (known === undefined && this.#partitions.size >= openPartitionsMax) await this.#closeOldest()
    const index = known ?? (await this.#open(this.folderOf(name), 1 / (openPartitionsMax + 1)))
    this.#partitions.delete(name)
    this.#partitions.set(name, index)
    return index
  }

  /** Where the index of a partition is. Names of topics may be longer than a file's, or differ in case alone. */
  folderOf(partition: string): string {
    const hash = createHash('sha256').update(partition).digest('hex').slice(0, 16)
    return join(this.#folder, `${partition.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}-${hash}`)
  }

  async close(): Promise<void> {
    while (this.#partitions.size > 0) await this.#closeOldest()
  }

  async #closeOldest(): Promise<void> {
    for (const [name, index] of this.#partitions) {
      this.#partitions.delete(name)
      return index.close()
    }
  }
}
