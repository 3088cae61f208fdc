/** Proofs that are lists of siblings, as most contracts take them. */
import { readHex, writeHex } from '../base/hex.ts'
import { invariant } from '../invariant.ts'
import { fail } from './fail.ts'
import { climb, nodeBytes, siblingsMax } from './hashing.ts'
import type { NodeRule } from './nodeRules.ts'
import type { Shape, TreeNodes } from './shapes/shape.ts'

/** @returns the siblings of a node, one after the other, from it upwards */
function siblingBytes({ nodes, nodeOfLeaf }: TreeNodes, shape: Shape, node: number): Uint8Array {
  const beside = shape.siblingsOf(node, nodeOfLeaf.length)
  const siblings = new Uint8Array(beside.length * nodeBytes)
  for (const [i, sibling] of beside.entries()) siblings.set(nodeAt(nodes, sibling), i * nodeBytes)
  return siblings
}

export function nodeAt(nodes: Uint8Array, index: number): Uint8Array {
  return nodes.subarray(index * nodeBytes, (index + 1) * nodeBytes)
}

/**
 * The siblings of the hash at a place, as text. Checked against the root before they are returned.
 * @param hash of the leaf, computed again
 * @param place of the hash among all, where the format's rule goes by it
 */
export function proveHash(
  tree: TreeNodes,
  shape: Shape,
  { index, hash, place = 0 }: { readonly index: number; readonly hash: Uint8Array; readonly place?: number },
): string[] {
  const start = tree.nodeOfLeaf[index]!
  invariant(sameBytes(hash, nodeAt(tree.nodes, start)), 'a leaf stays as it was when its tree was built')
  const siblings = siblingBytes(tree, shape, start)
  const reached = climb(hash, siblings, shape.rule, place)
  invariant(sameBytes(reached, nodeAt(tree.nodes, 0)), 'a proof leads to the root')
  return writeHex(siblings, nodeBytes)
}

/** The bytes of a proof's nodes. @throws HeadwaterError `proof.malformed` */
export function readSiblings(proof: readonly string[], path = '/proof'): Uint8Array {
  if (!Array.isArray(proof)) fail('proof.malformed', 'The proof is not a list of nodes.', { path })
  if (proof.length > siblingsMax) {
    fail('proof.malformed', `A proof of ${proof.length} nodes is longer than any tree is deep.`, { path })
  }
  const siblings = new Uint8Array(proof.length * nodeBytes)
  for (const [i, node] of proof.entries()) {
    if (!readHex(node, nodeBytes, siblings, i * nodeBytes))
      refuseNode(`Node ${i} of the proof`, `${path}/${i}`)
  }
  return siblings
}

/**
 * The root to which siblings lead from a hash.
 * @param place of the leaf, where the rule goes by it: it must be within what so many siblings have room for
 * @returns undefined where it is not
 */
export function rootAbove(
  hash: Uint8Array,
  siblings: Uint8Array,
  { rule, place = 0 }: { readonly rule: NodeRule; readonly place?: number },
): Uint8Array | undefined {
  if (!rule.sorted && place >= 2 ** (siblings.length / nodeBytes)) return undefined
  return climb(hash, siblings, rule, place)
}

export function refuseNode(what: string, path: string): never {
  fail('proof.malformed', `${what} is not 0x and 64 hex digits.`, { path })
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
