/** One decoder on its way along a chain: its lane, what it decoded, and from where a restart goes on. */
import type { EventStore } from '../../eventstore/port.ts'
import type { Lane } from '../../ingest/lanes/lane.ts'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import type { Resume } from '../../ingest/source.ts'
import { type Reached, readCheckpoint } from '../../log/partitionEvent.ts'
import { withCalldata } from './blockLogs.ts'
import type { ChainBlock, Decoded, Decoder, Hex } from './decoder.ts'
import { eventBlock, type PlacedEvent } from './eventBlock.ts'
import { Notebook } from './notebook.ts'
import type { ReadBlock } from './window.ts'

/** The name of a watched address's partition in the log. */
function partitionName(chain: string, watched: string): string {
  return `chain-${chain.replace(':', '-')}-${watched}`
}

interface TrackOptions {
  readonly chain: string
  readonly decoder: Decoder
  readonly lanes: Lanes
  readonly events: EventStore
  readonly randomBytes: (count: number) => Uint8Array
}

export class Track {
  readonly decoder: Decoder
  readonly lane: Lane
  /** The next block to decode. */
  next: number
  /** The last block that is in its events; undefined before its first. */
  reached: Reached | undefined
  /** When input was last given to the lane; milliseconds. */
  fedAt = 0
  readonly #options: TrackOptions
  readonly #notebook: Notebook
  /** Where a restart goes on, by what was given to the lane: by its end, ascending. */
  #resumes: (Resume & { readonly position: number })[]
  #events: PlacedEvent[] = []
  #noted: Parameters<Notebook['add']>[0][number][] = []

  private constructor(
    options: TrackOptions,
    parts: { lane: Lane; notebook: Notebook; reached: Reached | undefined },
  ) {
    this.#options = options
    this.decoder = options.decoder
    this.lane = parts.lane
    this.#notebook = parts.notebook
    this.reached = parts.reached
    this.next = parts.lane.checkpoint ?? options.decoder.from
    this.lane.expected = this.next
    this.#resumes = [{ position: this.next, checkpoint: this.next, reached: this.reached }]
    this.lane.resumeAt = (taken) => this.#resumeAt(taken)
    this.lane.allowed = { calls: true, registry: true, chain: true }
    options.decoder.restore?.(parts.notebook.notes)
  }

  /** Takes the partition over. @throws the engines' errors */
  static async open(options: TrackOptions): Promise<Track> {
    const { chain, decoder, lanes, events } = options
    const name = partitionName(chain, decoder.watched)
    const lane = await lanes.open(name, `chain:${chain}/${decoder.watched}`)
    const { reached } = await readCheckpoint(events, name)
    const notebook = await Notebook.open(events, name, options.randomBytes)
    return new Track(options, { lane, notebook, reached })
  }

  get source(): string {
    return `chain:${this.#options.chain}/${this.decoder.watched}`
  }

  /** Whether another process has taken the partition over. */
  get isLost(): boolean {
    return this.lane.gone
  }

  /** Decodes one block, which is `next`. */
  async take({ header, number, logs, calldata }: ReadBlock): Promise<void> {
    const { decoder } = this
    const { chain, lanes } = this.#options
    const wanted = logs === undefined ? [] : withCalldata(logs.select(decoder.filters()), calldata)
    const block = { chain, number, hash: header.hash as Hex, time: Number(header.timestamp) }
    if (wanted.length > 0 || decoder.waitsFrom?.() !== undefined) {
      const recorded = (this.lane.checkpoint ?? decoder.from) - 1
      const context = {
        registry: lanes.registry,
        recorded,
        get allLogs() {
          return logs?.all
        },
      }
      this.took(block, await decoder.decode(block, wanted, context))
    } else this.took(block, undefined)
  }

  /** Notes what came of a block, which is `next`. */
  took(block: Pick<ChainBlock, 'number' | 'hash'>, decoded: Decoded | undefined): void {
    const { number, hash } = block
    if (decoded !== undefined) this.#keep(block, decoded)
    if (this.reached === undefined || number >= this.reached.number) this.reached = { number, hash }
    this.next = number + 1
  }

  #keep(
    { number, hash }: Pick<ChainBlock, 'number' | 'hash'>,
    { events, listed, notes = [] }: Decoded,
  ): void {
    for (const event of events) this.#events.push({ event, number })
    if (listed.length + notes.length > 0)
      this.#noted.push({ block: { number, hash }, notes: [...notes], listed: [...listed] })
  }

  /** How many events wait to be given to the lane. */
  get gathered(): number {
    return this.#events.length
  }

  /**
   * Gives what was decoded to the lane.
   * @param force also where nothing came of the blocks, so that the checkpoint moves
   */
  async feed(force: boolean, now: number): Promise<void> {
    const position = this.next
    const { lane } = this
    if (lane.gone || (position === lane.expected && this.#events.length === 0)) return
    if (!force && this.#events.length === 0 && this.#noted.length === 0) return
    const noted = this.#noted
    const events = this.#events
    this.#noted = []
    this.#events = []
    await this.#notebook.add(noted)
    const waits = this.decoder.waitsFrom?.() ?? position
    const checkpoint = Math.min(position, waits)
    this.#resumes.push({ position, checkpoint, reached: this.reached })
    const block = events.length === 0 ? undefined : eventBlock(events, position)
    this.#options.lanes.add(lane, {
      blocks: (block === undefined ? [] : [block]).values(),
      bytes: block?.bytes.length ?? 0,
      end: position,
    })
    this.fedAt = now
  }

  #resumeAt(taken: number): Resume {
    while (this.#resumes.length > 1 && this.#resumes[1]!.position <= taken) this.#resumes.shift()
    const { checkpoint, reached } = this.#resumes[0]!
    return { checkpoint, reached }
  }
}
