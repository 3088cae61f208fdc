/** Readers of blocks for the thread that asks, where no other thread reads for it. */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { BlockReader } from './blockReader.ts'
import { blockBytesMax, blockRecordsMax } from './limits.ts'
import type { ReadBlock } from './readBlock.ts'
import { readerTables } from './readerTables.ts'
import { ReadRecords } from './readRecords.ts'

/** A reader is busy until its block is taken. Of more inputs at once, the others are read call by call. */
const readersMax = 4
/** Fewer records are read sooner one by one. */
const recordsMin = 4

interface InlineReader {
  readonly reader: BlockReader
  readonly records: ReadRecords
}

export class InlineReaders {
  readonly #idle: InlineReader[] = []
  #count = 0

  /** Reads a block at once. Undefined where it is too small, too large or no UTF-8, or where all readers are busy. */
  read(block: RecordBlock): ReadBlock | undefined {
    const { starts, ends, count, utf8 } = block
    if (!utf8 || count < recordsMin || ends[count - 1]! - starts[0]! > blockBytesMax) return undefined
    const reader = this.#idle.pop() ?? this.#newReader()
    if (reader === undefined) return undefined
    reader.reader.read(block)
    return { records: reader.records, release: () => void this.#idle.push(reader) }
  }

  #newReader(): InlineReader | undefined {
    if (this.#count === readersMax) return undefined
    this.#count++
    const reader = new BlockReader(readerTables)
    const records = new ReadRecords(reader.memory, reader.outputAt, blockRecordsMax, blockBytesMax)
    return { reader, records }
  }
}
