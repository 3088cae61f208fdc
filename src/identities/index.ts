/**
 * Every identity ever accepted, with its content, in a log-structured index (docs/identity-index.md). The index is
 * derived from the logs: identities that it lacks after a kill are added again, and where its files are damaged it
 * starts empty and reports that.
 */
import type { Position } from '../eventstore/port.ts'
import { invariant } from '../invariant.ts'
import { Compaction } from './compaction.ts'
import { halfWords, wordsOf } from './entry.ts'
import { translated, translatedNow } from './indexErrors.ts'
import { createLookUp } from './lookUp.ts'
import { createMemtable, type Memtable } from './memtable.ts'
import { type OpenedFiles, openFiles } from './openFiles.ts'
import type { IdentityIndex } from './port.ts'
import { IndexDamage } from './runFile.ts'
import { createRunList, type RunList } from './runList.ts'
import { removeIndex } from './runManifest.ts'

export interface IdentityIndexOptions {
  /** Created where it is missing. Nothing else may be in it. */
  readonly folder: string
  /**
   * For memtables, directories and filters. Default: 256 MiB. With less, the index reads more, with the same answers.
   * The work space for the caller's largest batch comes on top.
   */
  readonly memoryBytesMax?: number
}

export interface OpenIdentityIndex extends IdentityIndex {
  /** Why the index was emptied when it was opened, so that `position` is 0; `undefined` where it was sound. */
  readonly rebuilt: string | undefined
  /** Compares every entry on disk with its checksum. @throws HeadwaterError `identities.damaged` */
  verify(): Promise<void>
  /** Bytes of memory that it uses now. */
  readonly memoryBytes: number
}

export const memoryBytesDefault = 256 * 1024 * 1024

/**
 * For one process at a time; the event store holds the lock of the data folder. `check`, `advance` and `close` throw
 * `identities.unavailable` where the disk fails: what was added stays in memory, and the next call tries again. They
 * throw `identities.damaged` where a file is not what was written: the next start rebuilds the index.
 * @throws HeadwaterError `data.newer`, `identities.unavailable`
 */
export async function openIdentityIndex(options: IdentityIndexOptions): Promise<OpenIdentityIndex> {
  const { folder, memoryBytesMax = memoryBytesDefault } = options
  return translated(async () => new LogStructuredIndex(folder, memoryBytesMax, await openFiles(folder)))
}

class LogStructuredIndex implements OpenIdentityIndex {
  readonly rebuilt: string | undefined
  readonly #folder: string
  readonly #capacity: number
  /** A memtable with this many entries is written to disk. */
  readonly #flushAt: number
  readonly #lookUp = createLookUp()
  readonly #runList: RunList
  readonly #compaction: Compaction
  #active: Memtable
  #spare: Memtable | undefined
  /** The memtable that is being written to disk. */
  #frozen: Memtable | undefined
  /** Until merging has kept up with the entries of the last `advance`. */
  #owed: Promise<void> = Promise.resolve()
  /** Entries since the last `advance`. */
  #added = 0
  #damage: unknown
  /** The position stays then: what comes later gets into no file, and the next start reads it from the log. */
  #closing = false
  #position: Position

  constructor(folder: string, memoryBytesMax: number, { rebuilt, ...files }: OpenedFiles) {
    this.rebuilt = rebuilt
    this.#folder = folder
    this.#capacity = memtableCapacity(memoryBytesMax)
    this.#flushAt = Math.ceil(this.#capacity * 0.75)
    this.#active = createMemtable(this.#capacity)
    const runMemoryMax = Math.max(0, memoryBytesMax - 2 * this.#active.bytes)
    this.#runList = createRunList({ folder, runMemoryMax, ...files })
    this.#compaction = new Compaction(this.#runList)
    this.#position = this.#runList.position
  }

  get position(): Position {
    return this.#position
  }

  get size(): number {
    return sum([...this.#tables, ...this.#runList.runs], (part) => part.count)
  }

  get memoryBytes(): number {
    const memtables = [...this.#tables, ...(this.#spare ? [this.#spare] : [])]
    return (
      sum(memtables, (table) => table.bytes) +
      sum(this.#runList.runs, (run) => run.memoryBytes) +
      this.#lookUp.memoryBytes
    )
  }

  check(identity: Uint8Array, content: Uint8Array, length: number, out: Uint8Array): void {
    invariant(out.length >= length, 'there is room for every answer')
    translatedNow(() => this.#judge(identity, content, length, out))
  }

  add(identity: Uint8Array, content: Uint8Array, length: number): void {
    const ids = wordsOf(identity, length * halfWords)
    const contents = wordsOf(content, length * halfWords)
    const active = this.#active
    for (let at = 0; at < length * halfWords; at += halfWords) active.add(ids, contents, at)
    this.#added += length
  }

  advance(to: Position): Promise<void> {
    return translated(() => this.#advance(to))
  }

  verify(): Promise<void> {
    return translated(async () => {
      for (const run of this.#runList.runs) await run.verify()
    })
  }

  close(): Promise<void> {
    return translated(() => this.#close())
  }

  /** Older first. */
  get #tables(): Memtable[] {
    return this.#frozen ? [this.#frozen, this.#active] : [this.#active]
  }

  #judge(identity: Uint8Array, content: Uint8Array, length: number, out: Uint8Array): void {
    if (this.#damage !== undefined) throw this.#damage
    const ids = wordsOf(identity, length * halfWords)
    const contents = wordsOf(content, length * halfWords)
    try {
      this.#lookUp.judge({ ids, contents, out }, length, this.#tables, this.#runList.runs)
    } catch (error) {
      if (error instanceof IndexDamage) this.#damage = error
      throw error
    }
  }

  async #advance(to: Position): Promise<void> {
    invariant(to >= this.#position, 'the log only grows')
    if (this.#closing) return
    this.#position = to
    this.#throwFailure()
    // Memory is bounded, so a second full memtable waits until the first is written. Of several callers that wait, the
    // first one freezes it.
    while (this.#active.count >= this.#flushAt) {
      if (!this.#frozen) this.#freeze()
      else {
        await this.#compaction.flushed()
        this.#throwFailure()
      }
    }
    const work = this.#added
    this.#added = 0
    // The wait for what the entries before owe: so merging goes on while the engine inserts the next batch.
    const owed = this.#owed
    this.#owed = this.#compaction.pace(work)
    await owed
  }

  #freeze(): void {
    const table = this.#active
    this.#frozen = table
    this.#active = this.#spare ?? createMemtable(this.#capacity)
    this.#spare = undefined
    this.#compaction.flush(table, this.#position, () => {
      this.#frozen = undefined
      table.clear()
      this.#spare = table
    })
  }

  /** Throws a failure of the background work, once, and tries the work again. */
  #throwFailure(): void {
    if (this.#damage !== undefined) throw this.#damage
    const failure = this.#compaction.takeFailure()
    if (failure === undefined) return
    if (failure instanceof IndexDamage) this.#damage = failure
    else this.#compaction.resume()
    throw failure
  }

  async #close(): Promise<void> {
    this.#closing = true
    // A damaged index is emptied, so that the next start rebuilds it from the logs.
    if (this.#damage !== undefined) return this.#discardFiles()
    await this.#compaction.flushed()
    if (this.#active.count > 0 && !this.#frozen) this.#freeze()
    await this.#compaction.stop()
    if (!this.#frozen) this.#runList.advance(this.#position)
    await this.#runList.close()
    this.#throwFailure()
  }

  async #discardFiles(): Promise<void> {
    await this.#compaction.stop()
    await this.#runList.abandon()
    await removeIndex(this.#folder)
  }
}

/** Two memtables share a quarter of the memory. An entry takes 32 bytes, and two slots of 4 bytes. */
function memtableCapacity(memoryBytesMax: number): number {
  const entries = memoryBytesMax / 4 / 2 / 40
  return 2 ** Math.max(4, Math.floor(Math.log2(entries)))
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
