/** Makes the files of an epoch's trees, one after the other, from what every account was ever paid. */
import { fail } from '../../errors.ts'
import type { ChainId } from '../../events/account.ts'
import type { EpochManifest, ManifestTree } from '../../log/manifest.ts'
import type { OrderedLeaves } from '../tables/orderedLeaves.ts'
import { hashLeaves } from '../treeThread/hashLeaves.ts'
import type { KeptBytes, TreeFiles } from './treeFiles.ts'

/**
 * @param payouts above zero
 * @param keep whether the caller takes the open file, and so closes it
 * @throws HeadwaterError `close.booksDiffer`
 */
export async function keepTrees(
  files: TreeFiles,
  { epoch, manifest }: { readonly epoch: number; readonly manifest: Pick<EpochManifest, 'trees'> },
  payouts: OrderedLeaves,
  keep: (tree: ManifestTree, bytes: KeptBytes) => boolean = () => false,
): Promise<void> {
  for (const tree of manifest.trees) {
    const chain = tree.chain as ChainId
    const file = payouts.has(chain) ? await hashLeaves(payouts.encoded(chain), 'file') : undefined
    if (file?.root !== tree.root) {
      fail('close.booksDiffer', `The stored payouts do not give the roots of epoch ${epoch}'s manifest.`, {
        data: { epoch },
      })
    }
    const bytes = files.keep(tree.root, () => file.parts)
    if (!keep(tree, bytes)) bytes.close()
  }
}
