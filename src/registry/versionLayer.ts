/** The versions that were released lately, over those before. */
import { firstIndex } from '../base/search.ts'
import type { PayeeId } from '../events/ids.ts'
import { NumberedLayer } from './layer.ts'
import type { Release, Version, Versions } from './model.ts'

export class VersionLayer extends NumberedLayer<Version> implements Versions {
  readonly #below: Versions | undefined
  /** Versions by their sources, made when it is asked for; up to which version. */
  #derived: { readonly bySource: Map<number, number[]>; upTo: number } | undefined

  constructor(below: Versions | undefined) {
    super(below)
    this.#below = below
  }

  *releasedAfter(revision: number): Iterable<Release> {
    if (this.#below) yield* this.#below.releasedAfter(revision)
    const { added } = this
    for (let at = firstIndex(added.length, (at) => added[at]!.revision > revision); at < added.length; at++)
      yield added[at]!
  }

  derivedFrom(source: number): readonly number[] {
    const below = this.#below?.derivedFrom(source) ?? []
    if (this.added.length === 0) return below
    this.#derived ??= { bySource: new Map(), upTo: 0 }
    const { bySource } = this.#derived
    for (; this.#derived.upTo < this.added.length; this.#derived.upTo++) {
      const { index, derivedFrom } = this.added[this.#derived.upTo]!
      for (const edge of derivedFrom) {
        const known = bySource.get(edge.source)
        if (known === undefined) bySource.set(edge.source, [index])
        // A version may have two edges to one source.
        else if (known.at(-1) !== index) known.push(index)
      }
    }
    return [...below, ...(bySource.get(source) ?? [])]
  }

  sharedWith(payee: PayeeId): readonly number[] {
    const own = this.added.filter((version) => version.isSharedWith(payee)).map(({ index }) => index)
    return [...(this.#below?.sharedWith(payee) ?? []), ...own]
  }

  override forget(count: number): void {
    super.forget(count)
    this.#derived = undefined
  }
}
