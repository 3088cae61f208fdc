import { Option } from 'commander'
import { leafTable, leavesOf } from '../../documents/tables/books.ts'
import { fail } from '../../errors.ts'
import type { TreeLeaf, TreeReport } from '../../service/headwater.ts'
import type { Output } from '../output/output.ts'
import { formatTable } from '../output/table.ts'
import { type CommandDefinition, parseEpochNumber } from './definition.ts'
import { indent } from './epochs.ts'
import {
  isOther,
  type OtherFormat,
  type OtherTreeOptions,
  otherFormats,
  requireNoOtherOptions,
  writeOtherTree,
} from './otherTree.ts'
import { onlyTree, writeTreeFile } from './treeFile.ts'

const leavesShownMax = 20
const chunkCharacters = 65_536

export const treeCommand: CommandDefinition = {
  usage: 'tree <epoch>',
  about: "show an epoch's payout trees: one for each chain, with a leaf for each account and token",
  examples: [
    'headwater tree 1',
    'headwater tree 1 --json > trees.ndjson',
    'headwater tree 1 --format openzeppelin --chain eip155:8453 > tree.json',
    'headwater tree 1 --format cw20 --chain cosmos:juno-1 --currency JUNO --payments paid.ndjson > tree.json',
  ],
  lists: true,
  options: (command) =>
    command
      .addOption(
        new Option(
          '--format <format>',
          "openzeppelin: the file that this library's StandardMerkleTree.load takes; others: what is available in a currency, for a distributor of this format on a chain that is not eip155",
        ).choices(['openzeppelin', ...otherFormats]),
      )
      .option('--chain <chain>', 'only the tree of this chain, as CAIP-2')
      .option('--currency <currency>', 'what a distributor that is not on eip155 pays')
      .option(
        '--prefix <prefix>',
        'of the bech32 accounts of the chain, for cw20; other accounts are left out',
      )
      .option('--payments <file>', 'write the events that book what such a distributor pays'),
  async run(session, [epoch]: [string], options: Options) {
    const { format, chain } = options
    const number = parseEpochNumber(epoch)
    if (format !== undefined && session.out.tabular)
      fail('usage.invalid', 'The file of a library is JSON: leave out --csv and --parquet.')
    if (isOther(format)) return writeOtherTree(session, number, { ...options, format })
    requireNoOtherOptions(options)
    await session.with('reads', async (headwater) => {
      const trees = ofChain(headwater.tree(number), chain)
      if (format !== undefined) await writeTreeFile(session.out, await onlyTree(trees, number, chain))
      else if (session.out.tabular) await session.out.table(leafTable, leavesOf(trees))
      else await show(session.out, trees, number)
    })
    return undefined
  },
}

interface Options extends Omit<OtherTreeOptions, 'format'> {
  readonly format?: 'openzeppelin' | OtherFormat
}

async function* ofChain(
  trees: AsyncIterable<TreeReport>,
  chain: string | undefined,
): AsyncGenerator<TreeReport> {
  for await (const tree of trees) if (chain === undefined || tree.chain === chain) yield tree
}

async function show(out: Output, trees: AsyncIterable<TreeReport>, epoch: number): Promise<void> {
  let count = 0
  for await (const tree of trees) {
    count++
    if (out.json) await writeTree(out, tree)
    else await out.text(await describeTree(tree))
  }
  if (count === 0) await out.text(`Epoch ${epoch} has no tree: nothing has been paid so far.`)
}

/** One object on one line, written leaf by leaf: a tree of a million leaves is too long for one string. */
async function writeTree(out: Output, { leaves, leafCount: _, ...tree }: TreeReport): Promise<void> {
  let text = `${JSON.stringify(tree).slice(0, -1)},"leaves":[`
  let separator = ''
  for await (const leaf of leaves) {
    text += separator + JSON.stringify(leaf)
    separator = ','
    if (text.length > chunkCharacters) {
      await out.raw(text)
      text = ''
    }
  }
  await out.raw(`${text}]}\n`)
}

async function describeTree({ chain, root, format, leafCount, leaves }: TreeReport): Promise<string> {
  const shown: TreeLeaf[] = []
  for await (const leaf of leaves) {
    if (shown.length < leavesShownMax) shown.push(leaf)
  }
  const table = formatTable(shown, [
    { head: 'account', of: (leaf) => leaf.account },
    { head: 'token', of: (leaf) => leaf.token },
    {
      head: shown[0]?.amount === undefined ? 'cumulative (atoms)' : 'amount (atoms)',
      of: (leaf) => leaf.cumulative ?? leaf.amount ?? null,
      kind: 'number',
    },
  ])
  const more =
    leafCount > shown.length
      ? `\n  … and ${leafCount - shown.length} more; --json shows all, with proofs`
      : ''
  return `${chain}${format === undefined ? '' : ` (${format})`}: root ${root}\n${indent(table)}${more}`
}
