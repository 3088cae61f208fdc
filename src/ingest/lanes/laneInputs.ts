/**
 * The input that waits in a lane, as blocks in order. With threads, the first of them are read ahead: those that a batch
 * takes next, so lanes that wait for their turn hold no slot.
 */
import { heldBlock } from '../../decoding/records/block.ts'
import { piecesOf } from '../reading/pieces.ts'
import type { ReadBlock } from '../reading/readBlock.ts'
import type { ReaderThreads } from '../threads/readerThreads.ts'
import type { LaneBlock, LaneInput } from './laneInput.ts'

export interface BlockPart {
  readonly block: LaneBlock
  /** While a thread has it. */
  reading?: Promise<void> | undefined
  read?: ReadBlock | undefined
}

/** A part of the input. The end of an input is a part of its own. */
type LanePart = BlockPart | { readonly ended: LaneInput }

export class LaneInputs {
  readonly #threads: ReaderThreads | undefined
  readonly #queue: LaneInput[] = []
  /** The first input that is not divided into parts. */
  #next = 0
  #pieces: Iterator<LaneBlock> = [].values()
  #ahead: LanePart[] = []

  constructor(threads: ReaderThreads | undefined) {
    this.#threads = threads
  }

  get waiting(): boolean {
    return this.#queue.length > 0
  }

  add(input: LaneInput): void {
    this.#queue.push(input)
  }

  /** Removes the input whose end was passed, which is the first. */
  ended(): void {
    this.#queue.shift()
    this.#next--
  }

  /** The next part of the inputs that end by `upTo`; undefined where nothing is left of them. */
  part(upTo: number): LanePart | undefined {
    this.#readAhead(upTo)
    return this.#ahead.shift()
  }

  /** Gives the slots of the parts ahead to other lanes. */
  rest(): void {
    for (const part of this.#ahead) if ('block' in part) releasePart(part)
  }

  clear(): void {
    this.rest()
    this.#queue.length = 0
    this.#ahead = []
    this.#next = 0
    this.#pieces = [].values()
  }

  #readAhead(upTo: number): void {
    const threads = this.#threads
    while (this.#ahead.length < (threads?.aheadMax ?? 1)) {
      const piece = this.#pieces.next()
      if (!piece.done) {
        this.#ahead.push({ block: piece.value })
        continue
      }
      const input = this.#queue[this.#next]
      if (input === undefined || input.end > upTo) break
      const { done, value: block } = input.blocks.next()
      if (done) {
        this.#ahead.push({ ended: input })
        this.#next++
      } else this.#pieces = partsOf(block)
    }
    if (threads) for (const part of this.#ahead) if ('block' in part) readPart(part, threads)
  }
}

function readPart(part: BlockPart, threads: ReaderThreads): void {
  if (part.reading || part.read || !threads.takes(part.block)) return
  const reading = threads.read(part.block)
  if (reading === undefined) return
  const mine: Promise<void> = reading.then((read) => {
    if (part.reading === mine) {
      part.read = read
      part.reading = undefined
    } else read.release()
  })
  // It is awaited when its turn comes, and perhaps never.
  mine.catch(() => {})
  part.reading = mine
}

export function releasePart(part: BlockPart): void {
  part.read?.release()
  part.read = undefined
  part.reading = undefined
}

/** The source continues after a part with the message that the next part begins with. */
function* partsOf(block: LaneBlock): Generator<LaneBlock> {
  let before: LaneBlock | undefined
  for (const piece of piecesOf(heldBlock(block) as LaneBlock)) {
    if (before) yield { ...before, after: piece.lines[0]! }
    before = piece
  }
  if (before) yield before
}
