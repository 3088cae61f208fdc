/** Divides blocks, so that each part can be read at once. */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { blockBytesMax, blockRecordsMax } from './limits.ts'

/** In order. A record that is larger than a block has a part of its own. */
export function* piecesOf<Block extends RecordBlock>(block: Block): Generator<Block> {
  const { starts, ends, count } = block
  for (let from = 0; from < count; ) {
    let to = from + 1
    while (to < count && to - from < blockRecordsMax && ends[to]! - starts[from]! <= blockBytesMax) to++
    yield from === 0 && to === count ? block : pieceOf(block, from, to)
    from = to
  }
}

function pieceOf<Block extends RecordBlock>(block: Block, from: number, to: number): Block {
  const { starts, ends, lines, faults, formats, firstElement } = block
  return {
    ...block,
    count: to - from,
    starts: starts.subarray(from, to),
    ends: ends.subarray(from, to),
    lines: lines.subarray(from, to),
    faults: shifted(faults, from, to),
    ...(formats && { formats: shifted(formats, from, to) }),
    ...(firstElement !== undefined && { firstElement: firstElement + from }),
  }
}

function shifted<Value>(
  map: ReadonlyMap<number, Value>,
  from: number,
  to: number,
): ReadonlyMap<number, Value> {
  if (map.size === 0) return map
  return new Map([...map].filter(([at]) => at >= from && at < to).map(([at, value]) => [at - from, value]))
}
