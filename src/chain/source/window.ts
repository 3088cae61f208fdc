/**
 * Reads final blocks, a window of them at a time: all headers, then the logs of those blocks that may have something.
 * Headers follow each other by their parents' hashes; logs are proven (prove.ts).
 */

import { mayHave, readBloom } from '../proof/bloom.ts'
import { headerHash } from '../proof/header.ts'
import { type RawBlock, type RawLog, readBlock } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import { failRequest } from '../rpc/failure.ts'
import { BlockLogs, type Calldata } from './blockLogs.ts'
import { readCalldata } from './calldata.ts'
import type { LogFilter } from './decoder.ts'
import { logsCall, type Proof, provenLogs } from './prove.ts'

export interface ReadBlock {
  readonly header: RawBlock
  readonly number: number
  /** Undefined: no log of the block is wanted. */
  readonly logs: BlockLogs | undefined
  readonly calldata: ReadonlyMap<string, Calldata>
}

export interface WindowAsked {
  /** First and last block, inclusive. */
  readonly from: number
  readonly to: number
  /** Hash of the block before, where it is known. */
  readonly parent: string | undefined
  /** Of all decoders. */
  readonly filters: readonly LogFilter[]
  readonly proof: Proof
}

/** A window ends early where its blocks have this many logs. */
const windowLogsMax = 20_000
/** What one request should bring: blocks full of logs come a few at a time. */
const requestLogs = 6_000
const requestBlocksMax = 32
/** Requests that are under way at once. */
const requestsAtOnce = 2

const noCalldata: ReadonlyMap<string, Calldata> = new Map()

/** How many blocks' logs are asked for in one request, by what the last ones brought. */
export class Pace {
  blocks = 2

  learn(blocks: number, logs: number): void {
    const perBlock = logs / Math.max(1, blocks)
    const wanted = Math.floor(requestLogs / Math.max(1, perBlock))
    this.blocks = Math.max(1, Math.min(requestBlocksMax, wanted, this.blocks * 4))
  }
}

/**
 * The blocks of the window in order, or only the first of them where they have very many logs.
 * @throws EndpointFailure; of kind `fork` where the first block's parent is another one than is known
 */
export async function readWindow(endpoint: Endpoint, asked: WindowAsked, pace: Pace): Promise<ReadBlock[]> {
  const headers = await readHeaders(endpoint, asked)
  const hits = headers.filter((header) => mayWant(header, asked.filters))
  const found = new Map<string, readonly RawLog[]>()
  let logs = 0
  for (let at = 0; at < hits.length && logs < windowLogsMax; ) {
    const parts: RawBlock[][] = []
    for (let part = 0; part < requestsAtOnce && at < hits.length; part++) {
      parts.push(hits.slice(at, at + pace.blocks))
      at += parts.at(-1)!.length
    }
    const answers = await Promise.all(parts.map((part) => readLogsOf(endpoint, part, asked.proof)))
    const before = logs
    for (const [i, part] of parts.entries()) {
      for (const [j, header] of part.entries()) {
        found.set(header.hash, answers[i]![j]!)
        logs += answers[i]![j]!.length
      }
    }
    pace.learn(parts.flat().length, logs - before)
  }
  const firstMissing = hits.find(({ hash }) => !found.has(hash))
  const read = firstMissing ? headers.slice(0, headers.indexOf(firstMissing)) : headers
  return withCalldataOf(endpoint, read, found, asked.filters)
}

function mayWant({ logsBloom }: RawBlock, filters: readonly LogFilter[]): boolean {
  if (filters.length === 0) return false
  const bloom = readBloom(logsBloom)
  return filters.some((filter) => mayHave(bloom, filter))
}

/** @throws EndpointFailure */
export async function readHeaders(
  endpoint: Endpoint,
  { from, to, parent, proof }: Omit<WindowAsked, 'filters'>,
): Promise<RawBlock[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const answers = await endpoint.calls(
    numbers.map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [`0x${number.toString(16)}`, false],
    })),
  )
  let before = parent
  return answers.map((answer, i) => {
    const number = numbers[i]!
    const header = readBlock(answer, String(number))
    if (Number(header.number) !== number)
      failRequest('wrong', `it answers block ${Number(header.number)} for ${number}`)
    if (before !== undefined && header.parentHash !== before) {
      // Within one answer it is a node between two branches; before it, perhaps a reorg.
      failRequest(i === 0 ? 'fork' : 'behind', `block ${number} is not the child of the block before it`)
    }
    if (proof === 'receipts') requireHash(header, number)
    before = header.hash
    return header
  })
}

function requireHash(header: RawBlock, number: number): void {
  const hash = headerHash(header)
  if (hash === header.hash) return
  failRequest(
    'wrong',
    `the header of block ${number} does not have the hash that it names; if all blocks of the chain are so, set \`proof: bloom\``,
  )
}

async function readLogsOf(
  endpoint: Endpoint,
  headers: readonly RawBlock[],
  proof: Proof,
): Promise<(readonly RawLog[])[]> {
  const answers = await endpoint.calls(headers.map((header) => logsCall(proof, header)))
  return headers.map((header, i) => provenLogs(proof, header, answers[i]))
}

export async function withCalldataOf(
  endpoint: Endpoint,
  headers: readonly RawBlock[],
  found: ReadonlyMap<string, readonly RawLog[]>,
  filters: readonly LogFilter[],
): Promise<ReadBlock[]> {
  const blocks: ReadBlock[] = []
  for (const header of headers) {
    const raw = found.get(header.hash)
    const logs = raw && new BlockLogs(raw)
    const asked = logs?.calldataOf(filters) ?? []
    const calldata = asked.length === 0 ? noCalldata : await readCalldata(endpoint, header, asked)
    blocks.push({ header, number: Number(header.number), logs, calldata })
  }
  return blocks
}
