/** The tree of one chain as a file that a library for contracts reads. */
import { fail } from '../../errors.ts'
import type { TreeLeaf, TreeReport } from '../../service/headwater.ts'
import type { Output } from '../output/output.ts'

const chunkItems = 1_024

/** A file has one tree. @throws HeadwaterError `usage.invalid` */
export async function onlyTree(
  trees: AsyncIterable<TreeReport>,
  epoch: number,
  chain: string | undefined,
): Promise<WholeTree> {
  const found: WholeTree[] = []
  for await (const tree of trees) {
    const leaves: TreeLeaf[] = []
    for await (const leaf of tree.leaves) leaves.push(leaf)
    found.push({ ...tree, leaves })
  }
  const [tree, another] = found
  if (tree === undefined)
    fail(
      'usage.invalid',
      `Epoch ${epoch} has no tree${chain === undefined ? '' : ` of ${JSON.stringify(chain)}`}.`,
    )
  if (another !== undefined) {
    const chains = found.map((each) => each.chain).join(', ')
    fail(
      'usage.invalid',
      `Epoch ${epoch} has ${found.length} trees. Name one: --chain with one of ${chains}.`,
    )
  }
  return tree
}

interface WholeTree extends TreeReport {
  readonly leaves: readonly TreeLeaf[]
}

/**
 * What `StandardMerkleTree.load` of @openzeppelin/merkle-tree takes. Builds the tree again from its leaves, in parts: a large tree is too
 * long for one string.
 * @throws HeadwaterError `server.unexpected`
 */
export async function writeTreeFile(out: Output, { chain, root, format, leaves }: WholeTree): Promise<void> {
  if (format !== undefined) {
    fail(
      'usage.invalid',
      `The tree of ${chain} has the format ${format}, which no OpenZeppelin library reads; --json has its leaves and proofs.`,
    )
  }
  const { buildTree } = await import('../../merkle/index.ts')
  const tree = buildTree(
    leaves.map(({ account, token, cumulative }) => ({ account, token, cumulative: BigInt(cumulative!) })),
  )
  if (tree.root !== root)
    fail('server.unexpected', `The leaves give the root ${tree.root}, and the answer says ${root}.`)
  const { tree: nodes, values, ...head } = tree.dump()
  await out.raw(`${JSON.stringify(head).slice(0, -1)},"tree":[`)
  await writeItems(out, nodes)
  await out.raw('],"values":[')
  await writeItems(out, values)
  await out.raw(']}\n')
}

export async function writeItems(out: Output, items: readonly unknown[]): Promise<void> {
  for (let from = 0; from < items.length; from += chunkItems) {
    const chunk = items.slice(from, from + chunkItems).map((item) => JSON.stringify(item))
    await out.raw(`${from === 0 ? '' : ','}${chunk.join(',')}`)
  }
}
