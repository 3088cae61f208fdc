/** What a partition of a chain keeps beside its events: notes of its decoder, what is listed, which calls were lost. */
import { uuidsV4 } from '../../base/uuid.ts'
import type { EventStore, Revision } from '../../eventstore/port.ts'
import { type ChainNoted, chainNoted } from '../../log/chainNoted.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import type { Note } from './decoder.ts'

/** Entries of one event. */
const entriesMax = 1_000

export class Notebook {
  readonly #events: EventStore
  readonly #partition: string
  readonly #newId: () => string
  #revision: Revision = -1
  readonly #notes = new Map<string, Note & { readonly block: number }>()
  readonly #listed = new Set<string>()
  /**
   * Calls that an accepted branch did not have: null while they are lost, the number of the block in which they are back
   * otherwise.
   */
  readonly lost = new Map<string, number | null>()

  private constructor(events: EventStore, partition: string, randomBytes: (count: number) => Uint8Array) {
    this.#events = events
    this.#partition = partition
    this.#newId = uuidsV4(randomBytes)
  }

  static async open(
    events: EventStore,
    partition: string,
    randomBytes: (count: number) => Uint8Array,
  ): Promise<Notebook> {
    const notebook = new Notebook(events, partition, randomBytes)
    for await (const event of readWhole(events, streams.chainNotes(partition))) {
      notebook.#revision = event.revision
      notebook.#apply(chainNoted.read(event))
    }
    return notebook
  }

  /** The last of each key, in the order of their keys' first. */
  get notes(): readonly Note[] {
    return [...this.#notes.values()].map(({ key, value }) => ({ key, value }))
  }

  /** Durable when it resolves. What is there already is not recorded again. @throws HeadwaterError `eventstore.*` */
  async add(entries: readonly Omit<ChainNoted, 'partition'>[]): Promise<void> {
    const events = entries
      .map((entry) => this.#news({ partition: this.#partition, ...entry }))
      .filter((entry) => entry !== undefined)
      .flatMap(cut)
      .map((data) => chainNoted.create(this.#newId(), data))
    if (events.length === 0) return
    const expectedRevision = this.#revision < 0 ? 'none' : this.#revision
    await this.#events.append([{ stream: streams.chainNotes(this.#partition), expectedRevision, events }])
    this.#revision += events.length
    for (const { data } of events) this.#apply(data as ChainNoted)
  }

  #news(entry: ChainNoted): ChainNoted | undefined {
    const { notes = [], listed = [], lost = [], back = [], branch, ...rest } = entry
    const newNotes = notes.filter(({ key, value }) => this.#notes.get(key)?.value !== value)
    const newListed = listed.filter(({ kind, place }) => !this.#listed.has(`${kind} ${place}`))
    const newBack = back.filter((id) => this.lost.get(id) !== rest.block.number)
    if (newNotes.length + newListed.length + lost.length + newBack.length === 0 && !branch) return undefined
    return {
      ...rest,
      ...(newNotes.length > 0 && { notes: newNotes }),
      ...(newListed.length > 0 && { listed: newListed }),
      ...(lost.length > 0 && { lost }),
      ...(newBack.length > 0 && { back: newBack }),
      ...(branch && { branch }),
    }
  }

  #apply({ block, notes = [], listed = [], lost = [], back = [], branch }: ChainNoted): void {
    if (branch) {
      for (const [key, note] of this.#notes) if (note.block > block.number) this.#notes.delete(key)
      this.#listed.clear()
    }
    for (const note of notes) this.#notes.set(note.key, { ...note, block: block.number })
    // Only to leave out what a restart reads again, so it may forget.
    if (this.#listed.size > 100_000) this.#listed.clear()
    for (const { kind, place } of listed) this.#listed.add(`${kind} ${place}`)
    for (const id of lost) this.lost.set(id, null)
    for (const id of back) this.lost.set(id, block.number)
  }
}

/** An entry as several, none of them large. */
function cut(entry: ChainNoted): ChainNoted[] {
  const { notes = [], listed = [], lost = [], back = [], ...rest } = entry
  const parts = Math.ceil(Math.max(notes.length, listed.length, lost.length, back.length, 1) / entriesMax)
  if (parts === 1) return [entry]
  const slice = <Item>(items: readonly Item[], part: number) =>
    items.slice(part * entriesMax, (part + 1) * entriesMax)
  return Array.from({ length: parts }, (_, part) => ({
    ...rest,
    notes: slice(notes, part),
    listed: slice(listed, part),
    lost: slice(lost, part),
    back: slice(back, part),
  }))
}
