/**
 * An endpoint over HTTP in front of a real node. It answers what the node answers, or lies as endpoints do: about single
 * requests (lies.ts), about how far the chain is, or by the answer as a whole.
 */
import { forward, type RpcServer, startRpcServer } from '../../support/rpcServer.ts'
import { answerTo, type Lie, type RpcRequest } from './rpc.ts'

/** What it answers to a whole HTTP request in place of the truth; undefined: the truth. `drop` closes the connection. */
export type HttpLie = (
  requests: readonly RpcRequest[],
  truth: () => Promise<string>,
) => Promise<{ status?: number; headers?: Record<string, string>; body: string } | 'drop' | undefined>

export interface RpcDouble extends RpcServer {
  /** About single requests. */
  lie: Lie | undefined
  /** About the answer as a whole. */
  httpLie: HttpLie | undefined
  /** Blocks that it does not have yet, from the head of the node. */
  lag: number
}

export async function startRpcDouble(target: string): Promise<RpcDouble> {
  const state: Pick<RpcDouble, 'lie' | 'httpLie' | 'lag'> = { lie: undefined, httpLie: undefined, lag: 0 }
  const ask = async (request: Pick<RpcRequest, 'method' | 'params'>) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...request })
    return JSON.parse(await forward(target, body)) as { result?: unknown; error?: object }
  }
  const server = await startRpcServer(async (body) => {
    const asked = JSON.parse(body) as RpcRequest | RpcRequest[]
    const requests = [asked].flat()
    const truth = async () => {
      const answers = []
      for (const request of requests) answers.push(await answerOf(request))
      return JSON.stringify(Array.isArray(asked) ? answers : answers[0])
    }
    const answerOf = async (request: RpcRequest) => {
      const known = state.lag > 0 ? await lagging(ask, request, state.lag) : await ask(request)
      if (known.error !== undefined) return { jsonrpc: '2.0', id: request.id, error: known.error }
      return answerTo(request, () => known.result, state.lie)
    }
    const found = await state.httpLie?.(requests, truth)
    if (found === 'drop') return undefined
    return found ?? { body: await truth() }
  })
  return Object.assign(state, server)
}

type Ask = (
  request: Pick<RpcRequest, 'method' | 'params'>,
) => Promise<{ readonly result?: unknown; readonly error?: object }>

const heightOf = (block: unknown) => Number((block as { number: string } | null)?.number)

/** What the node knew so many blocks ago: later blocks are null, and their logs an empty list. */
async function lagging(ask: Ask, { method, params }: Pick<RpcRequest, 'method' | 'params'>, lag: number) {
  const head =
    heightOf((await ask({ method: 'eth_getBlockByNumber', params: ['latest', false] })).result) - lag
  const hex = (number: number) => `0x${Math.max(0, number).toString(16)}`
  if (method === 'eth_blockNumber') return { result: hex(head) }
  if (method === 'eth_getBlockByNumber') {
    const [tag, full] = params as [string, boolean]
    if (tag.startsWith('0x')) return Number(tag) > head ? { result: null } : ask({ method, params })
    const known = heightOf((await ask({ method, params })).result) - lag
    return ask({ method, params: [hex(known), full] })
  }
  if (method === 'eth_getLogs' || method === 'eth_getBlockReceipts') {
    const answer = await ask({ method, params })
    const later = (one: { blockNumber: string }) => Number(one.blockNumber) > head
    const items = (answer.result ?? []) as { blockNumber: string }[]
    if (!items.some(later)) return answer
    return { result: method === 'eth_getLogs' ? items.filter((one) => !later(one)) : null }
  }
  const answer = await ask({ method, params })
  return method === 'eth_getBlockByHash' && heightOf(answer.result) > head ? { result: null } : answer
}
