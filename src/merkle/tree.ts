/** A tree that is held in memory, with its leaves. All nodes live in one buffer, 32 bytes each. */

import { writeHex } from '../base/hex.ts'
import { fail } from './fail.ts'
import type { TreeFormat } from './formats/format.ts'
import {
  type LeafOf,
  type ProofOf,
  type TreeDump,
  type TreeFormatName,
  treeFormats,
} from './formats/index.ts'
import { nodeBytes } from './hashing.ts'
import type { NodesAndLeaves } from './nodesAndLeaves.ts'
import { nodeAt } from './siblings.ts'

/** Most leaves of a tree: its nodes then take 2 GiB. */
export const payoutLeavesMax = 2 ** 25

export interface PayoutTree<Name extends TreeFormatName = 'openzeppelin'> {
  /** `0x` and 64 lower-case hex digits. */
  readonly root: string
  readonly leafCount: number
  /** The leaves as given, in the order given. */
  leaves(): Iterable<LeafOf<Name>>
  /**
   * What a claim of the leaf takes: its siblings from the leaf upwards, in the form of the root; for `eigenlayer` two
   * such lists with places. Checked against the root before it is returned.
   * @param index place among the leaves as given, from 0
   * @throws HeadwaterError `tree.leafUnknown`
   */
  proof(index: number): Mutable<ProofOf<Name>>
  /**
   * The whole tree as its format writes it: for `openzeppelin` the JSON that `StandardMerkleTree.load` reads, for all
   * others the root and every leaf with its proof.
   */
  dump(): TreeDump<Name>
}

type Mutable<Proof> = Proof extends readonly string[] ? string[] : Proof

/**
 * The payout tree of `leaves`, which may repeat where a leaf is (account, token, cumulative).
 * @param format `openzeppelin` gives the same root, proofs and dump as OpenZeppelin's
 * `StandardMerkleTree.of(values, ['address', 'address', 'uint256'])`
 * @throws HeadwaterError `tree.empty`, `tree.tooLarge`, `address.malformed`, `address.notBech32`, `address.notBase58`,
 * `tree.cumulativeOutOfRange`, `tree.indexWrong`, `tree.leavesUnordered`, `tree.accountTwice`, `tree.severalTokens`
 * @example
 * const tree = buildTree([{ account: '0x…', token: '0x…', cumulative: 1_500_000n }])
 * tree.root
 * verifyProof(tree.root, { account: '0x…', token: '0x…', cumulative: 1_500_000n }, tree.proof(0))
 */
export function buildTree<Name extends TreeFormatName = 'openzeppelin'>(
  leaves: readonly LeafOf<Name>[],
  format: Name = 'openzeppelin' as Name,
): PayoutTree<Name> {
  requireLeafCount(leaves.length)
  // A copy of the list: sorting it later must not move the leaves of this tree.
  const given = leaves.slice()
  const parts = treeFormats[format] as unknown as TreeFormat<LeafOf<Name>, ProofOf<Name>>
  if (parts.kind === 'once') requirePlaces(given as readonly { readonly index: number }[])
  if ('isOfOneToken' in parts && parts.isOfOneToken && parts.kind === 'cumulative')
    requireOneToken(given as readonly { readonly token: string }[])
  const whole = { leaves: given, ...parts.shape.arrange(parts.leafHashes(given)) }
  return new HeldTree(parts, whole)
}

/** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
export function requireLeafCount(count: number): void {
  if (count === 0) fail('tree.empty', 'A tree needs at least one leaf.')
  if (count > payoutLeavesMax) {
    fail('tree.tooLarge', `${count} leaves are more than the ${payoutLeavesMax} that one tree takes.`)
  }
}

/** Two leaves of one index, and one of them could never be claimed. */
function requirePlaces(leaves: readonly { readonly index: number }[]): void {
  for (const [place, { index }] of leaves.entries()) {
    if (index !== place) {
      fail('tree.indexWrong', `The leaf at place ${place} has the index ${index}.`, {
        path: `/${place}/index`,
      })
    }
  }
}

function requireOneToken(leaves: readonly { readonly token: string }[]): void {
  const token = leaves[0]!.token.toLowerCase()
  const other = leaves.findIndex((leaf) => leaf.token.toLowerCase() !== token)
  if (other >= 0) {
    fail('tree.severalTokens', 'The contract of this format has one token, and the leaves have several.', {
      path: `/${other}/token`,
    })
  }
}

class HeldTree<Name extends TreeFormatName> implements PayoutTree<Name> {
  readonly root: string
  readonly #format: TreeFormat<LeafOf<Name>, ProofOf<Name>>
  readonly #whole: NodesAndLeaves<LeafOf<Name>>

  constructor(format: TreeFormat<LeafOf<Name>, ProofOf<Name>>, whole: NodesAndLeaves<LeafOf<Name>>) {
    this.#format = format
    this.#whole = whole
    this.root = writeHex(nodeAt(whole.nodes, 0), nodeBytes)[0]!
  }

  get leafCount(): number {
    return this.#whole.leaves.length
  }

  leaves(): Iterable<LeafOf<Name>> {
    return this.#whole.leaves.values()
  }

  proof(index: number): Mutable<ProofOf<Name>> {
    if (this.#whole.leaves[index] === undefined) {
      fail('tree.leafUnknown', `The tree has leaves 0 to ${this.leafCount - 1}; ${index} is none of them.`)
    }
    return this.#format.prove(this.#whole, index) as Mutable<ProofOf<Name>>
  }

  dump(): TreeDump<Name> {
    return this.#format.dump(this.#whole) as TreeDump<Name>
  }
}
