/**
 * A chain of CometBFT in memory, and nodes of it that answer JSON-RPC as 0.37, 0.38 and 1.0 do, in process or over HTTP;
 * and that lag, lie, ask for pauses or belong to another chain.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { failRequest } from '../../../src/chain/rpc/failure.ts'

export interface AbciEvent {
  readonly type: string
  /** Attributes in their order; a key may come twice. */
  readonly attributes: readonly (readonly [key: string, value: string])[]
}

export interface AbciTransaction {
  /** 0 where it succeeded. */
  readonly code?: number
  readonly events: readonly AbciEvent[]
}

interface AbciBlock {
  readonly transactions: readonly AbciTransaction[]
  readonly events: readonly AbciEvent[]
}

export class CosmosChainDouble {
  readonly network: string
  readonly #blocks: AbciBlock[] = []
  readonly #salt: string

  /** @param salt makes the hashes of blocks differ from those of a chain of the same name */
  constructor(network: string, salt = '') {
    this.network = network
    this.#salt = salt
  }

  get height(): number {
    return this.#blocks.length
  }

  mine(transactions: readonly AbciTransaction[] = [], events: readonly AbciEvent[] = []): this {
    this.#blocks.push({ transactions, events })
    return this
  }

  block(height: number): AbciBlock | undefined {
    return this.#blocks[height - 1]
  }

  hash(height: number): string {
    if (height < 1) return ''
    return createHash('sha256').update(`${this.network}${this.#salt}/${height}`).digest('hex').toUpperCase()
  }
}

type CometVersion = '0.37.15' | '0.38.17' | '1.0.1' | '0.34.24'

export interface CosmosNode {
  readonly url: string
  chain: CosmosChainDouble
  version: CometVersion
  /** Blocks that it does not have yet, from the head. */
  lag: number
  /** Changes an answer, or throws. */
  lie: ((method: string, height: number, truth: Record<string, unknown>) => unknown) | undefined
  asked: number
}

export function cosmosNode(
  url: string,
  chain: CosmosChainDouble,
  version: CometVersion = '0.38.17',
): CosmosNode {
  return { url, chain, version, lag: 0, lie: undefined, asked: 0 }
}

interface RpcRequest {
  readonly id: number
  readonly method: string
  readonly params: readonly string[]
}

/** As `Endpoints` sends. */
export function postToNodes(nodes: readonly CosmosNode[]) {
  return async (url: string, body: string): Promise<string> => {
    const node = nodes.find((one) => one.url === url)
    if (node === undefined) return failRequest('unreachable', 'no such node')
    return answerAll(node, body)
  }
}

/** The node over HTTP, until `stop`. */
export async function serveNode(node: CosmosNode): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      try {
        response.setHeader('content-type', 'application/json')
        response.end(answerAll(node, Buffer.concat(parts).toString('utf8')))
      } catch {
        response.statusCode = 429
        response.end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function answerAll(node: CosmosNode, body: string): string {
  const asked = JSON.parse(body) as RpcRequest | RpcRequest[]
  const answers = (Array.isArray(asked) ? asked : [asked]).map((request) => answer(node, request))
  return JSON.stringify(Array.isArray(asked) ? answers : answers[0])
}

function answer(node: CosmosNode, { id, method, params }: RpcRequest): object {
  node.asked++
  const head = node.chain.height - node.lag
  const height = params[0] === undefined ? head : Number(params[0])
  if (height > head) {
    const data = `height ${height} must be less than or equal to the current blockchain height ${head}`
    return { jsonrpc: '2.0', id, error: { code: -32603, message: 'Internal error', data } }
  }
  const truth = answers[method]?.(node, height, head)
  const result = node.lie?.(method, height, truth ?? {}) ?? truth
  return { jsonrpc: '2.0', id, result }
}

const answers: Readonly<
  Record<string, (node: CosmosNode, height: number, head: number) => Record<string, unknown>>
> = {
  status,
  commit,
  block_results: results,
}

/** Lies that the node does not answer, or asks for a pause. */
export const down = () => failRequest('unreachable', 'it answers with status 502')
export const limited = () => failRequest('limited', 'it asks for a pause (429)', { waitMs: 1 })

function status({ chain, version }: CosmosNode, _: number, head: number): Record<string, unknown> {
  return {
    node_info: {
      protocol_version: { p2p: '8', block: '11', app: '0' },
      network: chain.network,
      version,
      moniker: 'double',
    },
    sync_info: {
      latest_block_hash: chain.hash(head),
      latest_block_height: String(head),
      earliest_block_height: '1',
      catching_up: false,
    },
    validator_info: {},
  }
}

function commit({ chain }: CosmosNode, height: number): Record<string, unknown> {
  return {
    signed_header: {
      header: {
        version: { block: '11' },
        chain_id: chain.network,
        height: String(height),
        time: timeOf(height),
        last_block_id: { hash: chain.hash(height - 1), parts: { total: height === 1 ? 0 : 1, hash: '' } },
      },
      commit: { height: String(height), round: 0, block_id: { hash: chain.hash(height) }, signatures: [] },
    },
    canonical: true,
  }
}

/** A block in January every second, with nanoseconds. */
export function timeOf(height: number): string {
  return `2026-01-01T00:00:${String(height % 60).padStart(2, '0')}.123456789Z`
}

function results({ chain, version }: CosmosNode, height: number): Record<string, unknown> {
  const { transactions, events } = chain.block(height)!
  const txs_results = transactions.map(({ code = 0, events: of }) => ({
    code,
    data: 'EiYKJA==',
    log: version,
    info: '',
    gas_wanted: '200000',
    gas_used: '100000',
    events: of.map((event) => shown(event, version)),
    codespace: '',
  }))
  const ofBlock = events.map((event) => shown(event, version))
  const whole = { height: String(height), txs_results: txs_results.length === 0 ? null : txs_results }
  if (version === '0.37.15' || version === '0.34.24')
    return { ...whole, begin_block_events: ofBlock, end_block_events: null, validator_updates: null }
  return { ...whole, finalize_block_events: ofBlock, validator_updates: [], app_hash: '' }
}

/** Which attributes are indexed is a setting of each node. */
function shown({ type, attributes }: AbciEvent, version: string) {
  return { type, attributes: attributes.map(([key, value]) => ({ key, value, index: version !== '1.0.1' })) }
}

/** As ibc-go has them on the receiving chain: the packet, then what the application says of it. */
export function receipt(fields: {
  readonly receiver: string
  readonly denom?: string
  readonly amount?: string
  readonly memo?: string
  readonly sequence?: number
  readonly success?: string
  readonly channel?: string
  readonly message?: string
}): AbciEvent[] {
  const {
    receiver,
    denom = 'uatom',
    amount = '1500000',
    memo = '',
    sequence = 1,
    channel = 'channel-7',
  } = fields
  const { success = 'true', message = '0' } = fields
  const sender = 'cosmos1sender'
  const data = JSON.stringify({ amount, denom, ...(memo && { memo }), receiver, sender })
  return [
    {
      type: 'recv_packet',
      attributes: [
        ['packet_data_hex', Buffer.from(data).toString('hex')],
        ['packet_timeout_height', '0-0'],
        ['packet_timeout_timestamp', '1700000000000000000'],
        ['packet_sequence', String(sequence)],
        ['packet_src_port', 'transfer'],
        ['packet_src_channel', 'channel-0'],
        ['packet_dst_port', 'transfer'],
        ['packet_dst_channel', channel],
        ['packet_channel_ordering', 'ORDER_UNORDERED'],
        ['connection_id', 'connection-2'],
        ['msg_index', message],
      ],
    },
    {
      type: 'fungible_token_packet',
      attributes: [
        ['module', 'transfer'],
        ['sender', sender],
        ['receiver', receiver],
        ['denom', denom],
        ['amount', amount],
        ['memo', memo],
        ['success', success],
        ['msg_index', message],
      ],
    },
  ]
}
