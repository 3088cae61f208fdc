/**
 * Levels above levels: the nodes of a level are hashed in pairs, the first with the second and so on. What becomes of
 * the last node of a level with an odd number of them is the format's: it goes up as it is, or is hashed with itself.
 */
import { copyNode, hashPairs, nodeBytes, wordsOf } from '../hashing.ts'
import type { NodeRule } from '../nodeRules.ts'
import { hashOrder } from '../order.ts'
import type { Shape } from './shape.ts'

interface Layers {
  readonly rule: NodeRule
  /** Whether the leaves are put into the ascending order of their hashes; otherwise they stay in the order given. */
  readonly sortsLeaves: boolean
  readonly odd: 'goesUp' | 'isDoubled'
}

export function layers({ rule, sortsLeaves, odd }: Layers): Shape {
  /** Fills all levels above the lowest, which the caller has filled. */
  function fill(nodes: Uint8Array, count: number): void {
    const sizes = levelSizes(count)
    let from = nodes.length / nodeBytes - count
    for (let level = sizes.length - 1; level > 0; level--) {
      const above = from - sizes[level - 1]!
      const pairs = { from, count: sizes[level]! >> 1, to: above }
      hashPairs(nodes, pairs, rule)
      if (sizes[level]! % 2 === 1) {
        const [last, up] = [from + sizes[level]! - 1, from - 1]
        if (odd === 'goesUp') copyNode(wordsOf(nodes), last, wordsOf(nodes), up)
        else hashPairs(nodes, { from: last, count: 1, to: up, isDoubled: true }, rule)
      }
      from = above
    }
  }

  return {
    rule,
    arrange(hashes, onPlaced) {
      const count = hashes.length / nodeBytes
      const nodeCount = nodeCountOf(count)
      const nodes = new Uint8Array(nodeCount * nodeBytes)
      const order = sortsLeaves ? hashOrder(hashes) : Uint32Array.from({ length: count }, (_, leaf) => leaf)
      const nodeOfLeaf = new Uint32Array(count)
      const [from, to] = [wordsOf(hashes), wordsOf(nodes)]
      for (let rank = 0; rank < count; rank++) {
        const node = nodeCount - count + rank
        nodeOfLeaf[order[rank]!] = node
        copyNode(from, order[rank]!, to, node)
      }
      onPlaced?.(nodeOfLeaf)
      fill(nodes, count)
      return { nodes, nodeOfLeaf }
    },

    nodeCount: nodeCountOf,
    hashCount(nodeCount) {
      // Numbers of nodes ascend with those of hashes.
      let [low, high] = [1, nodeCount]
      while (low < high) {
        const middle = Math.floor((low + high) / 2)
        if (nodeCountOf(middle) < nodeCount) low = middle + 1
        else high = middle
      }
      return low
    },

    parentOf(node, count) {
      const { level, first, firstAbove } = placeOf(node, levelSizes(count))
      return level === 0 ? 0 : firstAbove + ((node - first) >> 1)
    },

    siblingsOf(node, count) {
      const sizes = levelSizes(count)
      let { level, first, firstAbove } = placeOf(node, sizes)
      const siblings: number[] = []
      for (let at = node - first; level > 0; at >>= 1, level--) {
        if ((at ^ 1) < sizes[level]!) siblings.push(first + (at ^ 1))
        else if (odd === 'isDoubled') siblings.push(first + at)
        first = firstAbove
        firstAbove -= level > 1 ? sizes[level - 2]! : 0
      }
      return siblings
    },

    topCount(nodesMax, count) {
      const sizes = levelSizes(count)
      let nodes = 1
      for (let level = 1; level < sizes.length && nodes + sizes[level]! <= nodesMax; level++)
        nodes += sizes[level]!
      return nodes
    },

    topAgain(top, count) {
      const sizes = levelSizes(count)
      let [level, nodes] = [0, 1]
      while (nodes * nodeBytes < top.length) nodes += sizes[++level]!
      const again = new Uint8Array(top)
      fill(again, sizes[level]!)
      return again
    },
  }
}

/** The numbers of nodes of the levels, from the root's on down. */
function levelSizes(count: number): number[] {
  const sizes = [count]
  while (sizes[0]! > 1) sizes.unshift(Math.ceil(sizes[0]! / 2))
  return sizes
}

function nodeCountOf(count: number): number {
  return levelSizes(count).reduce((sum, size) => sum + size, 0)
}

/** In which level a node is, and where this level and the one above it begin. */
function placeOf(node: number, sizes: readonly number[]) {
  let [level, first, firstAbove] = [0, 0, 0]
  while (node >= first + sizes[level]!) {
    firstAbove = first
    first += sizes[level++]!
  }
  return { level, first, firstAbove }
}
