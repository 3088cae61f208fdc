/**
 * Answers JSON-RPC for a scripted chain, as an endpoint of it would, and lies as endpoints do. In process: `Endpoints`
 * gets it as its `post`. Over HTTP and in front of a real node: `rpcDouble.ts`.
 */
import type { RawLog } from '../../../src/chain/rpc/answers.ts'
import { failRequest } from '../../../src/chain/rpc/failure.ts'
import { hexOf, type ScriptedBlock, type ScriptedChain } from './scriptedChain.ts'

export interface RpcRequest {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** What it answers in place of the truth; undefined: the truth. Throws what a request fails with. */
export type Lie = (request: RpcRequest, truth: unknown) => unknown

export interface ScriptedEndpoint {
  readonly url: string
  chain: ScriptedChain
  /** Blocks that it does not have yet, from the head. */
  lag: number
  /** How far below the head blocks are final. */
  finalDepth: number
  lie: Lie | undefined
  /** Requests so far, by method. */
  readonly asked: Map<string, number>
}

export function scriptedEndpoint(url: string, chain: ScriptedChain, finalDepth = 2): ScriptedEndpoint {
  return { url, chain, lag: 0, finalDepth, lie: undefined, asked: new Map() }
}

class RpcError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A lie that the endpoint refuses the request with this sentence. */
export function refusal(message: string, code = -32_000): never {
  throw new RpcError(code, message)
}

export function postTo(endpoints: readonly ScriptedEndpoint[]) {
  return async (url: string, body: string): Promise<string> => {
    const endpoint = endpoints.find((one) => one.url === url)
    if (endpoint === undefined) return failRequest('unreachable', 'no such endpoint')
    const asked = JSON.parse(body) as RpcRequest | RpcRequest[]
    const answers = (Array.isArray(asked) ? asked : [asked]).map((request) => answer(endpoint, request))
    return JSON.stringify(Array.isArray(asked) ? answers : answers[0])
  }
}

function answer(endpoint: ScriptedEndpoint, request: RpcRequest): object {
  const { method } = request
  endpoint.asked.set(method, (endpoint.asked.get(method) ?? 0) + 1)
  return answerTo(request, () => truthOf(endpoint, request), endpoint.lie)
}

/** An answer of JSON-RPC: the lie where there is one, else the truth. */
export function answerTo(request: RpcRequest, truthOfIt: () => unknown, lie: Lie | undefined): object {
  const { id } = request
  try {
    const truth = truthOfIt()
    const told = lie?.(request, truth)
    return { jsonrpc: '2.0', id, result: told === undefined ? truth : told }
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    return { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } }
  }
}

function truthOf(endpoint: ScriptedEndpoint, { method, params }: RpcRequest): unknown {
  const { chain, lag, finalDepth } = endpoint
  const head = Math.max(0, chain.head - lag)
  const seen = chain.blocks.slice(0, head + 1)
  const byHash = (hash: unknown) => seen.find(({ header }) => header.hash === hash)
  switch (method) {
    case 'eth_chainId':
      return hexOf(chain.id)
    case 'eth_blockNumber':
      return hexOf(head)
    case 'eth_getBlockByNumber': {
      const [tag] = params
      const number = tag === 'latest' ? head : tag === 'finalized' ? head - finalDepth : Number(tag)
      return seen[number]?.header ?? null
    }
    case 'eth_getBlockByHash':
      return byHash(params[0])?.header ?? null
    case 'eth_getBlockReceipts':
      return byHash(params[0])?.receipts ?? null
    case 'eth_getLogs':
      return logsFor(params[0] as LogsAsked, seen, byHash)
    case 'eth_call': {
      const [{ to, data }, block] = params as [{ to: string; data: string }, string]
      return (
        chain.contract?.(seen.slice(0, block === 'latest' ? undefined : Number(block) + 1), to, data) ?? '0x'
      )
    }
    case 'eth_getTransactionByHash': {
      const block = seen.find(({ header }) => header.transactions.includes(params[0] as string))
      if (block === undefined) return null
      const from = `0x${'11'.repeat(20)}`
      return {
        hash: params[0],
        blockHash: block.header.hash,
        from,
        to: `0x${'22'.repeat(20)}`,
        input: '0xabcd',
      }
    }
    default:
      return refusal(`the method ${method} does not exist`, -32_601)
  }
}

interface LogsAsked {
  readonly blockHash?: string
  readonly fromBlock?: string
  readonly toBlock?: string
  readonly address?: readonly string[]
  readonly topics?: readonly (readonly string[] | null)[]
}

function logsFor(
  { blockHash, fromBlock, toBlock, address, topics = [] }: LogsAsked,
  seen: readonly ScriptedBlock[],
  byHash: (hash: unknown) => ScriptedBlock | undefined,
): RawLog[] | null {
  const blocks =
    blockHash === undefined ? seen.slice(Number(fromBlock), Number(toBlock) + 1) : [byHash(blockHash)]
  if (blocks[0] === undefined && blockHash !== undefined) return null
  return blocks
    .flatMap((block) => block!.receipts.flatMap(({ logs }) => logs))
    .filter((log) => address === undefined || address.includes(log.address))
    .filter((log) => topics.every((wanted, at) => wanted === null || wanted.includes(log.topics[at]!)))
}
