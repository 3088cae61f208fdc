import type { NodesAndLeaves } from '../nodesAndLeaves.ts'
import type { Shape } from '../shapes/shape.ts'

/**
 * What a tree format decides: which leaves it takes, their bytes and hash, how the tree stands above them, what proves a
 * leaf, and how a whole tree is written.
 */
export interface TreeFormat<Leaf, Proof, Dump = unknown> {
  /**
   * `cumulative`: a leaf has what an account was ever paid, and a contract pays the difference. `once`: a leaf has what
   * one epoch pays, and is claimed once; each tree needs a contract of its own.
   */
  readonly kind: 'cumulative' | 'once'
  readonly shape: Shape
  /**
   * The hashes on which the tree stands, 32 bytes each, in the order given. Reads the leaves once and keeps none.
   * @throws HeadwaterError for a leaf that the format does not take; the path begins with its index, as `/3/account`
   */
  leafHashes(leaves: Iterable<Leaf>): Uint8Array
  /** The hash of one leaf. Errors as of `leafHashes`, without the index. */
  leafHash(leaf: Leaf): Uint8Array
  /** What a claim of the leaf at this place takes. It is checked before it is returned. */
  prove(tree: NodesAndLeaves<Leaf>, index: number): Proof
  /** The root to which the proof leads from the leaf; undefined for none. @throws HeadwaterError `proof.malformed`, and as `leafHash` */
  rootOf(leaf: Leaf, proof: Proof): Uint8Array | undefined
  /** The whole tree, as JSON. */
  dump(tree: NodesAndLeaves<Leaf>): Dump
}

/** Hashes leaves that come encoded (../encodedLeaf.ts), chunk by chunk. */
export interface LeafHasher {
  /**
   * @param first place of the first of these leaves among all
   * @returns hashes that are known by now, 32 bytes each: those of these leaves, where the format groups none
   * @throws HeadwaterError `tree.cumulativeOutOfRange`
   */
  add(encoded: Uint8Array, first: number): Uint8Array
  /** @returns those that waited for the last leaf */
  end(): Uint8Array
}

/** A format of the chains whose trees a close makes. */
export interface EvmTreeFormat<Leaf, Proof, Dump = unknown> extends TreeFormat<Leaf, Proof, Dump> {
  /**
   * Whether the tree has a leaf of each account above the leaves of its tokens. Where it has not, chunks of leaves can be
   * hashed in any order, each by a hasher of its own.
   */
  readonly isGrouped: boolean
  /** Whether the leaf leaves the token out, so that all leaves of a tree are of one token. */
  readonly isOfOneToken: boolean
  hasher(): LeafHasher
  /** The hash of one leaf that comes encoded. @param index its place among all */
  encodedHash(encoded: Uint8Array, index: number): Uint8Array
}
