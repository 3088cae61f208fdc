/** The decoders of one chain, by what the chains file says is watched on it. */
import type { Decoder } from '../chain/source/decoder.ts'
import type { EvmChain } from '../config/chainsFile.ts'

/** @param chain CAIP-2 */
export async function decodersOf(chain: string, config: EvmChain): Promise<Decoder[]> {
  const decoders: Decoder[] = []
  if (config.registry !== undefined) {
    const { registryDecoder } = await import('../chain/registry/decoder.ts')
    decoders.push(registryDecoder(chain, config.registry))
  }
  if (config.story !== undefined) {
    const { storyDecoder } = await import('../chain/story/decoder.ts')
    decoders.push(storyDecoder(chain, config.story, config.proof))
  }
  return decoders
}
