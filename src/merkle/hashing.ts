/** The hashes of an OpenZeppelin Merkle tree, whole runs of them in one call. Pure; flat buffers in and out. */
import { invariant } from '../invariant.ts'
import { digestsMax, inputBytesMax, keccakEngine } from '../keccak/engine.ts'

export const nodeBytes = 32
/** abi.encode(address, address, uint256). */
export const encodedLeafBytes = 96

const leavesMax = Math.min(digestsMax, Math.floor(inputBytesMax / encodedLeafBytes))
const pairsMax = Math.min(digestsMax, Math.floor(inputBytesMax / (2 * nodeBytes)))
/** Siblings that fit beside the node they are climbed from. */
export const siblingsMax = 256

/** keccak256(keccak256(leaf)) of every 96-byte leaf goes to `out`, 32 bytes each, in the same order. */
export function hashLeaves(leaves: Uint8Array, out: Uint8Array): void {
  const count = leaves.length / encodedLeafBytes
  invariant(Number.isInteger(count), 'an encoded leaf has 96 bytes')
  invariant(out.length === count * nodeBytes, 'a leaf hash has 32 bytes')
  const { wasm, input, inputAt, output, outputAt } = keccakEngine()
  for (let first = 0; first < count; first += leavesMax) {
    const length = Math.min(leavesMax, count - first)
    input.set(leaves.subarray(first * encodedLeafBytes, (first + length) * encodedLeafBytes))
    wasm.hashLeaves(inputAt, length, outputAt)
    out.set(output.subarray(0, length * nodeBytes), first * nodeBytes)
  }
}

/**
 * Fills the inner nodes of a complete binary tree in an array: node i is the hash of nodes 2i + 1 and 2i + 2, the
 * smaller one first. The last `leafCount` of the 2·leafCount − 1 nodes are the leaves, and given.
 */
export function hashInnerNodes(nodes: Uint8Array, leafCount: number): void {
  invariant(leafCount > 0 && nodes.length === (2 * leafCount - 1) * nodeBytes, 'n leaves make 2n − 1 nodes')
  const { wasm, input, inputAt, output, outputAt } = keccakEngine()
  let last = leafCount - 2
  while (last >= 0) {
    // A run of nodes whose children all lie above it: about a level of the tree, or a chunk of one.
    const first = Math.max(last - pairsMax + 1, Math.ceil(last / 2))
    const count = last - first + 1
    input.set(nodes.subarray((2 * first + 1) * nodeBytes, (2 * last + 3) * nodeBytes))
    wasm.hashPairs(inputAt, count, outputAt)
    nodes.set(output.subarray(0, count * nodeBytes), first * nodeBytes)
    last = first - 1
  }
}

/** The root that `node` leads to over `siblings`, 32 bytes each, from the leaf upwards. */
export function climb(node: Uint8Array, siblings: Uint8Array): Uint8Array {
  const count = siblings.length / nodeBytes
  invariant(
    node.length === nodeBytes && Number.isInteger(count) && count <= siblingsMax,
    'a proof is made of whole nodes',
  )
  const { wasm, input, inputAt, output, outputAt } = keccakEngine()
  input.set(siblings)
  output.set(node)
  wasm.climb(outputAt, inputAt, count)
  return output.slice(0, nodeBytes)
}
