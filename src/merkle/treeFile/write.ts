/** Makes the file of a tree, part by part. */
import { readHex, writeHex } from '../../base/hex.ts'
import { invariant } from '../../invariant.ts'
import { arrange, type TreeNodes } from '../arrange.ts'
import { treeFormats } from '../formats/index.ts'
import { nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
import {
  addressBytes,
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

/** A part has about a mebibyte: so many pages, or so many bytes of nodes. */
const partPages = 200
const partBytes = 1 << 20
const pageBytes = pageLeaves * leafBytes
const word = 0xffff_ffff_ffff_ffffn

/** A tree that is computed and not written. */
export interface PreparedTreeFile {
  /** `0x` and 64 hex digits. */
  readonly root: string
  readonly leafCount: number
  /** The parts of the file, in their order. */
  parts(): Iterable<Uint8Array>
}

/**
 * @param leaves ascending by account and token, in lower case; at least one
 * @throws HeadwaterError as `buildTree`
 */
export function prepareTreeFile(leaves: readonly PayoutLeaf[]): PreparedTreeFile {
  const tree = arrange(treeFormats.openzeppelin.leafHashes(leaves))
  const [root] = writeHex(tree.nodes.subarray(0, nodeBytes), nodeBytes)
  return { root: root!, leafCount: leaves.length, parts: () => partsOf(leaves, tree) }
}

function* partsOf(leaves: readonly PayoutLeaf[], { nodes, nodeOfLeaf }: TreeNodes): Generator<Uint8Array> {
  const { leafCount, pageCount } = layoutOf(leaves.length)
  const index = new Uint8Array(pageCount * indexEntryBytes)
  for (let from = 0; from < pageCount; from += partPages) {
    const first = from * pageLeaves
    const last = Math.min(leafCount, first + partPages * pageLeaves)
    const part = new Uint8Array((last - first) * leafBytes)
    const view = new DataView(part.buffer)
    for (let leaf = first; leaf < last; leaf++) {
      writeLeaf(part, view, (leaf - first) * leafBytes, leaves[leaf]!)
      view.setUint32((leaf - first) * leafBytes + nodeAt, nodeOfLeaf[leaf]!)
    }
    for (let at = 0, page = from; at < part.length; at += pageBytes, page++)
      index.set(indexEntry(part.subarray(at, at + pageBytes)), page * indexEntryBytes)
    yield part
  }
  for (let at = 0; at < nodes.length; at += partBytes) yield nodes.subarray(at, at + partBytes)
  yield index
  yield footerOf(leafCount, nodes.subarray(0, nodeBytes), index)
}

function writeLeaf(
  into: Uint8Array,
  view: DataView,
  at: number,
  { account, token, cumulative }: PayoutLeaf,
): void {
  const readable =
    readHex(account, addressBytes, into, at) && readHex(token, addressBytes, into, at + tokenAt)
  invariant(readable, 'a leaf whose hash was computed has the right form')
  view.setBigUint64(at + cumulativeAt, cumulative >> 192n)
  view.setBigUint64(at + cumulativeAt + 8, (cumulative >> 128n) & word)
  view.setBigUint64(at + cumulativeAt + 16, (cumulative >> 64n) & word)
  view.setBigUint64(at + cumulativeAt + 24, cumulative & word)
}
