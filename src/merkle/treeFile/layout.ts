/**
 * The file of a tree, from which single proofs are read: a tree with millions of leaves is neither held nor built for one
 * of them. Four parts, integers big-endian:
 *
 * 1. leaves, ascending by account and token: account (20 bytes), token (20), amount (32), number of the node (4);
 *    32 of them make a page. The node is the one of the account where the format groups leaves by accounts
 * 2. nodes, 32 bytes each, the root first, as docs/merkle.md describes them for each format
 * 3. the index: for each page its first account (20 bytes) and the first 12 bytes of its SHA-256
 * 4. the footer: a name (16 bytes), the number of leaves (4), 12 zero bytes, the root (32), the SHA-256 of the index
 *
 * A reader knows the root and the number of leaves from a manifest. So it checks the footer and the index when it opens the
 * file, a page when it reads it, and nodes by the hashes above them.
 */
import { hash } from 'node:crypto'
import { nodeBytes } from '../hashing.ts'
import { addressBytes } from '../leafBytes.ts'

const amountBytes = 32
/** Where parts of a leaf begin. */
export const tokenAt = addressBytes
export const amountAt = 2 * addressBytes
export const nodeAt = amountAt + amountBytes
export const leafBytes = nodeAt + 4
export const pageLeaves = 32
export const indexEntryBytes = 32
export const footerBytes = 96

const name = 'headwater tree 1'
const countAt = 16
const rootAt = 32
const digestAt = 64

/** Where the parts of a file begin. */
export interface Layout {
  readonly leafCount: number
  readonly pageCount: number
  readonly nodeCount: number
  readonly nodesAt: number
  readonly indexAt: number
  readonly footerAt: number
  readonly size: number
}

export function layoutOf(leafCount: number, nodeCount: number): Layout {
  const pageCount = Math.ceil(leafCount / pageLeaves)
  const nodesAt = leafCount * leafBytes
  const indexAt = nodesAt + nodeCount * nodeBytes
  const footerAt = indexAt + pageCount * indexEntryBytes
  return { leafCount, pageCount, nodeCount, nodesAt, indexAt, footerAt, size: footerAt + footerBytes }
}

/** The number of nodes of a file of so many bytes; no whole number where no tree of so many leaves has such a file. */
export function nodesIn(size: number, leafCount: number): number {
  const others = layoutOf(leafCount, 0).size
  return (size - others) / nodeBytes
}

/** @param page as bytes; @returns its line in the index */
export function indexEntry(page: Uint8Array): Uint8Array {
  const entry = new Uint8Array(indexEntryBytes)
  entry.set(page.subarray(0, addressBytes))
  entry.set(sha256(page).subarray(0, indexEntryBytes - addressBytes), addressBytes)
  return entry
}

export function footerOf(leafCount: number, root: Uint8Array, index: Uint8Array): Uint8Array<ArrayBuffer> {
  const footer = new Uint8Array(footerBytes)
  footer.set(new TextEncoder().encode(name))
  new DataView(footer.buffer).setUint32(countAt, leafCount)
  footer.set(root, rootAt)
  footer.set(sha256(index), digestAt)
  return footer
}

function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}
