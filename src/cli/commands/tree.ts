import type { TreeLeaf, TreeReport } from '../../service/headwater.ts'
import type { Output } from '../output/output.ts'
import { formatTable } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'
import { indent } from './epochs.ts'

const leavesShownMax = 20
const chunkCharacters = 65_536

export const treeCommand: CommandDefinition = {
  usage: 'tree <epoch>',
  about: "show an epoch's payout trees: one for each chain, with a leaf for each account and token",
  examples: ['headwater tree 1', 'headwater tree 1 --json > tree.json'],
  async run(session, [epoch]: [string]) {
    const number = parseEpochNumber(epoch)
    await session.with('reads', async (headwater) => {
      let count = 0
      for await (const tree of headwater.tree(number)) {
        count++
        if (session.out.json) await writeTree(session.out, tree)
        else await session.out.text(await describeTree(tree))
      }
      if (count === 0) await session.out.text(`Epoch ${number} has no tree: nothing has been paid so far.`)
    })
    return undefined
  },
}

/** One object on one line, written leaf by leaf: a tree of a million leaves is too long for one string. */
async function writeTree(out: Output, { chain, root, leaves }: TreeReport): Promise<void> {
  let text = `{"chain":${JSON.stringify(chain)},"root":${JSON.stringify(root)},"leaves":[`
  let separator = ''
  for await (const { account, token, cumulative, proof } of leaves) {
    text += separator + JSON.stringify({ account, token, cumulative, proof })
    separator = ','
    if (text.length > chunkCharacters) {
      await out.raw(text)
      text = ''
    }
  }
  await out.raw(`${text}]}\n`)
}

async function describeTree({ chain, root, leafCount, leaves }: TreeReport): Promise<string> {
  const shown: TreeLeaf[] = []
  for await (const leaf of leaves) {
    if (shown.length < leavesShownMax) shown.push(leaf)
  }
  const table = formatTable(shown, [
    { head: 'account', of: (leaf) => leaf.account },
    { head: 'token', of: (leaf) => leaf.token },
    { head: 'cumulative (atoms)', of: (leaf) => leaf.cumulative, kind: 'number' },
  ])
  const more =
    leafCount > shown.length
      ? `\n  … and ${leafCount - shown.length} more; --json shows all, with proofs`
      : ''
  return `${chain}: root ${root}\n${indent(table)}${more}`
}
