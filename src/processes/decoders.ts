/** The decoders of one chain, by what the chains file says is watched on it. */
import type { PaymentsView } from '../chain/payments/view.ts'
import type { Endpoints } from '../chain/rpc/endpoints.ts'
import { EndpointFailure } from '../chain/rpc/failure.ts'
import type { Decoder, Hex } from '../chain/source/decoder.ts'
import type { EvmChain } from '../config/chainsFile.ts'

/** Whether a watch has something to do on the chain. */
export function isWatched(chain: EvmChain): boolean {
  return watchedOn(chain).length > 0
}

/** What a watch of the chain has a partition for, and the block with which each begins. */
export function watchedOn({ registry, story, payments }: EvmChain): { watched: string; from: number }[] {
  const contracts = registry === undefined ? [] : [registry]
  const paid = payments.filter(({ mode }) => mode === 'proven')
  return [
    ...[...contracts, ...paid].map(({ address, from }) => ({ watched: address, from })),
    ...(story === undefined ? [] : [{ watched: 'story', from: story.from }]),
  ]
}

/** The chain without everything else that is watched on it. */
export function storyOf({ registry: _, ...chain }: EvmChain): EvmChain {
  return { ...chain, payments: [] }
}

export async function decodersOf(
  endpoints: Endpoints,
  config: EvmChain,
  payments: () => Promise<PaymentsView>,
): Promise<Decoder[]> {
  const { chain } = endpoints
  const decoders: Decoder[] = []
  const decimalsOf = (token: Hex) => readDecimals(endpoints, token)
  if (config.registry !== undefined) {
    const { registryDecoder } = await import('../chain/registry/decoder.ts')
    decoders.push(registryDecoder(chain, config.registry))
  }
  if (config.payments.length > 0) {
    const { paymentDecoders } = await import('../chain/payments/decoders.ts')
    decoders.push(...paymentDecoders(config.payments, chain, { ...(await payments()), decimalsOf }))
  }
  if (config.story !== undefined) {
    const { storyDecoder } = await import('../chain/story/decoder.ts')
    decoders.push(storyDecoder(chain, config.story, { proof: config.proof, decimalsOf }))
  }
  return decoders
}

/** Selector of `decimals()`. */
const decimalsData = '0x313ce567'

/** Undefined where the token has none. */
async function readDecimals(endpoints: Endpoints, token: Hex): Promise<number | undefined> {
  const answer = await endpoints
    .request('eth_call', [{ to: token, data: decimalsData }, 'latest'])
    .catch(nothingWhereReverted)
  return typeof answer === 'string' && /^0x0{62}[0-9a-f]{2}$/.test(answer) ? Number(answer) : undefined
}

/** A contract without the function refuses the call, which no endpoint can help. */
function nothingWhereReverted(error: unknown): undefined {
  const { cause } = error as { cause?: unknown }
  if (!(cause instanceof EndpointFailure && cause.kind === 'reverted')) throw error
}
