/** Proofs of leaves that were read from the file of a tree. Whatever the file says: what is given leads to the root. */
import { writeHex } from '../../base/hex.ts'
import { type EigenLayerProof, encodedGroup, proveToken } from '../formats/eigenlayer.ts'
import type { EvmTreeFormat } from '../formats/format.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../formats/index.ts'
import { climb, nodeBytes } from '../hashing.ts'
import { placeOf } from '../shapes/padded.ts'
import { nodeAt, sameBytes } from '../siblings.ts'
import { DamagedTreeFile } from './damaged.ts'

/** A leaf as the file has it, whatever its format calls the amount. */
interface FileLeaf {
  readonly account: string
  readonly token: string
  /** Atoms. */
  readonly amount: bigint
}

export interface FoundLeaf extends FileLeaf {
  readonly index: number
  /** The number of its node. */
  readonly node: number
}

export interface ProvenLeaf extends FileLeaf {
  /** Place among all leaves of the tree. */
  readonly index: number
  /** What a claim takes: siblings from the leaf upwards, `0x` and 64 hex digits each, or what EigenLayer takes. */
  readonly proof: readonly string[] | EigenLayerProof
}

interface FileNodes {
  /** The first nodes, which were compared with the root. */
  readonly top: Uint8Array
  readNode(node: number): Uint8Array
  readonly nodeCount: number
  readonly hashCount: number
}

/** @returns what proves the leaves of one account, where the format groups them, or one leaf. @throws DamagedTreeFile */
export function prover(
  name: EvmTreeFormatName,
  nodes: FileNodes,
): (leaves: readonly FoundLeaf[]) => ProvenLeaf[] {
  const format: EvmTreeFormat<never, unknown> = evmTreeFormats[name]
  const { shape, kind, isGrouped } = format

  /** The siblings of a node, once the hash that it should have leads over them to the root. */
  function prove(node: number, hash: Uint8Array, place = 0): string[] {
    if (node >= nodes.nodeCount) throw new DamagedTreeFile(`there is no node ${node}`)
    const beside = shape.siblingsOf(node, nodes.hashCount)
    const siblings = new Uint8Array(beside.length * nodeBytes)
    for (const [i, sibling] of beside.entries()) siblings.set(read(sibling), i * nodeBytes)
    // What leads to a node that is held leads to the root.
    let held = node
    while (held * nodeBytes >= nodes.top.length) held = shape.parentOf(held, nodes.hashCount)
    const below = beside.length - shape.siblingsOf(held, nodes.hashCount).length
    const reached = climb(hash, siblings.subarray(0, below * nodeBytes), shape.rule, place)
    if (!sameBytes(reached, read(held)))
      throw new DamagedTreeFile(`the proof of a leaf at node ${node} does not lead to the root`)
    return writeHex(siblings, nodeBytes)
  }

  function read(node: number): Uint8Array {
    return (node + 1) * nodeBytes <= nodes.top.length ? nodeAt(nodes.top, node) : nodes.readNode(node)
  }

  function proveAlone({ node, ...leaf }: FoundLeaf): ProvenLeaf {
    const { account, token, amount, index } = leaf
    const given = kind === 'once' ? { index, account, amount } : { account, token, cumulative: amount }
    return { ...leaf, proof: prove(node, format.leafHash(given as never)) }
  }

  function proveGroup(leaves: readonly FoundLeaf[]): ProvenLeaf[] {
    const { node } = leaves[0]!
    if (leaves.some((leaf) => leaf.node !== node))
      throw new DamagedTreeFile(`leaves of one account are at several nodes, ${node} and another`)
    const group = encodedGroup(leaves.map((leaf) => ({ ...leaf, cumulative: leaf.amount })))
    const earnerIndex = placeOf(node, nodes.hashCount)
    return leaves.map(({ node: _, ...leaf }, tokenIndex) => ({
      ...leaf,
      proof: proveToken(group, tokenIndex, (hash) => ({
        earnerIndex,
        earnerProof: prove(node, hash, earnerIndex),
      })),
    }))
  }

  return (leaves) => (isGrouped ? proveGroup(leaves) : leaves.map(proveAlone))
}
