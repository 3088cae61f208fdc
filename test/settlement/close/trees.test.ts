import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import { encodedChunks } from '../../../src/merkle/encodedLeaf.ts'
import { buildTree } from '../../../src/merkle/index.ts'
import { storedAtoms } from '../../../src/money/ledgerUnits.ts'
import type { PayoutLine } from '../../../src/settlement/books.ts'
import { summariseTrees } from '../../../src/settlement/close/trees.ts'
import { LeafTable } from '../../../src/settlement/tables/leafTable.ts'
import { OrderedLeaves } from '../../../src/settlement/tables/orderedLeaves.ts'
import { hashLeaves } from '../../../src/settlement/treeThread/hashLeaves.ts'
import { TreeThread } from '../../../src/settlement/treeThread/treeThread.ts'
import { withIds } from '../../support/id.ts'

/** More than two chunks of leaves on the first chain, and one leaf on the second. */
const leafCount = 20_000

function line(chain: string, number: number): PayoutLine {
  const account = `0x${number.toString(16).padStart(40, '0')}`
  const token = `0x${'ab'.repeat(20)}`
  return withIds<PayoutLine>({ chain, account, token, cumulative: storedAtoms(BigInt(number)) })
}

const noLeaves = new OrderedLeaves(new LeafTable(), () => [])

const payouts = [
  ...Array.from({ length: leafCount }, (_, index) => line('eip155:1', index + 1)),
  line('eip155:10', 7),
]

it.each([
  ['here', Number.POSITIVE_INFINITY],
  ['in a thread of its own', 2],
  ['in a thread from the first chunk on', 1],
])(
  'trees that are hashed %s have the roots of whole trees, and every leaf is seen once',
  async (_, chunksMin) => {
    const seen: PayoutLine[] = []
    const trees = await summariseTrees(
      { payouts, paidNow: noLeaves },
      new Map(),
      (leaf) => seen.push(leaf),
      chunksMin,
    )
    expect(trees).toEqual([
      {
        chain: 'eip155:1',
        root: buildTree(payouts.slice(0, leafCount)).root,
        leaves: leafCount,
        totals: [{ token: payouts[0]!.token, cumulative: String((leafCount * (leafCount + 1)) / 2) }],
      },
      {
        chain: 'eip155:10',
        root: buildTree(payouts.slice(leafCount)).root,
        leaves: 1,
        totals: [{ token: payouts[0]!.token, cumulative: '7' }],
      },
    ])
    expect(seen).toEqual(payouts)
  },
)

it('a leaf that the tree does not take is an error here, in a thread too', async () => {
  const wrong = [...payouts.slice(0, leafCount), { ...payouts[0]!, account: '0x1' as PayoutLine['account'] }]
  await expect(
    summariseTrees({ payouts: wrong, paidNow: noLeaves }, new Map(), () => {}, 1),
  ).rejects.toMatchObject({ code: 'address.malformed' })
})

it('a tree has the same file in a thread as here, whole pages in each part', async () => {
  const fileBy = async (chunksMin: number) => {
    const tree = { what: 'file', format: 'openzeppelin' } as const
    const chunks = encodedChunks(payouts.slice(0, leafCount))
    const { parts, ...file } = await hashLeaves(chunks, tree, chunksMin)
    return { ...file, sizes: parts.map(({ length }) => length), digest: hash('sha256', Buffer.concat(parts)) }
  }
  expect(await fileBy(1)).toEqual(await fileBy(Number.POSITIVE_INFINITY))
})

it('a tree that cannot be made keeps the code of its error across the thread', async () => {
  const thread = new TreeThread({ what: 'root', format: 'openzeppelin' })
  await expect(thread.finish()).rejects.toMatchObject({ name: 'HeadwaterError', code: 'tree.empty' })
  await thread.end()
})
