/** Story Protocol's logs, replayed on a node at Story's addresses and imported from there. */
import { expect, it } from 'vitest'
import { startAnvil } from '../../support/anvil.ts'
import { replayLogs } from '../../support/replayLogs.ts'
import { address } from '../support/logs.ts'
import { watching } from '../support/watching.ts'
import * as story from './scene.ts'

const token = address('70')
const [one, two, three, group] = ['aaa0001', 'aaa0002', 'aaa0003', 'aaa0004'].map(address) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
]
const [ada, pool, stray] = [address('ada'), address('9001'), address('57aa')]
const asset = (ip: string) => `dataset:story/1514/${ip}`

it('is imported with a restart between', async () => {
  const args = ['--slots-in-an-epoch', '1', '--timestamp', '1790000000']
  const anvil = await startAnvil({ chainId: 1514, args })
  try {
    const payee = (account: string) => `${anvil.chain}:${account}`
    const wip = {
      ...{ specversion: '1.0', source: 'test', id: 'wip', time: '2026-01-01T00:00:00Z' },
      type: 'io.headwater.currency.registered',
      data: { currency: 'WIP', decimals: 2, chain: anvil.chain, token },
    }
    await using ledger = await watching(anvil, { story: { from: 0 } }, [wip])
    await replayLogs(anvil, [
      [story.terms(1n)],
      [story.registered(one)],
      [...story.vaultDeployed(one), story.mintingFee({ to: one, token, amount: 1_000n })],
      [
        story.registered(two),
        ...story.linked(two, [{ ip: one, policy: story.lap, units: 10_000_000 }], true),
      ],
      [story.moved(story.vaultOf(one), one, ada, 25_000_000n)],
      [story.registered(three)],
      story.linkedFree(three, [two]),
      [
        story.registered(group),
        story.emitted('groupingModule', 'IPGroupRegistered', { groupId: group, groupPool: pool }),
      ],
    ])
    await anvil.mine(4)
    // Four assets, three versions, a holding and a fee.
    expect(await ledger.watch('--story')).toMatchObject({
      accepted: 9,
      duplicate: 0,
      conflict: 0,
      rejected: 0,
    })

    await replayLogs(anvil, [
      [story.royalty({ to: two, token, amount: 10_000n, afterFee: 9_000n }, ada)],
      [story.sharedUp(two, one, { token, amount: 900n })],
      story.vaultDeployed(group, pool),
      [story.royalty({ to: group, token, amount: 500n }, ada)],
      [story.royalty({ to: two, token, amount: 500n }, pool, group)],
      [story.moved(story.vaultOf(one), ada, address('be4'), 5_000_000n)],
      // A parent whose registration the import has not seen.
      [story.registered(stray)],
      story.linkedFree(stray, [address('dead')]),
    ])
    await anvil.mine(4)
    expect(await ledger.watch('--story')).toMatchObject({
      accepted: 5,
      duplicate: 0,
      conflict: 0,
      rejected: 2,
    })
    await ledger.look(async (service) => {
      const refused = await service.refused()
      expect(refused.items.map(({ code }) => code)).toEqual(['asset.unknown', 'asset.unknown'])
      const lineage = await service.lineage({ asset: asset(three), direction: 'up' })
      for (const ip of [two, one]) expect(JSON.stringify(lineage)).toContain(asset(ip))
      await service.close({ until: '2026-10-01T00:00:00Z' })
      const earned: Record<string, string> = {}
      for await (const line of service.statements(1)) earned[line.payee] = line.earned
      // To `one`: a fee of 10 and a tenth of 90, of which ada holds 0.2 and another 0.05.
      expect(earned).toEqual({
        [payee(one)]: '14.25',
        [payee(ada)]: '3.8',
        [payee(address('be4'))]: '0.95',
        [payee(two)]: '81',
        [payee(pool)]: '5',
      })
    })
  } finally {
    await anvil.stop()
  }
})
