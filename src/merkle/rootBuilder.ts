/** The root of a tree, or its nodes, from its leaves. They come encoded, in chunks, and are not kept. */
import { writeHex } from '../base/hex.ts'
import { encodedLeafBytes } from './encodedLeaf.ts'
import type { EvmTreeFormat, LeafHasher } from './formats/format.ts'
import { type EvmTreeFormatName, evmTreeFormats } from './formats/index.ts'
import { nodeBytes } from './hashing.ts'
import type { OnPlaced, TreeNodes } from './shapes/shape.ts'
import { requireLeafCount } from './tree.ts'

export interface TreeRoot {
  /** As of a `PayoutTree`. */
  readonly root: string
  readonly leafCount: number
}

export class RootBuilder {
  readonly #format: EvmTreeFormat<never, unknown>
  readonly #hasher: LeafHasher
  #hashes = new Uint8Array(0)
  #used = 0
  #leafCount = 0

  constructor(format: EvmTreeFormatName) {
    this.#format = evmTreeFormats[format]
    this.#hasher = this.#format.hasher()
  }

  /**
   * @param encoded leaves
   * @param hashes theirs, where they are known and the format groups no leaves
   * @throws HeadwaterError `tree.cumulativeOutOfRange`
   */
  add(encoded: Uint8Array, hashes?: Uint8Array): void {
    const first = this.#leafCount
    this.#leafCount += encoded.length / encodedLeafBytes
    this.#take(hashes ?? this.#hasher.add(encoded, first))
  }

  #take(hashes: Uint8Array): void {
    if (this.#used + hashes.length > this.#hashes.length) {
      const larger = new Uint8Array(2 * (this.#used + hashes.length))
      larger.set(this.#hashes)
      this.#hashes = larger
    }
    this.#hashes.set(hashes, this.#used)
    this.#used += hashes.length
  }

  /** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  finish(): TreeRoot {
    const { nodes } = this.nodes()
    return { root: rootOf(nodes), leafCount: this.#leafCount }
  }

  /**
   * @param onPlaced as of `Shape.arrange`
   * @throws HeadwaterError `tree.empty`, `tree.tooLarge`
   */
  nodes(onPlaced?: OnPlaced): TreeNodes {
    requireLeafCount(this.#leafCount)
    this.#take(this.#hasher.end())
    return this.#format.shape.arrange(this.#hashes.subarray(0, this.#used), onPlaced)
  }
}

/** @param nodes of a tree, the root first; @returns the root as of a `PayoutTree` */
export function rootOf(nodes: Uint8Array): string {
  return writeHex(nodes.subarray(0, nodeBytes), nodeBytes)[0]!
}
