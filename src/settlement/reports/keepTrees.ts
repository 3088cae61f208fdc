/** Makes the files of an epoch's trees, one after the other, from what every account was ever paid, and was paid now. */
import { fail } from '../../errors.ts'
import type { EpochManifest, ManifestTree } from '../../log/manifest.ts'
import type { BuiltTreeFile } from '../../merkle/treeFile/write.ts'
import type { KeptBytes, KeptFiles } from '../keptFiles.ts'
import { formatOfTree, isClaimedOnce } from '../treeFormats.ts'
import { nameOfTree, type TreeSources } from '../treeSources.ts'
import { fileOfLeaves } from '../treeThread/hashLeaves.ts'

/**
 * The root of each is compared with the manifest's.
 * @param made files that are made already, by their roots
 * @param keep whether the caller takes the open file, and so closes it
 * @throws HeadwaterError `close.booksDiffer`, `data.newer`
 */
export async function keepTrees(
  files: KeptFiles,
  { epoch, manifest }: { readonly epoch: number; readonly manifest: Pick<EpochManifest, 'trees'> },
  { payouts, paidNow, made }: TreeSources & { readonly made?: ReadonlyMap<string, BuiltTreeFile> },
  keep: (tree: ManifestTree, bytes: KeptBytes) => boolean = () => false,
): Promise<void> {
  const trees: readonly ManifestTree[] = manifest.trees
  for (const tree of trees) {
    const format = formatOfTree(tree)
    const name = nameOfTree(tree)
    const leaves = isClaimedOnce(format) ? paidNow : payouts
    const hashed = () => fileOfLeaves(leaves.encoded(name), format)
    const file = made?.get(tree.root) ?? (leaves.has(name.chain) ? await hashed() : undefined)
    if (file?.root !== tree.root) {
      fail('close.booksDiffer', `The stored payouts do not give the roots of epoch ${epoch}'s manifest.`, {
        data: { epoch },
      })
    }
    const bytes = files.keep(tree.root, () => file.parts)
    if (!keep(tree, bytes)) bytes.close()
  }
}
