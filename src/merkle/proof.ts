/** Checking that a leaf belongs to a root, as the contract does. */

import { readHex, writeHex } from '../base/hex.ts'
import { type LeafOf, type ProofOf, type TreeFormatName, treeFormats } from './formats/index.ts'
import { nodeBytes } from './hashing.ts'
import { refuseNode, sameBytes } from './siblings.ts'

/**
 * Whether `proof` leads from `leaf` to `root`.
 * @param root `0x` and 64 hex digits
 * @param proof sibling nodes from the leaf upwards, each in the form of the root; none for a tree of one leaf. For
 * `eigenlayer` the two places and the two lists that its contract takes
 * @throws HeadwaterError `proof.malformed`, `address.malformed`, `address.notBech32`, `address.notBase58`,
 * `tree.cumulativeOutOfRange`, `tree.indexWrong`: nothing was checked
 */
export function verifyProof<Name extends TreeFormatName = 'openzeppelin'>(
  root: string,
  leaf: LeafOf<Name>,
  proof: ProofOf<Name>,
  format: Name = 'openzeppelin' as Name,
): boolean {
  const rootBytes = new Uint8Array(nodeBytes)
  if (!readHex(root, nodeBytes, rootBytes, 0)) refuseNode('The root', '/root')
  const reached = treeFormats[format].rootOf(leaf as never, proof as never)
  return reached !== undefined && sameBytes(reached, rootBytes)
}

/**
 * The root to which `proof` leads from `leaf`, for people who want to see it: `verifyProof` compares it with the one that
 * is known.
 * @returns undefined where the proof leads to no root
 * @throws HeadwaterError as `verifyProof`
 */
export function rootOfProof<Name extends TreeFormatName = 'openzeppelin'>(
  leaf: LeafOf<Name>,
  proof: ProofOf<Name>,
  format: Name = 'openzeppelin' as Name,
): string | undefined {
  const reached = treeFormats[format].rootOf(leaf as never, proof as never)
  return reached && writeHex(reached, nodeBytes)[0]
}
