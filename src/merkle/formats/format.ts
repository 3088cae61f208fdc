import type { TreeNodes } from '../arrange.ts'
import type { PayoutLeaf } from '../leaf.ts'

/**
 * What a tree format decides: which leaves it takes, their bytes and hash, and how a whole tree is written. The shape
 * above the leaves is the same for all of them, see ../tree.ts.
 */
export interface TreeFormat {
  /**
   * The hashes of `leaves`, 32 bytes each, in the order given. Reads them once and keeps none.
   * @throws HeadwaterError for a leaf that the format does not take; the path begins with its index, as `/3/account`
   */
  leafHashes(leaves: Iterable<PayoutLeaf>): Uint8Array
  /**
   * The bytes of leaves before they are hashed, some thousands at a time, each chunk in new memory. Errors as of
   * `leafHashes`.
   */
  encodedChunks(leaves: Iterable<PayoutLeaf>): Iterable<Uint8Array<ArrayBuffer>>
  /** The hashes of a chunk's leaves, 32 bytes each. */
  hashEncoded(encoded: Uint8Array): Uint8Array
  /** The hash of one leaf. Errors as of `leafHashes`, without the index. */
  leafHash(leaf: PayoutLeaf): Uint8Array
  /** The whole tree, as JSON. */
  dump(tree: WholeTree): unknown
}

/** The parts of a tree that a format writes. */
export interface WholeTree extends TreeNodes {
  readonly leaves: readonly PayoutLeaf[]
}
