/** A watch of a CometBFT chain: what counts comes from blocks that two nodes tell alike, once each. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cosmosDecoders } from '../../../src/chain/cosmos/decoders.ts'
import { CosmosSource } from '../../../src/chain/cosmos/source.ts'
import { Endpoints } from '../../../src/chain/rpc/endpoints.ts'
import type { CosmosChain } from '../../../src/config/cosmosChain.ts'
import type { HeadwaterError } from '../../../src/errors.ts'
import { Lanes } from '../../../src/ingest/index.ts'
import { createWriterWorld, type SharedEngines } from '../../ingest/writer/world.ts'
import { tries } from '../../support/properties.ts'
import { createRandom } from '../../support/random.ts'
import { newLedger, recordedCalls } from '../support/process.ts'
import {
  CosmosChainDouble,
  type CosmosNode,
  cosmosNode,
  down,
  limited,
  postToNodes,
  receipt,
} from './node.ts'

const network = 'juno-1'
const chain = `cosmos:${network}`
const receiver = 'juno1receiver'
const atom = `ibc/${createHash('sha256').update('transfer/channel-7/uatom').digest('hex').toUpperCase()}`

const config: CosmosChain = {
  endpoints: [],
  poll: 10,
  timeout: 1_000,
  lagMax: 1_000,
  events: [],
  transfers: [{ receiver, from: 1, currencies: { [atom]: 'USDC' }, memo: 'headwater' }],
}

interface Run {
  readonly troubles: HeadwaterError[]
  readonly lanes: Lanes
}

/** Runs until it has caught up; or for so many looks, where it can't. */
async function run(engines: SharedEngines, nodes: readonly CosmosNode[], looks?: number): Promise<Run> {
  const world = await createWriterWorld(engines, {})
  await world.writer.catchUp()
  const lanes = new Lanes(world.writer)
  const troubles: HeadwaterError[] = []
  const stop = new AbortController()
  let now = 0
  let left = looks ?? Number.POSITIVE_INFINITY
  const source = new CosmosSource({
    chain,
    config,
    decoders: cosmosDecoders(config),
    endpoints: new Endpoints({
      chain,
      urls: nodes.map(({ url }) => url),
      timeoutMs: 1_000,
      // Rests end at once, so that a test of faults takes no time.
      now: () => (now += 1_000_000),
      post: postToNodes(nodes),
    }),
    lanes,
    events: world.events,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    signal: stop.signal,
    once: looks === undefined,
    onTrouble: (trouble) => {
      if (trouble) troubles.push(trouble)
      if (--left <= 0) stop.abort()
    },
  })
  await source.run()
  await lanes.drain()
  return { troubles, lanes }
}

const paid = (sequence: number, amount = '1500000') => ({ events: receipt({ receiver, sequence, amount }) })
const idOf = (sequence: number) => `transfer/channel-7/transfer/channel-0/${sequence}`

function threeBlocks(salt = ''): CosmosChainDouble {
  return new CosmosChainDouble(network, salt)
    .mine([paid(1)])
    .mine()
    .mine([{ events: [] }, paid(2)])
    .mine()
}

describe('a watch of a Cosmos chain', () => {
  it('takes in blocks that the next one stands on, in the shapes of each version, once', async () => {
    const ledger = await newLedger()
    const double = threeBlocks()
    const nodes = [cosmosNode('http://one', double, '0.37.15'), cosmosNode('http://two', double, '1.0.1')]
    expect((await run(ledger, nodes)).troubles).toEqual([])
    expect(recordedCalls(ledger)).toEqual([idOf(1), idOf(2)])
    double.mine([paid(3)])
    await run(ledger, nodes)
    // Nothing stands on the block of the third yet.
    expect(recordedCalls(ledger)).toHaveLength(2)
    double.mine()
    const again = await run(ledger, nodes)
    expect(recordedCalls(ledger)).toHaveLength(3)
    expect(again.lanes.counts).toMatchObject({ accepted: 1, duplicate: 0, conflict: 0, rejected: 0 })
    const last = ledger.events.log.findLast(({ stream }) => stream.startsWith('ingest-chain-cosmos-'))
    expect(last?.data).toMatchObject({ checkpoint: 6 })
  })

  it('waits for a node that lags, and goes on without one that fails', async () => {
    const ledger = await newLedger()
    const double = threeBlocks()
    const [one, two, three] = ['one', 'two', 'three'].map((name) => cosmosNode(`http://${name}`, double))
    two!.lag = 3
    await run(ledger, [one!, two!], 2)
    expect(recordedCalls(ledger)).toEqual([])
    two!.lie = down
    three!.lag = 1
    await run(ledger, [one!, two!, three!], 3)
    expect(recordedCalls(ledger)).toEqual([idOf(1)])
  })

  it('takes nothing of a block of which no two nodes say the same, and asks a third one', async () => {
    const ledger = await newLedger()
    const double = threeBlocks()
    const nodes = ['one', 'two'].map((name) => cosmosNode(`http://${name}`, double))
    // The first one leaves an event out, under the same hash.
    nodes[0]!.lie = (method, height, truth) =>
      method === 'block_results' && height === 1
        ? { ...truth, txs_results: withoutEvents(truth.txs_results) }
        : undefined
    const { troubles } = await run(ledger, nodes, 3)
    expect(recordedCalls(ledger)).toEqual([])
    expect(troubles.map(({ code }) => code)).toContain('chain.unconfirmed')
    await run(ledger, [...nodes, cosmosNode('http://three', double)])
    expect(recordedCalls(ledger)).toEqual([idOf(1), idOf(2)])
  })

  it('waits where nodes have pruned the blocks that are next', async () => {
    const ledger = await newLedger()
    const double = threeBlocks()
    const nodes = ['one', 'two'].map((name) => cosmosNode(`http://${name}`, double))
    nodes[1]!.lie = (method, _, truth) =>
      method === 'status'
        ? { ...truth, sync_info: { latest_block_height: '4', earliest_block_height: '3' } }
        : undefined
    const { troubles } = await run(ledger, nodes, 2)
    expect(troubles.at(-1)).toMatchObject({
      code: 'chain.unconfirmed',
      message: expect.stringContaining('pruned'),
    })
    expect(recordedCalls(ledger)).toEqual([])
  })

  it('does not mind settings of nodes, and pauses that they ask for', async () => {
    const ledger = await newLedger()
    const double = threeBlocks()
    const nodes = [cosmosNode('http://one', double, '0.38.17'), cosmosNode('http://two', double, '1.0.1')]
    let pauses = 2
    nodes[1]!.lie = (method, _, truth) =>
      method === 'block_results' && pauses-- > 0 ? limited() : { ...truth, app_hash: 'x', log: 'other' }
    await run(ledger, nodes)
    expect(recordedCalls(ledger)).toEqual([idOf(1), idOf(2)])
  })

  it('stops at a node of another chain, and at one that is too old', async () => {
    const ledger = await newLedger()
    const double = threeBlocks()
    const other = cosmosNode('http://two', new CosmosChainDouble('osmosis-1').mine().mine())
    await expect(run(ledger, [cosmosNode('http://one', double), other])).rejects.toMatchObject({
      code: 'chain.otherChain',
    })
    const old = cosmosNode('http://two', double, '0.34.24')
    await expect(run(ledger, [cosmosNode('http://one', double), old])).rejects.toMatchObject({
      code: 'chain.nodeTooOld',
    })
  })

  it('stops where a chain of the same name does not stand on what was taken in', async () => {
    const ledger = await newLedger()
    const before = threeBlocks()
    await run(ledger, [cosmosNode('http://one', before), cosmosNode('http://two', before)])
    const after = threeBlocks('fork')
      .mine([paid(9)])
      .mine()
    await expect(
      run(ledger, [cosmosNode('http://one', after), cosmosNode('http://two', after)]),
    ).rejects.toMatchObject({ code: 'chain.reorged' })
    expect(recordedCalls(ledger)).toHaveLength(2)
  })
})

/** Codes and gas stay, so that every hash of the header would be right. */
function withoutEvents(results: unknown): unknown {
  return (results as object[]).map((result) => ({ ...result, events: [] }))
}

/** What a node does wrong for a while, drawn from a seed. Two of three are always honest, though they lag and rest. */
function misbehave(node: CosmosNode, random: () => number, isHonest: boolean): void {
  node.lag = Math.floor(random() * 3)
  const kind = Math.floor(random() * (isHonest ? 3 : 6))
  node.lie = (method, _, truth) => {
    if (random() < 0.5) return undefined
    if (kind === 1) return limited()
    if (kind === 2) return down()
    if (method !== 'block_results') return undefined
    if (kind === 3) return { ...truth, txs_results: null }
    if (kind === 4) return { ...truth, txs_results: withoutEvents(truth.txs_results ?? []) }
    if (kind === 5) return { ...truth, height: '1' }
    return undefined
  }
}

it('has the calls of the chain and no others after faults, lies and restarts', async () => {
  for (let seed = 1; seed <= tries(20, 5); seed++) {
    const random = createRandom(seed)
    const next = () => random.int(1_000_000) / 1_000_000
    const ledger = await newLedger()
    const double = new CosmosChainDouble(network)
    const nodes = ['one', 'two', 'three'].map((name) => cosmosNode(`http://${name}`, double))
    const paidIn: string[] = []
    let sequence = 0
    for (let life = 0; life < 4; life++) {
      for (let block = 0; block < 5; block++) {
        const transactions = Array.from({ length: Math.floor(next() * 3) }, () => {
          const isSound = next() < 0.8
          sequence++
          if (isSound) paidIn.push(idOf(sequence))
          return { ...paid(sequence), code: isSound ? 0 : 11 }
        })
        double.mine(transactions)
      }
      const liar = Math.floor(next() * 3)
      for (const [i, node] of nodes.entries()) misbehave(node, next, i !== liar)
      await run(ledger, nodes, 3)
      expect(recordedCalls(ledger).filter((id) => !paidIn.includes(id))).toEqual([])
    }
    double.mine()
    for (const node of nodes) Object.assign(node, { lag: 0, lie: undefined })
    const { lanes } = await run(ledger, nodes)
    expect([seed, recordedCalls(ledger)]).toEqual([seed, paidIn.sort()])
    expect(lanes.counts).toMatchObject({ conflict: 0, rejected: 0 })
  }
})
