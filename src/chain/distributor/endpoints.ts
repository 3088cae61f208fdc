/**
 * The endpoints of a chain, each as a client. One question is answered by one endpoint as a whole, so that an answer never
 * mixes what two nodes know. An endpoint's address may hold a key: messages have its host only.
 */
import {
  BaseError,
  type Chain,
  type ContractFunctionExecutionError,
  createPublicClient,
  HttpRequestError,
  http,
  type PublicClient,
  RpcRequestError,
  TimeoutError,
} from 'viem'
import type { EvmChain } from '../../config/chainsFile.ts'
import { fail, HeadwaterError } from '../../errors.ts'

export type Client = PublicClient

export interface Endpoints {
  readonly chain: string
  readonly chainId: number
  /** The first endpoint that answers all of it. @throws HeadwaterError `chain.unreachable`, and what `ask` throws */
  ask<Result>(ask: (client: Client) => Promise<Result>): Promise<Result>
}

/** @param chain CAIP-2 */
export function openEndpoints(
  chain: string,
  { endpoints, timeout }: Pick<EvmChain, 'endpoints' | 'timeout'>,
): Endpoints {
  const chainId = Number(chain.slice('eip155:'.length))
  const clients = endpoints.map((url) => ({
    host: new URL(url).host,
    checked: false,
    client: createPublicClient({
      chain: { id: chainId } as Chain,
      transport: http(url, { batch: true, retryCount: 1, retryDelay: 200, timeout }),
    }) as Client,
  }))
  let preferred = 0

  return {
    chain,
    chainId,
    async ask(ask) {
      const reasons: string[] = []
      for (let tries = 0; tries < clients.length; tries++) {
        const place = (preferred + tries) % clients.length
        const endpoint = clients[place]!
        try {
          if (!endpoint.checked) await requireChain(endpoint.client, chainId, endpoint.host)
          endpoint.checked = true
          const result = await ask(endpoint.client)
          preferred = place
          return result
        } catch (error) {
          if (!isOfEndpoint(error)) throw error
          reasons.push(`${endpoint.host}: ${shortReason(error)}`)
        }
      }
      return fail('chain.unreachable', `No endpoint of ${chain} answers: ${reasons.join('; ')}.`, {
        data: { chain },
      })
    },
  }
}

/** @throws HeadwaterError `chain.otherChain` */
async function requireChain(client: Client, chainId: number, host: string): Promise<void> {
  const there = await client.getChainId()
  if (there !== chainId)
    fail('chain.otherChain', `The endpoint ${host} is of the chain eip155:${there}, not eip155:${chainId}.`)
}

/** Whether another endpoint may do better: what a contract refuses, all of them refuse. */
function isOfEndpoint(error: unknown): boolean {
  if (error instanceof HeadwaterError || !(error instanceof BaseError)) return false
  if (revertData(error) !== undefined) return false
  return (
    error.walk(
      (one) =>
        one instanceof HttpRequestError || one instanceof TimeoutError || one instanceof RpcRequestError,
    ) !== null || error.name === 'BlockNotFoundError'
  )
}

/** The bytes with which a contract refused; undefined where the error is another one. */
export function revertData(error: unknown): `0x${string}` | undefined {
  if (!(error instanceof BaseError)) return undefined
  let data: unknown
  error.walk((one) => {
    const found = (one as { data?: unknown }).data
    const inner = typeof found === 'object' && found !== null ? (found as { data?: unknown }).data : found
    if (typeof inner === 'string' && /^0x[0-9a-fA-F]*$/.test(inner)) data ??= inner
    const raw = (one as ContractFunctionExecutionError & { raw?: unknown }).raw
    if (typeof raw === 'string' && raw.startsWith('0x')) data ??= raw
    return false
  })
  return data as `0x${string}` | undefined
}

/** What a node said, without the address that viem adds to its messages. */
export function shortReason(error: unknown): string {
  if (!(error instanceof BaseError)) return (error as Error).name
  const inner = error.walk((one) => one instanceof RpcRequestError) as RpcRequestError | null
  const words = inner?.details ?? error.shortMessage
  return words
    .replaceAll(/https?:\/\/\S+/g, '…')
    .replace(/\.$/, '')
    .split('\n')[0]!
    .slice(0, 200)
}
