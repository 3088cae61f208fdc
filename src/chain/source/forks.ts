/**
 * Whether a block that is known as final is on the chain no more. One endpoint that says so may be sick, or on a branch of
 * its own: a second one must show another hash too.
 */
import { fail } from '../../errors.ts'
import type { Reached } from '../../log/partitionEvent.ts'
import { readBlock } from '../rpc/answers.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure } from '../rpc/failure.ts'

/** A chain with one endpoint has no second one: it must say so this often, a look apart. */
const saidAloneMax = 3

export class Forks {
  readonly #endpoints: Endpoints
  #saidAlone = 0

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints
  }

  /** The hash of a block on each endpoint that has it. */
  async hashesAt(number: number): Promise<readonly (readonly [Endpoint, string])[]> {
    return this.#endpoints.each(async (endpoint) => {
      const answer = await endpoint.call('eth_getBlockByNumber', [`0x${number.toString(16)}`, false])
      return readBlock(answer, String(number)).hash
    }, this.#endpoints.all)
  }

  /**
   * Returns where the known block is still there for some endpoint; those that contradict it rest.
   * @throws HeadwaterError `chain.reorged`, `chain.unconfirmed`
   */
  async judge({ number, hash }: Reached): Promise<void> {
    const { chain, all } = this.#endpoints
    const answers = await this.hashesAt(number)
    const others = answers.filter(([, other]) => other !== hash)
    if (others.length < answers.length) {
      this.#saidAlone = 0
      for (const [endpoint] of others)
        this.#endpoints.rest(
          endpoint,
          new EndpointFailure('fork', `it has another block ${number}`, { waitMs: 60_000 }),
        )
      return
    }
    this.#saidAlone = others.length === 1 ? this.#saidAlone + 1 : 0
    const confirmed = others.length > 1 || (all.length === 1 && this.#saidAlone >= saidAloneMax)
    const other = others[0]?.[1] ?? 'none'
    const data = { chain, number, known: hash, found: other }
    if (confirmed)
      fail(
        'chain.reorged',
        `${chain}: block ${number}, taken in as final with hash ${hash}, now has hash ${other}.`,
        { data },
      )
    fail(
      'chain.unconfirmed',
      `${chain}: block ${number} has another hash on ${others[0]?.[0].name ?? 'no endpoint'}, and no second endpoint says so.`,
      { data },
    )
  }
}
