/**
 * The tree itself: an array of 2n − 1 nodes, root first, node i above nodes 2i + 1 and 2i + 2. Its last n nodes are
 * the leaves' hashes in descending order. All nodes live in one buffer, 32 bytes each.
 */

import { writeHex } from '../base/hex.ts'
import { invariant } from '../invariant.ts'
import { arrange, siblingsOf } from './arrange.ts'
import { fail } from './fail.ts'
import type { WholeTree } from './formats/format.ts'
import { type TreeDump, type TreeFormatName, treeFormats } from './formats/index.ts'
import { climb, copyNode, nodeBytes, wordsOf } from './hashing.ts'
import type { PayoutLeaf } from './leaf.ts'
import { sameBytes } from './proof.ts'

/** Most leaves of a tree: its nodes then take 2 GiB. */
export const payoutLeavesMax = 2 ** 25

export interface PayoutTree {
  /** `0x` and 64 lower-case hex digits. */
  readonly root: string
  readonly leafCount: number
  /** The leaves as given, in the order given. */
  leaves(): Iterable<PayoutLeaf>
  /**
   * The proof of a leaf: its siblings from the leaf upwards, in the form of the root. Checked against the root before
   * it is returned.
   * @param index place among the leaves as given, from 0
   * @throws HeadwaterError `tree.leafUnknown`
   */
  proof(index: number): string[]
  /** The whole tree as its format writes it: for `openzeppelin` the JSON that `StandardMerkleTree.load` reads. */
  dump(): TreeDump
}

/**
 * The payout tree of `leaves`, which may repeat.
 * @param format `openzeppelin` gives the same root, proofs and dump as OpenZeppelin's
 * `StandardMerkleTree.of(values, ['address', 'address', 'uint256'])`
 * @throws HeadwaterError `tree.empty`, `tree.tooLarge`, `address.malformed`, `tree.cumulativeOutOfRange`
 * @example
 * const tree = buildTree([{ account: '0x…', token: '0x…', cumulative: 1_500_000n }])
 * tree.root
 * verifyProof(tree.root, { account: '0x…', token: '0x…', cumulative: 1_500_000n }, tree.proof(0))
 */
export function buildTree(
  leaves: readonly PayoutLeaf[],
  format: TreeFormatName = 'openzeppelin',
): PayoutTree {
  requireLeafCount(leaves.length)
  // A copy of the list: sorting it later must not move the leaves of this tree.
  const given = leaves.slice()
  return new FlatPayoutTree(format, { leaves: given, ...arrange(treeFormats[format].leafHashes(given)) })
}

/** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
export function requireLeafCount(count: number): void {
  if (count === 0) fail('tree.empty', 'A tree needs at least one leaf.')
  if (count > payoutLeavesMax) {
    fail('tree.tooLarge', `${count} leaves are more than the ${payoutLeavesMax} that one tree takes.`)
  }
}

class FlatPayoutTree implements PayoutTree {
  readonly root: string
  readonly #format: TreeFormatName
  readonly #whole: WholeTree
  readonly #words: Uint32Array

  constructor(format: TreeFormatName, whole: WholeTree) {
    this.#format = format
    this.#whole = whole
    this.#words = wordsOf(whole.nodes)
    this.root = writeHex(this.#node(0), nodeBytes)[0]!
  }

  get leafCount(): number {
    return this.#whole.leaves.length
  }

  leaves(): Iterable<PayoutLeaf> {
    return this.#whole.leaves.values()
  }

  proof(index: number): string[] {
    const leaf = this.#whole.leaves[index]
    if (leaf === undefined) {
      fail('tree.leafUnknown', `The tree has leaves 0 to ${this.leafCount - 1}; ${index} is none of them.`)
    }
    const start = this.#whole.nodeOfLeaf[index]!
    const hash = treeFormats[this.#format].leafHash(leaf)
    invariant(sameBytes(hash, this.#node(start)), 'a leaf stays as it was when its tree was built')
    const siblings = this.#siblings(start)
    invariant(sameBytes(climb(this.#node(start), siblings), this.#node(0)), 'a proof leads to the root')
    return writeHex(siblings, nodeBytes)
  }

  dump(): TreeDump {
    return treeFormats[this.#format].dump(this.#whole)
  }

  #node(index: number): Uint8Array {
    return this.#whole.nodes.subarray(index * nodeBytes, (index + 1) * nodeBytes)
  }

  #siblings(node: number): Uint8Array {
    const beside = siblingsOf(node)
    const siblings = new Uint8Array(beside.length * nodeBytes)
    const to = wordsOf(siblings)
    for (const [i, sibling] of beside.entries()) copyNode(this.#words, sibling, to, i)
    return siblings
  }
}
