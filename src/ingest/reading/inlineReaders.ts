/** Readers of blocks for the thread that asks, where no other thread reads for it. */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { BlockReader } from './blockReader.ts'
import { blockBytesMax } from './limits.ts'
import type { ReadBlock } from './readBlock.ts'

/** A reader is busy until its block is taken. Of more inputs at once, the others are read call by call. */
const readersMax = 4
/** Fewer records are read sooner one by one. */
const recordsMin = 4

export class InlineReaders {
  readonly #idle: BlockReader[] = []
  #count = 0

  /** Reads a block at once. Undefined where it is too small, too large or no UTF-8, or where all readers are busy. */
  read(block: RecordBlock): ReadBlock | undefined {
    const { starts, ends, count, utf8 } = block
    if (!utf8 || count < recordsMin || ends[count - 1]! - starts[0]! > blockBytesMax) return undefined
    const reader = this.#idle.pop() ?? this.#newReader()
    if (reader === undefined) return undefined
    reader.read(block)
    return { records: reader.records, release: () => void this.#idle.push(reader) }
  }

  #newReader(): BlockReader | undefined {
    if (this.#count === readersMax) return undefined
    this.#count++
    return new BlockReader()
  }
}
