/**
 * A proof binds logs to a header, and one endpoint could make a header up. So a second endpoint must have the last block
 * of what was read; its parents prove the rest. What no hash binds, it must say too.
 */
import { fail } from '../../errors.ts'
import { readBlock } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure, failRequest } from '../rpc/failure.ts'
import { readCalldata, sameCalldata } from './calldata.ts'
import type { LogFilter } from './decoder.ts'
import { logsCall, type Proof, provenLogs, sameLogs } from './prove.ts'
import type { ReadBlock } from './window.ts'

/** A short fault of the others must not let one endpoint speak alone: none may answer this often, a look apart. */
const missedMax = 3

export class Seconds {
  readonly #endpoints: Endpoints
  readonly #proof: Proof
  #missed = 0

  constructor(endpoints: Endpoints, proof: Proof) {
    this.#endpoints = endpoints
    this.#proof = proof
  }

  /**
   * Returns where the chain may go on by one endpoint: it has one only, or receipts prove each block and no other
   * endpoint has answered for some looks.
   * @throws HeadwaterError `chain.unconfirmed`
   */
  miss(name: string): void {
    const { chain, all } = this.#endpoints
    if (all.length === 1) return
    this.#missed++
    if (this.#proof === 'receipts' && this.#missed > missedMax) return
    fail('chain.unconfirmed', `${chain}: only ${name} answers now, and ${all.length} endpoints are named.`, {
      data: { chain, endpoint: name },
    })
  }

  /**
   * @param having those that have the blocks as final, and how far each is
   * @throws EndpointFailure `differ` where others say otherwise, and none the same; HeadwaterError `chain.unconfirmed`
   */
  async require(
    reader: Endpoint,
    having: readonly { readonly endpoint: Endpoint; readonly to: number }[],
    blocks: readonly ReadBlock[],
    filters: readonly LogFilter[],
  ): Promise<void> {
    const last = blocks.at(-1)
    if (last === undefined) return
    const wanted = blocks.filter(({ logs }) => logs?.has(filters))
    let otherwise: EndpointFailure | undefined
    for (const { endpoint, to } of having) {
      if (endpoint === reader || to < last.number) continue
      try {
        await this.#requireSame(endpoint, last, wanted)
        this.#missed = 0
        return
      } catch (error) {
        if (!(error instanceof EndpointFailure)) throw error
        if (error.kind === 'differ') otherwise = error
      }
    }
    if (otherwise !== undefined) throw otherwise
    this.miss(reader.name)
  }

  async #requireSame(endpoint: Endpoint, last: ReadBlock, wanted: readonly ReadBlock[]): Promise<void> {
    const answer = await endpoint.call('eth_getBlockByNumber', [`0x${last.number.toString(16)}`, false])
    const found = readBlock(answer, String(last.number))
    if (Number(found.number) !== last.number)
      failRequest('wrong', `it answers another block than ${last.number}`)
    if (found.hash !== last.header.hash) differ(`block ${last.number} has another hash`, endpoint)
    const calls = wanted.map(({ header }) => ({ method: 'eth_getBlockByHash', params: [header.hash, false] }))
    for (const [i, one] of (await endpoint.calls(calls)).entries()) {
      const { header, number } = wanted[i]!
      const other = readBlock(one, String(number))
      if (other.hash !== header.hash) failRequest('wrong', `it answers another block than ${number}`)
      if (other.transactions.join() !== header.transactions.join() || other.timestamp !== header.timestamp)
        differ(`block ${number} has another time or other transactions`, endpoint)
    }
    if (this.#proof === 'bloom') await requireLogs(endpoint, wanted)
    for (const { header, number, calldata } of wanted) {
      if (calldata.size === 0) continue
      const others = await readCalldata(endpoint, header, [...calldata.keys()])
      if (!sameCalldata(others, calldata)) differ(`a transaction of block ${number} is another`, endpoint)
    }
  }
}

async function requireLogs(endpoint: Endpoint, wanted: readonly ReadBlock[]): Promise<void> {
  const answers = await endpoint.calls(wanted.map(({ header }) => logsCall('bloom', header)))
  for (const [i, { header, number, logs }] of wanted.entries()) {
    if (!sameLogs(logs!.raw, provenLogs('bloom', header, answers[i])))
      differ(`block ${number} has other logs`, endpoint)
  }
}

function differ(what: string, { name }: Endpoint): never {
  return failRequest('differ', `${what} on ${name}`)
}
