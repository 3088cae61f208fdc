/**
 * Applies pages of registry events to a registry. Facts that come by the million are read from their bytes, and so is what
 * the hash chain is over; every other goes by `applyFact`.
 */
import type { EventTexts } from '../eventstore/port.ts'
import { DigestChain, evolvePlain, PlainFactReader, type RegistryState } from '../registry/index.ts'
import { readingEvent } from './damagedEvent.ts'
import { applyFact } from './registryFact.ts'

/** What plain facts are applied to. */
export interface PlainFacts {
  /** Applies the fact that the reader has read from `bytes`, which is event number `revision`. */
  apply(reader: PlainFactReader, bytes: Uint8Array, revision: number): void
  /** Called after a fact was applied by `applyFact`. */
  applied?(): void
}

export class PageApplier {
  readonly #state: RegistryState
  readonly #plain: PlainFacts
  readonly #reader = new PlainFactReader()
  #chain: DigestChain

  /** @param state changed from now on by this alone */
  constructor(state: RegistryState, plain: PlainFacts) {
    this.#state = state
    this.#plain = plain
    this.#chain = new DigestChain(state.digest)
  }

  /**
   * Applies the first `count` events of a page, which follow those applied before.
   * @throws HeadwaterError `data.damaged` where one is no fact of its type, or names what was not recorded before it
   */
  apply(page: EventTexts, count: number): void {
    const { stream, revision: first, types, typeNames, bytes, starts, ends } = page
    const known = typeNames.map((type) => PlainFactReader.knows(type))
    const [state, plain, reader] = [this.#state, this.#plain, this.#reader]
    for (let index = 0; index < count; index++) {
      const type = typeNames[types[index]!]!
      const [start, end, revision] = [starts[index]!, ends[index]!, first + index]
      if (known[types[index]!] && reader.read(type, bytes, start, end)) {
        this.#chain.add(reader.documentDigest())
        readingEvent({ stream, revision }, () => plain.apply(reader, bytes, revision))
        state.count = revision + 1
      } else {
        const event = { stream, revision, type }
        const data: unknown = readingEvent(event, () => JSON.parse(textOf(bytes, start, end)))
        state.digest = this.#chain.hex
        applyFact(state, { ...event, data })
        this.#chain = new DigestChain(state.digest)
        plain.applied?.()
      }
    }
    state.digest = this.#chain.hex
  }
}

/** Applies plain facts to the registry itself, as `evolve` does. */
export function factsInState(state: RegistryState): PlainFacts {
  return { apply: (reader, _, revision) => evolvePlain(state, reader, revision) }
}

/** A part of valid UTF-8. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
}
