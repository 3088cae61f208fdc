/** Transactions of a small economy on a scripted chain: assets of a registry, payments to a shop, claims of payouts. */
import { type Abi, decodeFunctionData, encodeAbiParameters, type Hex } from 'viem'
import { assetRegistry } from '../../../src/chain/contracts/assetRegistry.ts'
import { royaltyDistributor } from '../../../src/chain/contracts/royaltyDistributor.ts'
import { ProvenPayments } from '../../../src/chain/payments/decoder.ts'
import { registryDecoder } from '../../../src/chain/registry/decoder.ts'
import type { Decoder } from '../../../src/chain/source/decoder.ts'
import { parseAssetId } from '../../../src/events/ids.ts'
import type { StoredDescription } from '../../../src/usage/kinds/description.ts'
import { eventText } from '../../support/memoryIngest.ts'
import { address, encodeLog } from './logs.ts'
import type { ScriptedBlock, ScriptedTransaction } from './scriptedChain.ts'

export const [registry, shop, token, distributor] = ['4e9', '5a', '70', 'd1'].map(address) as [
  Hex,
  Hex,
  Hex,
  Hex,
]
export const accounts = [1, 2, 3].map((digit) => address(`acc${digit}`))
/** Earns what no gateway described. */
export const undescribed = 'tool:lab/all'

/** What an operator registers: payments in this token are calls. */
export const firstEvents = (chain: string): string =>
  eventText('currency.registered', 'usdc', { currency: 'USDC', decimals: 6, chain, token })

/** The event's name, of the logs that a transaction emits first. */
type Emits = 'asset' | 'transfer' | 'payment' | 'claim'
export interface EconomyTransaction extends ScriptedTransaction {
  readonly emits: Emits
}

const ofRegistry = (name: string, args: Readonly<Record<string, unknown>>) =>
  encodeLog({ address: registry, abi: assetRegistry.abi, name, args })

/** An asset and its only version. Its owner holds all that it keeps; its source takes a quarter. */
export function registration(asset: string, owner: string, source?: string): EconomyTransaction {
  const edge = {
    asset: source,
    version: '1',
    relation: 1,
    policy: 1,
    share: 250_000_000,
    until: 0n,
    caps: [],
  }
  const release = {
    ...{ version: '1', releasedAt: 1_767_000_000n, contentDigest: '', contributorShare: 0, contributors: [] },
    holders: [{ payee: owner, share: 1_000_000_000 }],
    derivedFrom: source === undefined ? [] : [edge],
  }
  const versionId = `0x${'0'.repeat(64)}`
  return {
    name: `register ${asset}`,
    emits: 'asset',
    logs: [
      ofRegistry('AssetRegistered', { assetId: 1n, owner, asset, name: '', license: '', metadataUri: '' }),
      ofRegistry('VersionReleased', { assetId: 1n, versionId, owner, asset, release }),
    ],
  }
}

export function transfer(asset: string, from: string, to: string): EconomyTransaction {
  const logs = [ofRegistry('AssetTransferred', { assetId: 1n, from, to, asset })]
  return { name: `transfer ${asset}`, emits: 'transfer', logs }
}

const tokenAbi = [
  {
    type: 'event',
    name: 'Transfer',
    inputs: [
      { name: 'from', type: 'address', indexed: true },
      { name: 'to', type: 'address', indexed: true },
      { name: 'value', type: 'uint256' },
    ],
  },
  {
    type: 'event',
    name: 'AuthorizationUsed',
    inputs: [
      { name: 'authorizer', type: 'address', indexed: true },
      { name: 'nonce', type: 'bytes32', indexed: true },
    ],
  },
] as const satisfies Abi
const payer = address('9a')
const nonceOf = (number: number) => `0x${number.toString(16).padStart(64, '0')}`

/** @param nonce of the authorization; undefined: a bare transfer */
export function payment(name: string, atoms: bigint, nonce: number | undefined): EconomyTransaction {
  const ofToken = (event: string, args: object) =>
    encodeLog({ address: token, abi: tokenAbi, name: event, args: args as Record<string, unknown> })
  const used =
    nonce === undefined ? [] : [ofToken('AuthorizationUsed', { authorizer: payer, nonce: nonceOf(nonce) })]
  return {
    name,
    emits: 'payment',
    logs: [...used, ofToken('Transfer', { from: payer, to: shop, value: atoms })],
  }
}

/** A description as the ledger stores it, as far as the decoder reads it. */
export function description(chain: string, nonce: number, asset: string): [string, StoredDescription] {
  const texts = { version: '', caller: '', traceId: '', providerCallId: '' }
  const counts = { inputTokens: -1, outputTokens: -1, cacheReadTokens: -1, cacheWriteTokens: -1 }
  const key = `${chain}/${token}/${payer}/${nonceOf(nonce)}`
  return [key, { ...texts, ...counts, payment: key, asset } as unknown as StoredDescription]
}

/** @param cumulative what the account has claimed after it */
export function claim(name: string, account: Hex, cumulative: bigint, amount: bigint): EconomyTransaction {
  const args = { account, token, cumulative, amount, root: `0x${'0'.repeat(64)}` }
  const logs = [encodeLog({ address: distributor, abi: royaltyDistributor.abi, name: 'Claimed', args })]
  return { name, emits: 'claim', logs }
}

/** What each account has claimed by these blocks. */
export function claimedBy(blocks: readonly ScriptedBlock[]): Map<string, bigint> {
  const claimed = new Map<string, bigint>()
  for (const { transactions } of blocks) {
    for (const { logs, ...rest } of transactions) {
      if ((rest as Partial<EconomyTransaction>).emits !== 'claim') continue
      const [{ topics, data = '0x' }] = logs as [ScriptedTransaction['logs'][number]]
      claimed.set(`0x${topics[1]!.slice(26)}`, BigInt(data.slice(0, 66)))
    }
  }
  return claimed
}

/** The distributor, as far as claims are read from it. */
export function distributorContract(blocks: readonly ScriptedBlock[], _: string, data: string): string {
  const { functionName, args } = decodeFunctionData({ abi: royaltyDistributor.abi, data: data as Hex })
  const claimed = claimedBy(blocks)
  const answer =
    functionName === 'claimed'
      ? (claimed.get(String(args[0]).toLowerCase()) ?? 0n)
      : [...claimed.values()].reduce((sum, one) => sum + one, 0n)
  return encodeAbiParameters([{ type: 'uint256' }], [answer])
}

/**
 * @param descriptions recorded before their payments
 * @param recorded ids of calls that the ledger has
 */
export function economyDecoders(
  chain: string,
  descriptions: ReadonlyMap<string, StoredDescription>,
  recorded: () => ReadonlySet<string>,
): Decoder[] {
  const asset = parseAssetId(undescribed)
  return [
    registryDecoder(chain, { address: registry, from: 0 }),
    new ProvenPayments(
      { chain, address: shop, from: 0, within: 3, asset },
      {
        decimalsOf: async () => 6,
        descriptions: async (keys) =>
          new Map(keys.flatMap((key) => (descriptions.has(key) ? [[key, descriptions.get(key)!]] : []))),
        recorded: async (_, ids) => new Set(ids.filter((id) => recorded().has(id))),
      },
    ),
  ]
}
