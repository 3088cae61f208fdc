/**
 * Reads one chain into the ledger: looks how far it is final, reads and proves the blocks up to there, gives their logs to
 * the decoders, and what these make of them to the lanes. Nothing of a block that is not final is read, so a reorg above
 * the floor changes nothing; one below it stops the chain (forks.ts).
 */
import type { EvmChain } from '../../config/chainsFile.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import { EndpointFailure } from '../rpc/failure.ts'
import type { Decoder, Hex, LogFilter } from './decoder.ts'
import { feedTracks, pauseBetweenLooks } from './feeding.ts'
import { sameFilters } from './filters.ts'
import { Forks } from './forks.ts'
import { Heads } from './heads.ts'
import { readOfPeers } from './peers.ts'
import { Seconds } from './seconds.ts'
import { Track } from './track.ts'
import { Pace, type ReadBlock, readWindow } from './window.ts'

interface ChainOptions {
  /** CAIP-2. */
  readonly chain: string
  readonly config: EvmChain
  readonly decoders: readonly Decoder[]
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

/** How far a chain is. */
export interface Standing {
  readonly chain: string
  /** The newest block that an endpoint has; -1 where none is known. */
  readonly latest: number
  /** The newest final block, and its time in seconds since 1970. */
  readonly final: number
  readonly finalTime: number | undefined
  /** The next block to decode. */
  readonly next: number
  readonly partitions: readonly {
    readonly watched: string
    readonly next: number
    /** The first block that is not durable. */
    readonly checkpoint: number | undefined
  }[]
  readonly endpoints: readonly { readonly name: string; readonly trouble: string | undefined }[]
}

/** Headers of one window. */
const windowBlocks = 128

type Window = { readonly blocks: readonly ReadBlock[]; readonly filters: readonly LogFilter[] }

export class ChainSource {
  readonly #options: ChainOptions
  readonly #heads: Heads
  readonly #forks: Forks
  readonly #seconds: Seconds
  readonly #pace = new Pace()
  #tracks: Track[] = []
  /** Hash of the block before the next one. */
  #parent: { readonly number: number; readonly hash: string } | undefined
  #ahead: { readonly from: number; readonly window: Promise<Window | undefined> } | undefined

  constructor(options: ChainOptions) {
    const { endpoints, config } = options
    this.#options = options
    this.#seconds = new Seconds(endpoints, config.proof)
    this.#heads = new Heads(endpoints, config.finality, this.#seconds)
    this.#forks = new Forks(endpoints)
  }

  /**
   * Runs until its signal aborts, or until it has caught up. Faults of endpoints that may pass are reported, and it goes on.
   * @throws HeadwaterError `chain.reorged`, `chain.otherChain`, and whatever stopped the lanes or a decoder
   */
  async run(): Promise<void> {
    const { chain, decoders, lanes, events, randomBytes, signal, onTrouble } = this.#options
    for (const decoder of decoders)
      this.#tracks.push(await Track.open({ chain, decoder, lanes, events, randomBytes }))
    try {
      let checked = false
      while (!signal.aborted) {
        try {
          if (!checked) await this.#check()
          checked = true
          if (await this.#round()) break
          onTrouble(undefined)
          await pauseBetweenLooks(this.#options)
        } catch (error) {
          if (!(error instanceof HeadwaterError && error.retry && error.code.startsWith('chain.')))
            throw error
          onTrouble(error)
          this.#forgetAhead()
          await pauseBetweenLooks(this.#options)
        }
      }
      await feedTracks(this.#tracks, this.#options, true)
    } finally {
      this.#forgetAhead()
    }
  }

  get standing(): Standing {
    const { chain, endpoints } = this.#options
    const { floor, latest, final } = this.#heads
    return {
      chain,
      latest,
      final: floor,
      finalTime: final && Number(final.timestamp),
      next: this.#next,
      partitions: this.#tracks.map(({ decoder, next, lane }) => ({
        watched: decoder.watched,
        next,
        checkpoint: lane.checkpoint,
      })),
      endpoints: endpoints.all.map(({ name, trouble }) => ({ name, trouble })),
    }
  }

  /** The endpoints are of the chain that the file names, and have the blocks that the ledger knows. */
  async #check(): Promise<void> {
    const { chain, endpoints } = this.#options
    const wanted = Number(chain.slice(chain.indexOf(':') + 1))
    const found = await endpoints.each((endpoint) => endpoint.call('eth_chainId', []))
    for (const [{ name }, id] of found) {
      if (Number(id) !== wanted)
        fail('chain.otherChain', `The endpoint ${name} of ${chain} is of chain ${Number(id)}.`, {
          data: { chain, endpoint: name },
        })
    }
    for (const { reached } of this.#tracks) {
      if (reached === undefined) continue
      const hashes = await this.#forks.hashesAt(reached.number)
      if (hashes.some(([, hash]) => hash !== reached.hash)) await this.#forks.judge(reached)
    }
  }

  /** One look, and all blocks up to it. @returns whether it has caught up and should end */
  async #round(): Promise<boolean> {
    const { once, signal, lanes, onStanding, config } = this.#options
    await this.#heads.look()
    onStanding?.(this.standing)
    const target = this.#heads.floor
    while (this.#next <= target && !signal.aborted) {
      this.#requireAlive()
      await this.#window(target)
      await feedTracks(this.#tracks, this.#options, false)
      onStanding?.(this.standing)
    }
    this.#requireAlive()
    if (lanes.stopped) throw lanes.stopped
    await feedTracks(this.#tracks, this.#options, once)
    if (!once) this.#heads.requireNear(config.lagMax)
    return once && target >= 0 && this.#next > target
  }

  get #next(): number {
    return Math.min(...this.#tracks.map(({ next }) => next))
  }

  /** @throws HeadwaterError `chain.taken` where another process has taken a partition over */
  #requireAlive(): void {
    const { lanes, chain } = this.#options
    if (lanes.stopped) throw lanes.stopped
    const lost = this.#tracks.find(({ isLost }) => isLost)
    if (lost)
      fail('chain.taken', `Another process watches ${lost.decoder.watched} on ${chain} now.`, {
        data: { chain },
      })
  }

  async #window(floor: number): Promise<void> {
    const from = this.#next
    const ahead = this.#ahead?.from === from ? this.#ahead.window : undefined
    this.#ahead = undefined
    const window = (await ahead) ?? (await this.#readOrJudge(from, floor))
    if (window === undefined) return
    const last = window.blocks.at(-1)!
    this.#readAhead(last.number + 1, floor, last.header.hash)
    for (const block of window.blocks) {
      await this.#take(block)
      if (sameFilters(window.filters, this.#filters(block.number + 1))) continue
      // The rest was read for other filters.
      this.#forgetAhead()
      break
    }
  }

  /** While this window is decoded. A failure shows when the window is asked for again. */
  #readAhead(from: number, floor: number, parent: string): void {
    if (from > floor) return
    const window = this.#read(from, floor, parent).catch(() => undefined)
    this.#ahead = { from, window }
  }

  #forgetAhead(): void {
    this.#ahead = undefined
  }

  /** Undefined where no endpoint has the child of the block that is known, and yet that block is on the chain. */
  async #readOrJudge(from: number, floor: number): Promise<Window | undefined> {
    try {
      return await this.#read(from, floor)
    } catch (error) {
      const { cause } = error as { cause?: unknown }
      const isFork = cause instanceof EndpointFailure && cause.kind === 'fork'
      const hash = this.#parentOf(from)
      // The fork may be an older failure of an endpoint that rests.
      if (!isFork || hash === undefined) throw error
      await this.#forks.judge({ number: from - 1, hash })
      return undefined
    }
  }

  /** @throws HeadwaterError, whose cause is an EndpointFailure where every endpoint failed */
  async #read(from: number, floor: number, parent = this.#parentOf(from)): Promise<Window> {
    const { endpoints, config } = this.#options
    const { proof } = config
    const filters = this.#filters(from)
    const having = this.#heads.having(from)
    const asked = { from, parent, filters, proof }
    const to = (most: number) => Math.min(floor, most, from + windowBlocks - 1)
    if (proof === 'peers') {
      const blocks = await readOfPeers(endpoints, having, (most) => ({ ...asked, to: to(most) }))
      return { blocks, filters }
    }
    const most = new Map(having.map((one) => [one.endpoint, one.to]))
    const blocks = await endpoints.use(
      async (endpoint) => {
        const read = await readWindow(endpoint, { ...asked, to: to(most.get(endpoint)!) }, this.#pace)
        await this.#seconds.require(endpoint, having, read, filters)
        return read
      },
      [...most.keys()],
    )
    return { blocks, filters }
  }

  /** Of the block before, where this process or the log has it. */
  #parentOf(from: number): string | undefined {
    if (this.#parent?.number === from - 1) return this.#parent.hash
    return this.#tracks.find(({ reached }) => reached?.number === from - 1)?.reached?.hash
  }

  /** Of those that want blocks from `number` on. */
  #filters(number: number): readonly LogFilter[] {
    return this.#tracks
      .filter(({ next }) => next <= number + windowBlocks)
      .flatMap(({ decoder }) => [...decoder.filters()])
  }

  async #take(block: ReadBlock): Promise<void> {
    const { number, header } = block
    const chainBlock = {
      chain: this.#options.chain,
      number,
      hash: header.hash as Hex,
      time: Number(header.timestamp),
    }
    for (const track of this.#tracks) {
      const { reached, next } = track
      if (reached?.number === block.number && reached.hash !== block.header.hash)
        await this.#forks.judge(reached)
      if (next === block.number) await track.decode(chainBlock, block)
    }
    this.#parent = { number: block.number, hash: block.header.hash }
  }
}
