/** The nodes of a tree from the hashes of its leaves. */
import { copyNode, hashInnerNodes, nodeBytes, wordsOf } from './hashing.ts'
import { hashOrder } from './order.ts'

/** A tree above leaves that are kept elsewhere. */
export interface TreeNodes {
  /** 32 bytes each, the root first. */
  readonly nodes: Uint8Array<ArrayBuffer>
  /** Which node holds the hash of each leaf. */
  readonly nodeOfLeaf: Uint32Array
}

/** @param hashes of the leaves, 32 bytes each, in the order given; at least one */
export function arrange(hashes: Uint8Array): TreeNodes {
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
  hashInnerNodes(nodes, leafCount)
  return { nodes, nodeOfLeaf }
}

/** Of any node but the root. */
export function parentOf(node: number): number {
  return (node - 1) >>> 1
}

/** The nodes beside the way from a node to the root, upwards: odd nodes are left children, even ones right. */
export function siblingsOf(node: number): number[] {
  const siblings: number[] = []
  for (let at = node; at > 0; at = parentOf(at)) siblings.push(at % 2 === 1 ? at + 1 : at - 1)
  return siblings
}
