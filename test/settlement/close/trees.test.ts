import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { PayoutLine } from '../../../src/books/port.ts'
import { LeafTable } from '../../../src/books/tables/leafTable.ts'
import { OrderedLeaves } from '../../../src/books/tables/orderedLeaves.ts'
import { encodedChunks } from '../../../src/merkle/encodedLeaf.ts'
import { evmTreeFormats } from '../../../src/merkle/formats/index.ts'
import { buildTree } from '../../../src/merkle/index.ts'
import { storedAtoms } from '../../../src/money/ledgerUnits.ts'
import { summariseTrees } from '../../../src/settlement/close/trees.ts'
import { fileOfLeaves } from '../../../src/settlement/treeThread/hashLeaves.ts'
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
    const seen: number[] = []
    const of = { payouts: tableOf(payouts), paidNow: noLeaves }
    const trees = await summariseTrees(of, new Map(), (leaf) => seen.push(leaf), { chunksMin })
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
    expect(seen).toEqual(payouts.map((_, place) => place))
  },
)

it('a leaf that the tree does not take is an error here, in a thread too', async () => {
  const wrong = [...payouts.slice(0, leafCount), { ...payouts[0]!, account: '0x1' as PayoutLine['account'] }]
  await expect(fileOfLeaves(encodedChunks(wrong), 'openzeppelin', 1)).rejects.toMatchObject({
    code: 'address.malformed',
  })
})

it('a tree has the same file in a thread as here, whole pages in each part', async () => {
  const fileBy = async (chunksMin: number) => {
    const chunks = encodedChunks(payouts.slice(0, leafCount))
    const { parts, ...file } = await fileOfLeaves(chunks, 'openzeppelin', chunksMin)
    return { ...file, sizes: parts.map(({ length }) => length), digest: hash('sha256', Buffer.concat(parts)) }
  }
  expect(await fileBy(1)).toEqual(await fileBy(Number.POSITIVE_INFINITY))
})

it('a tree that cannot be made keeps the code of its error across the thread', async () => {
  const thread = new TreeThread('openzeppelin')
  await expect(thread.finish().nodes).rejects.toMatchObject({ name: 'HeadwaterError', code: 'tree.empty' })
  await thread.end()
})

/** Accounts of which one in seven has many tokens, so that chunks end within an account. */
function severalTokens(accounts: number): PayoutLine[] {
  return Array.from({ length: accounts }, (_, at) =>
    Array.from({ length: at % 7 === 3 ? 40 : 1 }, (_, token) =>
      withIds<PayoutLine>({
        chain: 'eip155:1',
        account: `0x${(at + 1).toString(16).padStart(40, '0')}`,
        token: `0x${(token + 1).toString(16).padStart(40, '0')}`,
        cumulative: storedAtoms(BigInt(at * 100 + token + 1)),
      }),
    ),
  ).flat()
}

function tableOf(lines: readonly PayoutLine[]): OrderedLeaves {
  const table = new LeafTable()
  for (const leaf of lines) table.grow(table.numberOf(leaf), leaf.cumulative)
  const order = table.sorted()
  return new OrderedLeaves(table, () => order)
}

it.each(['merkl', 'eigenlayer', 'oneinch', 'uniswap', 'sablier'] as const)(
  'trees of the format %s are the same in a thread as here, and as a tree that is held',
  async (format) => {
    const { isOfOneToken, kind } = evmTreeFormats[format]
    const all = severalTokens(4_000)
    const lines = isOfOneToken ? all.filter(({ token }) => token.endsWith('01')) : all
    const of = { payouts: tableOf(lines), paidNow: kind === 'once' ? tableOf(lines) : noLeaves }
    const formats = new Map([['eip155:1', format]])
    const here = await summariseTrees(of, formats, () => {}, { chunksMin: Number.POSITIVE_INFINITY })
    expect(await summariseTrees(of, formats, () => {}, { chunksMin: 1 })).toEqual(here)
    const leaves = lines.map(({ account, token, cumulative }, index) =>
      kind === 'once' ? { index, account, amount: cumulative } : { account, token, cumulative },
    )
    const total = lines.reduce((sum, { cumulative }) => sum + cumulative, 0n)
    const name = kind === 'once' ? 'paid' : 'cumulative'
    const sums = here[0]!.totals.map((one) => BigInt((one as unknown as Record<string, string>)[name]!))
    expect(here).toMatchObject([
      { format, root: buildTree(leaves as never[], format).root, leaves: lines.length },
    ])
    expect(sums.reduce((sum, one) => sum + one, 0n)).toBe(total)
  },
)

it('an amount that the contract has no room for is an error here, in a thread too', async () => {
  const wide = { ...payouts[leafCount]!, chain: payouts[0]!.chain, cumulative: storedAtoms(1n << 208n) }
  const lines = [
    ...payouts.slice(0, leafCount),
    { ...wide, account: `0x${'f'.repeat(40)}` as typeof wide.account },
  ]
  const formats = new Map([['eip155:1', 'merkl' as const]])
  for (const chunksMin of [1, Number.POSITIVE_INFINITY]) {
    await expect(
      summariseTrees({ payouts: tableOf(lines), paidNow: noLeaves }, formats, () => {}, { chunksMin }),
    ).rejects.toMatchObject({ code: 'tree.cumulativeOutOfRange', path: `/${leafCount}/cumulative` })
  }
})
