/** One decoder on its way along a chain: its lane, what it decoded, and from where a restart goes on. */
import type { EventStore } from '../../eventstore/port.ts'
import type { Lane } from '../../ingest/lanes/lane.ts'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import type { Resume } from '../../ingest/source.ts'
import { type Reached, readCheckpoint } from '../../log/partitionEvent.ts'
import { withCalldata } from './blockLogs.ts'
import { Branch, type Outcome } from './branch.ts'
import type { ChainBlock, Decoded, Decoder } from './decoder.ts'
import { eventBlock, type PlacedEvent } from './eventBlock.ts'
import { type Entry, Notebook } from './notebook.ts'
import type { ReadBlock } from './window.ts'

/** The name of a watched address's partition in the log. */
export function partitionName(chain: string, watched: string): string {
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
  /** Where it began: a branch that is not decided yet is read from there again. */
  readonly #begin: number
  /** When input was last given to the lane; milliseconds. */
  fedAt = 0
  readonly #options: TrackOptions
  readonly #notebook: Notebook
  readonly #branch: Branch
  /** Where a restart goes on, by what was given to the lane: by its end, ascending. */
  #resumes: (Resume & { readonly position: number })[]
  #events: PlacedEvent[] = []
  #noted: Entry[] = []

  private constructor(
    options: TrackOptions,
    parts: { lane: Lane; notebook: Notebook; reached: Reached | undefined },
  ) {
    this.#options = options
    this.decoder = options.decoder
    this.lane = parts.lane
    this.#notebook = parts.notebook
    this.#branch = new Branch(parts.notebook, this.source)
    this.reached = parts.reached
    this.next = parts.lane.checkpoint ?? options.decoder.from
    this.#begin = this.next
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
    await notebook.closeBranch({ checkpoint: lane.checkpoint, reached })
    if (reached !== undefined) await notebook.forgetReturnsAbove(reached)
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
  async decode(block: ChainBlock, { logs, calldata }: ReadBlock): Promise<void> {
    const { decoder } = this
    const { lanes } = this.#options
    const wanted = logs === undefined ? [] : withCalldata(logs.select(decoder.filters()), calldata)
    if (wanted.length === 0 && decoder.waitsFrom?.() === undefined) return this.took(block, undefined)
    const context = {
      registry: lanes.registry,
      recorded: this.recorded,
      get allLogs() {
        return logs?.all
      },
    }
    this.took(block, await decoder.decode(block, wanted, context))
  }

  /** Every event of blocks up to this one is recorded; -1: none. */
  get recorded(): number {
    return (this.lane.checkpoint ?? this.decoder.from) - 1
  }

  /** Keeps what was decoded of block `next`, until it is given to the lane. */
  took(block: ChainBlock, decoded: Decoded | undefined): void {
    const { number, hash } = block
    if (decoded) this.#keep(block, decoded)
    if (this.reached === undefined || number >= this.reached.number) this.reached = { number, hash }
    this.#take(this.#branch.passed(block), number)
    this.next = number + 1
  }

  #keep(block: ChainBlock, { events, listed, notes = [], known = [], at }: Decoded): void {
    const { number, hash } = block
    for (const event of events) {
      const outcome = this.#branch.seen(event.id, at?.get(event.id) ?? block)
      if (outcome === 'new') this.#events.push({ event, number })
      else this.#take(outcome, number)
    }
    for (const id of known) {
      const outcome = this.#branch.seen(id, at?.get(id) ?? block)
      if (outcome !== 'new') this.#take(outcome, number)
    }
    if (listed.length + notes.length > 0)
      this.#noted.push({ block: { number, hash }, notes: [...notes], listed: [...listed] })
  }

  #take({ events, noted }: Outcome, number: number): void {
    for (const event of events) this.#events.push({ event, number })
    this.#noted.push(...noted)
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
    const resume = Math.min(position, waits)
    const { until } = this.#branch
    const checkpoint = until !== undefined && resume <= until ? this.#begin : resume
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
