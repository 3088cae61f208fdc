/** Makes the file of a tree from its encoded leaves, which are read once: what is hashed is what is written. */
import { writeHex } from '../../base/hex.ts'
import { invariant } from '../../invariant.ts'
import { encodedAt, encodedLeafBytes } from '../formats/openzeppelin.ts'
import { nodeBytes, wordsOf } from '../hashing.ts'
import { RootBuilder, type TreeRoot } from '../rootBuilder.ts'
import {
  cumulativeAt,
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
  [encodedAt.token, cumulativeAt - tokenAt, tokenAt],
  [encodedAt.cumulative, nodeAt - cumulativeAt, cumulativeAt],
].map(([from, length, to]) => ({ from: from! / wordBytes, length: length! / wordBytes, to: to! / wordBytes }))

/** The file of a tree, in memory. */
export interface BuiltTreeFile extends TreeRoot {
  /** The parts of the file, in their order. Each has its memory to itself. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[]
}

/** Takes leaves ascending by account and token, in lower case; at least one. */
export class TreeFileBuilder {
  readonly #tree = new RootBuilder()
  /** Leaves as the file has them, without the numbers of their nodes. */
  readonly #leaves: Uint8Array<ArrayBuffer>[] = []

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
    const leafCount = nodeOfLeaf.length
    const index = new Uint8Array(layoutOf(leafCount).pageCount * indexEntryBytes)
    let [leaf, page] = [0, 0]
    for (const part of this.#leaves) {
      const view = new DataView(part.buffer)
      for (let at = nodeAt; at < part.length; at += leafBytes) view.setUint32(at, nodeOfLeaf[leaf++]!)
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
