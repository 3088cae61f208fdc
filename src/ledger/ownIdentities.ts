/**
 * The identity indexes of a worker with `--identities own`, each in a folder of its own: one of registry events, and one
 * for each partition that the worker took over. The index of a partition that moved away stays on disk, so that little is
 * read when it comes back. All of it is derived from log and rows.
 */
import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { oneAtATime } from '../base/oneAtATime.ts'
import type { IdentityIndex } from '../identities/port.ts'

/** Indexes of partitions that are open at once. They share the memory; the one not used for longest is closed. */
const openPartitionsMax = 32
/** Of each of them, and of the index of registry events. */
const memoryShare = 1 / (openPartitionsMax + 1)

type OpenIndex<Index> = (folder: string, memoryShare: number) => Promise<Index>

export class OwnIdentities<Index extends IdentityIndex> {
  readonly #folder: string
  readonly #open: OpenIndex<Index>
  /** Those used last come last. */
  readonly #partitions = new Map<string, Index>()
  readonly #inTurn = oneAtATime()

  /** @param open opens an index with a share of the memory that all may use together */
  constructor(folder: string, open: OpenIndex<Index>) {
    this.#folder = folder
    this.#open = open
  }

  /** Whether a worker ever had identities of its own in this folder. */
  get exists(): boolean {
    return existsSync(this.#folder)
  }

  /** Identities in the open indexes of partitions. */
  get size(): number {
    return [...this.#partitions.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** The index of registry events. The caller closes it. */
  registry(): Promise<Index> {
    return this.#open(join(this.#folder, 'registry'), memoryShare)
  }

  /** Call it again before each use: the index may have been closed since. */
  partition(name: string): Promise<Index> {
    return this.#inTurn(async () => {
      const known = this.#partitions.get(name)
      if (known === undefined && this.#partitions.size >= openPartitionsMax) await this.#closeOldest()
      const index = known ?? (await this.#open(this.folderOf(name), memoryShare))
      this.#partitions.delete(name)
      this.#partitions.set(name, index)
      return index
    })
  }

  /** Runs `work` on an index that is there, without keeping it open. A batch of the process waits meanwhile. */
  examine<Result>(name: string, work: (index: Index) => Promise<Result>): Promise<Result | undefined> {
    return this.#inTurn(async () => {
      const known = this.#partitions.get(name)
      if (known !== undefined) return work(known)
      if (!existsSync(this.folderOf(name))) return undefined
      const index = await this.#open(this.folderOf(name), memoryShare)
      try {
        return await work(index)
      } finally {
        await index.close()
      }
    })
  }

  /** Removes an index that is not open. It is built again when the partition is taken over. */
  remove(name: string): void {
    rmSync(this.folderOf(name), { recursive: true, force: true })
  }

  /** Where the index of a partition is. Names of topics may be longer than a file's, or differ in case alone. */
  folderOf(partition: string): string {
    const hash = createHash('sha256').update(partition).digest('hex').slice(0, 16)
    return join(this.#folder, `${partition.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}-${hash}`)
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      while (this.#partitions.size > 0) await this.#closeOldest()
    })
  }

  async #closeOldest(): Promise<void> {
    for (const [name, index] of this.#partitions) {
      this.#partitions.delete(name)
      return index.close()
    }
  }
}
