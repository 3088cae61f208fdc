/** Reads leaves and proofs from the file of a tree, a few kilobytes for each, and checks all that it gives. */
import { readHex, writeHex } from '../../base/hex.ts'
import { firstIndex } from '../../base/search.ts'
import { parentOf, siblingsOf } from '../arrange.ts'
import { treeFormats } from '../formats/index.ts'
import { climb, hashInnerNodes, nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
import { addressBytes } from '../leafBytes.ts'
import { sameBytes } from '../proof.ts'
import {
  cumulativeAt,
  footerOf,
  indexEntry,
  indexEntryBytes,
  type Layout,
  layoutOf,
  leafBytes,
  nodeAt,
  pageLeaves,
} from './layout.ts'

/** The bytes of a file. */
export interface ReadableBytes {
  readonly size: number
  /** Exactly `length` bytes from `offset`. */
  read(offset: number, length: number): Uint8Array
}

export interface ProvenLeaf extends PayoutLeaf {
  /** Siblings from the leaf upwards, `0x` and 64 hex digits each; they lead to the root. */
  readonly proof: string[]
}

export interface TreeFile {
  readonly leafCount: number
  /** The leaves of an account, by token. @throws DamagedTreeFile */
  leavesOf(account: string): ProvenLeaf[]
  /** Leaves by account and token, from number `from` on. @throws DamagedTreeFile */
  leaves(from?: number): Generator<ProvenLeaf>
}

/** What the file says is not what its tree says. It is made again from the books. */
export class DamagedTreeFile extends Error {}

/** Nodes near the root, which every proof goes through, are held: 2 MiB. */
const heldNodesDefault = 2 ** 16

interface Expected {
  /** `0x` and 64 hex digits. */
  readonly root: string
  readonly leafCount: number
  /** How many nodes, from the root on, are held in memory at most; the others are read for each proof. */
  readonly heldNodes?: number
}

/**
 * @param expected from a manifest
 * @throws DamagedTreeFile
 */
export function openTreeFile(bytes: ReadableBytes, expected: Expected): TreeFile {
  const layout = layoutOf(expected.leafCount)
  const root = new Uint8Array(nodeBytes)
  if (bytes.size !== layout.size || !readHex(expected.root, nodeBytes, root, 0))
    throw new DamagedTreeFile('the file of a tree has another size')
  const { leafCount, indexAt, footerAt, size } = layout
  const index = bytes.read(indexAt, footerAt - indexAt)
  if (!sameBytes(bytes.read(footerAt, size - footerAt), footerOf(leafCount, root, index)))
    throw new DamagedTreeFile('the file of a tree is not that of the manifest')
  const nodes = readHeld(bytes, layout, root, expected.heldNodes ?? heldNodesDefault)
  return new FileReader(bytes, layout, { index, nodes })
}

/** Whole levels of the tree, from the root on, which has been compared with all of them. */
function readHeld(bytes: ReadableBytes, layout: Layout, root: Uint8Array, nodesMax: number): Uint8Array {
  const levels = Math.floor(Math.log2(Math.max(2, Math.min(nodesMax, layout.nodeCount) + 1)))
  const nodes = bytes.read(layout.nodesAt, (2 ** levels - 1) * nodeBytes)
  // The same again from its lowest level.
  const again = new Uint8Array(nodes)
  hashInnerNodes(again, 2 ** (levels - 1))
  if (!sameBytes(nodes.subarray(0, nodeBytes), root) || Buffer.compare(nodes, again) !== 0)
    throw new DamagedTreeFile('the nodes of a tree do not lead to its root')
  return nodes
}

/** What was checked when the file was opened. */
interface Held {
  readonly index: Uint8Array
  /** The first nodes. */
  readonly nodes: Uint8Array
}

class FileReader implements TreeFile {
  readonly #bytes: ReadableBytes
  readonly #layout: Layout
  readonly #held: Held

  constructor(bytes: ReadableBytes, layout: Layout, held: Held) {
    this.#bytes = bytes
    this.#layout = layout
    this.#held = held
  }

  get leafCount(): number {
    return this.#layout.leafCount
  }

  leavesOf(account: string): ProvenLeaf[] {
    const wanted = new Uint8Array(addressBytes)
    if (!readHex(account, addressBytes, wanted, 0)) return []
    const { pageCount } = this.#layout
    const found: ProvenLeaf[] = []
    // An account may begin in the page before the first one that begins with it.
    const after = firstIndex(
      pageCount,
      (page) => compare(this.#held.index, page * indexEntryBytes, wanted) >= 0,
    )
    for (let page = Math.max(0, after - 1); page < pageCount; page++) {
      const leaves = this.#page(page)
      const count = leaves.length / leafBytes
      let i = firstIndex(count, (at) => compare(leaves, at * leafBytes, wanted) >= 0)
      for (; i < count && compare(leaves, i * leafBytes, wanted) === 0; i++)
        found.push(this.#proven(leaves, i * leafBytes))
      if (i < count) break
    }
    return found
  }

  *leaves(from = 0): Generator<ProvenLeaf> {
    const first = Math.floor(from / pageLeaves)
    for (let page = first; page < this.#layout.pageCount; page++) {
      const leaves = this.#page(page)
      const begun = page === first ? (from % pageLeaves) * leafBytes : 0
      for (let at = begun; at < leaves.length; at += leafBytes) yield this.#proven(leaves, at)
    }
  }

  #page(page: number): Uint8Array {
    const first = page * pageLeaves
    const count = Math.min(pageLeaves, this.leafCount - first)
    const leaves = this.#bytes.read(first * leafBytes, count * leafBytes)
    const entry = this.#held.index.subarray(page * indexEntryBytes, (page + 1) * indexEntryBytes)
    if (!sameBytes(indexEntry(leaves), entry)) throw new DamagedTreeFile(`page ${page} of a tree is damaged`)
    return leaves
  }

  #proven(leaves: Uint8Array, at: number): ProvenLeaf {
    const leaf = readLeaf(leaves, at)
    const node = new DataView(leaves.buffer, leaves.byteOffset).getUint32(at + nodeAt)
    if (node >= this.#layout.nodeCount) throw new DamagedTreeFile(`there is no node ${node}`)
    const beside = siblingsOf(node)
    const siblings = new Uint8Array(beside.length * nodeBytes)
    for (const [i, sibling] of beside.entries()) siblings.set(this.#node(sibling), i * nodeBytes)
    this.#requireLeadsToRoot(leaf, node, siblings)
    return { ...leaf, proof: writeHex(siblings, nodeBytes) }
  }

  /** Whatever the file says: what leads to a node that is held, and so to the root, is in the tree. */
  #requireLeadsToRoot(leaf: PayoutLeaf, node: number, siblings: Uint8Array): void {
    let levels = 0
    let held = node
    for (; held * nodeBytes >= this.#held.nodes.length; held = parentOf(held)) levels++
    const reached = climb(treeFormats.openzeppelin.leafHash(leaf), siblings.subarray(0, levels * nodeBytes))
    if (!sameBytes(reached, this.#node(held)))
      throw new DamagedTreeFile(`the proof of a leaf at node ${node} does not lead to the root`)
  }

  #node(node: number): Uint8Array {
    const at = node * nodeBytes
    const { nodes } = this.#held
    if (at < nodes.length) return nodes.subarray(at, at + nodeBytes)
    return this.#bytes.read(this.#layout.nodesAt + at, nodeBytes)
  }
}

function readLeaf(bytes: Uint8Array, at: number): PayoutLeaf {
  const [account, token] = writeHex(bytes.subarray(at, at + cumulativeAt), addressBytes)
  const [cumulative] = writeHex(bytes.subarray(at + cumulativeAt, at + nodeAt), nodeAt - cumulativeAt)
  return { account: account!, token: token!, cumulative: BigInt(cumulative!) }
}

/** The address at `at` against `address`: negative, 0 or positive. */
function compare(bytes: Uint8Array, at: number, address: Uint8Array): number {
  for (let i = 0; i < addressBytes; i++) {
    const difference = bytes[at + i]! - address[i]!
    if (difference !== 0) return difference
  }
  return 0
}
