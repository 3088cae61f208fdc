/**
 * Trees of closed epochs, read from their files. A file that is missing or damaged is made again from the stored payouts.
 * Every file is compared with the manifest's root, so it makes no difference which of the two an answer came from.
 */

import type { BooksStore } from '../../books/port.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { DamagedTreeFile } from '../../merkle/treeFile/damaged.ts'
import type { ProvenLeaf } from '../../merkle/treeFile/prover.ts'
import { openTreeFile, type TreeFile } from '../../merkle/treeFile/read.ts'
import type { KeptBytes, KeptFiles } from '../keptFiles.ts'
import { StandingColumns } from '../standingColumns.ts'
import { formatOfTree, treeFormatsOf } from '../treeFormats.ts'
import { keepTrees } from './keepTrees.ts'
import { readPaidNow } from './paidNow.ts'

export interface OpenTrees {
  /** @param use reads from the tree, and gives nothing on that reads later; it may run twice */
  read<Result>(closed: ClosedEpoch, tree: ManifestTree, use: (file: TreeFile) => Result): Promise<Result>
  /** Makes the tree again from the books, where they have what its file has not. */
  remake(closed: ClosedEpoch, tree: ManifestTree): Promise<void>
  /** By account and token. @param from how many are left out */
  leaves(closed: ClosedEpoch, tree: ManifestTree, from?: number): AsyncGenerator<ProvenLeaf>
}

/** Files that stay open for requests to come, and the bytes that they hold: nodes, and pages that were asked for. */
const openFilesMax = 16
const heldBytesMax = 144 << 20
/** To give every proof of a tree, so many of its nodes are held, instead of read for each: 256 MiB. */
const heldForAll = 2 ** 23

interface Opened {
  readonly file: TreeFile
  readonly bytes: KeptBytes
}

/** @throws HeadwaterError `close.booksDiffer`, from both methods */
export function createOpenTrees(epochs: EpochLog, books: BooksStore, files: KeptFiles): OpenTrees {
  /** By root; the one that was used last is the last. */
  const opened = new Map<string, Opened>()
  let latest: Opened | undefined
  /** By root: requests that come together wait for one making. */
  const making = new Map<string, Promise<Opened>>()

  async function read<Result>(closed: ClosedEpoch, tree: ManifestTree, use: (file: TreeFile) => Result) {
    const there = opened.get(tree.root) ?? openKept(files, tree)
    if (there !== undefined) {
      keepOpen(tree.root, there)
      const result = unlessDamaged(() => ({ of: use(there.file) }))
      if (result !== undefined) return result.of
    }
    return use((await makeOnce(closed, tree)).file)
  }

  async function makeOnce(closed: ClosedEpoch, tree: ManifestTree): Promise<Opened> {
    let made = making.get(tree.root)
    if (made === undefined) {
      made = make(closed, tree).finally(() => making.delete(tree.root))
      making.set(tree.root, made)
    }
    const again = await made
    keepOpen(tree.root, again)
    return again
  }

  async function remake(closed: ClosedEpoch, tree: ManifestTree): Promise<void> {
    await makeOnce(closed, tree)
  }

  async function* leaves(closed: ClosedEpoch, tree: ManifestTree, from = 0): AsyncGenerator<ProvenLeaf> {
    let given = from
    for (let kept = openKept(files, tree, heldForAll); ; kept = undefined) {
      const { file, bytes } = kept ?? (await make(closed, tree, heldForAll))
      try {
        for (const leaf of file.leaves(given)) {
          yield leaf
          given++
        }
        return
      } catch (error) {
        // The tree that is made again has the same leaves.
        if (kept === undefined || !(error instanceof DamagedTreeFile)) throw error
      } finally {
        bytes.close()
      }
    }
  }

  /** The tree from the stored payouts. Keeps the files of all trees of the epoch. */
  async function make(closed: ClosedEpoch, wanted: ManifestTree, heldNodes?: number): Promise<Opened> {
    const upTo = (await epochs.list()).slice(0, closed.epoch).map(({ key }) => key)
    const standing = new StandingColumns()
    for await (const line of books.eachPayout(upTo)) standing.addPayout(line)
    const paidNow = await readPaidNow(books, upTo, treeFormatsOf(closed.manifest))
    let found: Opened | undefined
    await keepTrees(files, closed, { payouts: standing.payouts, paidNow }, (tree, bytes) => {
      if (tree.root !== wanted.root || found !== undefined) return false
      found = openBytes(bytes, wanted, heldNodes)
      return true
    })
    invariant(found !== undefined, 'the file of a tree that was made now is that of the manifest')
    return found
  }

  function keepOpen(root: string, one: Opened): void {
    if (one === latest) return
    latest = one
    const before = opened.get(root)
    if (before !== undefined && before !== one) before.bytes.close()
    opened.delete(root)
    opened.set(root, one)
    if (before === one) return
    let held = 0
    for (const { file } of opened.values()) held += file.heldBytes
    for (const [oldest, { file, bytes }] of opened) {
      if (oldest === root || (opened.size <= openFilesMax && held <= heldBytesMax)) break
      held -= file.heldBytes
      bytes.close()
      opened.delete(oldest)
    }
  }

  return { read, remake, leaves }
}

function openKept(files: KeptFiles, tree: ManifestTree, heldNodes?: number): Opened | undefined {
  const bytes = files.open(tree.root)
  return bytes && openBytes(bytes, tree, heldNodes)
}

function openBytes(bytes: KeptBytes, tree: ManifestTree, heldNodes?: number): Opened | undefined {
  const { root, leaves } = tree
  const expected = {
    format: formatOfTree(tree),
    root,
    leafCount: leaves,
    ...(heldNodes !== undefined && { heldNodes, checkedNodes: heldNodes }),
  }
  const file = unlessDamaged(() => openTreeFile(bytes, expected))
  if (file !== undefined) return { file, bytes }
  bytes.close()
  return undefined
}

function unlessDamaged<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof DamagedTreeFile) return undefined
    throw error
  }
}
