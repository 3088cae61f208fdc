/** Makes the files of an epoch's trees, one after the other, from what every account was ever paid. */
import { fail } from '../../errors.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { encodedChunks } from '../../merkle/rootBuilder.ts'
import { prepareTreeFile } from '../../merkle/treeFile/write.ts'
import type { PayoutLine } from '../books.ts'
import { hashLeaves } from '../treeThread/hashLeaves.ts'
import type { KeptBytes, TreeFiles } from './treeFiles.ts'

/**
 * @param payouts above zero, sorted by chain, account, token; they are read again and again
 * @param keep whether the caller takes the open file, and so closes it
 * @throws HeadwaterError `close.booksDiffer`
 */
export async function keepTrees(
  files: TreeFiles,
  { epoch, manifest }: Pick<ClosedEpoch, 'epoch' | 'manifest'>,
  payouts: Iterable<PayoutLine>,
  keep: (tree: ManifestTree, bytes: KeptBytes) => boolean = () => false,
): Promise<void> {
  for (const tree of manifest.trees) {
    const leaves = { [Symbol.iterator]: () => ofChain(payouts, tree.chain) }
    const isEmpty = leaves[Symbol.iterator]().next().done === true
    const nodes = isEmpty ? undefined : await hashLeaves(encodedChunks(leaves), 'nodes')
    const prepared = nodes && prepareTreeFile(leaves, nodes)
    if (prepared?.root !== tree.root) {
      fail('close.booksDiffer', `The stored payouts do not give the roots of epoch ${epoch}'s manifest.`, {
        data: { epoch },
      })
    }
    const bytes = files.keep(tree.root, prepared.parts)
    if (!keep(tree, bytes)) bytes.close()
  }
}

function* ofChain(payouts: Iterable<PayoutLine>, chain: string): Generator<PayoutLine> {
  for (const leaf of payouts) if (leaf.chain === chain) yield leaf
}
