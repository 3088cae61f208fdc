/** The root of a tree, or its nodes, from its leaves. They come encoded, in chunks, and are not kept. */
import { writeHex } from '../base/hex.ts'
import { arrange, type TreeNodes } from './arrange.ts'
import { treeFormats } from './formats/index.ts'
import { nodeBytes } from './hashing.ts'
import type { PayoutLeaf } from './leaf.ts'
import { requireLeafCount } from './tree.ts'

export interface TreeRoot {
  /** As of a `PayoutTree`. */
  readonly root: string
  readonly leafCount: number
}

const format = treeFormats.openzeppelin

/** What `RootBuilder.add` takes: each chunk is new memory, which the caller may give away. */
export function encodedChunks(leaves: Iterable<PayoutLeaf>): Iterable<Uint8Array<ArrayBuffer>> {
  return format.encodedChunks(leaves)
}

export class RootBuilder {
  #hashes = new Uint8Array(0)
  #used = 0

  add(encoded: Uint8Array): void {
    const hashes = format.hashEncoded(encoded)
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
    const { nodes, nodeOfLeaf } = this.nodes()
    return { root: writeHex(nodes.subarray(0, nodeBytes), nodeBytes)[0]!, leafCount: nodeOfLeaf.length }
  }

  /** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  nodes(): TreeNodes {
    requireLeafCount(this.#used / nodeBytes)
    return arrange(this.#hashes.subarray(0, this.#used))
  }
}
