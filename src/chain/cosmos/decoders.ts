/** The decoders of one Cosmos chain, by what the chains file says is watched on it. */
import type { CosmosChain } from '../../config/cosmosChain.ts'
import type { CosmosDecoder } from './decoder.ts'
import { mappedEvents } from './mapping.ts'
import { receivedTransfers } from './transfers.ts'

export function cosmosDecoders({ events, transfers }: CosmosChain): CosmosDecoder[] {
  return [...events.map(mappedEvents), ...transfers.map(receivedTransfers)]
}
