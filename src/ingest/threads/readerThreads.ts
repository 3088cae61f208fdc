/**
 * Threads that read blocks of records ahead of the main thread, which judges them in order. Memory is bounded: there is
 * a fixed number of slots, and a block has one from when it is given to a thread until the main thread has taken it.
 * Nothing ever waits for a slot: the main thread reads a block itself where none is free, so senders can't block each
 * other.
 */
import { Worker } from 'node:worker_threads'
import type { RecordBlock } from '../../decoding/records/block.ts'
import { HeadwaterError } from '../../errors.ts'
import { blockBytesMax, blockRecordsMax } from '../reading/limits.ts'
import type { ReadBlock } from '../reading/readBlock.ts'
import { readerTables } from '../reading/readerTables.ts'
import { ReadRecords } from '../reading/readRecords.ts'
import { newSlotMemory, outputAt, Slot } from './slot.ts'
import { type ThreadData, type ThreadTask, threadReady } from './task.ts'

interface Thread {
  readonly worker: Worker
  /** Slots that it has. */
  readonly slots: Set<number>
  isReady: boolean
}

interface ReaderThreadsOptions {
  /** At least 1. */
  readonly count: number
  /** Threads start once so many bytes were to be read, because a start takes longer than reading a little. */
  readonly startBytes?: number
  /** A smaller block is read sooner than it is handed over. */
  readonly blockBytesMin?: number
}

/**
 * Slots for each thread: one that it reads, and others that wait for it or for the main thread; more where threads are
 * few. They read on while the main thread looks up the identities of a batch, and the engine has the core after that.
 */
const slotsEachMin = 8
const slotsMin = 32
const startBytesDefault = 4 << 20
const blockBytesMinDefault = 8 << 10

/** What a thread makes is short-lived: more room for it would only fill up. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 }

/** The same file in the sources and in the package. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

export class ReaderThreads {
  readonly #count: number
  readonly #startBytes: number
  readonly #blockBytesMin: number
  readonly #memories: SharedArrayBuffer[] = []
  readonly #slots: Slot[] = []
  /** What was read, by slot. */
  readonly #records: ReadRecords[] = []
  readonly #free: number[] = []
  readonly #pending = new Map<number, PromiseWithResolvers<ReadBlock>>()
  #threads: Thread[] = []
  /** Blocks that threads have read since the start. */
  blocksRead = 0
  #asked = 0
  #failure: HeadwaterError | undefined
  #isClosed = false

  constructor({
    count,
    startBytes = startBytesDefault,
    blockBytesMin = blockBytesMinDefault,
  }: ReaderThreadsOptions) {
    this.#count = count
    this.#startBytes = startBytes
    this.#blockBytesMin = blockBytesMin
  }

  /** Starts the threads, and resolves when all are ready. @throws HeadwaterError `ingest.threadLost` */
  async start(): Promise<void> {
    this.#begin()
    await Promise.all(
      this.#threads.map(
        ({ worker }) =>
          new Promise((resolve) => {
            worker.once('message', resolve)
            worker.once('exit', resolve)
          }),
      ),
    )
    const failure = this.#failure
    this.#failure = undefined
    if (failure) throw failure
  }

  /** How many blocks may be read ahead of the one that is taken. */
  get aheadMax(): number {
    return Math.max(slotsMin, this.#count * slotsEachMin)
  }

  /** Whether a thread should read the block once one is free. */
  takes({ starts, ends, count, utf8 }: RecordBlock): boolean {
    const bytes = ends[count - 1]! - starts[0]!
    return utf8 && bytes >= this.#blockBytesMin && bytes <= blockBytesMax
  }

  /**
   * Has a block read that it takes. Undefined where the main thread should read it: no slot is free, or
   * the threads have not started yet.
   * @returns rejects with `ingest.threadLost` where the thread dies
   */
  read(block: RecordBlock): Promise<ReadBlock> | undefined {
    this.#asked += block.ends[block.count - 1]! - block.starts[0]!
    if (this.#asked < this.#startBytes || this.#isClosed) return undefined
    if (this.#failure === undefined && this.#threads.length < this.#count) this.#begin()
    const failure = this.#failure
    if (failure) {
      this.#failure = undefined
      return Promise.reject(failure)
    }
    const thread = this.#idlest()
    const slot = thread && this.#free.pop()
    if (slot === undefined) return undefined
    this.#slots[slot]!.fill(block)
    const pending = Promise.withResolvers<ReadBlock>()
    this.#pending.set(slot, pending)
    // A thread that has work keeps the process running; an idle one does not.
    if (thread!.slots.size === 0) thread!.worker.ref()
    thread!.slots.add(slot)
    thread!.worker.postMessage({ slot, count: block.count } satisfies ThreadTask)
    return pending.promise
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()))
  }

  /** A thread may not begin where the machine has none left, or no memory. */
  #begin(): void {
    try {
      this.#fill()
    } catch (error) {
      this.#failure = threadLost('could not be started', error)
    }
  }

  #fill(): void {
    while (this.#slots.length < this.aheadMax) {
      const memory = newSlotMemory()
      this.#free.push(this.#slots.length)
      this.#memories.push(memory)
      this.#slots.push(new Slot(memory))
      this.#records.push(new ReadRecords(memory, outputAt, blockRecordsMax, blockBytesMax))
    }
    while (this.#threads.length < this.#count) this.#threads.push(this.#newThread())
  }

  #newThread(): Thread {
    const workerData: ThreadData = { slots: this.#memories, tables: readerTables }
    const worker = new Worker(threadFile, { workerData, name: 'headwater-reader', resourceLimits })
    worker.unref()
    const thread: Thread = { worker, slots: new Set(), isReady: false }
    let cause: unknown
    worker.on('message', (message: number) => {
      if (message === threadReady) thread.isReady = true
      else this.#done(thread, message)
    })
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => this.#lost(thread, code, cause))
    return thread
  }

  #idlest(): Thread | undefined {
    let found: Thread | undefined
    for (const thread of this.#threads)
      if (thread.isReady && (found === undefined || thread.slots.size < found.slots.size)) found = thread
    return found
  }

  #done(thread: Thread, slot: number): void {
    thread.slots.delete(slot)
    this.blocksRead++
    // The end of a thread has to be waited for: an answer may still come before it.
    if (thread.slots.size === 0 && !this.#isClosed) thread.worker.unref()
    let isReleased = false
    this.#settle(slot).resolve({
      records: this.#records[slot]!,
      release: () => {
        if (!isReleased) this.#free.push(slot)
        isReleased = true
      },
    })
  }

  /** Another thread takes its place when the next block comes. */
  #lost(thread: Thread, code: number, cause: unknown): void {
    this.#threads = this.#threads.filter((other) => other !== thread)
    if (this.#isClosed) return
    const failure = threadLost('has ended unexpectedly', cause ?? new Error(`it ended with code ${code}`))
    if (!thread.isReady) this.#failure = failure
    for (const slot of thread.slots) {
      this.#free.push(slot)
      this.#settle(slot).reject(failure)
    }
  }

  #settle(slot: number): PromiseWithResolvers<ReadBlock> {
    const pending = this.#pending.get(slot)!
    this.#pending.delete(slot)
    return pending
  }
}

function threadLost(what: string, cause: unknown): HeadwaterError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message = `A thread that reads events ${what}: ${why}.`
  return new HeadwaterError({ code: 'ingest.threadLost', message }, { cause })
}
