/** What is checked before a root is published. */
import { describe, expect, it } from 'vitest'
import type { PayoutLine } from '../../../src/books/port.ts'
import { createLeafSums, requireNoneFell, requireSums } from '../../../src/settlement/publish/leaves.ts'
import { account, call, chain, february, march, smallEconomy, usdc } from '../../support/smallEconomy.ts'

const distributor = `0x${'dd'.repeat(20)}`
const place = { chain, distributor }
const leaf = (digit: string, cumulative: bigint, token = usdc.token) =>
  ({ chain, account: account(digit), token, cumulative }) as PayoutLine

/** A ledger with two epochs, of which the first paid 0.9 USDC. */
async function twoEpochs() {
  const world = await smallEconomy()
  await world.record([call('c1', '1')])
  await world.settlement.close({ until: february })
  await world.record([call('c2', '1', { time: '2025-02-10T00:00:00Z' })])
  await world.settlement.close({ until: march })
  return world
}

describe('the leaves of a root', () => {
  it('never fall, and none of the last root is missing', () => {
    const before = [leaf('1', 5n), leaf('3', 7n)]
    const fell = expect.objectContaining({ code: 'publish.leafFell' })
    requireNoneFell(before, [leaf('1', 5n), leaf('2', 1n), leaf('3', 8n)])
    expect(() => requireNoneFell(before, [leaf('1', 4n), leaf('3', 7n)])).toThrow(fell)
    expect(() => requireNoneFell(before, [leaf('1', 5n), leaf('2', 9n)])).toThrow(fell)
    expect(() => requireNoneFell(before, [leaf('3', 7n)])).toThrow(fell)
  })

  it('are there once each', () => {
    const sums = createLeafSums()
    sums.add(leaf('1', 5n))
    const again = () => sums.add(leaf('1', 6n))
    expect(again).toThrow(expect.objectContaining({ code: 'publish.leafRepeated' }))
  })

  it('add up to the totals, with no token more and none less', () => {
    const sums = new Map([[usdc.token, 12n]])
    const differs = expect.objectContaining({ code: 'publish.sumDiffers' })
    requireSums(sums, [{ token: usdc.token, cumulative: '12' }])
    expect(() => requireSums(sums, [{ token: usdc.token, cumulative: '13' }])).toThrow(differs)
    expect(() => requireSums(sums, [])).toThrow(differs)
    expect(() => requireSums(new Map(), [{ token: usdc.token, cumulative: '1' }])).toThrow(differs)
  })
})

describe('a plan', () => {
  it('has the root and the totals of the last epoch', async () => {
    const { settlement } = await twoEpochs()
    const plan = await settlement.planPublication(place)
    const [tree] = (await settlement.epoch(2)).trees
    expect(plan).toMatchObject({ epoch: 2, root: tree!.root, leaves: 1, before: null })
    expect(plan.totals).toEqual([{ token: usdc.token, total: '1800000' }])
  })

  it('is refused for an epoch older than the last root', async () => {
    const { settlement } = await twoEpochs()
    const { before: _, ...data } = await settlement.planPublication(place)
    await settlement.recordPublication({ ...place, revision: -1, event: { type: 'RootPlanned', data } })
    const { epoch, root, manifestHash } = data
    const submitted = { index: 1, epoch, root, manifestHash, activatableAt: 1, block: 1 }
    const event = { type: 'RootSubmitted', data: submitted }
    await settlement.recordPublication({ ...place, revision: 0, event })
    const older = settlement.planPublication({ ...place, epoch: 1 })
    await expect(older).rejects.toMatchObject({ code: 'publish.older' })
  })

  it('is refused for a token that another distributor of the chain has declared', async () => {
    const { settlement } = await twoEpochs()
    const { before: _, ...data } = await settlement.planPublication(place)
    await settlement.recordPublication({ ...place, revision: -1, event: { type: 'RootPlanned', data } })
    const second = { chain, distributor: `0x${'ee'.repeat(20)}` }
    await expect(settlement.planPublication(second)).rejects.toMatchObject({ code: 'publish.tokenMoved' })
  })

  it('is refused where the books do not give the root of the manifest', async () => {
    const { settlement, books } = await twoEpochs()
    const eachPayout = books.eachPayout.bind(books)
    books.eachPayout = async function* (closed) {
      for await (const line of eachPayout(closed)) yield leaf(line.account[2]!, line.cumulative + 1n)
    }
    await expect(settlement.planPublication(place)).rejects.toMatchObject({ code: 'publish.rootDiffers' })
  })

  it('is refused for a tree of another format, which the distributor does not take', async () => {
    const { settlement, record } = await smallEconomy()
    await record([call('c1', '1')])
    await settlement.close({ until: february, treeFormats: { [chain]: 'merkl' } })
    await expect(settlement.planPublication(place)).rejects.toMatchObject({
      code: 'publish.otherFormat',
      message: expect.stringContaining('merkl'),
    })
  })

  it('is refused for a chain without a tree', async () => {
    const { settlement } = await twoEpochs()
    const nowhere = settlement.planPublication({ ...place, chain: 'eip155:1' })
    await expect(nowhere).rejects.toMatchObject({ code: 'publish.noTree' })
  })
})

describe('a record of a publication', () => {
  it('is refused where another process was first', async () => {
    const { settlement } = await twoEpochs()
    const event = { type: 'RootActivated', data: { index: 1, block: 1 } }
    await settlement.recordPublication({ ...place, revision: -1, event })
    const late = settlement.recordPublication({ ...place, revision: -1, event })
    await expect(late).rejects.toMatchObject({ code: 'publish.overtaken' })
  })

  it.each([
    ['of another type', { type: 'EpochClosed', data: {} }],
    ['with a field that is wrong', { type: 'RootActivated', data: { index: 0, block: 1 } }],
  ])('%s is refused', async (_, event) => {
    const { settlement } = await twoEpochs()
    const refused = settlement.recordPublication({ ...place, revision: -1, event })
    await expect(refused).rejects.toMatchObject({ code: 'publish.malformed' })
  })
})
