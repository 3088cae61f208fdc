/** What a partition of a chain keeps beside its events: notes of its decoder, what is listed, which calls were lost. */
import { uuidsV4 } from '../../base/uuid.ts'
import type { EventStore, Revision } from '../../eventstore/port.ts'
import { type ChainNoted, chainNoted } from '../../log/chainNoted.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import type { Note } from './decoder.ts'

export type Entry = Omit<ChainNoted, 'partition'>

/** What an accepted branch lacked: by the hash of the first block of that branch. */
interface Lost {
  readonly hash: string
  /** The block in which it is again; undefined while it is lost. */
  readonly back: number | undefined
  /** The block in which it was again before that one: its dispute was closed then. */
  readonly before?: number | undefined
  /** The block in which it had been again before it was lost for the last time. */
  readonly was?: number | undefined
}

/** An accepted branch that was not read yet as far as the one before it. */
interface AcceptedBranch {
  /** The last block that both have. */
  readonly shared: number
  /** The block that the operator named. */
  readonly named: { readonly number: number; readonly hash: string }
  readonly until: number
  /** What the ledger has of the other branch, by id. */
  readonly doubted: ReadonlyMap<string, Doubted>
}

interface Doubted {
  /** A sentence where it is a registry event, empty where it is a call. */
  readonly what: string
  /** Of the registry event, in seconds since 1970. */
  readonly time?: number | undefined
}

interface Passed {
  readonly checkpoint: number | undefined
  readonly reached: Entry['block'] | undefined
}

/** The id of the dispute of a call that an accepted branch lacks. @param hash of the block by which the loss is named */
export function lossId(id: string, hash: string): string {
  return `${id}/lost/${hash}`
}

/** The kind under which a registry event is listed that an accepted branch lacks; its place is the event's id. */
export const registryLost = 'registryLost'

/** Items of one event. */
const itemsMax = 1_000
/** Listed places that are remembered, so that a restart lists nothing twice; it may forget. */
const placesMax = 100_000

export class Notebook {
  readonly #events: EventStore
  readonly #partition: string
  readonly #newId: () => string
  #revision: Revision = -1
  readonly #notes = new Map<string, Note & { readonly block: number }>()
  readonly #listed = new Set<string>()
  readonly #lost = new Map<string, Lost>()
  readonly #lostInBranch = new Set<string>()
  /** Calls that are back in a block of the branch which was accepted last. */
  readonly #backInBranch = new Set<string>()
  readonly #lostFacts = new Map<string, Lost>()
  readonly #places = new Map<string, number>()
  #branch: (AcceptedBranch & { readonly doubted: Map<string, Doubted> }) | undefined

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

  /** Calls that an accepted branch lacked when it was read, by id. */
  get lost(): ReadonlyMap<string, Lost> {
    return this.#lost
  }

  /** Calls that the branch lacks which was accepted last. */
  get lostInBranch(): ReadonlySet<string> {
    return this.#lostInBranch
  }

  /** The same for registry events. */
  get lostFacts(): ReadonlyMap<string, Lost> {
    return this.#lostFacts
  }

  /** The block of each id that was in doubt and that an accepted branch has, where it may be another than at first. */
  get places(): ReadonlyMap<string, number> {
    return this.#places
  }

  get branch(): AcceptedBranch | undefined {
    return this.#branch
  }

  /** Durable when it resolves. What is there already is not recorded again. @throws HeadwaterError `eventstore.*` */
  async add(entries: readonly Entry[]): Promise<void> {
    const events = joined(entries)
      .map((entry) => this.#newOf({ partition: this.#partition, ...entry }))
      .filter((entry) => entry !== undefined)
      .flatMap(cut)
      .map((data) => chainNoted.create(this.#newId(), data))
    if (events.length === 0) return
    const expectedRevision = this.#revision < 0 ? 'none' : this.#revision
    await this.#events.append([{ stream: streams.chainNotes(this.#partition), expectedRevision, events }])
    this.#revision += events.length
    for (const { data } of events) this.#apply(data as ChainNoted)
  }

  /** Notes that the accepted branch was read to its end, where the checkpoint is past it: then nothing of it is in doubt. */
  async closeBranch({ checkpoint, reached }: Passed): Promise<void> {
    if (this.#branch === undefined || reached === undefined || (checkpoint ?? 0) <= this.#branch.until) return
    await this.add([{ block: reached, decided: true }])
  }

  /**
   * Makes the notes what the ledger has of disputes. Notes come before what they are about, so a process that was killed
   * may have noted a loss or a return that is not recorded. Another branch would not bring it again.
   * @param open ids of the open disputes of the partition's calls
   */
  async agree(open: ReadonlySet<string>, block: Entry['block']): Promise<void> {
    const isOpen = (id: string) => open.has(lossId(id, this.#lost.get(id)!.hash))
    const isBack = (id: string) => this.#lost.get(id)!.back !== undefined
    const undecided = this.#branch === undefined ? [] : [...this.#lostInBranch]
    const unlost = undecided.filter((id) => !isBack(id) && !isOpen(id))
    const unback = [...this.#lost.keys()].filter((id) => isBack(id) && isOpen(id))
    if (unlost.length + unback.length > 0) await this.add([{ block, unlost, unback }])
  }

  /**
   * Returns of lost calls that this branch has above the block are noted and not recorded: the process was killed. The
   * chain may have given their blocks up meanwhile, and then they are in others.
   */
  async forgetReturnsAbove(block: Entry['block']): Promise<void> {
    const unback = [...this.#backInBranch].filter((id) => (this.#lost.get(id)?.back ?? -1) > block.number)
    if (unback.length > 0) await this.add([{ block, unback }])
  }

  #newOf(entry: ChainNoted): ChainNoted | undefined {
    const { notes = [], listed = [], lost = [], back = [], again = [], ...rest } = entry
    const { unlost = [], unback = [] } = rest
    const { number } = rest.block
    const newNotes = notes.filter(({ key, value }) => this.#notes.get(key)?.value !== value)
    const newListed = listed.filter(({ kind, place }) => !this.#listed.has(`${kind} ${place}`))
    // A branch that is decided again after a kill loses nothing twice: some of it may be back.
    const newLost = lost.filter((id) => this.#lost.get(id)?.hash !== rest.block.hash)
    const newBack = back.filter((id) => (this.#lost.get(id) ?? this.#lostFacts.get(id))?.back !== number)
    const newAgain = again.filter((id) => this.#places.get(id) !== number)
    const lists = [newNotes, newListed, newLost, newBack, newAgain, unlost, unback]
    const items = lists.reduce((sum, { length }) => sum + length, 0)
    if (items === 0 && !rest.accepted && !rest.decided && !rest.doubted?.length) return undefined
    return {
      ...rest,
      ...(newNotes.length > 0 && { notes: newNotes }),
      ...(newListed.length > 0 && { listed: newListed }),
      ...(newLost.length > 0 && { lost: newLost }),
      ...(newBack.length > 0 && { back: newBack }),
      ...(newAgain.length > 0 && { again: newAgain }),
    }
  }

  #apply({ block, notes = [], listed = [], lost = [], doubted = [], ...rest }: ChainNoted): void {
    const { accepted, decided, back = [], again = [], unlost = [], unback = [] } = rest
    if (accepted) this.#accept(block.number, accepted)
    for (const note of notes) this.#notes.set(note.key, { ...note, block: block.number })
    if (this.#listed.size > placesMax) this.#listed.clear()
    const gone = { hash: block.hash, back: undefined }
    for (const { kind, place } of listed) {
      this.#listed.add(`${kind} ${place}`)
      if (kind === registryLost) this.#lostFacts.set(place, gone)
    }
    for (const { id, ...of } of doubted) this.#branch?.doubted.set(id, of)
    for (const id of lost) {
      const before = this.#lost.get(id)
      this.#lostInBranch.add(id)
      if (before?.hash !== block.hash) this.#lost.set(id, { ...gone, was: before?.back })
    }
    for (const id of back) {
      const all = this.#lost.has(id) ? this.#lost : this.#lostFacts
      if (all === this.#lost) this.#backInBranch.add(id)
      const known = all.get(id)
      if (known) all.set(id, { ...known, back: block.number, before: known.back ?? known.before })
    }
    for (const id of again) this.#places.set(id, block.number)
    for (const id of unlost) this.#forgetLoss(id)
    for (const id of unback) {
      const known = this.#lost.get(id)!
      this.#lost.set(id, { ...known, back: known.before, before: undefined })
    }
    if (decided) this.#branch = undefined
  }

  /** As it was before the branch that was accepted last: not lost, or back, so that no dispute of it is open. */
  #forgetLoss(id: string): void {
    const lost = this.#lost.get(id)
    this.#lostInBranch.delete(id)
    this.#backInBranch.delete(id)
    if (lost?.was === undefined) this.#lost.delete(id)
    else this.#lost.set(id, { hash: '', back: lost.was })
  }

  #accept(shared: number, { until, ...named }: NonNullable<ChainNoted['accepted']>): void {
    for (const [key, note] of this.#notes) if (note.block > shared) this.#notes.delete(key)
    this.#listed.clear()
    this.#lostInBranch.clear()
    this.#backInBranch.clear()
    // Of a branch that was never read to its end, what was in doubt stays so.
    const before = this.#branch
    this.#branch = {
      shared: Math.min(shared, before?.shared ?? shared),
      named,
      until: Math.max(until, before?.until ?? 0),
      doubted: before?.doubted ?? new Map(),
    }
  }
}

/** Entries of one block that say what came of ids, as one: a branch may bring thousands. */
function joined(entries: readonly Entry[]): Entry[] {
  const all: Entry[] = []
  for (const entry of entries) {
    const before = all.at(-1)
    const { block, back, again, ...others } = entry
    const isPlain = Object.keys(others).length === 0 && before?.block.hash === block.hash
    if (before === undefined || !isPlain) all.push(entry)
    else
      all[all.length - 1] = {
        ...before,
        ...(back && { back: [...(before.back ?? []), ...back] }),
        ...(again && { again: [...(before.again ?? []), ...again] }),
      }
  }
  return all
}

const listNames = ['notes', 'listed', 'lost', 'back', 'doubted', 'again', 'unlost', 'unback'] as const

/** An entry as several, none of them large. What closes it comes with the last. */
function cut(entry: ChainNoted): ChainNoted[] {
  const { partition, block, accepted, decided } = entry
  const most = Math.max(...listNames.map((name) => entry[name]?.length ?? 0), 1)
  const parts = Math.ceil(most / itemsMax)
  if (parts === 1) return [entry]
  return Array.from({ length: parts }, (_, part) => {
    const slices = listNames
      .map((name) => [name, entry[name]?.slice(part * itemsMax, (part + 1) * itemsMax) ?? []] as const)
      .filter(([, { length }]) => length > 0)
    return {
      ...{ partition, block },
      ...(accepted && part === 0 && { accepted }),
      ...(decided && part === parts - 1 && { decided }),
      ...Object.fromEntries(slices),
    }
  })
}
