/** A complete binary tree whose leaves stand in the order given, filled up with zeros to a power of two: EigenLayer's. */
import { hashInnerNodes, nodeBytes } from '../hashing.ts'
import { keccakInOrder } from '../nodeRules.ts'
import { heap, heapParentOf, heapSiblingsOf } from './heap.ts'
import type { Shape } from './shape.ts'

export const padded: Shape = {
  rule: keccakInOrder,

  arrange(hashes, onPlaced) {
    const count = hashes.length / nodeBytes
    const width = widthOf(count)
    const nodes = new Uint8Array((2 * width - 1) * nodeBytes)
    nodes.set(hashes, (width - 1) * nodeBytes)
    const nodeOfLeaf = Uint32Array.from({ length: count }, (_, leaf) => width - 1 + leaf)
    onPlaced?.(nodeOfLeaf)
    hashInnerNodes(nodes, width, keccakInOrder)
    return { nodes, nodeOfLeaf }
  },

  nodeCount: (count) => 2 * widthOf(count) - 1,
  hashCount: (nodeCount) => (nodeCount + 1) / 2,
  parentOf: heapParentOf,
  siblingsOf: heapSiblingsOf,
  topCount: (nodesMax, count) => heap.topCount(nodesMax, widthOf(count)),

  topAgain(top) {
    const again = new Uint8Array(top)
    hashInnerNodes(again, (top.length / nodeBytes + 1) / 2, keccakInOrder)
    return again
  },
}

/** Its place among the hashes. @param node that holds a hash; @param count of hashes, with those that fill up or not */
export function placeOf(node: number, count: number): number {
  return node - (widthOf(count) - 1)
}

function widthOf(count: number): number {
  let width = 1
  while (width < count) width *= 2
  return width
}
