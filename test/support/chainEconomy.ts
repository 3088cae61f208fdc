/** A ledger whose payees have accounts on a local node, with a token and a distributor there, for tests of publishing. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, createWalletClient, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { demoToken } from '../../src/chain/contracts/demoToken.ts'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { type Anvil, anvilAccounts, anvilKeys } from './anvil.ts'
import { openFolder, textStream } from './temporaryHeadwater.ts'

const otherToken = `0x${'bb'.repeat(20)}`

export const windowSeconds = 3_600
export const publisherKey = anvilKeys[0]
const guardian = anvilAccounts[3]

/** Its constructor takes what that of the demo's token takes. */
type TokenCode = Readonly<Record<keyof typeof demoToken, unknown>>

export interface ChainEconomy extends AsyncDisposable {
  readonly folder: string
  readonly token: Hex
  readonly distributor: Hex
  /** Takes in calls of a month of 2026 and closes its epoch. */
  closeMonth(month: number, amount: string): Promise<void>
}

/**
 * Deploys from the publisher's account, and closes the first epoch with 100 USDC, half of it for each of two payees.
 * @param other another chain, as CAIP-2, on which one of them gets as much of another currency
 * @param code of the token
 */
export async function chainEconomy(
  anvil: Anvil,
  other?: string,
  code: TokenCode = demoToken,
): Promise<ChainEconomy> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-chain-'))
  const { token, distributor } = await deploy(anvil, code)
  const chains = {
    chains: {
      [anvil.chain]: {
        endpoints: [anvil.url],
        poll: '50ms',
        confirmations: 0,
        distributors: [{ address: distributor, from: 0 }],
      },
    },
  }
  const account = (address: string) => `${anvil.chain}:${address}`
  await ingest(folder, [
    event('r1', 'currency.registered', { currency: 'USDC', decimals: 6, chain: anvil.chain, token }),
    event('r2', 'payee.registered', { payee: 'ann', account: account(anvilAccounts[1]) }),
    event('r3', 'payee.registered', { payee: 'bob', account: account(anvilAccounts[2]) }),
    event('r4', 'asset.registered', { asset: 'dataset:bob/pile', owner: 'bob' }),
    event('r5', 'version.released', { asset: 'dataset:bob/pile', version: '1' }),
    event('r6', 'asset.registered', { asset: 'model:ann/chat', owner: 'ann' }),
    event('r7', 'version.released', {
      asset: 'model:ann/chat',
      version: '1',
      derivedFrom: [
        { asset: 'dataset:bob/pile', version: '1', relation: 'trainedOn', policy: 'absolute', share: '0.5' },
      ],
    }),
  ])
  if (other !== undefined)
    await ingest(folder, [
      event('o1', 'currency.registered', { currency: 'EURC', decimals: 6, chain: other, token: otherToken }),
      event('o2', 'payee.bound', { payee: 'ann', account: `${other}:${anvilAccounts[1]}` }),
      event('o3', 'call.metered', { asset: 'model:ann/chat', amount: '100', currency: 'EURC' }),
    ])
  const economy: ChainEconomy = {
    folder,
    token,
    distributor,
    async closeMonth(month, amount) {
      const time = `2026-${String(month).padStart(2, '0')}-10T00:00:00Z`
      const call = { asset: 'model:ann/chat', amount, currency: 'USDC' }
      await ingest(folder, [{ ...event(`c${month}`, 'call.metered', call), time }])
      await using opened = await openFolder(folder)
      await opened.service.close({ until: `2026-${String(month + 1).padStart(2, '0')}-01T00:00:00Z` })
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
  await economy.closeMonth(1, '100')
  // A folder that is made has to be empty.
  await writeFile(join(folder, 'chains.yaml'), JSON.stringify(chains))
  return economy
}

function event(id: string, type: string, data: object) {
  const about = { specversion: '1.0', id, source: '/test', time: '2026-01-01T00:00:00Z' }
  return { ...about, type: `io.headwater.${type}`, data }
}

async function ingest(folder: string, events: readonly object[]): Promise<void> {
  await using opened = await openFolder(folder)
  const text = events.map((one) => JSON.stringify(one)).join('\n')
  const report = await opened.service.ingest(textStream(text), { origin: 'test', format: 'cloudevents' })
  if (report.rejectedCount > 0) throw new Error(JSON.stringify(report.rejected))
}

/** Clients of the node, and a sender for each of its keys. */
export function chainClients(anvil: Anvil) {
  const chain = {
    id: anvil.chainId,
    name: 'anvil',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [anvil.url] } },
  } as const
  const transport = http(anvil.url)
  const reader = createPublicClient({ chain, transport, pollingInterval: 20 })
  const wallet = (key: Hex) => createWalletClient({ chain, transport, account: privateKeyToAccount(key) })
  return { reader, wallet }
}

async function deploy(anvil: Anvil, code: TokenCode): Promise<{ token: Hex; distributor: Hex }> {
  const { reader, wallet } = chainClients(anvil)
  const deployer = wallet(publisherKey)
  const deployed = async (hash: Hex) => (await reader.waitForTransactionReceipt({ hash })).contractAddress!
  const token = await deployed(
    await deployer.deployContract({
      ...code,
      args: ['USD Coin', 'USDC', 6, 10n ** 15n],
    } as typeof demoToken & { args: [string, string, number, bigint] }),
  )
  const distributor = await deployed(
    await deployer.deployContract({
      ...royaltyDistributor,
      args: [anvilAccounts[0], anvilAccounts[0], guardian, BigInt(windowSeconds)],
    }),
  )
  return { token, distributor: distributor.toLowerCase() as Hex }
}
