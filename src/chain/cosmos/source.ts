/**
 * Reads one chain of CometBFT into the ledger, block by block. A block is final at once: it is taken in as soon as the next
 * one stands on it, and two nodes say the same of it. Blocks are polled, because a subscription loses events without a
 * word.
 */
import { createHash } from 'node:crypto'
import type { CosmosChain } from '../../config/cosmosChain.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import { invariant } from '../../invariant.ts'
import type { Endpoint } from '../rpc/endpoint.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import type { Decoded } from '../source/decoder.ts'
import { feedTracks, pauseBetweenLooks } from '../source/feeding.ts'
import type { Standing } from '../source/source.ts'
import { Track } from '../source/track.ts'
import { readAgreed } from './agreement.ts'
import { type CosmosBlock, readStatus } from './answers.ts'
import type { CosmosDecoder } from './decoder.ts'

interface CosmosOptions {
  /** CAIP-2. */
  readonly chain: string
  readonly config: CosmosChain
  readonly decoders: readonly CosmosDecoder[]
  readonly endpoints: Endpoints
  readonly lanes: Lanes
  readonly events: EventStore
  readonly randomBytes: (count: number) => Uint8Array
  readonly signal: AbortSignal
  /** Ends the source once what is final at the first look is durable. */
  readonly once: boolean
  /** Called with what stands in the way, and again without anything once it is gone. */
  readonly onTrouble: (trouble: HeadwaterError | undefined) => void
  readonly onStanding?: (standing: Standing) => void
}

/** Blocks that are read together: results of a busy block have megabytes. */
const windowBlocks = 16

interface Head {
  readonly latest: number
  readonly earliest: number
}

export class CosmosSource {
  readonly #options: CosmosOptions
  readonly #heads = new Map<Endpoint, Head>()
  #tracks: { readonly track: Track; readonly decoder: CosmosDecoder }[] = []
  /** The last block that was taken in. */
  #last: Pick<CosmosBlock, 'number' | 'hash' | 'time'> | undefined
  #final = -1

  constructor(options: CosmosOptions) {
    this.#options = options
  }

  /**
   * Runs until its signal aborts, or until it has caught up. Faults of endpoints that may pass are reported, and it goes on.
   * @throws HeadwaterError `chain.otherChain`, `chain.nodeTooOld`, `chain.reorged`, `chain.taken`, and whatever stopped
   * the lanes
   */
  async run(): Promise<void> {
    const { chain, decoders, lanes, events, randomBytes, signal, onTrouble } = this.#options
    for (const decoder of decoders) {
      const watched = { watched: decoder.watched, from: decoder.from, filters: () => [], decode: noLogs }
      const track = await Track.open({ chain, decoder: watched, lanes, events, randomBytes })
      this.#tracks.push({ track, decoder })
    }
    while (!signal.aborted) {
      try {
        if (await this.#round()) break
        onTrouble(undefined)
      } catch (error) {
        if (!(error instanceof HeadwaterError && error.retry && error.code.startsWith('chain.'))) throw error
        onTrouble(error)
      }
      await pauseBetweenLooks(this.#options)
    }
    await feedTracks(
      this.#tracks.map(({ track }) => track),
      this.#options,
      true,
    )
  }

  get standing(): Standing {
    const { chain, endpoints } = this.#options
    const latest = Math.max(-1, ...[...this.#heads.values()].map((head) => head.latest))
    return {
      chain,
      latest,
      final: this.#final,
      finalTime: this.#last && Math.floor(Date.parse(this.#last.time) / 1_000),
      next: this.#next,
      partitions: this.#tracks.map(({ track: { decoder, next, lane } }) => ({
        watched: decoder.watched,
        next,
        checkpoint: lane.checkpoint,
      })),
      endpoints: endpoints.all.map(({ name, trouble }) => ({ name, trouble })),
    }
  }

  get #next(): number {
    return Math.min(...this.#tracks.map(({ track }) => track.next))
  }

  /** One look, and all blocks up to it. @returns whether it has caught up and should end */
  async #round(): Promise<boolean> {
    const { once, signal, onStanding } = this.#options
    await this.#look()
    onStanding?.(this.standing)
    while (this.#next <= this.#final && !signal.aborted) {
      this.#requireAlive()
      await this.#window()
      await feedTracks(
        this.#tracks.map(({ track }) => track),
        this.#options,
        false,
      )
      onStanding?.(this.standing)
    }
    this.#requireAlive()
    await feedTracks(
      this.#tracks.map(({ track }) => track),
      this.#options,
      once,
    )
    return once && this.#final >= 0 && this.#next > this.#final
  }

  /** How far each node is. A block counts as final where two have the one that stands on it. */
  async #look(): Promise<void> {
    const { endpoints } = this.#options
    const found = await endpoints.each(async (endpoint) => {
      const status = readStatus(await endpoint.call('status', []))
      this.#requireChain(endpoint, status)
      return status
    })
    for (const [endpoint, { latest, earliest }] of found) this.#heads.set(endpoint, { latest, earliest })
    if (found.length < 2) {
      fail('chain.unconfirmed', `${endpoints.chain}: only ${found[0]?.[0].name} answers now.`, {
        data: { chain: endpoints.chain },
      })
    }
    const [, second = 0] = found.map(([, { latest }]) => latest).sort((a, b) => b - a)
    // A node that fell behind is no reason to forget what was final.
    this.#final = Math.max(this.#final, second - 1)
  }

  /** @throws HeadwaterError `chain.otherChain`, `chain.nodeTooOld` */
  #requireChain({ name }: Endpoint, { network, version }: ReturnType<typeof readStatus>): void {
    const { chain } = this.#options
    const data = { chain, endpoint: name }
    if (`cosmos:${referenceOf(network)}` !== chain) {
      fail('chain.otherChain', `The endpoint ${name} of ${chain} is of ${network.slice(0, 64)}.`, { data })
    }
    const [, major, minor] = /^v?([0-9]+)\.([0-9]+)\./.exec(version) ?? []
    if (major === '0' && Number(minor) < 37) {
      fail(
        'chain.nodeTooOld',
        `The endpoint ${name} of ${chain} runs ${version.slice(0, 32)}; 0.37 is the first that is read.`,
        {
          data,
        },
      )
    }
  }

  /** @throws HeadwaterError `chain.taken`, and whatever stopped the lanes */
  #requireAlive(): void {
    const { lanes, chain } = this.#options
    if (lanes.stopped) throw lanes.stopped
    const lost = this.#tracks.find(({ track }) => track.isLost)
    if (lost)
      fail('chain.taken', `Another process watches ${lost.decoder.watched} on ${chain} now.`, {
        data: { chain },
      })
  }

  async #window(): Promise<void> {
    const { endpoints, lanes } = this.#options
    const from = this.#next
    const to = Math.min(this.#final, from + windowBlocks - 1)
    const having = endpoints.well.filter((endpoint) => {
      const { latest, earliest } = this.#heads.get(endpoint) ?? { latest: -1, earliest: 0 }
      return latest >= to && earliest <= from
    })
    if (having.length < 2) {
      fail(
        'chain.unconfirmed',
        `${endpoints.chain}: no two endpoints have block ${from} now; nodes may have pruned it.`,
        { data: { chain: endpoints.chain, block: from } },
      )
    }
    const blocks = await readAgreed(endpoints, { from, to, among: having })
    for (const block of blocks) {
      this.#requireChild(block)
      const seconds = Math.floor(Date.parse(block.time) / 1_000)
      for (const { track, decoder } of this.#tracks) {
        if (track.next === block.number)
          track.took({ ...block, time: seconds }, decoder.decode(block, lanes.registry))
      }
      this.#last = block
    }
  }

  /** Two nodes agreed on a block that does not stand on the one that is recorded: no block of this chain changes. */
  #requireChild({ number, hash, parent }: CosmosBlock): void {
    const { chain } = this.#options
    const known = this.#knownAt(number - 1)
    const again = this.#knownAt(number)
    if ((known === undefined || known === parent) && (again === undefined || again === hash)) return
    fail('chain.reorged', `${chain}: block ${number} does not stand on the block before that was taken in.`, {
      data: { chain, block: number },
    })
  }

  #knownAt(number: number): string | undefined {
    if (this.#last?.number === number) return this.#last.hash
    return this.#tracks.find(({ track }) => track.reached?.number === number)?.track.reached?.hash
  }
}

/** CAIP-2 for chain ids that have other characters, or are longer. */
function referenceOf(network: string): string {
  if (/^[-a-zA-Z0-9]{1,32}$/.test(network) && !network.startsWith('hashed-')) return network
  return `hashed-${createHash('sha256').update(network).digest('hex').slice(0, 16)}`
}

function noLogs(): Decoded {
  invariant(false, 'blocks of CometBFT are decoded before they come to a track')
}
