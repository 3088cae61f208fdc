/** Trees and proofs of closed epochs. */

import type { BooksStore } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import { type AccountAddress, type ChainId, parseAccount, parseEvmAccount } from '../../events/account.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import type { ProvenLeaf } from '../../merkle/treeFile/prover.ts'
import type { ProofReport, TreeLeaf, TreeReport } from '../answers.ts'
import type { KeptFiles } from '../keptFiles.ts'
import { formatOfTree, isClaimedOnce } from '../treeFormats.ts'
import { createOpenTrees } from './openTrees.ts'

interface TreeReader {
  /** One a chain, ascending by chain. @throws HeadwaterError `epoch.unknown`, `close.booksDiffer` */
  trees(epoch: number): AsyncIterable<TreeReport>
  /** @throws HeadwaterError `address.*`, `account.malformed`, `epoch.none`, `epoch.unknown`, `proof.noLeaf`, `close.booksDiffer` */
  proof(account: string, epoch?: number): Promise<ProofReport>
}

export function createTreeReader(epochs: EpochLog, books: BooksStore, files: KeptFiles): TreeReader {
  const open = createOpenTrees(epochs, books, files)

  async function* trees(epoch: number): AsyncIterable<TreeReport> {
    const closed = await epochs.get(epoch)
    for (const tree of treesOf(closed, {})) {
      const { chain, root, leaves, format } = tree
      // A tree that can't be read fails here, before anything is said about it.
      await open.read(closed, tree, () => {})
      yield {
        chain,
        root,
        ...(format !== undefined && { format }),
        leafCount: leaves,
        leaves: formatted(open.leaves(closed, tree), tree),
      }
    }
  }

  async function proofsOf(closed: ClosedEpoch, wanted: Wanted) {
    const proofs: ProofReport['proofs'][number][] = []
    for (const tree of treesOf(closed, wanted)) {
      const { chain, root, format } = tree
      for (const leaf of await open.read(closed, tree, (file) => file.leavesOf(wanted.address))) {
        const currency = currencyOf(closed, chain, leaf.token)
        proofs.push({
          ...{ chain, root, ...(format !== undefined && { format }), currency },
          ...formatLeaf(leaf, tree),
        })
      }
    }
    return proofs
  }

  /**
   * A file proves what it has, and not that it has everything. @returns whether the books have a leaf that no file gave
   */
  async function remakeWhereMissing(closed: ClosedEpoch, wanted: Wanted): Promise<boolean> {
    const keys = (await epochs.list()).slice(0, closed.epoch).map(({ key }) => key)
    const chainsPaid = async (of: typeof keys) =>
      new Set((await books.payoutsOf(of, wanted.address)).map(({ chain }): string => chain))
    const [ever, now] = [await chainsPaid(keys), await chainsPaid(keys.slice(-1))]
    const missing = treesOf(closed, wanted).filter((tree) =>
      (isClaimedOnce(formatOfTree(tree)) ? now : ever).has(tree.chain),
    )
    for (const tree of missing) await open.remake(closed, tree)
    return missing.length > 0
  }

  async function proof(account: string, epoch?: number): Promise<ProofReport> {
    const wanted = parseWanted(account)
    const closed = epoch === undefined ? await epochs.last() : await epochs.get(epoch)
    let proofs = await proofsOf(closed, wanted)
    if (proofs.length === 0 && (await remakeWhereMissing(closed, wanted)))
      proofs = await proofsOf(closed, wanted)
    if (proofs.length === 0) {
      fail('proof.noLeaf', `Nothing was paid to ${account} up to epoch ${closed.epoch}.`, {
        data: { epoch: closed.epoch },
      })
    }
    return { epoch: closed.epoch, account, proofs }
  }

  return { trees, proof }
}

async function* formatted(leaves: AsyncIterable<ProvenLeaf>, tree: ManifestTree): AsyncGenerator<TreeLeaf> {
  for await (const leaf of leaves) yield formatLeaf(leaf, tree)
}

function formatLeaf({ account, token, amount, index, proof }: ProvenLeaf, tree: ManifestTree): TreeLeaf {
  const isOnce = isClaimedOnce(formatOfTree(tree))
  return {
    account,
    token,
    ...(isOnce ? { index, amount: amount.toString() } : { cumulative: amount.toString() }),
    ...('earnerProof' in proof
      ? { ...proof, proof: [...proof.proof], earnerProof: [...proof.earnerProof] }
      : { proof: [...proof] }),
  }
}

interface Wanted {
  readonly chain?: ChainId
  readonly address: AccountAddress
}

function treesOf({ manifest }: ClosedEpoch, { chain }: Pick<Wanted, 'chain'>): ManifestTree[] {
  return manifest.trees.filter((tree: ManifestTree) => chain === undefined || chain === tree.chain)
}

/** An address on any chain, or a CAIP-10 account on its own. */
function parseWanted(account: string): Wanted {
  return account.startsWith('0x') ? { address: parseEvmAccount(account) } : parseAccount(account)
}

function currencyOf({ manifest }: ClosedEpoch, ofChain: string, ofToken: string): string | null {
  const totals = manifest.totals.find(({ chain, token }) => chain === ofChain && token === ofToken)
  return totals?.currency ?? null
}
