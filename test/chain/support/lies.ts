/** What endpoints answer that is not so, as their users have reported it. */
import type { RawLog, RawReceipt } from '../../../src/chain/rpc/answers.ts'
import { EndpointFailure } from '../../../src/chain/rpc/failure.ts'
import { type Lie, type RpcRequest, refusal } from './rpc.ts'

const isLogs = ({ method }: RpcRequest) => method === 'eth_getLogs' || method === 'eth_getBlockReceipts'
const withoutFirst = <Item>(items: readonly Item[]) => items.slice(1)

/** Receipts without the first log of the block, or its logs without that one: under an unchanged hash. */
function omitting(truth: unknown): unknown {
  const items = truth as (RawReceipt | RawLog)[]
  if (items.length === 0) return truth
  if (!('logs' in items[0]!)) return withoutFirst(items)
  const first = items.findIndex((receipt) => (receipt as RawReceipt).logs.length > 0)
  return items.map((receipt, i) =>
    i === first ? { ...receipt, logs: withoutFirst((receipt as RawReceipt).logs) } : receipt,
  )
}

function logsOf(truth: unknown, change: (log: RawLog) => RawLog): unknown {
  return (truth as (RawReceipt | RawLog)[]).map((item) =>
    'logs' in item ? { ...item, logs: item.logs.map(change) } : change(item),
  )
}

let last: unknown
export const lies: Readonly<Record<string, Lie>> = {
  'leaves a log out under an unchanged hash': (request, truth) =>
    isLogs(request) ? omitting(truth) : undefined,
  'answers an empty list': (request) => (isLogs(request) ? [] : undefined),
  'answers with the logs of another block': (request, truth) => {
    if (!isLogs(request)) return undefined
    const before = last
    last = truth
    return before ?? []
  },
  'answers with logs that a reorg removed': (request, truth) =>
    isLogs(request) ? logsOf(truth, (log) => ({ ...log, removed: true })) : undefined,
  'changes the data of a log': (request, truth) =>
    request.method === 'eth_getBlockReceipts'
      ? logsOf(truth, (log) => ({ ...log, data: `0x${'99'.repeat(32)}` }))
      : undefined,
  'has no block that it is asked for': ({ method, params }) =>
    method === 'eth_getBlockByNumber' && params[0] !== 'latest' && params[0] !== 'finalized'
      ? null
      : undefined,
  'has no latest block': ({ method }) => (method === 'eth_getBlockByNumber' ? null : undefined),
  'asks for a pause': () => refusal('rate limit exceeded', 429),
  'refuses every range': (request) => (isLogs(request) ? refusal('block range too large') : undefined),
  'does not know the method': (request) =>
    isLogs(request) ? refusal('the method does not exist', -32_601) : undefined,
  'closes the connection': () => {
    throw new EndpointFailure('unreachable', 'the connection failed (ECONNRESET)')
  },
  'answers for another block': ({ method, params }, truth) =>
    method === 'eth_getBlockByNumber' && String(params[0]).startsWith('0x') && truth !== null
      ? { ...(truth as object), number: `0x${(Number(params[0]) + 7).toString(16)}` }
      : undefined,
  'answers nonsense': (request) => (isLogs(request) ? [{ logs: 'none' }] : undefined),
}
