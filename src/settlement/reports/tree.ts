/** Trees and proofs of closed epochs, rebuilt from the stored payouts and compared with the manifest's roots. */
import { firstIndex } from '../../base/search.ts'
import { fail } from '../../errors.ts'
import { type AccountAddress, type ChainId, parseAccount, parseEvmAccount } from '../../events/account.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { ProofReport, TreeLeaf, TreeReport } from '../answers.ts'
import type { BooksStore, PayoutLine } from '../books.ts'
import { buildTrees, type ChainTree } from '../close/trees.ts'

interface TreeReader {
  /** One a chain, ascending by chain. @throws HeadwaterError `epoch.unknown`, `close.booksDiffer` */
  trees(epoch: number): AsyncIterable<TreeReport>
  /** @throws HeadwaterError `address.*`, `account.malformed`, `epoch.none`, `epoch.unknown`, `proof.noLeaf`, `close.booksDiffer` */
  proof(account: string, epoch?: number): Promise<ProofReport>
}

export function createTreeReader(epochs: EpochLog, books: BooksStore): TreeReader {
  // Most requests for proofs are about the last epoch, so its trees stay in memory.
  let kept: { readonly epoch: number; readonly trees: Promise<readonly ChainTree[]> } | undefined

  async function treesOf(closed: ClosedEpoch): Promise<readonly ChainTree[]> {
    if (kept?.epoch === closed.epoch) return kept.trees
    const trees = rebuild(closed)
    kept = { epoch: closed.epoch, trees }
    trees.catch(() => {
      kept = undefined
    })
    return trees
  }

  async function rebuild(closed: ClosedEpoch): Promise<readonly ChainTree[]> {
    const upTo = (await epochs.list()).slice(0, closed.epoch).map(({ key }) => key)
    const payouts: PayoutLine[] = []
    for await (const line of books.eachPayout(upTo)) if (line.cumulative > 0n) payouts.push(line)
    const trees = [...buildTrees(payouts)]
    requireRoots(closed, trees)
    return trees
  }

  async function* trees(epoch: number): AsyncIterable<TreeReport> {
    for (const chainTree of await treesOf(await epochs.get(epoch))) {
      const { chain, leaves, tree } = chainTree
      yield { chain, root: tree.root, leafCount: leaves.length, leaves: leavesOf(chainTree) }
    }
  }

  async function proof(account: string, epoch?: number): Promise<ProofReport> {
    const wanted = parseWanted(account)
    const closed = epoch === undefined ? await epochs.last() : await epochs.get(epoch)
    const proofs: ProofReport['proofs'][number][] = []
    for (const { chain, leaves, tree } of await treesOf(closed)) {
      if (wanted.chain !== undefined && wanted.chain !== chain) continue
      for (let index = firstOf(leaves, wanted.address); leaves[index]?.account === wanted.address; index++) {
        const leaf = leaves[index]!
        proofs.push({
          chain,
          root: tree.root,
          account: leaf.account,
          token: leaf.token,
          currency: currencyOf(closed, leaf),
          cumulative: leaf.cumulative.toString(),
          proof: tree.proof(index),
        })
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

function requireRoots({ epoch, manifest }: ClosedEpoch, trees: readonly ChainTree[]): void {
  const summary = (tree: { chain: string; root: string }): string => `${tree.chain} ${tree.root}`
  const promised = manifest.trees.map(summary).join('\n')
  const found = trees.map(({ chain, tree }) => summary({ chain, root: tree.root })).join('\n')
  if (promised !== found) {
    fail('close.booksDiffer', `The stored payouts do not give the roots of epoch ${epoch}'s manifest.`, {
      data: { epoch },
    })
  }
}

function* leavesOf({ leaves, tree }: ChainTree): Iterable<TreeLeaf> {
  for (const [index, { account, token, cumulative }] of leaves.entries()) {
    yield { account, token, cumulative: cumulative.toString(), proof: tree.proof(index) }
  }
}

/** An address on any chain, or a CAIP-10 account on its own. */
function parseWanted(account: string): { chain?: ChainId; address: AccountAddress } {
  return account.startsWith('0x') ? { address: parseEvmAccount(account) } : parseAccount(account)
}

/** Leaves are ascending by account: the first that is not below `account`. */
function firstOf(leaves: readonly PayoutLine[], account: string): number {
  return firstIndex(leaves.length, (at) => leaves[at]!.account >= account)
}

function currencyOf({ manifest }: ClosedEpoch, leaf: PayoutLine): string | null {
  const totals = manifest.totals.find(({ chain, token }) => chain === leaf.chain && token === leaf.token)
  return totals?.currency ?? null
}
