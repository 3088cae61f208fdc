/** Makes the file of a tree from its encoded leaves, which are read once: what is hashed is what is written. */
import { invariant } from '../../invariant.ts'
import { encodedAt, encodedLeafBytes } from '../encodedLeaf.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../formats/index.ts'
import { nodeBytes, wordsOf } from '../hashing.ts'
import { rootOf, type TreeRoot } from '../rootBuilder.ts'
import { sameBytes } from '../siblings.ts'
import {
  amountAt,
  footerOf,
  indexEntry,
  indexEntryBytes,
  layoutOf,
  leafBytes,
  nodeAt,
  pageLeaves,
  tokenAt,
} from './layout.ts'

const pageBytes = pageLeaves * leafBytes
const wordBytes = 4
const leafWords = leafBytes / wordBytes
const encodedWords = encodedLeafBytes / wordBytes
/** Runs of words of an encoded leaf that are fields of a leaf in the file: from, end, and how far they move. */
const moves = [
  [encodedAt.account, tokenAt, 0],
  [encodedAt.token, amountAt - tokenAt, tokenAt],
  [encodedAt.amount, nodeAt - amountAt, amountAt],
].map(([from, length, to]) => ({ from: from! / wordBytes, length: length! / wordBytes, to: to! / wordBytes }))

/** The file of a tree, in memory. */
export interface BuiltTreeFile extends TreeRoot {
  /** The parts of the file, in their order. Each has its memory to itself. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[]
}

/**
 * Takes leaves ascending by account and token, in lower case, at least one; then the numbers of their nodes, and then the
 * nodes: what is hashed for the tree can be hashed elsewhere.
 */
export class TreeFileBuilder {
  readonly #isGrouped: boolean
  /** Leaves as the file has them. */
  readonly #leaves: Uint8Array<ArrayBuffer>[] = []
  #leafCount = 0
  #index = new Uint8Array(0)

  constructor(format: EvmTreeFormatName) {
    this.#isGrouped = evmTreeFormats[format].isGrouped
  }

  /** @param encoded of `encodedChunks`; whole pages, but for the last one */
  add(encoded: Uint8Array): void {
    const last = this.#leaves.at(-1)
    invariant(last === undefined || last.length % pageBytes === 0, 'only the last chunk ends within a page')
    this.#leaves.push(leavesOf(encoded))
    this.#leafCount += encoded.length / encodedLeafBytes
  }

  /** @param nodeOfLeaf of the tree of all leaves */
  number(nodeOfLeaf: Uint32Array): void {
    this.#index = new Uint8Array(layoutOf(this.#leafCount, 0).pageCount * indexEntryBytes)
    let [hash, page] = [0, 0]
    let before: Uint8Array | undefined
    for (const part of this.#leaves) {
      const view = new DataView(part.buffer)
      for (let at = 0; at < part.length; at += leafBytes) {
        if (this.#isGrouped) {
          // The leaves of an account have one node.
          const account = part.subarray(at, at + tokenAt)
          if (before !== undefined && sameBytes(before, account)) hash--
          before = account
        }
        view.setUint32(at + nodeAt, nodeOfLeaf[hash++]!)
      }
      for (let at = 0; at < part.length; at += pageBytes, page++)
        this.#index.set(indexEntry(part.subarray(at, at + pageBytes)), page * indexEntryBytes)
    }
  }

  /** @param nodes of the tree, the root first */
  finish(nodes: Uint8Array<ArrayBuffer>): BuiltTreeFile {
    const rootNode = nodes.subarray(0, nodeBytes)
    const footer = footerOf(this.#leafCount, rootNode, this.#index)
    return {
      root: rootOf(nodes),
      leafCount: this.#leafCount,
      parts: [...this.#leaves, nodes, this.#index, footer],
    }
  }
}

function leavesOf(encoded: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = encoded.length / encodedLeafBytes
  const leaves = new Uint8Array(count * leafBytes)
  const [from, to] = [wordsOf(encoded), wordsOf(leaves)]
  for (const move of moves) {
    for (let leaf = 0; leaf < count; leaf++) {
      const [fromAt, toAt] = [leaf * encodedWords + move.from, leaf * leafWords + move.to]
      for (let word = 0; word < move.length; word++) to[toAt + word] = from[fromAt + word]!
    }
  }
  return leaves
}
