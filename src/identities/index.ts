/**
 * Every identity ever accepted, with its content: a log-structured index of its own, described in
 * docs/identity-index.md. It is derived from the logs: what it lacks after a kill is added again, and where its files
 * are damaged it starts empty and says so.
 */
import type { Position } from '../eventstore/port.ts'
import { invariant } from '../invariant.ts'
import { createCompaction } from './compaction.ts'
import { halfWords, wordsOf } from './entry.ts'
import { translated, translatedNow } from './indexErrors.ts'
import { createLookUp } from './lookUp.ts'
import { createMemtable, type Memtable } from './memtable.ts'
import { openFiles } from './openFiles.ts'
import type { IdentityIndex } from './port.ts'
import { IndexDamage } from './runFile.ts'
import { createRunList } from './runList.ts'
import { removeIndex } from './runManifest.ts'

export interface IdentityIndexOptions {
  /** Made where it is missing; nothing else may be in it. */
  readonly folder: string
  /**
   * Of memtables, directories and filters; default 256 MiB. With less the index reads more and stays as right. Work
   * space of the caller's largest batch comes on top.
   */
  readonly memoryBytesMax?: number
}

export interface OpenIdentityIndex extends IdentityIndex {
  /** Why the index was emptied when it was opened; `undefined` where it was in order. `position` is 0 then. */
  readonly rebuilt: string | undefined
  /** What it holds in memory at the moment. */
  readonly memoryBytes: number
}

export const memoryBytesDefault = 256 * 1024 * 1024

/**
 * One process at a time: the data folder's lock is the event store's. `check`, `advance` and `close` throw
 * `identities.unavailable` where the disk fails (what was added stays right in memory, and the next call tries
 * again), and `identities.damaged` where a file is not what was written (the next start rebuilds the index).
 * @throws HeadwaterError `data.newer`, `identities.unavailable`
 */
export async function openIdentityIndex(options: IdentityIndexOptions): Promise<OpenIdentityIndex> {
  return translated(() => open(options))
}

async function open(options: IdentityIndexOptions): Promise<OpenIdentityIndex> {
  const { folder, memoryBytesMax = memoryBytesDefault } = options
  const capacity = memtableCapacity(memoryBytesMax)
  const flushAt = Math.ceil(capacity * 0.75)
  const lookUp = createLookUp()
  let active = createMemtable(capacity)
  let spare: Memtable | undefined
  let frozen: Memtable | undefined
  let added = 0
  let damage: unknown
  const { rebuilt, ...files } = await openFiles(folder)
  const runMemoryMax = Math.max(0, memoryBytesMax - 2 * active.bytes)
  const runList = createRunList({ folder, runMemoryMax, ...files })
  const compaction = createCompaction(runList)
  let { position } = runList

  const tables = (): Memtable[] => (frozen ? [frozen, active] : [active])

  const freeze = (): void => {
    const table = active
    frozen = table
    active = spare ?? createMemtable(capacity)
    spare = undefined
    compaction.flush(table, position, () => {
      frozen = undefined
      table.clear()
      spare = table
    })
  }

  /** What went wrong behind the look-ups is told once, and tried again. */
  const tellFailure = (): void => {
    if (damage !== undefined) throw damage
    const failure = compaction.takeFailure()
    if (failure === undefined) return
    if (failure instanceof IndexDamage) damage = failure
    else compaction.resume()
    throw failure
  }

  const judge = (identity: Uint8Array, content: Uint8Array, length: number, out: Uint8Array): void => {
    if (damage !== undefined) throw damage
    const ids = wordsOf(identity, length * halfWords)
    const contents = wordsOf(content, length * halfWords)
    try {
      lookUp.judge({ ids, contents, out }, length, tables(), runList.runs)
    } catch (error) {
      if (error instanceof IndexDamage) damage = error
      throw error
    }
  }

  const advance = async (to: Position): Promise<void> => {
    invariant(to >= position, 'the log only grows')
    position = to
    tellFailure()
    // Memory is bounded: a second full table waits until the first is written. Of several that wait the first freezes it.
    while (active.count >= flushAt) {
      if (!frozen) freeze()
      else {
        await compaction.flushed()
        tellFailure()
      }
    }
    const work = added
    added = 0
    await compaction.pace(work)
  }

  const discardFiles = async (): Promise<void> => {
    await compaction.stop()
    await runList.abandon()
    await removeIndex(folder)
  }

  const close = async (): Promise<void> => {
    // A damaged index is emptied, so that the next start rebuilds it from the logs.
    if (damage !== undefined) return discardFiles()
    await compaction.flushed()
    if (active.count > 0 && !frozen) freeze()
    await compaction.stop()
    if (!frozen) runList.advance(position)
    await runList.close()
    tellFailure()
  }

  return {
    rebuilt,
    get position() {
      return position
    },
    get size() {
      return sum([...tables(), ...runList.runs], (part) => part.count)
    },
    get memoryBytes() {
      const memtables = sum([...tables(), ...(spare ? [spare] : [])], (table) => table.bytes)
      return memtables + sum(runList.runs, (run) => run.memoryBytes) + lookUp.memoryBytes
    },
    check(identity, content, length, out) {
      invariant(out.length >= length, 'there is room for every answer')
      translatedNow(() => judge(identity, content, length, out))
    },
    add(identity, content, length) {
      const ids = wordsOf(identity, length * halfWords)
      const contents = wordsOf(content, length * halfWords)
      for (let at = 0; at < length * halfWords; at += halfWords) active.add(ids, contents, at)
      added += length
    },
    advance: (to) => translated(() => advance(to)),
    close: () => translated(close),
  }
}

/** A quarter of the memory for two tables of 32 bytes an entry and two slots of 4 bytes. */
function memtableCapacity(memoryBytesMax: number): number {
  const entries = memoryBytesMax / 4 / 2 / 40
  return 2 ** Math.max(4, Math.floor(Math.log2(entries)))
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
