/** Trees and proofs of closed epochs. */
import { fail } from '../../errors.ts'
import { type AccountAddress, type ChainId, parseAccount, parseEvmAccount } from '../../events/account.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { ProvenLeaf } from '../../merkle/treeFile/read.ts'
import type { ProofReport, TreeLeaf, TreeReport } from '../answers.ts'
import type { BooksStore } from '../books.ts'
import { createOpenTrees } from './openTrees.ts'
import type { TreeFiles } from './treeFiles.ts'

interface TreeReader {
  /** One a chain, ascending by chain. @throws HeadwaterError `epoch.unknown`, `close.booksDiffer` */
  trees(epoch: number): AsyncIterable<TreeReport>
  /** @throws HeadwaterError `address.*`, `account.malformed`, `epoch.none`, `epoch.unknown`, `proof.noLeaf`, `close.booksDiffer` */
  proof(account: string, epoch?: number): Promise<ProofReport>
}

export function createTreeReader(epochs: EpochLog, books: BooksStore, files: TreeFiles): TreeReader {
  const open = createOpenTrees(epochs, books, files)

  async function* trees(epoch: number): AsyncIterable<TreeReport> {
    const closed = await epochs.get(epoch)
    for (const tree of closed.manifest.trees) {
      const { chain, root, leaves } = tree
      // A tree that can't be read fails here, before anything is said about it.
      await open.read(closed, tree, () => {})
      yield { chain, root, leafCount: leaves, leaves: formatted(open.leaves(closed, tree)) }
    }
  }

  async function proof(account: string, epoch?: number): Promise<ProofReport> {
    const wanted = parseWanted(account)
    const closed = epoch === undefined ? await epochs.last() : await epochs.get(epoch)
    const proofs: ProofReport['proofs'][number][] = []
    for (const tree of closed.manifest.trees) {
      const { chain, root } = tree
      if (wanted.chain !== undefined && wanted.chain !== chain) continue
      for (const leaf of await open.read(closed, tree, (file) => file.leavesOf(wanted.address))) {
        const currency = currencyOf(closed, chain, leaf.token)
        proofs.push({ chain, root, currency, ...formatLeaf(leaf) })
      }
    }
    if (proofs.length === 0) {
      fail('proof.noLeaf', `Nothing was paid to ${account} up to epoch ${closed.epoch}.`, {
        data: { epoch: closed.epoch },
      })
    }
    return { epoch: closed.epoch, account, proofs }
  }

  return { trees, proof }
}

async function* formatted(leaves: AsyncIterable<ProvenLeaf>): AsyncGenerator<TreeLeaf> {
  for await (const leaf of leaves) yield formatLeaf(leaf)
}

function formatLeaf({ account, token, cumulative, proof }: ProvenLeaf): TreeLeaf {
  return { account, token, cumulative: cumulative.toString(), proof }
}

/** An address on any chain, or a CAIP-10 account on its own. */
function parseWanted(account: string): { chain?: ChainId; address: AccountAddress } {
  return account.startsWith('0x') ? { address: parseEvmAccount(account) } : parseAccount(account)
}

function currencyOf({ manifest }: ClosedEpoch, ofChain: string, ofToken: string): string | null {
  const totals = manifest.totals.find(({ chain, token }) => chain === ofChain && token === ofToken)
  return totals?.currency ?? null
}
