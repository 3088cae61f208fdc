/** How formats hash two children to the node above them. Pure. */
import { keccak256Fixed } from '../keccak/index.ts'
import { sha256 } from './sha256.ts'

export interface NodeRule {
  /** Whether the smaller child comes first, as a number; otherwise the left one does. */
  readonly sorted: boolean
  /** The hash of each pair of 64 bytes; 32 bytes each into `out`. */
  hash(pairs: Uint8Array, out: Uint8Array): void
}

const pairBytes = 64
const hashBytes = 32

const keccak = (pairs: Uint8Array, out: Uint8Array) => keccak256Fixed(pairs, pairBytes, out)

export const keccakSorted: NodeRule = { sorted: true, hash: keccak }
export const keccakInOrder: NodeRule = { sorted: false, hash: keccak }
export const sha256Sorted: NodeRule = { sorted: true, hash: sha256Pairs() }
/** With a byte 1 before the children, so that no leaf passes for a node. */
export const sha256Prefixed: NodeRule = { sorted: true, hash: sha256Pairs(1) }

function sha256Pairs(...prefix: number[]): NodeRule['hash'] {
  return (pairs, out) => {
    const message = new Uint8Array(prefix.length + pairBytes)
    message.set(prefix)
    // From the last pair on down nothing that is still to be read is written over.
    const hashes = new Uint8Array((pairs.length / pairBytes) * hashBytes)
    for (let pair = 0; pair * pairBytes < pairs.length; pair++) {
      message.set(pairs.subarray(pair * pairBytes, (pair + 1) * pairBytes), prefix.length)
      hashes.set(sha256(message), pair * hashBytes)
    }
    out.set(hashes)
  }
}
