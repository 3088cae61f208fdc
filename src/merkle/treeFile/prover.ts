/** Proofs of leaves that were read from the file of a tree. Whatever the file says: what is given leads to the root. */
import { writeHex } from '../../base/hex.ts'
import { type EigenLayerProof, encodedGroup, proveToken } from '../formats/eigenlayer.ts'
import type { EvmTreeFormat } from '../formats/format.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../formats/index.ts'
import { copyNode, nodeBytes, siblingsMax, wayUp, wordsOf } from '../hashing.ts'
import { placeOf } from '../shapes/padded.ts'
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
  /** As ../encodedLeaf.ts has it; only until the next leaf is read. */
  readonly encoded: Uint8Array
}

export interface ProvenLeaf extends FileLeaf {
  /** Place among all leaves of the tree. */
  readonly index: number
  /** What a claim takes: siblings from the leaf upwards, `0x` and 64 hex digits each, or what EigenLayer takes. */
  readonly proof: readonly string[] | EigenLayerProof
}

interface FileNodes {
  /** The first nodes, which are held. */
  readonly held: Uint8Array
  /** How many of them were compared with the root. */
  readonly checked: number
  /** @param into where it may be put */
  readNode(node: number, into: Uint8Array): Uint8Array
  readonly nodeCount: number
  readonly hashCount: number
}

/** @returns what proves the leaves of one account, where the format groups them, or one leaf. @throws DamagedTreeFile */
export function prover(
  name: EvmTreeFormatName,
  nodes: FileNodes,
): (leaves: readonly FoundLeaf[]) => ProvenLeaf[] {
  const format: EvmTreeFormat<never, unknown> = evmTreeFormats[name]
  const { shape, isGrouped } = format
  const held = alignedWords(nodes.held)
  const heldCount = nodes.held.length / nodeBytes
  /** 1 for each held node that a proof compared with the root, and the nodes beside its way. They stay in memory. */
  const proved = new Uint8Array(heldCount)
  const room = new Uint8Array(nodeBytes)
  const siblingBytes = new Uint8Array(siblingsMax * nodeBytes)
  const siblingWords = wordsOf(siblingBytes)

  /** The siblings of a node, once the hash that it should have leads over them to the root. */
  function prove(node: number, hash: Uint8Array, place = 0): string[] {
    if (node >= nodes.nodeCount) throw new DamagedTreeFile(`there is no node ${node}`)
    const beside = shape.siblingsOf(node, nodes.hashCount)
    for (let i = 0; i < beside.length; i++) copy(beside[i]!, siblingWords, i)
    // What leads to a node that was compared with the root leads to the root.
    let right = node
    let levels = 0
    for (; !isRight(right); levels++) right = shape.parentOf(right, nodes.hashCount)
    const below = beside.length - shape.siblingsOf(right, nodes.hashCount).length
    const way = wayUp(hash, siblingBytes.subarray(0, below * nodeBytes), shape.rule, place)
    if (!isHeld(right, way, below))
      throw new DamagedTreeFile(`the proof of a leaf at node ${node} does not lead to the root`)
    // A node that goes up as it is has no sibling: then the levels of the way and of the tree are not the same.
    if (levels === below)
      for (let i = 0, at = node; i < below; i++, at = shape.parentOf(at, nodes.hashCount))
        if (isHeld(at, way, i) && beside[i]! < heldCount) proved[at] = proved[beside[i]!] = 1
    return writeHex(siblingBytes.subarray(0, beside.length * nodeBytes), nodeBytes)
  }

  /** Whether the node, and each one beside the way from it to the root, was compared with the root. */
  function isRight(node: number): boolean {
    return node < nodes.checked || (node < heldCount && proved[node] === 1)
  }

  /** Whether the node is held, as the one at a place of a list. */
  function isHeld(node: number, list: Uint8Array, place: number): boolean {
    if (node >= heldCount) return false
    for (let i = 0; i < nodeBytes; i++)
      if (nodes.held[node * nodeBytes + i] !== list[place * nodeBytes + i]) return false
    return true
  }

  function copy(node: number, into: Uint32Array, at: number): void {
    if (node < heldCount) copyNode(held, node, into, at)
    else copyNode(alignedWords(nodes.readNode(node, room)), 0, into, at)
  }

  function proveAlone({ account, token, amount, index, node, encoded }: FoundLeaf): ProvenLeaf {
    return { account, token, amount, index, proof: prove(node, format.encodedHash(encoded, index)) }
  }

  function proveGroup(leaves: readonly FoundLeaf[]): ProvenLeaf[] {
    const { node } = leaves[0]!
    if (leaves.some((leaf) => leaf.node !== node))
      throw new DamagedTreeFile(`leaves of one account are at several nodes, ${node} and another`)
    const group = encodedGroup(leaves.map((leaf) => ({ ...leaf, cumulative: leaf.amount })))
    const earnerIndex = placeOf(node, nodes.hashCount)
    return leaves.map(({ node: _, encoded: _encoded, ...leaf }, tokenIndex) => ({
      ...leaf,
      proof: proveToken(group, tokenIndex, (hash) => ({
        earnerIndex,
        earnerProof: prove(node, hash, earnerIndex),
      })),
    }))
  }

  return (leaves) => (isGrouped ? proveGroup(leaves) : leaves.map(proveAlone))
}

function alignedWords(bytes: Uint8Array): Uint32Array {
  return wordsOf(bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes))
}
