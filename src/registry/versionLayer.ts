/** The versions that were released lately, over those before. */
import { firstIndex } from '../base/search.ts'
import type { PayeeId } from '../events/ids.ts'
import { NumberedLayer } from './layer.ts'
import type { Release, Version, Versions } from './model.ts'

export class VersionLayer extends NumberedLayer<Version> implements Versions {
  readonly #below: Versions | undefined
  /** Versions by their sources, made when it is asked for; up to which version. */
  #derived: { readonly bySource: Map<number, number[]>; upTo: number } | undefined

  /** Versions below that something was transferred in, by index. */
  readonly #changed = new Map<number, Version>()

  constructor(below: Versions | undefined) {
    super(below)
    this.#below = below
  }

  override at(index: number): Version | undefined {
    return (this.#changed.size > 0 && this.#changed.get(index)) || super.at(index)
  }

  override *[Symbol.iterator](): Generator<Version> {
    for (const version of super[Symbol.iterator]()) yield this.#changed.get(version.index) ?? version
  }

  get changed(): ReadonlyMap<number, Version> {
    return this.#changed
  }

  *releasedAfter(revision: number): Iterable<Release> {
    if (this.#below) yield* this.#below.releasedAfter(revision)
    const { added } = this
    for (let at = firstIndex(added.length, (at) => added[at]!.revision > revision); at < added.length; at++)
      yield added[at]!
  }

  derivedFrom(source: number, most = Number.POSITIVE_INFINITY): readonly number[] {
    const below = this.#below?.derivedFrom(source, most) ?? []
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
    return [...below, ...(bySource.get(source) ?? [])].slice(0, most)
  }

  /** Enters the new state of a version. */
  replace(version: Version): void {
    if (!this.replaceOwn(version.index, version)) this.#changed.set(version.index, version)
  }

  /** Forgets each that is still the one of `versions`. Call it when they are below. */
  forgetChanged(versions: Iterable<readonly [number, Version]>): void {
    for (const [index, version] of versions)
      if (this.#changed.get(index) === version) this.#changed.delete(index)
  }

  sharedWith(payee: PayeeId): readonly number[] {
    const indexes = new Set(this.#below?.sharedWith(payee))
    for (const version of [...this.#changed.values(), ...this.added])
      if (version.isSharedWith(payee)) indexes.add(version.index)
    return [...indexes].sort((one, other) => one - other)
  }

  /** Forgets the first of those that it holds itself, which are below as they are in `versions`. */
  forgetAdded(versions: readonly Version[]): void {
    const later = versions.filter((version, at) => this.added[at] !== version)
    const changed = later.map(({ index }) => this.at(index)!)
    this.forget(versions.length)
    for (const version of changed) this.#changed.set(version.index, version)
    this.#derived = undefined
  }
}
