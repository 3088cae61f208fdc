/**
 * What becomes of events after a reorg below the floor that an operator accepted (acceptBranch.ts). The accepted branch is
 * read from where the two part. What the ledger has and the branch has too is no new event. Once it was read as far as
 * the other one, each recorded call that it lacks is disputed, and each registry event listed. A call that comes back later,
 * in whatever block, closes its dispute. Nothing is ever deleted.
 */
import { fail } from '../../errors.ts'
import type { ChainBlock, ChainEvent, Hex, Listed } from './decoder.ts'
import { type Entry, lossId, type Notebook, registryLost } from './notebook.ts'

export interface Outcome {
  readonly events: readonly ChainEvent[]
  readonly noted: readonly Entry[]
}

const nothing: Outcome = { events: [], noted: [] }

export class Branch {
  readonly #notebook: Notebook
  readonly #source: string
  readonly #seen = new Set<string>()
  /** The first block of the accepted branch. */
  #first: { readonly number: number; readonly hash: Hex; readonly time: number } | undefined
  /** Its blocks at the heights at which lost calls had come back: those that are lost again are named by them. */
  readonly #atHeights = new Map<number, ChainBlock | undefined>()
  #isDecided = false
  /** Calls that were lost when it was decided, by id: the notebook has them only once they are fed. */
  readonly #lost = new Map<string, { readonly hash: Hex; readonly back: undefined }>()
  readonly #lostFacts = new Set<string>()

  constructor(notebook: Notebook, source: string) {
    this.#notebook = notebook
    this.#source = source
  }

  /**
   * The block at which it is decided, and up to which the checkpoint stays where the branches part: as far as the other
   * branch was read, and not before the block that was named. Undefined where nothing is in doubt.
   */
  get until(): number | undefined {
    const { branch } = this.#notebook
    return branch && Math.max(branch.until, branch.named.number)
  }

  /**
   * What becomes of an id that a block has.
   * @returns `new` where it is to be taken in as it is
   */
  seen(id: string, block: Pick<ChainBlock, 'number' | 'hash' | 'time'>): 'new' | Outcome {
    const place = { number: block.number, hash: block.hash }
    const doubted = this.#isDecided ? undefined : this.#notebook.branch?.doubted.get(id)
    if (doubted) this.#seen.add(id)
    const lost = this.#lostOf(id)
    if (lost === undefined) {
      if (this.#isLostFact(id))
        return { events: [], noted: [{ block: place, back: [id], listed: [back(id, block)] }] }
      if (doubted === undefined) return 'new'
      return { events: [], noted: [{ block: place, again: [id], ...moved(id, doubted.time, block) }] }
    }
    const noted = [{ block: place, back: [id] }]
    // Its dispute is closed already.
    if (lost.back !== undefined && lost.back !== block.number) return { events: [], noted }
    const dispute = { source: this.#source, id: lossId(id, lost.hash) }
    const closing = this.#event(`${id}/back/${block.hash}`, 'dispute.closed', block.time, { dispute })
    return { events: [closing], noted }
  }

  /**
   * Called when everything of a block was seen.
   * @returns what its end decides
   * @throws HeadwaterError `chain.reorged` where the chain is on a branch without the block that the operator named
   */
  passed(block: ChainBlock): Outcome {
    const branch = this.#notebook.branch
    if (branch === undefined || this.#isDecided) return nothing
    const { named, shared, doubted } = branch
    if (block.number === named.number && block.hash !== named.hash)
      fail(
        'chain.reorged',
        `${block.chain}: block ${block.number} has hash ${block.hash}, on another branch than the accepted one.`,
        { data: { chain: block.chain, number: block.number, known: named.hash, found: block.hash } },
      )
    // Reading starts at the decoder's first block, which may be later than the one after the shared block.
    if (this.#first === undefined && block.number > shared) this.#first = block
    if (this.#atHeights.size === 0)
      for (const height of this.#heights(doubted.keys())) this.#atHeights.set(height, undefined)
    if (this.#atHeights.has(block.number)) this.#atHeights.set(block.number, block)
    if (block.number < this.until! || this.#first === undefined) return nothing
    this.#isDecided = true
    const gone = [...doubted].filter(([id]) => !this.#seen.has(id))
    const calls = gone.filter(([id, { what }]) => what === '' && !this.#isStillLost(id)).map(([id]) => id)
    const { number, hash } = this.#first
    const losses = Map.groupBy(calls, (id) => this.#lossOf(id))
    for (const [at, ids] of losses)
      for (const id of ids) this.#lost.set(id, { hash: at.hash, back: undefined })
    const listed = gone
      .filter(([, { what }]) => what !== '')
      .map(([id, { what }]) => ({ kind: registryLost, place: id, what }))
    for (const { place } of listed) this.#lostFacts.add(place)
    return {
      events: [...losses].flatMap(([at, ids]) => ids.map((id) => this.#dispute(id, at))),
      noted: [
        ...[...losses].map(([at, ids]) => ({ block: { number: at.number, hash: at.hash }, lost: ids })),
        { block: { number, hash }, listed },
      ],
    }
  }

  /** Its dispute is open since an earlier branch, which was given up before it was read to its end. */
  #isStillLost(id: string): boolean {
    const { lost, lostInBranch } = this.#notebook
    return lost.has(id) && lost.get(id)!.back === undefined && !lostInBranch.has(id)
  }

  *#heights(doubted: Iterable<string>): Generator<number> {
    for (const id of doubted) {
      const height = this.#heightOf(id)
      if (height !== undefined) yield height
    }
  }

  /** Where a call was that had been lost before. */
  #heightOf(id: string): number | undefined {
    const lost = this.#notebook.lost.get(id)
    // After a kill the branch is decided again, and what it lacked at first may be back by then.
    return this.#notebook.lostInBranch.has(id) ? lost?.was : lost?.back
  }

  /**
   * The block by which a loss is named: the first of the branch. The branch before may have begun with the same one, as
   * far as the ledger knows; so a call that is lost again is named by the block in place of the one that had it.
   */
  #lossOf(id: string): Pick<ChainBlock, 'number' | 'hash' | 'time'> {
    const height = this.#heightOf(id)
    return (height === undefined ? undefined : this.#atHeights.get(height)) ?? this.#first!
  }

  #dispute(id: string, { number, hash, time }: Pick<ChainBlock, 'number' | 'hash' | 'time'>): ChainEvent {
    const call = { source: this.#source, id }
    const reason = `The chain has it no more: block ${number} is another one.`
    return this.#event(lossId(id, hash), 'call.disputed', time, { call, reason })
  }

  #isLostFact(id: string): boolean {
    return this.#notebook.lostFacts.has(id) || this.#lostFacts.has(id)
  }

  #lostOf(id: string): { readonly hash: string; readonly back: number | undefined } | undefined {
    const noted = this.#notebook.lost.get(id)
    const lost = this.#lost.get(id)
    return lost === undefined || noted?.hash === lost.hash ? noted : lost
  }

  #event(id: string, type: string, time: number, data: ChainEvent['data']): ChainEvent {
    const at = new Date(time * 1_000).toISOString()
    return { specversion: '1.0', id, source: this.#source, type: `io.headwater.${type}`, time: at, data }
  }
}

/** A registry event that was lost and is on the chain again. What was recorded first stands, as everywhere. */
function back(id: string, { number, time }: Pick<ChainBlock, 'number' | 'time'>): Listed {
  const what = `The chain has it again, in block ${number} of ${timeOf(time)}. It stands as it was recorded at first, with its time then.`
  return { kind: 'registryBack', place: id, what }
}

/** A registry event that the accepted branch has at another time. */
function moved(
  id: string,
  recorded: number | undefined,
  { number, time }: Pick<ChainBlock, 'number' | 'time'>,
): { readonly listed?: Listed[] } {
  if (recorded === undefined || recorded === time) return {}
  const what = `The chain has it in block ${number} of ${timeOf(time)} now. It stands as it was recorded, with the time ${timeOf(recorded)}.`
  return { listed: [{ kind: 'registryMoved', place: id, what }] }
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z')
}
