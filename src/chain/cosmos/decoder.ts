/** What makes events of a Cosmos chain's blocks. It reads no clock, file or network. */
import type { Registry } from '../../registry/index.ts'
import type { ChainEvent, Decoded } from '../source/decoder.ts'
import type { CosmosBlock } from './answers.ts'

export interface CosmosDecoder {
  /** The name of its partition, and of the source of its events: `chain:<CAIP-2>/<this>`. */
  readonly watched: string
  /** The first height that it wants. */
  readonly from: number
  /** Called for each block in order. The same block gives the same events again. */
  decode(block: CosmosBlock, registry: Registry): Decoded
}

export function cosmosEvent(
  { chain, time }: CosmosBlock,
  watched: string,
  { id, type, data }: Pick<ChainEvent, 'id' | 'type' | 'data'>,
): ChainEvent {
  return {
    specversion: '1.0',
    id,
    source: `chain:${chain}/${watched}`,
    type: `io.headwater.${type}`,
    time,
    data,
  }
}
