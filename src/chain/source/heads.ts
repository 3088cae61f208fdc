/** How far each endpoint says that the chain is, and which of that counts. */
import type { EvmChain } from '../../config/chainsFile.ts'
import { type RawBlock, readBlock, readNumber } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure, failRequest } from '../rpc/failure.ts'

interface Head {
  readonly latest: number
  /** The newest block that is final by the chain's profile. */
  readonly final: RawBlock
}

/** A node behind a balancer may be a few blocks behind the one that answered before. */
const fallMax = 64

export class Heads {
  readonly #endpoints: Endpoints
  readonly #finality: EvmChain['finality']
  readonly #of = new Map<Endpoint, Head>()
  /** The newest final block that any endpoint showed. It never falls. */
  final: RawBlock | undefined

  constructor(endpoints: Endpoints, finality: EvmChain['finality']) {
    this.#endpoints = endpoints
    this.#finality = finality
  }

  /** Asks all that are well. An endpoint whose head falls far is sick, and rests: a reorg shows by other hashes. */
  async look(): Promise<void> {
    const found = await this.#endpoints.each(async (endpoint) => {
      const head = await this.#read(endpoint)
      const before = this.#of.get(endpoint)
      if (before !== undefined && head.latest < before.latest - fallMax && this.#endpoints.all.length > 1) {
        this.#of.delete(endpoint)
        failRequest('behind', `its head fell from block ${before.latest} to ${head.latest}`)
      }
      return head
    })
    for (const [endpoint, head] of found) {
      this.#of.set(endpoint, head)
      if (this.final === undefined || Number(head.final.number) > Number(this.final.number))
        this.final = head.final
    }
  }

  /** Number of the newest final block; -1 where none is known. */
  get floor(): number {
    return this.final === undefined ? -1 : Number(this.final.number)
  }

  get latest(): number {
    return Math.max(-1, ...[...this.#of.values()].map(({ latest }) => latest))
  }

  /** Those that are well and have block `number` as final, and how far each is. */
  having(number: number): { readonly endpoint: Endpoint; readonly to: number }[] {
    return this.#endpoints.well.flatMap((endpoint) => {
      const head = this.#of.get(endpoint)
      const to = head === undefined ? -1 : Number(head.final.number)
      return to >= number ? [{ endpoint, to }] : []
    })
  }

  async #read(endpoint: Endpoint): Promise<Head> {
    const finality = this.#finality
    const tags = 'tag' in finality ? ['latest', finality.tag] : ['latest']
    const answers = await endpoint.calls(
      tags.map((tag) => ({ method: 'eth_getBlockByNumber', params: [tag, false] })),
    )
    const latest = readNumber(readBlock(answers[0], 'latest').number, 'a number')
    if ('tag' in finality) return { latest, final: readBlock(answers[1], finality.tag) }
    const number = latest - finality.depth
    if (number < 0)
      throw new EndpointFailure('behind', `the chain has ${latest} blocks, fewer than the depth asked for`)
    if (finality.depth === 0) return { latest, final: answers[0] as RawBlock }
    const answer = await endpoint.call('eth_getBlockByNumber', [`0x${number.toString(16)}`, false])
    return { latest, final: readBlock(answer, String(number)) }
  }
}
