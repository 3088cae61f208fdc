/** How far each endpoint says that the chain is, and which of that counts. */
import type { EvmChain } from '../../config/chainsFile.ts'
import { fail } from '../../errors.ts'
import { type RawBlock, readBlock, readNumber } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure, failRequest } from '../rpc/failure.ts'
import type { Seconds } from './seconds.ts'

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
  readonly #seconds: Seconds | undefined
  readonly #of = new Map<Endpoint, Head>()
  /** The newest block that two endpoints showed as final, or the one that speaks alone. It never falls. */
  final: RawBlock | undefined
  #newest: RawBlock | undefined

  /** @param seconds whether one endpoint may speak alone; without it any may, for who only looks */
  constructor(endpoints: Endpoints, finality: EvmChain['finality'], seconds?: Seconds) {
    this.#endpoints = endpoints
    this.#finality = finality
    this.#seconds = seconds
  }

  /**
   * Asks all that are well. An endpoint whose head falls far is sick, and rests: a reorg shows by other hashes.
   * @throws HeadwaterError `chain.unconfirmed`, `chain.unreachable`
   */
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
    for (const [endpoint, head] of found) this.#of.set(endpoint, head)
    // One that is ahead of all others could make up what it is ahead by.
    const finals = found.map(([, { final }]) => final).sort((a, b) => Number(b.number) - Number(a.number))
    if (finals.length === 1) this.#seconds?.miss(found[0]![0].name)
    const final = finals[1] ?? finals[0]!
    if (Number(final.number) > this.floor) this.final = final
    this.#newest = finals[0]
  }

  /**
   * @param lagMax how much older the floor may be than what the one endpoint that is ahead shows; in milliseconds
   * @throws HeadwaterError `chain.unconfirmed`
   */
  requireNear(lagMax: number): void {
    const ahead = Number(this.#newest?.timestamp ?? 0) - Number(this.final?.timestamp ?? 0)
    if (ahead * 1_000 <= lagMax) return
    const { chain } = this.#endpoints
    fail(
      'chain.unconfirmed',
      `${chain}: one endpoint has final blocks up to ${Number(this.#newest?.number)}, and no second one has more than ${this.floor}.`,
      { data: { chain } },
    )
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
