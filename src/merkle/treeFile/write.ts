/** Makes the file of a tree from its encoded leaves, which are read once: what is hashed is what is written. */
import { writeHex } from '../../base/hex.ts'
import { invariant } from '../../invariant.ts'
import { encodedAt, encodedLeafBytes } from '../encodedLeaf.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../formats/index.ts'
import { nodeBytes, wordsOf } from '../hashing.ts'
import { RootBuilder, type TreeRoot } from '../rootBuilder.ts'
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

/** Takes leaves ascending by account and token, in lower case; at least one. */
export class TreeFileBuilder {
  readonly #tree: RootBuilder
  readonly #isGrouped: boolean
  /** Leaves as the file has them, without the numbers of their nodes. */
  readonly #leaves: Uint8Array<ArrayBuffer>[] = []

  constructor(format: EvmTreeFormatName) {
    this.#tree = new RootBuilder(format)
    this.#isGrouped = evmTreeFormats[format].isGrouped
  }

  /** @param encoded of `encodedChunks`; whole pages, but for the last one */
  add(encoded: Uint8Array): void {
    const last = this.#leaves.at(-1)
    invariant(last === undefined || last.length % pageBytes === 0, 'only the last chunk ends within a page')
    this.#tree.add(encoded)
    this.#leaves.push(leavesOf(encoded))
  }

  /** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  finish(): BuiltTreeFile {
    const { nodes, nodeOfLeaf } = this.#tree.nodes()
    const leafCount = this.#leaves.reduce((sum, part) => sum + part.length / leafBytes, 0)
    const index = new Uint8Array(layoutOf(leafCount, 0).pageCount * indexEntryBytes)
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
        index.set(indexEntry(part.subarray(at, at + pageBytes)), page * indexEntryBytes)
    }
    const rootNode = nodes.subarray(0, nodeBytes)
    const [root] = writeHex(rootNode, nodeBytes)
    const footer = footerOf(leafCount, rootNode, index)
    return { root: root!, leafCount, parts: [...this.#leaves, nodes, index, footer] }
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
