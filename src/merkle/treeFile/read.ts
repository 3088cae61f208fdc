/** Reads leaves and proofs from the file of a tree, a few kilobytes for each, and checks all that it gives. */
import { readHex, writeHex } from '../../base/hex.ts'
import { firstIndex } from '../../base/search.ts'
import { encodedAt, encodedLeafBytes } from '../encodedLeaf.ts'
import type { EvmTreeFormat } from '../formats/format.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../formats/index.ts'
import { nodeBytes } from '../hashing.ts'
import { addressBytes, readUint256 } from '../leafBytes.ts'
import { sameBytes } from '../siblings.ts'
import { DamagedTreeFile } from './damaged.ts'
import {
  amountAt,
  footerOf,
  indexEntryBytes,
  type Layout,
  layoutOf,
  leafBytes,
  nodeAt,
  nodesIn,
  pageLeaves,
  tokenAt,
} from './layout.ts'
import { type Leaves, Pages, type ReadableBytes } from './pages.ts'
import { type FoundLeaf, type ProvenLeaf, prover } from './prover.ts'

export interface TreeFile {
  readonly leafCount: number
  /** Bytes of it that are in memory while it is open. */
  readonly heldBytes: number
  /** The leaves of an account, by token. @throws DamagedTreeFile */
  leavesOf(account: string): ProvenLeaf[]
  /** Leaves by account and token, from number `from` on. @throws DamagedTreeFile */
  leaves(from?: number): Generator<ProvenLeaf>
}

/** Nodes near the root, which every proof goes through, are compared with it when a file is opened: 2 MiB of them. */
const checkedNodesDefault = 2 ** 16
/** Those below them are held too, and each proof checks those that it has, which costs less than to read them: 64 MiB. */
const heldNodesDefault = 2 ** 21
/** So are pages that were read: those of a million leaves, 76 MiB. */
const heldPagesDefault = 2 ** 15

interface Expected {
  readonly format: EvmTreeFormatName
  /** `0x` and 64 hex digits. */
  readonly root: string
  readonly leafCount: number
  /** How many nodes, from the root on, are held in memory at most; the others are read for each proof. */
  readonly heldNodes?: number
  /** How many of these are compared with the root now, so that a proof need not be. */
  readonly checkedNodes?: number
  /** How many pages of leaves stay in memory at most. */
  readonly heldPages?: number
}

/**
 * @param expected from a manifest
 * @throws DamagedTreeFile
 */
export function openTreeFile(bytes: ReadableBytes, expected: Expected): TreeFile {
  const format: EvmTreeFormat<never, unknown> = evmTreeFormats[expected.format]
  const { shape } = format
  const nodeCount = format.isGrouped
    ? nodesIn(bytes.size, expected.leafCount)
    : shape.nodeCount(expected.leafCount)
  const hashCount = format.isGrouped ? shape.hashCount(nodeCount) : expected.leafCount
  const root = new Uint8Array(nodeBytes)
  if (!Number.isInteger(hashCount) || hashCount < 1 || shape.nodeCount(hashCount) !== nodeCount)
    throw new DamagedTreeFile('the file of a tree has another size')
  const layout = layoutOf(expected.leafCount, nodeCount)
  if (bytes.size !== layout.size || !readHex(expected.root, nodeBytes, root, 0))
    throw new DamagedTreeFile('the file of a tree has another size')
  const { leafCount, indexAt, footerAt, size } = layout
  const index = bytes.read(indexAt, footerAt - indexAt)
  if (!sameBytes(bytes.read(footerAt, size - footerAt), footerOf(leafCount, root, index)))
    throw new DamagedTreeFile('the file of a tree is not that of the manifest')
  // Whole levels of the tree, from the root on, which is compared with the highest of them.
  const { heldNodes = heldNodesDefault, checkedNodes = checkedNodesDefault } = expected
  const held = bytes.read(layout.nodesAt, Math.max(1, Math.min(heldNodes, nodeCount)) * nodeBytes)
  const checked = shape.topCount(Math.min(checkedNodes, heldNodes), hashCount)
  const top = held.subarray(0, checked * nodeBytes)
  if (!sameBytes(top.subarray(0, nodeBytes), root) || !sameBytes(top, shape.topAgain(top, hashCount)))
    throw new DamagedTreeFile('the nodes of a tree do not lead to its root')
  const readNode = (node: number, into: Uint8Array) =>
    bytes.read(layout.nodesAt + node * nodeBytes, nodeBytes, into)
  const prove = prover(expected.format, { held, checked, readNode, nodeCount, hashCount })
  const pages = new Pages(bytes, layout, index, expected.heldPages ?? heldPagesDefault)
  const heldBytes = index.length + held.length + pages.heldBytes
  return new FileReader({ layout, index, pages, heldBytes, isGrouped: format.isGrouped, prove })
}

interface Opened {
  readonly layout: Layout
  /** Checked when the file was opened. */
  readonly index: Uint8Array
  readonly pages: Pages
  readonly heldBytes: number
  readonly isGrouped: boolean
  /** All leaves of an account together, where the format groups them; else one. */
  readonly prove: (leaves: readonly FoundLeaf[]) => ProvenLeaf[]
}

class FileReader implements TreeFile {
  readonly #opened: Opened
  /** Of one question or leaf at a time: memory of its own costs more than what is put there. */
  readonly #wanted = new Uint8Array(addressBytes)
  readonly #encoded = new Uint8Array(encodedLeafBytes)
  readonly #account = new LastAddress()
  readonly #token = new LastAddress()

  constructor(opened: Opened) {
    this.#opened = opened
  }

  get leafCount(): number {
    return this.#opened.layout.leafCount
  }

  get heldBytes(): number {
    return this.#opened.heldBytes
  }

  leavesOf(account: string): ProvenLeaf[] {
    const wanted = this.#wanted
    if (!readHex(account, addressBytes, wanted, 0)) return []
    this.#account.remember(account.toLowerCase(), wanted)
    const { layout, index, pages, isGrouped, prove } = this.#opened
    const proven: ProvenLeaf[] = []
    const group: FoundLeaf[] = []
    // An account may begin in the page before the first one that begins with it.
    const after = firstIndex(layout.pageCount, (page) => compare(index, page * indexEntryBytes, wanted) >= 0)
    for (let page = Math.max(0, after - 1); page < layout.pageCount; page++) {
      const leaves = pages.page(page)
      const { bytes, at, count } = leaves
      let i = firstIndex(count, (leaf) => compare(bytes, at + leaf * leafBytes, wanted) >= 0)
      for (; i < count && compare(bytes, at + i * leafBytes, wanted) === 0; i++)
        if (isGrouped) group.push(this.#leaf(leaves, i, page))
        else proven.push(...prove([this.#leaf(leaves, i, page)]))
      if (i < count) break
    }
    return group.length > 0 ? prove(group) : proven
  }

  *leaves(from = 0): Generator<ProvenLeaf> {
    if (this.#opened.isGrouped) yield* this.#groupedLeaves(from)
    else for (const leaf of this.#found(from)) yield* this.#opened.prove([leaf])
  }

  /** Reads from the first on: an account's leaves are proved together, and it may begin before `from`. */
  *#groupedLeaves(from: number): Generator<ProvenLeaf> {
    let group: FoundLeaf[] = []
    for (const leaf of this.#found(0)) {
      if (group.length > 0 && group[0]!.account !== leaf.account) {
        yield* this.#provenFrom(group, from)
        group = []
      }
      group.push(leaf)
    }
    if (group.length > 0) yield* this.#provenFrom(group, from)
  }

  #provenFrom(group: readonly FoundLeaf[], from: number): ProvenLeaf[] {
    if (group.at(-1)!.index < from) return []
    return this.#opened.prove(group).filter(({ index }) => index >= from)
  }

  *#found(from: number): Generator<FoundLeaf> {
    const first = Math.floor(from / pageLeaves)
    for (let page = first; page < this.#opened.layout.pageCount; page++) {
      // Others may ask for pages between two leaves.
      const leaves = this.#opened.pages.pageApart(page)
      for (let i = page === first ? from % pageLeaves : 0; i < leaves.count; i++)
        yield this.#leaf(leaves, i, page)
    }
  }

  /** The leaf at place `i` of a page. */
  #leaf({ bytes, view, at: pageAt }: Leaves, i: number, page: number): FoundLeaf {
    const at = pageAt + i * leafBytes
    const encoded = this.#encoded
    for (let byte = 0; byte < addressBytes; byte++) {
      encoded[encodedAt.account + byte] = bytes[at + byte]!
      encoded[encodedAt.token + byte] = bytes[at + tokenAt + byte]!
    }
    for (let byte = 0; byte < nodeAt - amountAt; byte++)
      encoded[encodedAt.amount + byte] = bytes[at + amountAt + byte]!
    return {
      account: this.#account.textAt(bytes, at),
      token: this.#token.textAt(bytes, at + tokenAt),
      amount: readUint256(view, at + amountAt),
      index: page * pageLeaves + i,
      node: view.getUint32(at + nodeAt),
      encoded,
    }
  }
}

/** Addresses as text. Leaves beside each other share them, and to write one costs more than to compare it. */
class LastAddress {
  readonly #bytes = new Uint8Array(addressBytes)
  #text = `0x${'0'.repeat(2 * addressBytes)}`

  /** @param text of the address, in lower case */
  remember(text: string, address: Uint8Array): void {
    this.#text = text
    for (let i = 0; i < addressBytes; i++) this.#bytes[i] = address[i]!
  }

  textAt(bytes: Uint8Array, at: number): string {
    if (compare(bytes, at, this.#bytes) !== 0) {
      const address = bytes.subarray(at, at + addressBytes)
      this.remember(writeHex(address, addressBytes)[0]!, address)
    }
    return this.#text
  }
}

/** The address at `at` against `address`: negative, 0 or positive. */
function compare(bytes: Uint8Array, at: number, address: Uint8Array): number {
  for (let i = 0; i < addressBytes; i++) {
    const difference = bytes[at + i]! - address[i]!
    if (difference !== 0) return difference
  }
  return 0
}
