/**
 * The whole way on two real nodes: assets and terms in a contract, a payment on a chain as a call, a close, roots in two
 * distributors, tokens in the payees' wallets, and the claims back in the statements. Roots and proofs are those of
 * OpenZeppelin's library, which knows nothing of ours.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { type Abi, getContract, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assetRegistry } from '../../src/chain/contracts/assetRegistry.ts'
import { demoToken } from '../../src/chain/contracts/demoToken.ts'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { type Anvil, anvilAccounts, anvilKeys, startAnvil } from '../support/anvil.ts'
import { chainClients } from '../support/chainEconomy.ts'
import { runCli } from '../support/process.ts'

const [operator, lab, annotators, guardian] = anvilAccounts
const [operatorKey, labKey, annotatorsKey] = anvilKeys
const customerKey = anvilKeys[3]
const windowSeconds = 3_600n
const day = 86_400

interface OnChain {
  readonly anvil: Anvil
  readonly token: Hex
  readonly distributor: Hex
}

const data = join(mkdtempSync(join(tmpdir(), 'headwater-life-')), 'ledger')
const chainsFile = `${data}.yaml`
let here: OnChain
let there: OnChain
let registry: Hex

/** A node whose blocks are of the day before: a payment in them is past when the epoch closes. */
async function startChain(chainId: number): Promise<OnChain> {
  const dayBefore = Math.floor(Date.now() / 1_000) - day
  const anvil = await startAnvil({
    chainId,
    args: ['--slots-in-an-epoch', '1', '--timestamp', String(dayBefore)],
  })
  const token = await deploy(anvil, demoToken, ['Dollar', 'USD', 6, 10n ** 12n])
  const distributor = await deploy(anvil, royaltyDistributor, [operator, operator, guardian, windowSeconds])
  return { anvil, token, distributor }
}

async function deploy(
  anvil: Anvil,
  contract: { abi: Abi | readonly unknown[]; bytecode: Hex },
  args: unknown[],
) {
  const { reader, wallet } = chainClients(anvil)
  const hash = await wallet(operatorKey).deployContract({ ...contract, args } as never)
  return (await reader.waitForTransactionReceipt({ hash })).contractAddress!.toLowerCase() as Hex
}

function contractOf<const A extends Abi>(anvil: Anvil, key: Hex, { abi }: { readonly abi: A }, address: Hex) {
  const { reader, wallet } = chainClients(anvil)
  return getContract({ abi, address, client: { public: reader, wallet: wallet(key) } })
}

/** A node answers a transaction before the block that has it. */
async function mined(anvil: Anvil, sent: Promise<Hex>): Promise<void> {
  await chainClients(anvil).reader.waitForTransactionReceipt({ hash: await sent })
}

async function headwater(argv: readonly string[], input = '') {
  const { code, stdout, stderr } = await runCli([...argv, '--data', data, '--json'], {
    input,
    env: { HEADWATER_CHAINS: chainsFile, HEADWATER_PUBLISHER_KEY: operatorKey },
  })
  const lines = stdout.split('\n').filter((line) => line !== '')
  return { code, stderr, objects: lines.map((line) => JSON.parse(line)) }
}

async function watchOnce() {
  const { code, stderr, objects } = await headwater(['watch', '--once'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(objects.at(-1)).toMatchObject({ rejected: 0, conflict: 0 })
}

const event = (id: string, type: string, fields: object, time = new Date(Date.now() - day * 1_000)) =>
  JSON.stringify({
    ...{ specversion: '1.0', id, source: '/test', type: `io.headwater.${type}` },
    ...{ time: time.toISOString(), data: fields },
  })

const payee = (address: Hex) => `${here.anvil.chain}:${address}`
const whole = 1_000_000_000

beforeAll(async () => {
  here = await startChain(31_337)
  there = await startChain(31_338)
  registry = await deploy(here.anvil, assetRegistry, [operator, true])
  const file = {
    chains: {
      [here.anvil.chain]: {
        ...{ endpoints: [here.anvil.url], poll: '50ms', confirmations: 0 },
        registry: { address: registry, from: 0 },
        payments: [
          { address: here.distributor, mode: 'proven', from: 0, asset: 'model:lab/chat', within: 2 },
        ],
        distributors: [{ address: here.distributor, from: 0 }],
      },
      [there.anvil.chain]: {
        ...{ endpoints: [there.anvil.url], poll: '50ms', confirmations: 0 },
        distributors: [{ address: there.distributor, from: 0 }],
      },
    },
  }
  writeFileSync(chainsFile, JSON.stringify(file))
})
afterAll(async () => {
  await here.anvil.stop()
  await there.anvil.stop()
})

describe('from a contract and a payment to tokens in wallets', () => {
  it('takes in assets, versions and terms of the registry', async () => {
    const asLab = contractOf(here.anvil, labKey, assetRegistry, registry)
    const asAnnotators = contractOf(here.anvil, annotatorsKey, assetRegistry, registry)
    const release = { version: '1', releasedAt: 0n, contentDigest: '', holders: [], contributors: [] }
    const idOf = (asset: string) => asLab.read.assetIdOf([asset])
    await mined(here.anvil, asAnnotators.write.registerAsset(['dataset:open/talk', annotators, '', '', '']))
    await mined(
      here.anvil,
      asAnnotators.write.releaseVersion([
        await idOf('dataset:open/talk'),
        { ...release, contributorShare: 0, derivedFrom: [] },
      ]),
    )
    await mined(here.anvil, asLab.write.registerAsset(['model:lab/chat', lab, 'Chat', 'MIT', '']))
    const edge = { asset: 'dataset:open/talk', version: '1', relation: 0, policy: 1, share: (whole * 4) / 10 }
    await mined(
      here.anvil,
      asLab.write.releaseVersion([
        await idOf('model:lab/chat'),
        { ...release, contributorShare: 0, derivedFrom: [{ ...edge, until: 0n, caps: [] }] },
      ]),
    )
    await here.anvil.mine(3)
    const lines = [
      event('1', 'currency.registered', {
        ...{ currency: 'USD.here', decimals: 6, chain: here.anvil.chain, token: here.token },
      }),
      event('2', 'currency.registered', {
        ...{ currency: 'USD.there', decimals: 6, chain: there.anvil.chain, token: there.token },
      }),
      ...[lab, annotators].map((address, index) =>
        event(`bound ${index}`, 'payee.bound', {
          payee: payee(address),
          account: `${there.anvil.chain}:${address}`,
        }),
      ),
    ]
    expect(await headwater(['ingest', '-'], lines.join('\n'))).toMatchObject({
      code: 0,
      objects: [{ accepted: 4 }],
    })
    await watchOnce()
    const { objects } = await headwater(['lineage', 'model:lab/chat'])
    expect(JSON.stringify(objects)).toContain('dataset:open/talk')
  })

  it('makes a call of a payment to the distributor, which funds it too', async () => {
    const token = contractOf(here.anvil, operatorKey, demoToken, here.token)
    const customer = contractOf(here.anvil, customerKey, demoToken, here.token)
    await mined(here.anvil, token.write.transfer([guardian, 100_000_000n]))
    await mined(here.anvil, customer.write.transfer([here.distributor, 100_000_000n]))
    await here.anvil.mine(6)
    await watchOnce()
    const { objects } = await headwater(['calls'])
    expect(objects).toMatchObject([{ asset: 'model:lab/chat', amount: '100', currency: 'USD.here' }])
  })

  it('closes both currencies, and the epoch verifies', async () => {
    const call = { asset: 'model:lab/chat', amount: '50', currency: 'USD.there' }
    await headwater(['ingest', '-'], event('call', 'call.metered', call))
    const [closed] = (await headwater(['close'])).objects
    expect(closed.totals).toMatchObject({
      'USD.here': { gross: '100', paid: '100' },
      'USD.there': { gross: '50', paid: '50' },
    })
    expect((await headwater(['verify', '1'])).code).toBe(0)
  })

  it('publishes both roots, and activates them after their windows', async () => {
    const first = await headwater(['publish'])
    expect(first.code, first.stderr).toBe(0)
    expect(first.objects).toMatchObject([{ stage: 'pending' }, { stage: 'pending' }])
    for (const { anvil } of [here, there]) {
      await anvil.rpc('evm_increaseTime', [Number(windowSeconds) + 1])
      await anvil.mine(1)
    }
    const second = await headwater(['publish'])
    expect(second.code, second.stderr).toBe(0)
    expect(second.objects).toMatchObject([{ stage: 'active' }, { stage: 'active' }])
    const funded = await contractOf(
      here.anvil,
      operatorKey,
      royaltyDistributor,
      here.distributor,
    ).read.funded([here.token])
    // The payment was enough: nothing was sent beside it.
    expect(funded).toBe(100_000_000n)
  })

  it('pays by proofs of a library that knows nothing of ours', async () => {
    for (const chain of [here, there]) {
      const { anvil, distributor, token } = chain
      const trees = (await headwater(['tree', '1'])).objects
      const { leaves } = trees.find((tree) => tree.chain === anvil.chain)
      const rows = leaves.map((leaf: { account: string; token: string; cumulative: string }) => [
        leaf.account,
        leaf.token,
        leaf.cumulative,
      ])
      const tree = StandardMerkleTree.of<string[]>(rows, ['address', 'address', 'uint256'])
      const contract = contractOf(anvil, labKey, royaltyDistributor, distributor)
      expect((await contract.read.roots([1n]))[0]).toBe(tree.root)
      const tokens = contractOf(anvil, labKey, demoToken, token)
      for (const [at, [account, , cumulative]] of tree.entries()) {
        const proofs = [tree.getProof(at) as Hex[]]
        await mined(anvil, contract.write.claim([1n, account as Hex, [token], [BigInt(cumulative!)], proofs]))
        expect(await tokens.read.balanceOf([account as Hex])).toBe(BigInt(cumulative!))
      }
    }
  })

  it('shows the claims in lists and statements', async () => {
    await watchOnce()
    const claims = await headwater(['claims'])
    expect(claims.code, claims.stderr).toBe(0)
    const amounts = claims.objects.map(({ chain, account, published, claimable, claimed }) => [
      `${chain} ${account.toLowerCase()}`,
      published,
      claimable,
      claimed,
    ])
    expect(amounts.sort()).toEqual(
      [
        [`${here.anvil.chain} ${lab}`, '60', '0', '60'],
        [`${here.anvil.chain} ${annotators}`, '40', '0', '40'],
        [`${there.anvil.chain} ${lab}`, '30', '0', '30'],
        [`${there.anvil.chain} ${annotators}`, '20', '0', '20'],
      ].sort(),
    )
    const [statement] = (await headwater(['statement', payee(lab)])).objects
    expect(JSON.stringify(statement)).toContain('"claimed":"60"')
  })

  it('publishes on one chain while the other is down', async () => {
    const calls = ['here', 'there'].map((place) =>
      event(`later ${place}`, 'call.metered', {
        ...{ asset: 'model:lab/chat', amount: '10', currency: `USD.${place}` },
      }),
    )
    await headwater(['ingest', '-'], calls.join('\n'))
    await headwater(['close'])
    await here.anvil.stop()
    const { code, objects } = await headwater(['publish', '--timeout', '5'])
    expect(code).toBe(1)
    const of = ({ anvil }: OnChain) => objects.find(({ chain }) => chain === anvil.chain)
    expect(of(here).fault.code).toBe('chain.unreachable')
    expect(of(there)).toMatchObject({ epoch: 2, stage: 'pending' })
  })
})
