/** The hashes above the leaves: a node is the hash of its two children, by the rule of its format. Pure. */
import { invariant } from '../invariant.ts'
import type { NodeRule } from './nodeRules.ts'

export const nodeBytes = 32
/** More siblings than any tree is deep. */
export const siblingsMax = 256

const wordsPerNode = nodeBytes / 4
/** Pairs that are put in order at a time: few enough to stay in a core's cache. */
const pairsMax = 4_096

/**
 * Fills the inner nodes of a complete binary tree in an array: node i is the hash of nodes 2i + 1 and 2i + 2. The
 * caller has filled the last `leafCount` of the 2·leafCount − 1 nodes with the leaves.
 */
export function hashInnerNodes(nodes: Uint8Array, leafCount: number, rule: NodeRule): void {
  invariant(leafCount > 0 && nodes.length === (2 * leafCount - 1) * nodeBytes, 'n leaves make 2n − 1 nodes')
  const pairs = createPairs(nodes, Math.min(pairsMax, leafCount), rule)
  let last = leafCount - 2
  while (last >= 0) {
    // A run of nodes whose children all lie above it: about a level of the tree, or a chunk of one.
    const first = Math.max(last - pairsMax + 1, Math.ceil(last / 2))
    for (let node = first; node <= last; node++) pairs.put(node - first, 2 * node + 1, 2 * node + 2)
    pairs.hash(last - first + 1, nodes.subarray(first * nodeBytes, (last + 1) * nodeBytes))
    last = first - 1
  }
}

interface NodePairs {
  /** The first node of the first pair; the others follow. */
  readonly from: number
  /** Number of pairs. */
  readonly count: number
  /** Where the first hash goes, and the others after it. */
  readonly to: number
  /** Whether the node is paired with itself; then `count` is 1. */
  readonly isDoubled?: boolean
}

/** Hashes nodes of one level in pairs into the level above. */
export function hashPairs(
  nodes: Uint8Array,
  { from, count, to, isDoubled = false }: NodePairs,
  rule: NodeRule,
): void {
  const pairs = createPairs(nodes, Math.max(1, Math.min(pairsMax, count)), rule)
  for (let first = 0; first < count; first += pairsMax) {
    const last = Math.min(count, first + pairsMax)
    for (let pair = first; pair < last; pair++)
      pairs.put(pair - first, from + 2 * pair, from + 2 * pair + (isDoubled ? 0 : 1))
    pairs.hash(last - first, nodes.subarray((to + first) * nodeBytes, (to + last) * nodeBytes))
  }
}

/** Working memory of `wayUp`: memory of its own for each proof would cost as much as a hash. */
const pair = new Uint8Array(2 * nodeBytes)
const reached = new Uint8Array(nodeBytes)
const way = new Uint8Array((siblingsMax + 1) * nodeBytes)

/**
 * The root that `node` leads to over `siblings`, 32 bytes each, from the leaf upwards.
 * @param place of the leaf among all, for rules that don't sort: its bits say which child each node is
 */
export function climb(node: Uint8Array, siblings: Uint8Array, rule: NodeRule, place = 0): Uint8Array {
  return wayUp(node, siblings, rule, place).slice(-nodeBytes)
}

/** The nodes that `climb` goes through, from `node` to the root. They are there until the next call. */
export function wayUp(node: Uint8Array, siblings: Uint8Array, rule: NodeRule, place = 0): Uint8Array {
  const count = siblings.length / nodeBytes
  invariant(
    node.length === nodeBytes && Number.isInteger(count) && count <= siblingsMax,
    'a proof is made of whole nodes',
  )
  // Plain loops: `set` of a subarray costs more than so few bytes.
  for (let i = 0; i < nodeBytes; i++) way[i] = reached[i] = node[i]!
  let rest = place
  for (let at = 0; at < siblings.length; at += nodeBytes) {
    const siblingFirst = rule.sorted ? isAboveAt(reached, siblings, at) : rest % 2 === 1
    const [own, other] = siblingFirst ? [nodeBytes, 0] : [0, nodeBytes]
    for (let i = 0; i < nodeBytes; i++) pair[own + i] = reached[i]!
    for (let i = 0; i < nodeBytes; i++) pair[other + i] = siblings[at + i]!
    rule.hash(pair, reached)
    for (let i = 0; i < nodeBytes; i++) way[at + nodeBytes + i] = reached[i]!
    rest = Math.floor(rest / 2)
  }
  return way.subarray(0, siblings.length + nodeBytes)
}

/** Whether a node, as a big-endian number, is greater than the one at `at` of a list. */
function isAboveAt(node: Uint8Array, nodes: Uint8Array, at: number): boolean {
  for (let i = 0; i < nodeBytes; i++) {
    const difference = node[i]! - nodes[at + i]!
    if (difference !== 0) return difference > 0
  }
  return false
}

/** Copies one node from list to list, by words in a plain loop: `set` of a subarray costs several times as much. */
export function copyNode(from: Uint32Array, at: number, to: Uint32Array, toAt: number): void {
  for (let word = 0; word < wordsPerNode; word++) {
    to[toAt * wordsPerNode + word] = from[at * wordsPerNode + word]!
  }
}

/** The same bytes as 32-bit words, in the machine's byte order. */
export function wordsOf({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length / 4)
}

/** Room for `max` pairs out of `nodes`. */
function createPairs(nodes: Uint8Array, max: number, rule: NodeRule) {
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.length)
  const words = wordsOf(nodes)
  const pairs = new Uint8Array(max * 2 * nodeBytes)
  const pairWords = wordsOf(pairs)
  return {
    put(pair: number, a: number, b: number): void {
      const swap = rule.sorted && isAbove(view, a, b)
      copyNode(words, swap ? b : a, pairWords, 2 * pair)
      copyNode(words, swap ? a : b, pairWords, 2 * pair + 1)
    },
    hash(count: number, out: Uint8Array): void {
      rule.hash(count === max ? pairs : pairs.subarray(0, count * 2 * nodeBytes), out)
    },
  }
}

/** Whether node `a`, as a big-endian number, is greater than node `b`. */
export function isAbove(nodes: DataView, a: number, b: number): boolean {
  for (let at = 0; at < nodeBytes; at += 4) {
    const x = nodes.getUint32(a * nodeBytes + at)
    const y = nodes.getUint32(b * nodeBytes + at)
    if (x !== y) return x > y
  }
  return false
}
