/**
 * The registry events of a batch that were decided and applied, and are not recorded yet, as columns: a registry may
 * come in millions of events.
 */
import type { JsonText } from '../../eventstore/jsonText.ts'
import type { NewEvent } from '../../eventstore/port.ts'
import { createMemtable, type Memtable } from '../../identities/memtable.ts'
import { identitySeen, identitySize } from '../../identities/port.ts'
import type { Reach } from '../../registry/index.ts'
import type { Submission } from '../batch/submission.ts'

/** Where an event lies in the input. */
interface FactPlace {
  readonly submission: Submission
  readonly ordinal: number
  readonly line: number
  readonly element?: number
}

/** A registry event that was decided and applied. */
export interface DecidedFact {
  readonly place: FactPlace
  readonly source: string
  readonly id: string
  readonly event: NewEvent & { readonly data: JsonText }
  /** What it reaches back over, if that is reported. */
  readonly reach?: Reach | undefined
}

/** Where the identity and the content of an event are: as words, four each from `at` on. */
export interface HashWords {
  readonly identity: Uint32Array
  readonly content: Uint32Array
  readonly at: number
}

/** Most batches have few, so the columns begin small. */
const factsAtFirst = 64
const halfWords = identitySize / 4

export class FactBatch {
  length = 0
  /** Characters of the events' JSON. */
  textLength = 0
  /** The registry's count before the first event of the batch. */
  firstRevision = 0
  /** To be recorded, in order. */
  events: NewEvent[] = []
  /** The sender of each event: from event `from` up to that of the next entry. */
  segments: { submission: Submission; from: number }[] = []
  /** By number of the event; only of those that reach back, if that is reported. */
  reaches = new Map<number, Reach>()
  readonly #decided: Memtable = createMemtable(factsAtFirst)
  #sources: string[] = []
  #ids: string[] = []
  #ordinals: Float64Array = new Float64Array(factsAtFirst)
  #lines: Float64Array = new Float64Array(factsAtFirst)
  #elements: Float64Array = new Float64Array(factsAtFirst)

  add({ place, source, id, event, reach }: DecidedFact, { identity, content, at }: HashWords): void {
    const number = this.length
    const { submission, ordinal, line, element = -1 } = place
    if (number === this.#lines.length) this.#grow()
    if (this.segments.at(-1)?.submission !== submission) this.segments.push({ submission, from: number })
    this.events.push(event)
    this.textLength += event.data.text.length
    this.#sources.push(source)
    this.#ids.push(id)
    this.#ordinals[number] = ordinal
    this.#lines[number] = line
    this.#elements[number] = element
    if (reach) this.reaches.set(number, reach)
    this.#decided.add(identity, content, at)
    this.length = number + 1
  }

  /** `identitySeen` of an event among those of the batch. */
  seen({ identity, content, at }: HashWords): number {
    const found = this.length === 0 ? -1 : this.#decided.find(identity, at)
    if (found < 0) return identitySeen.new
    const { entries } = this.#decided
    for (let word = 0; word < halfWords; word++) {
      if (entries[found * 2 * halfWords + halfWords + word] !== content[at + word])
        return identitySeen.conflict
    }
    return identitySeen.duplicate
  }

  /** Identities and contents, 16 bytes each. */
  hashes(): { identity: Uint8Array; content: Uint8Array } {
    const words = this.length * halfWords
    const [identity, content] = [new Uint32Array(words), new Uint32Array(words)]
    const { entries } = this.#decided
    for (let at = 0, from = 0; at < words; at += halfWords, from += 2 * halfWords) {
      for (let word = 0; word < halfWords; word++) {
        identity[at + word] = entries[from + word]!
        content[at + word] = entries[from + halfWords + word]!
      }
    }
    return { identity: new Uint8Array(identity.buffer), content: new Uint8Array(content.buffer) }
  }

  /** What an answer says of an event. */
  namesOf(number: number): { ordinal: number; line: number; element: number; source: string; id: string } {
    return {
      ordinal: this.#ordinals[number]!,
      line: this.#lines[number]!,
      element: this.#elements[number]!,
      source: this.#sources[number]!,
      id: this.#ids[number]!,
    }
  }

  lineOf(number: number): number | undefined {
    return number >= 0 && number < this.length ? this.#lines[number] : undefined
  }

  clear(): void {
    if (this.length === 0) return
    this.length = 0
    this.textLength = 0
    this.events = []
    this.segments = []
    this.reaches = new Map()
    this.#sources = []
    this.#ids = []
    this.#decided.clear()
  }

  #grow(): void {
    const wider = (column: Float64Array) => {
      const grown = new Float64Array(column.length * 2)
      grown.set(column)
      return grown
    }
    this.#ordinals = wider(this.#ordinals)
    this.#lines = wider(this.#lines)
    this.#elements = wider(this.#elements)
  }
}
