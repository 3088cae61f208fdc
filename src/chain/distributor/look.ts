/** What the chain shows of a distributor, read from one endpoint: at one block of its head, and at one that is settled. */
import { erc20Abi, type Hex, numberToHex } from 'viem'
import { fail } from '../../errors.ts'
import type { Asked, ChainRoot, Seen } from '../../settlement/publish/port.ts'
import type { RootStatus } from '../../settlement/publish/state.ts'
import { royaltyDistributor } from '../contracts/royaltyDistributor.ts'
import type { Client } from '../rpc/client.ts'

const { abi } = royaltyDistributor
const statuses: readonly (RootStatus | undefined)[] = [undefined, 'pending', 'active', 'disabled']
/** The base fee may double between two looks, in six blocks; a transaction still finds its place then. */
const baseFeeTimes = 2n

interface LookOptions {
  readonly address: Hex
  readonly confirmations: number
}

/** @throws HeadwaterError `publish.notDistributor` */
export async function look(
  client: Client,
  { address, confirmations }: LookOptions,
  asked: Asked,
): Promise<Seen> {
  const head = await client.getBlock({ blockTag: 'latest' })
  const settledBlock = head.number > confirmations ? head.number - BigInt(confirmations) : 0n
  const at = createReads(client, address, head.number)
  const before = createReads(client, address, settledBlock)
  const senders = [
    ...new Set([...asked.open.map(({ from }) => from), ...(asked.signer ? [asked.signer] : [])]),
  ]
  const hashes = asked.open.flatMap(({ versions }) => versions.map(({ hash }) => hash as Hex))
  const [rootCount, settledCount] = await Promise.all([at.rootCount(), before.rootCount()])
  if (rootCount === undefined)
    fail('publish.notDistributor', `There is no distributor at ${address}.`, {
      data: { distributor: address },
    })
  const indexes = (count: number) => [
    ...asked.standing.filter((index) => index <= count),
    ...Array.from({ length: Math.max(0, count - asked.rootsFrom + 1) }, (_, i) => asked.rootsFrom + i),
  ]
  const [roots, settledRoots, funds, nonces, settledNonces, known, receipts, fees] = await Promise.all([
    at.roots(indexes(rootCount), asked.rootsFrom),
    before.roots(indexes(settledCount ?? 0), asked.rootsFrom),
    at.funds(asked),
    Promise.all(senders.map((sender) => noncesOf(client, sender as Hex, head.number))),
    Promise.all(senders.map((sender) => nonceAt(client, sender as Hex, settledBlock))),
    Promise.all(hashes.map(async (hash) => ((await isKnown(client, hash)) ? [hash] : []))),
    Promise.all(hashes.map((hash) => receiptOf(client, hash))),
    feesOf(client, head.baseFeePerGas),
  ])
  const settledReceipts = receipts.flatMap((receipt) =>
    receipt && BigInt(receipt.block) <= settledBlock
      ? [[receipt.hash, { block: receipt.block, succeeded: receipt.succeeded }] as const]
      : [],
  )
  return {
    block: Number(head.number),
    time: Number(head.timestamp),
    roots,
    ...funds,
    nonces: new Map(senders.map((sender, i) => [sender, nonces[i]!])),
    known: new Set<string>(known.flat()),
    fees,
    settled: {
      block: Number(settledBlock),
      rootCount: settledCount ?? 0,
      roots: settledRoots,
      nonces: new Map(senders.map((sender, i) => [sender, settledNonces[i]!])),
      receipts: new Map(settledReceipts),
    },
  }
}

/** Reads of the contract at one block. */
function createReads(client: Client, address: Hex, blockNumber: bigint) {
  const contract = { address, abi, blockNumber } as const
  async function totalsOf(index: bigint): Promise<ChainRoot['totals']> {
    const tokens = await client.readContract({ ...contract, functionName: 'tokensOf', args: [index] })
    return Promise.all(
      tokens.map(async (token) => ({
        token: token.toLowerCase(),
        total: await client.readContract({ ...contract, functionName: 'totalOf', args: [index, token] }),
      })),
    )
  }
  return {
    /** Undefined where there is no contract at that block. */
    async rootCount(): Promise<number | undefined> {
      const code = await client.getCode({ address, blockNumber })
      if (code === undefined || code === '0x') return undefined
      return Number(await client.readContract({ ...contract, functionName: 'rootCount' }))
    },
    /** Those below `newFrom` are known: what they declare never changes, and is left out. */
    roots: (indexes: readonly number[], newFrom: number): Promise<ChainRoot[]> =>
      Promise.all(
        indexes.map(async (index): Promise<ChainRoot> => {
          const args = [BigInt(index)] as const
          const [[root, manifestHash, activatableAt, status], totals] = await Promise.all([
            client.readContract({ ...contract, functionName: 'roots', args }),
            index < newFrom ? [] : totalsOf(args[0]),
          ])
          return {
            index,
            root,
            manifestHash: manifestHash.slice(2),
            totals,
            activatableAt: Number(activatableAt),
            status: statuses[status] ?? 'disabled',
          }
        }),
      ),
    async funds({
      tokens,
      signer,
    }: Asked): Promise<Pick<Seen, 'funded' | 'declared' | 'allowance' | 'balance'>> {
      const active = await client.readContract({ ...contract, functionName: 'highestActive' })
      const each = async (read: (token: Hex) => Promise<bigint>) =>
        new Map(await Promise.all(tokens.map(async (token) => [token, await read(token as Hex)] as const)))
      const erc20 = (token: Hex) => ({ address: token, abi: erc20Abi, blockNumber }) as const
      const none = new Map<string, bigint>()
      const [funded, declared, allowance, balance] = await Promise.all([
        each((token) => client.readContract({ ...contract, functionName: 'funded', args: [token] })),
        each((token) => client.readContract({ ...contract, functionName: 'totalOf', args: [active, token] })),
        signer === undefined
          ? none
          : each((token) =>
              client.readContract({
                ...erc20(token),
                functionName: 'allowance',
                args: [signer as Hex, address],
              }),
            ),
        signer === undefined
          ? none
          : each((token) =>
              client.readContract({ ...erc20(token), functionName: 'balanceOf', args: [signer as Hex] }),
            ),
      ])
      return { funded, declared, allowance, balance }
    },
  }
}

function nonceAt(client: Client, address: Hex, blockNumber: bigint): Promise<number> {
  return client.getTransactionCount({ address, blockNumber })
}

async function noncesOf(client: Client, address: Hex, head: bigint) {
  const [mined, waiting] = await Promise.all([
    nonceAt(client, address, head),
    client.getTransactionCount({ address, blockTag: 'pending' }),
  ])
  // A node whose pool is empty after a restart may answer less than the chain has.
  return { mined, waiting: Math.max(mined, waiting) }
}

async function isKnown(client: Client, hash: Hex): Promise<boolean> {
  return (await client.request({ method: 'eth_getTransactionByHash', params: [hash] })) !== null
}

async function receiptOf(client: Client, hash: Hex) {
  const receipt = await client.request({ method: 'eth_getTransactionReceipt', params: [hash] })
  // Some nodes answer with the receipt of another transaction of that sender and nonce.
  if (receipt === null || receipt.transactionHash.toLowerCase() !== hash) return undefined
  return { hash, block: Number(receipt.blockNumber), succeeded: receipt.status === numberToHex(1) }
}

async function feesOf(client: Client, baseFee: bigint | null): Promise<Seen['fees']> {
  if (baseFee === null) {
    const price = await client.getGasPrice()
    return { maxFeePerGas: price, maxPriorityFeePerGas: price }
  }
  const tip = BigInt(await client.request({ method: 'eth_maxPriorityFeePerGas' }))
  return { maxFeePerGas: baseFee * baseFeeTimes + tip, maxPriorityFeePerGas: tip }
}
