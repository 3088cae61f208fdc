/** Blocks of an input on their way to the main thread. */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { type BlockAhead, readAhead } from './readAhead.ts'
import type { ReaderThreads } from './readerThreads.ts'

/**
 * Blocks in their order, read by threads where there are some.
 * @param mark is asked when a block has come, so bytes of blocks ahead do not count as taken
 */
export function blocksAhead<Mark>(
  blocks: AsyncIterable<RecordBlock>,
  readers: ReaderThreads | undefined,
  mark: () => Mark,
): AsyncIterable<BlockAhead<Mark>> {
  return readers ? readAhead(blocks, readers, mark) : oneByOne(blocks, mark)
}

async function* oneByOne<Mark>(
  blocks: AsyncIterable<RecordBlock>,
  mark: () => Mark,
): AsyncGenerator<BlockAhead<Mark>> {
  for await (const block of blocks) yield { block, read: undefined, mark: mark() }
}

/** The same items, as an input gives them. */
export async function* eventually<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}
