/** A registry on a node, from its deployment to the statements of whom its assets belong to. */
import { encodeDeployData, encodeFunctionData, type Hex, keccak256, stringToBytes } from 'viem'
import { expect, it } from 'vitest'
import { assetRegistry } from '../../../src/chain/contracts/assetRegistry.ts'
import { anvilAccounts, startAnvil } from '../../support/anvil.ts'
import { send } from '../../support/sendOnAnvil.ts'
import { watching } from '../support/watching.ts'

const { abi } = assetRegistry
const [ada, ben, cyd] = anvilAccounts
const corpus = 'dataset:acme/corpus'
const model = 'model:acme/m'
const assetIdOf = (asset: string) => BigInt(keccak256(stringToBytes(asset)))
const bare = {
  releasedAt: 0n,
  contentDigest: '',
  holders: [],
  contributorShare: 0,
  contributors: [],
  derivedFrom: [],
}

it('makes the ledger what the contract says, over two watches', async () => {
  const anvil = await startAnvil({ args: ['--slots-in-an-epoch', '1', '--timestamp', '1790000000'] })
  try {
    const payee = (account: string) => `${anvil.chain}:${account}`
    const { contractAddress } = await send(anvil, {
      data: encodeDeployData({ abi, bytecode: assetRegistry.bytecode, args: [ada, true] }),
    })
    const registry = contractAddress as Hex
    const call = (from: string, functionName: string, args: readonly unknown[]) =>
      send(anvil, { from, to: registry, data: encodeFunctionData({ abi, functionName, args } as never) })
    const section = { registry: { address: registry, from: 0 } }
    const event = { specversion: '1.0', source: 'test', time: '2026-09-22T00:00:00Z' }
    const usd = {
      ...event,
      id: 'usd',
      type: 'io.headwater.currency.registered',
      data: { currency: 'USD', decimals: 6 },
    }
    const use = { asset: model, amount: '100', currency: 'USD' }
    const called = { ...event, id: 'call', type: 'io.headwater.call.metered', data: use }
    await using ledger = await watching(anvil, section, [usd, called])

    await call(ada, 'registerAsset', [corpus, ada, 'Corpus', 'cc-by-4.0', 'ipfs://corpus'])
    await call(ada, 'attest', [assetIdOf(corpus), [{ workHash: keccak256('0x01'), payee: cyd, units: 40n }]])
    const shared = { ...bare, version: '1', holders: [{ payee: ada, share: 600_000_000 }] }
    await call(ada, 'releaseVersion', [assetIdOf(corpus), { ...shared, contributorShare: 400_000_000 }])
    await call(ben, 'registerAsset', [model, ben, '', '', ''])
    const edge = {
      asset: corpus,
      version: '1',
      relation: 0,
      policy: 1,
      share: 500_000_000,
      until: 0n,
      caps: [],
    }
    await call(ben, 'releaseVersion', [assetIdOf(model), { ...bare, version: '1', derivedFrom: [edge] }])
    await call(ben, 'registerPayee', ['Ben'])
    await anvil.mine(4)
    expect(await ledger.watch()).toMatchObject({ accepted: 6, duplicate: 0, conflict: 0, rejected: 0 })
    const lineage = await ledger.look((service) => service.lineage({ asset: model, direction: 'up' }))
    expect(JSON.stringify(lineage)).toContain(corpus)

    await call(ada, 'transferFrom', [ada, cyd, assetIdOf(corpus)])
    await call(ben, 'transferFrom', [ben, ada, assetIdOf(model)])
    await anvil.mine(4)
    expect(await ledger.watch()).toMatchObject({ accepted: 2, duplicate: 0, rejected: 0 })
    await ledger.look(async (service) => {
      await service.close({ until: '2026-10-01T00:00:00Z' })
      const earned: Record<string, string> = {}
      for await (const line of service.statements(1)) earned[line.payee] = line.earned
      // Of 100: 50 to the corpus, of which its owner has 30, and its contributor 20.
      expect(earned).toEqual({ [payee(ada)]: '50', [payee(cyd)]: '50' })
    })
  } finally {
    await anvil.stop()
  }
})
