/** The format of a chain's trees: chosen at a close, named by the manifest, kept by closes after it, and verified. */
import { describe, expect, it } from 'vitest'
import { evmTreeFormatNames } from '../../src/merkle/formats/index.ts'
import { buildTree, type EigenLayerProof, verifyProof } from '../../src/merkle/index.ts'
import type { TreeLeaf } from '../../src/settlement/answers.ts'
import { collect } from '../support/collect.ts'
import type { World } from '../support/settlementWorld.ts'
import { account, call, chain, february, march, smallEconomy, usdc } from '../support/smallEconomy.ts'

const april = '2025-04-01T00:00:00Z'
const once = ['uniswap', 'sablier']

/** Two accounts are paid in January, one of them in February. */
async function world(): Promise<World> {
  const made = await smallEconomy()
  await made.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
  await made.record([call('1', '10')])
  return made
}

async function leavesOf({ settlement }: World, epoch: number) {
  const trees = await collect(settlement.tree(epoch))
  return Promise.all(trees.map(async ({ leaves, ...tree }) => ({ ...tree, leaves: await all(leaves) })))
}

async function all(leaves: Iterable<TreeLeaf> | AsyncIterable<TreeLeaf>): Promise<TreeLeaf[]> {
  const found: TreeLeaf[] = []
  for await (const leaf of leaves) found.push(leaf)
  return found
}

/** As `verifyProof` takes it. */
function proves(root: string, format: string, leaf: TreeLeaf): boolean {
  const { account: of, token, cumulative, index, amount, proof, ...places } = leaf
  const given =
    cumulative === undefined
      ? { index: index!, account: of, amount: BigInt(amount!) }
      : { account: of, token, cumulative: BigInt(cumulative) }
  const whole = format === 'eigenlayer' ? ({ proof, ...places } as EigenLayerProof) : proof
  return verifyProof(root, given as never, whole as never, format as 'openzeppelin')
}

async function verified({ settlement }: World): Promise<boolean> {
  return (await collect(settlement.verify())).every(({ ok }) => ok)
}

describe('a close', () => {
  it.each(evmTreeFormatNames)(
    'with the format %s names it, proves every leaf in it, and verifies',
    async (format) => {
      const made = await world()
      const { trees } = await made.settlement.close({ until: february, treeFormats: { [chain]: format } })
      const [tree, ...others] = await leavesOf(made, 1)
      expect(others).toEqual([])
      expect(trees).toEqual([
        { chain, root: tree!.root, ...(format !== 'openzeppelin' && { format }), leaves: 2 },
      ])
      expect(tree!.leaves).toHaveLength(2)
      for (const leaf of tree!.leaves) {
        expect(proves(tree!.root, format, leaf)).toBe(true)
        const { proofs } = await made.settlement.proof(leaf.account)
        expect(proofs).toEqual([
          {
            chain,
            root: tree!.root,
            ...(format !== 'openzeppelin' && { format }),
            currency: 'USDC',
            ...leaf,
          },
        ])
      }
      expect(await verified(made)).toBe(true)
      const manifest = JSON.parse(Buffer.from(await made.settlement.manifest(1)).toString('utf8'))
      expect(manifest.version).toBe(format === 'openzeppelin' ? 1 : 2)
      expect(manifest.trees[0].format).toBe(format === 'openzeppelin' ? undefined : format)
      expect(manifest.treeFormats).toEqual(format === 'openzeppelin' ? undefined : [{ chain, format }])
      const total = once.includes(format) ? 'paid' : 'cumulative'
      expect(manifest.trees[0].totals).toEqual([{ token: usdc.token, [total]: '10000000' }])
    },
  )

  it('goes on with the format of the one before, also over an epoch that pays nothing', async () => {
    const made = await world()
    await made.settlement.close({ until: february, treeFormats: { [chain]: 'uniswap' } })
    expect((await made.settlement.close({ until: march })).trees).toEqual([])
    await made.record([call('2', '3', { time: '2025-03-05T00:00:00Z' })])
    const { trees } = await made.settlement.close({ until: april })
    expect(trees).toMatchObject([{ chain, format: 'uniswap', leaves: 2 }])
    const [tree] = await leavesOf(made, 3)
    expect(tree!.leaves.reduce((sum, { amount }) => sum + BigInt(amount!), 0n)).toBe(3_000_000n)
    expect(tree!.leaves.map(({ index }) => index)).toEqual([0, 1])
    const leaves = tree!.leaves.map(({ index, account: of, amount }) => ({
      index: index!,
      account: of,
      amount: BigInt(amount!),
    }))
    expect(buildTree(leaves, 'uniswap').root).toBe(tree!.root)
    expect(await verified(made)).toBe(true)
  })

  it('pays of a tree that is claimed once what its epoch pays, whatever was paid before', async () => {
    const made = await world()
    await made.settlement.close({ until: february })
    await made.record([call('2', '3', { time: '2025-02-05T00:00:00Z' })])
    await made.settlement.close({ until: march, treeFormats: { [chain]: 'sablier' } })
    const [tree] = await leavesOf(made, 2)
    expect(tree!.leaves.reduce((sum, { amount }) => sum + BigInt(amount!), 0n)).toBe(3_000_000n)
    for (const leaf of tree!.leaves) expect(proves(tree!.root, 'sablier', leaf)).toBe(true)
    expect((await leavesOf(made, 1))[0]!.leaves).toMatchObject([{ cumulative: expect.any(String) }, {}])
    made.treeFiles.files.clear()
    expect((await leavesOf(made, 2))[0]).toEqual(tree)
    expect(await verified(made)).toBe(true)
  })

  it('does not change to a cumulative format once something was paid: a new contract would pay it again', async () => {
    const made = await world()
    await made.settlement.close({ until: february })
    await made.record([call('2', '3', { time: '2025-02-05T00:00:00Z' })])
    await expect(
      made.settlement.close({ until: march, treeFormats: { [chain]: 'merkl' } }),
    ).rejects.toMatchObject({ code: 'close.treeFormatFixed' })
    await made.settlement.close({ until: march, treeFormats: { [chain]: 'uniswap' } })
    await expect(
      made.settlement.close({ until: april, treeFormats: { [chain]: 'openzeppelin' } }),
    ).rejects.toMatchObject({ code: 'close.treeFormatFixed' })
    // The same format again is no change.
    await made.settlement.close({ until: april, treeFormats: { [chain]: 'uniswap' } })
  })

  it('is confirmed with the formats of its preview alone', async () => {
    const made = await world()
    const treeFormats = { [chain]: 'merkl' }
    const { confirm } = await made.settlement.preview({ until: february, treeFormats })
    await expect(made.settlement.close({ confirm })).rejects.toMatchObject({ code: 'close.notAsConfirmed' })
    expect((await made.settlement.close({ confirm, treeFormats })).trees[0]!.format).toBe('merkl')
  })

  it.each([{ 'cosmos:hub-1': 'merkl' }, { [chain]: 'cw20' }, { [chain]: '' }, { 'eip155:x': 'merkl' }])(
    'refuses %j',
    async (treeFormats) => {
      const made = await world()
      await expect(
        made.settlement.close({ until: february, treeFormats: treeFormats as Record<string, string> }),
      ).rejects.toMatchObject({ code: 'close.treeFormatMalformed' })
    },
  )

  it('with a format of one token refuses a second one', async () => {
    const made = await world()
    await made.register('currency.registered', {
      currency: 'DAI',
      decimals: 18,
      chain,
      token: `0x${'d'.repeat(40)}`,
    })
    await made.record([call('2', '10', { currency: 'DAI' })])
    await expect(
      made.settlement.close({ until: february, treeFormats: { [chain]: 'oneinch' } }),
    ).rejects.toMatchObject({ code: 'tree.severalTokens' })
    const { trees } = await made.settlement.close({ until: february, treeFormats: { [chain]: 'uniswap' } })
    expect(trees).toHaveLength(2)
    expect(await verified(made)).toBe(true)
    expect((await made.settlement.proof(account('2'))).proofs.map(({ currency }) => currency).sort()).toEqual(
      ['DAI', 'USDC'],
    )
  })
})
