/** Gives blocks to threads ahead of the one that the main thread takes, and gives all of them back in their order. */
import { hold, letGo } from '../../base/lentBytes.ts'
import { turn } from '../../base/turn.ts'
import { heldBlock, type RecordBlock } from '../../decoding/records/block.ts'
import { piecesOf } from '../reading/pieces.ts'
import type { ReadBlock } from '../reading/readBlock.ts'
import type { ReaderThreads } from './readerThreads.ts'

/**
 * Blocks that are read already are taken one after the other for so long. Then what waits for this thread goes on, such as
 * the commit of a batch that the engine has inserted.
 */
const turnMs = 3

/** A block and what a thread has read of it; the main thread reads it where that is undefined. */
export interface BlockAhead<Mark> {
  readonly block: RecordBlock
  readonly read: ReadBlock | undefined
  /** What the input said when the block came. */
  readonly mark: Mark
}

interface Waiting<Mark> {
  readonly block: RecordBlock
  readonly reading: Promise<ReadBlock> | undefined
  readonly mark: Mark
}

/**
 * At most `threads.aheadMax` blocks are ahead, those that are too small for a thread among them. A failure of the input
 * comes after the blocks before it.
 * @param mark is asked when a block has come
 */
export async function* readAhead<Mark>(
  blocks: AsyncIterable<RecordBlock>,
  threads: ReaderThreads,
  mark: () => Mark,
): AsyncGenerator<BlockAhead<Mark>, void, void> {
  const ahead = new Ahead(blocks[Symbol.asyncIterator](), threads, mark)
  let turnedAt = performance.now()
  try {
    for (let next = await ahead.next(); next !== undefined; next = await ahead.next()) {
      const { block, reading, mark } = next
      const read = await reading
      if (performance.now() - turnedAt > turnMs) {
        await turn()
        turnedAt = performance.now()
      }
      try {
        yield { block, read, mark }
      } finally {
        read?.release()
        letGo(block.bytes)
      }
    }
  } finally {
    await ahead.stop()
  }
}

class Ahead<Mark> {
  readonly #blocks: AsyncIterator<RecordBlock>
  readonly #threads: ReaderThreads
  readonly #mark: () => Mark
  #waiting: Waiting<Mark>[] = []
  /** Of the last block that has come: what is not in `waiting` yet. */
  #pieces: Iterator<RecordBlock> = [].values()
  #piece: RecordBlock | undefined
  /** The block that they are of, while it is held. */
  #block: RecordBlock | undefined
  #pieceMark: Mark
  #isEnded = false
  #failure: { readonly error: unknown } | undefined
  /** While the input is asked for a block. */
  #isAsking = false
  #change = Promise.withResolvers<void>()

  constructor(blocks: AsyncIterator<RecordBlock>, threads: ReaderThreads, mark: () => Mark) {
    this.#blocks = blocks
    this.#threads = threads
    this.#mark = mark
    this.#pieceMark = mark()
  }

  /** The next block in order; undefined at the end. */
  async next(): Promise<Waiting<Mark> | undefined> {
    for (;;) {
      this.#fillUp()
      const first = this.#waiting.shift()
      if (first) return first
      if (this.#failure) throw this.#failure.error
      if (this.#isEnded) return undefined
      await this.#change.promise
    }
  }

  /** Closes the input and waits for the blocks that threads still have. */
  async stop(): Promise<void> {
    const left = this.#waiting
    this.#waiting = []
    this.#isEnded = true
    for (const { reading } of left) {
      const read = await reading?.catch(() => undefined)
      read?.release()
    }
    const closed = this.#blocks.return?.()
    // An input that is asked for a block closes only when it has come, which may take for ever.
    if (this.#isAsking) closed?.catch(() => {})
    else await closed
  }

  #fillUp(): void {
    while (!this.#isEnded && this.#waiting.length < this.#threads.aheadMax) {
      const next = this.#piece ?? this.#nextPiece()
      if (next === undefined) {
        if (!this.#isAsking && !this.#failure) void this.#ask()
        return
      }
      const isForThread = this.#threads.takes(next)
      const reading = isForThread ? this.#threads.read(next) : undefined
      this.#piece = isForThread && reading === undefined && this.#waiting.length > 0 ? next : undefined
      // A thread may be free before those that wait are taken.
      if (this.#piece) return
      // It is awaited later, and perhaps never: the input may fail first.
      reading?.catch(() => {})
      hold(next.bytes)
      this.#waiting.push({ block: next, reading, mark: this.#pieceMark })
    }
  }

  #nextPiece(): RecordBlock | undefined {
    const next = this.#pieces.next().value
    if (next === undefined && this.#block) {
      letGo(this.#block.bytes)
      this.#block = undefined
    }
    return next
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    try {
      const next = await this.#blocks.next()
      if (next.done) this.#isEnded = true
      else {
        this.#pieceMark = this.#mark()
        hold(next.value.bytes)
        this.#block = next.value
        this.#pieces = piecesOf(heldBlock(next.value))
      }
      this.#isAsking = false
      this.#fillUp()
    } catch (error) {
      this.#isAsking = false
      this.#failure = { error }
    }
    const { resolve } = this.#change
    this.#change = Promise.withResolvers()
    resolve()
  }
}
