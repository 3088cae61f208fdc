/**
 * A complete binary tree in an array of 2n − 1 nodes, whose last n nodes are the leaves' hashes in descending order:
 * OpenZeppelin's.
 */
import { copyNode, hashInnerNodes, nodeBytes, wordsOf } from '../hashing.ts'
import { keccakSorted } from '../nodeRules.ts'
import { hashOrder } from '../order.ts'
import type { OnPlaced, Shape, TreeNodes } from './shape.ts'

export const heap: Shape = {
  rule: keccakSorted,

  arrange(hashes: Uint8Array, onPlaced?: OnPlaced): TreeNodes {
    const leafCount = hashes.length / nodeBytes
    const order = hashOrder(hashes)
    const nodeCount = 2 * leafCount - 1
    const nodes = new Uint8Array(nodeCount * nodeBytes)
    const nodeOfLeaf = new Uint32Array(leafCount)
    const hashWords = wordsOf(hashes)
    const nodeWords = wordsOf(nodes)
    for (let rank = 0; rank < order.length; rank++) {
      const leaf = order[rank]!
      const node = nodeCount - 1 - rank
      nodeOfLeaf[leaf] = node
      copyNode(hashWords, leaf, nodeWords, node)
    }
    onPlaced?.(nodeOfLeaf)
    hashInnerNodes(nodes, leafCount, keccakSorted)
    return { nodes, nodeOfLeaf }
  },

  nodeCount: (count) => 2 * count - 1,
  hashCount: (nodeCount) => (nodeCount + 1) / 2,
  parentOf: heapParentOf,
  siblingsOf: heapSiblingsOf,

  topCount(nodesMax, count) {
    const levels = Math.floor(Math.log2(Math.max(2, Math.min(nodesMax, 2 * count - 1) + 1)))
    return 2 ** levels - 1
  },

  topAgain(top) {
    const again = new Uint8Array(top)
    hashInnerNodes(again, (top.length / nodeBytes + 1) / 2, keccakSorted)
    return again
  },
}

export function heapParentOf(node: number): number {
  return (node - 1) >>> 1
}

/** Odd nodes are left children, even ones right. */
export function heapSiblingsOf(node: number): number[] {
  const siblings: number[] = []
  for (let at = node; at > 0; at = heapParentOf(at)) siblings.push(at % 2 === 1 ? at + 1 : at - 1)
  return siblings
}
