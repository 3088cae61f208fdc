/**
 * The same blocks where nothing proves them: two endpoints must agree on every log. For chains whose headers commit to
 * no logs.
 */
import { fail } from '../../errors.ts'
import { type RawLog, readLogs } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure, failRequest } from '../rpc/failure.ts'
import { sameCalldata } from './calldata.ts'
import type { LogFilter } from './decoder.ts'
import { logsCall, provenLogs, sameLogs } from './prove.ts'
import { type ReadBlock, readHeaders, type WindowAsked, withCalldataOf } from './window.ts'

const rangeMax = 10_000

/**
 * By the first two endpoints that agree.
 * @param having those that have the blocks, and how far each is
 * @throws HeadwaterError `chain.unconfirmed`, and as the endpoints fail
 */
export async function readOfPeers(
  endpoints: Endpoints,
  having: readonly { readonly endpoint: Endpoint; readonly to: number }[],
  asked: (most: number) => WindowAsked,
): Promise<ReadBlock[]> {
  let failure: unknown
  for (const [i, first] of having.entries()) {
    for (const second of having.slice(i + 1)) {
      const asking = asked(Math.min(first.to, second.to))
      try {
        return await endpoints.use(
          () => readWindowOfPeers([first.endpoint, second.endpoint], asking),
          [first.endpoint],
        )
      } catch (error) {
        failure = error
      }
    }
  }
  if (failure !== undefined) throw failure
  return fail('chain.unconfirmed', `${endpoints.chain}: no two endpoints have the next block.`)
}

/** @throws EndpointFailure; of kind `differ` where the two do not agree */
async function readWindowOfPeers(
  pair: readonly [Endpoint, Endpoint],
  asked: WindowAsked,
): Promise<ReadBlock[]> {
  const [headers, others] = await Promise.all(pair.map((endpoint) => readHeaders(endpoint, asked)))
  // No hash is computed here, so the fields of a header are words of its endpoint too.
  for (const [i, header] of headers!.entries()) {
    const { hash, timestamp, transactions } = others![i]!
    const isSame = hash === header.hash && Number(timestamp) === Number(header.timestamp)
    if (!isSame || transactions.join() !== header.transactions.join())
      differ(`block ${Number(header.number)}`)
  }
  const wanted = await Promise.all(pair.map((endpoint) => blocksWithLogs(endpoint, asked)))
  const hits = headers!.filter(({ hash }) => wanted.some((hashes) => hashes.has(hash)))
  const found = new Map<string, readonly RawLog[]>()
  for (const header of hits) {
    const [logs, same] = await Promise.all(
      pair.map(async (endpoint) => {
        const [answer] = await endpoint.calls([logsCall('peers', header)])
        return provenLogs('peers', header, answer)
      }),
    )
    if (!sameLogs(logs!, same!)) differ(`the logs of block ${Number(header.number)}`)
    found.set(header.hash, logs!)
  }
  const [blocks, same] = await Promise.all(
    pair.map((endpoint) => withCalldataOf(endpoint, headers!, found, asked.filters)),
  )
  for (const [i, { number, calldata }] of blocks!.entries()) {
    if (!sameCalldata(calldata, same![i]!.calldata)) differ(`a transaction of block ${number}`)
  }
  return blocks!
}

function differ(what: string): never {
  return failRequest('differ', `two endpoints do not agree about ${what}`)
}

/** Hashes of the blocks of the window in which the endpoint finds a wanted log. */
async function blocksWithLogs(endpoint: Endpoint, asked: WindowAsked): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>()
  for (const filter of asked.filters) {
    for (const { blockHash } of await logsInRange(endpoint, filter, asked.from, asked.to))
      hashes.add(blockHash)
  }
  return hashes
}

/** Asks for as many blocks at once as the endpoint takes, and learns how many that are. */
async function logsInRange(
  endpoint: Endpoint,
  { addresses, topics }: LogFilter,
  from: number,
  to: number,
): Promise<RawLog[]> {
  const logs: RawLog[] = []
  for (let at = from; at <= to; ) {
    const end = Math.min(to, at + endpoint.rangeMax - 1)
    const range = { fromBlock: `0x${at.toString(16)}`, toBlock: `0x${end.toString(16)}` }
    const filter = {
      ...range,
      ...(addresses && { address: addresses }),
      topics: topics.map((one) => one ?? null),
    }
    try {
      logs.push(...readLogs(await endpoint.call('eth_getLogs', [filter]), `blocks ${at} to ${end}`))
      if (end - at + 1 === endpoint.rangeMax) endpoint.rangeMax = Math.min(rangeMax, endpoint.rangeMax * 2)
      at = end + 1
    } catch (error) {
      if (!(error instanceof EndpointFailure) || error.kind !== 'range' || end === at) throw error
      const size = end - at + 1
      const { blocksMax = size } = error.details
      endpoint.rangeMax = Math.max(1, blocksMax < size ? blocksMax : Math.floor(size / 2))
    }
  }
  return logs
}
