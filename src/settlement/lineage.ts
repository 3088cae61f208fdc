/**
 * The lineage of the live registry as graphs: of one version a part, which reads what it reaches; the whole graph for a
 * close, and where a part would be large. The whole graph stays in memory, and later versions are appended to it.
 */
import {
  createGraphBuilder,
  type GraphBuilder,
  type GraphPart,
  type LineageGraph,
  partFrom,
  wholePart,
} from '../attribution/index.ts'
import type { Registry } from '../registry/index.ts'

/** A larger part takes as long as some versions of the whole graph that is made once. */
const partVersionsMax = 4_096

export class Lineage {
  readonly #registry: Registry
  #whole: { readonly builder: GraphBuilder; count: number } | undefined

  constructor(registry: Registry) {
    this.#registry = registry
  }

  whole(): LineageGraph {
    const { versions } = this.#registry
    this.#whole ??= { builder: createGraphBuilder(), count: 0 }
    const { builder } = this.#whole
    if (this.#whole.count === 0) {
      for (const version of versions) builder.append(version)
      this.#whole.count = versions.length
    }
    while (this.#whole.count < versions.length) builder.append(versions.at(this.#whole.count++)!)
    return builder.graph()
  }

  /** The version and what its revenue can reach. */
  upstream(version: number, depthMax?: number): GraphPart {
    const { versions } = this.#registry
    const sources = (index: number) => versions.at(index)!.derivedFrom.map(({ source }) => source)
    return this.#part(version, sources, depthMax)
  }

  /** The version and everything that pays it. */
  downstream(version: number, depthMax?: number): GraphPart {
    return this.#part(version, (index) => this.#registry.versions.derivedFrom(index), depthMax)
  }

  #part(version: number, next: (index: number) => Iterable<number>, depthMax: number | undefined): GraphPart {
    const versionAt = (index: number) => this.#registry.versions.at(index)!
    const walk = { next, versionAt, depthMax, versionsMax: partVersionsMax }
    const part = this.#whole ? undefined : partFrom(version, walk)
    return part ?? wholePart(this.whole())
  }
}
