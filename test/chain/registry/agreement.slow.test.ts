/**
 * The contract and the ledger judge releases alike: random ones, right and wrong, are sent to the contract on a node, and
 * decided by the registry. So no release is on the chain and not in the ledger.
 */
import { encodeDeployData, encodeFunctionData, type Hex, hexToNumber, keccak256, stringToBytes } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { assetRegistry } from '../../../src/chain/contracts/assetRegistry.ts'
import { registryDecoder } from '../../../src/chain/registry/decoder.ts'
import type { ChainLog } from '../../../src/chain/source/decoder.ts'
import { type Anvil, anvilAccounts, startAnvil } from '../../support/anvil.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { send } from '../../support/sendOnAnvil.ts'
import { Deciding } from '../support/decoding.ts'
import { blockOf } from '../support/logs.ts'

const { abi } = assetRegistry
const assets = ['dataset:a', 'dataset:b', 'model:c', 'model:d', 'agent:e'] as const
const [owner] = anvilAccounts
const steps = 250
let anvil: Anvil

beforeAll(async () => {
  anvil = await startAnvil()
})
afterAll(() => anvil.stop())

it.each([1, 2])('what one accepts the other does: seed %i', async (seed) => {
  const random = createRandom(seed)
  const { contractAddress } = await send(anvil, {
    data: encodeDeployData({ abi, bytecode: assetRegistry.bytecode, args: [owner, true] }),
  })
  const address = contractAddress!
  const decoder = registryDecoder(anvil.chain, { address, from: 0 })
  const deciding = new Deciding()
  deciding.take({
    ...{ specversion: '1.0', source: 'test', id: 'usd', time: '2026-01-01T00:00:00Z' },
    type: 'io.headwater.currency.registered',
    data: { currency: 'USD', decimals: 6 },
  })
  const judged = { accepted: 0, refused: 0 }
  for (let step = 0; step < steps; step++) {
    const call = step < assets.length ? registration(assets[step]!) : randomCall(random, released(deciding))
    const mined = await send(anvil, {
      to: address,
      data: encodeFunctionData({ abi, ...call } as never),
    }).catch(reverted)
    const logs = mined ? await logsOf(mined.transactionHash) : [wouldBe(call, address, step)]
    const block = {
      chain: anvil.chain,
      number: step,
      time: 1_800_000_000 + step,
      hash: logs[0]!.transactionHash,
    }
    const context = { registry: deciding.registry, recorded: step - 1, allLogs: logs }
    const { events } = await decoder.decode(block, logs, context)
    const accepted = events.length > 0 && events.every((event) => deciding.take(event))
    expect({ call, accepted }).toEqual({ call, accepted: mined !== undefined })
    judged[accepted ? 'accepted' : 'refused']++
  }
  expect(judged.accepted).toBeGreaterThan(steps / 6)
  expect(judged.refused).toBeGreaterThan(steps / 6)
})

interface Named {
  readonly asset: string
  readonly version: string
}

/** The last few, so that sources come twice at times. */
function released({ registry }: Deciding): Named[] {
  return [...registry.versions].slice(-6)
}

interface Call {
  readonly functionName: string
  readonly args: readonly unknown[]
}

function assetIdOf(asset: string): bigint {
  return BigInt(keccak256(stringToBytes(asset)))
}

function registration(asset: string): Call {
  return { functionName: 'registerAsset', args: [asset, owner, 'name', '', ''] }
}

function randomCall(random: Random, released: readonly Named[]): Call {
  if (random.chance(0.05)) return registration(random.pick(['agent:e', 'agent:', 'weights:x', 'tool:f/1']))
  if (random.chance(0.1)) {
    const work = {
      workHash: keccak256(
        `0x${random
          .int(2 ** 30)
          .toString(16)
          .padStart(8, '0')}`,
      ),
      payee: owner,
    }
    const attestations = [{ ...work, units: BigInt(random.pick([1, 7, 10 ** 15])) }]
    return { functionName: 'attest', args: [assetIdOf(random.pick(assets)), attestations] }
  }
  return {
    functionName: 'releaseVersion',
    args: [assetIdOf(random.pick(assets)), randomRelease(random, released)],
  }
}

/** Most are right: each part of one is wrong at times. */
function randomRelease(random: Random, released: readonly Named[]) {
  const payees = [...anvilAccounts].sort().slice(0, random.int(4))
  const contributorShare = random.chance(0.2) ? 100_000_000 : 0
  const left = 1_000_000_000 - contributorShare - (random.chance(0.1) ? 1 : 0)
  const holders = payees.map((payee, index) => ({
    payee,
    share: index === 0 ? left - (payees.length - 1) * 1_000 : 1_000,
  }))
  return {
    version: random.pick(
      ['1', '2', '3', 'v4', '', 'a/b', 'x'.repeat(65)].slice(0, random.chance(0.9) ? 4 : 7),
    ),
    releasedAt: BigInt(random.pick([0, 1_790_000_000, 946_684_800])),
    contentDigest: random.pick(['', 'sha256:00']),
    holders,
    contributorShare,
    contributors: random.chance(0.1) ? [{ payee: owner, units: 3n }] : [],
    derivedFrom: Array.from({ length: random.int(4) }, () => randomSource(random, released)),
  }
}

function randomSource(random: Random, released: readonly Named[]) {
  const policy = random.int(2)
  const isKnown = released.length > 0 && random.chance(0.95)
  const { asset, version } = isKnown ? random.pick(released) : { asset: 'dataset:a', version: 'none' }
  return {
    asset,
    version,
    relation: random.int(8),
    policy,
    share: random.chance(0.05) ? 0 : random.pick([1, 50_000_000, 300_000_000, 600_000_000]),
    until: BigInt(random.chance(0.05) ? 1_893_456_001 : random.pick([0, 0, 1_893_456_000])),
    caps: Array.from({ length: random.chance(0.15) ? 1 + random.int(2) : 0 }, () => ({
      currency: 'USD',
      amount: BigInt(random.pick([5_000_000, 1])),
      decimals: 6,
    })),
  }
}

/** The logs of a transaction that the node has. */
async function logsOf(hash: Hex): Promise<ChainLog[]> {
  const { logs } = await anvil.rpc<{
    logs: (Record<'address' | 'data', Hex> & { topics: Hex[] } & Record<string, Hex>)[]
  }>('eth_getTransactionReceipt', [hash])
  return logs.map(({ address, topics, data, logIndex }, placeInTransaction) => ({
    ...{ address, topics, data, transactionHash: hash, transactionIndex: 0, placeInTransaction },
    logIndex: hexToNumber(logIndex!),
  }))
}

/** The log that the contract would have given, had it accepted. */
function wouldBe({ functionName, args }: Call, address: Hex, step: number): ChainLog {
  const [first, second] = args
  const asset = assets.find((each) => assetIdOf(each) === first)
  const log = (name: string, values: object) =>
    blockOf({ chain: anvil.chain, number: step, time: 0 }, [
      [{ address, abi, name, args: values as Record<string, unknown> }],
    ]).logs[0]!
  if (functionName === 'registerAsset') {
    const values = { assetId: 1n, owner, asset: first, name: 'name', license: '', metadataUri: '' }
    return log('AssetRegistered', values)
  }
  if (functionName === 'attest')
    return log('ContributionsAttested', { assetId: first, attester: owner, asset, attestations: second })
  const release = second as ReturnType<typeof randomRelease>
  const isBare = release.holders.length === 0 && release.contributorShare === 0
  const written = {
    ...release,
    releasedAt: release.releasedAt || 1_790_000_000n,
    holders: isBare ? [{ payee: owner, share: 1_000_000_000 }] : release.holders,
  }
  return log('VersionReleased', {
    assetId: first,
    versionId: keccak256('0x'),
    owner,
    asset,
    release: written,
  })
}

function reverted(error: Error): undefined {
  if (!error.message.endsWith('reverted')) throw error
}
