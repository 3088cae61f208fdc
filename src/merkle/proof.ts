/** Checking that a leaf belongs to a root, as the contract does. */

import { readHex } from '../base/hex.ts'
import { fail } from './fail.ts'
import { type TreeFormatName, treeFormats } from './formats/index.ts'
import { climb, nodeBytes, siblingsMax } from './hashing.ts'
import type { PayoutLeaf } from './leaf.ts'

/**
 * Whether `proof` leads from `leaf` to `root`.
 * @param root `0x` and 64 hex digits
 * @param proof sibling nodes from the leaf upwards, each in the form of the root; none for a tree of one leaf
 * @throws HeadwaterError `proof.malformed`, `address.malformed`, `tree.cumulativeOutOfRange`: nothing was checked
 */
export function verifyProof(
  root: string,
  leaf: PayoutLeaf,
  proof: readonly string[],
  format: TreeFormatName = 'openzeppelin',
): boolean {
  const rootBytes = new Uint8Array(nodeBytes)
  if (!readHex(root, nodeBytes, rootBytes, 0)) refuse('The root', '/root')
  if (proof.length > siblingsMax) {
    fail('proof.malformed', `A proof of ${proof.length} nodes is longer than any tree is deep.`, {
      path: '/proof',
    })
  }
  const siblings = new Uint8Array(proof.length * nodeBytes)
  for (const [i, node] of proof.entries()) {
    if (!readHex(node, nodeBytes, siblings, i * nodeBytes)) refuse(`Node ${i} of the proof`, `/proof/${i}`)
  }
  return sameBytes(climb(treeFormats[format].leafHash(leaf), siblings), rootBytes)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function refuse(what: string, path: string): never {
  fail('proof.malformed', `${what} is not 0x and 64 hex digits.`, { path })
}
