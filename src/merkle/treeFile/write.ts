/** Makes the file of a tree, part by part. */
import { readHex, writeHex } from '../../base/hex.ts'
import { invariant } from '../../invariant.ts'
import type { TreeNodes } from '../arrange.ts'
import { nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
import { addressBytes, createTokenReader, writeUint256 } from '../leafBytes.ts'
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

/** A part has about a mebibyte: so many leaves, or so many bytes of nodes. */
const partLeaves = 400 * pageLeaves
const partBytes = 1 << 20
const pageBytes = pageLeaves * leafBytes

/** A tree that is computed and not written. */
interface PreparedTreeFile {
  /** `0x` and 64 hex digits. */
  readonly root: string
  readonly leafCount: number
  /** The parts of the file, in their order. */
  parts(): Iterable<Uint8Array>
}

/**
 * @param leaves ascending by account and token, in lower case; at least one. They are not held
 * @param tree above these leaves
 */
export function prepareTreeFile(leaves: Iterable<PayoutLeaf>, tree: TreeNodes): PreparedTreeFile {
  const [root] = writeHex(tree.nodes.subarray(0, nodeBytes), nodeBytes)
  return { root: root!, leafCount: tree.nodeOfLeaf.length, parts: () => partsOf(leaves, tree) }
}

function* partsOf(leaves: Iterable<PayoutLeaf>, tree: TreeNodes): Generator<Uint8Array> {
  const { nodes, nodeOfLeaf } = tree
  const index = new Uint8Array(layoutOf(nodeOfLeaf.length).pageCount * indexEntryBytes)
  let page = 0
  for (const part of leafParts(leaves, nodeOfLeaf)) {
    for (let at = 0; at < part.length; at += pageBytes, page++)
      index.set(indexEntry(part.subarray(at, at + pageBytes)), page * indexEntryBytes)
    yield part
  }
  for (let at = 0; at < nodes.length; at += partBytes) yield nodes.subarray(at, at + partBytes)
  yield index
  yield footerOf(nodeOfLeaf.length, nodes.subarray(0, nodeBytes), index)
}

/** Whole pages, but for the last one. */
function* leafParts(leaves: Iterable<PayoutLeaf>, nodeOfLeaf: Uint32Array): Generator<Uint8Array> {
  const left = leaves[Symbol.iterator]()
  const readToken = createTokenReader()
  for (let first = 0; first < nodeOfLeaf.length; first += partLeaves) {
    const count = Math.min(partLeaves, nodeOfLeaf.length - first)
    const part = new Uint8Array(count * leafBytes)
    const view = new DataView(part.buffer)
    for (let i = 0; i < count; i++) {
      const next = left.next()
      invariant(!next.done, 'leaves that are read twice are the same')
      const { account, token, cumulative } = next.value
      const at = i * leafBytes
      const readable = readHex(account, addressBytes, part, at) && readToken(token, part, at + tokenAt)
      invariant(readable, 'a leaf whose hash was computed has the right form')
      writeUint256(view, at + cumulativeAt, cumulative)
      view.setUint32(at + nodeAt, nodeOfLeaf[first + i]!)
    }
    yield part
  }
}
