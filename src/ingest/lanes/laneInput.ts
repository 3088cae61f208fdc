/** What a source gives to a lane. */
import type { RecordBlock } from '../../decoding/records/block.ts'

/**
 * Records of a part of the source. The line of a record is its position in the source: the offset of a message, or the
 * number of a chain's block. Positions rise.
 */
export interface LaneBlock extends RecordBlock {
  /** Where the source continues after the block; undefined where the block ends within a message. */
  readonly after: number | undefined
}

/** Input that arrived together. */
export interface LaneInput {
  readonly blocks: Iterator<LaneBlock>
  readonly bytes: number
  /** Where the source continues after it. */
  readonly end: number
}
