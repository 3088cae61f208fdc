/**
 * One seeded life of a watched chain: blocks, reorgs above and below the floor, endpoints that lie and lag, processes that
 * die while they record, epochs that close meanwhile. At the end registry, books and claims must be those of a ledger
 * that read the canonical chain alone, from honest endpoints, and closed once.
 */
import { acceptBranch } from '../../../src/chain/source/acceptBranch.ts'
import { HeadwaterError } from '../../../src/errors.ts'
import type { StoredDescription } from '../../../src/usage/kinds/description.ts'
import { eventText } from '../../support/memoryIngest.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { createLedgerOfChain, type LedgerOfChain } from './ledgerOfChain.ts'
import { lies } from './lies.ts'
import { endpointsOf, recordedPort, startProcess } from './process.ts'
import { type ScriptedEndpoint, scriptedEndpoint } from './rpc.ts'
import { ScriptedChain } from './scriptedChain.ts'
import * as economy from './scriptedEconomy.ts'

const finalDepth = 2
const lieList = Object.entries(lies)
const dataset = 'dataset:lab/pages'
/** After everything that happens. */
const end = '2029-01-01T00:00:00Z'

interface Lived {
  readonly steps: readonly string[]
  /** What the ledger has otherwise than the canonical chain; empty where all is well. */
  readonly wrong: readonly string[]
}

export async function live(seed: number): Promise<Lived> {
  const life = await begin(createRandom(seed))
  const { random, chain, endpoints } = life
  const rounds = 3 + random.int(3)
  for (let round = 0; round < rounds; round++) {
    grow(life, 2 + random.int(5))
    if (random.chance(0.3)) reorganize(life, 1 + random.int(finalDepth - 1))
    if (random.chance(0.5)) disturb(life)
    await watch(life, random.chance(0.3))
    if (random.chance(0.5)) await life.ledger.follow(endpoints).catch(expectFault)
    for (const endpoint of endpoints) Object.assign(endpoint, { lie: undefined, lag: 0 })
    if (random.chance(0.3)) await close(life)
    if (random.chance(0.3) && chain.head > 8) {
      reorganize(life, finalDepth + 1 + random.int(4))
      await watch(life, false)
    }
  }
  while (life.dropped.length > 0) grow(life, 1)
  grow(life, finalDepth + 4)
  await watch(life, false)
  await life.ledger.follow(endpoints)
  return { steps: life.steps, wrong: await differences(life) }
}

interface Life {
  readonly random: Random
  readonly chain: ScriptedChain
  readonly endpoints: readonly ScriptedEndpoint[]
  readonly ledger: LedgerOfChain
  readonly descriptions: Map<string, StoredDescription>
  readonly proof: 'receipts' | 'bloom' | 'peers'
  /** Shares that move count from the close on, so that the books depend on which close: then there is one. */
  readonly moves: boolean
  readonly steps: string[]
  names: number
  /** Transactions of blocks that a reorg took away, and that are mined again. */
  dropped: economy.EconomyTransaction[]
}

async function begin(random: Random): Promise<Life> {
  const chain = new ScriptedChain()
  chain.blockSeconds = () => random.int(4)
  chain.contract = economy.distributorContract
  const [first, second] = economy.accounts as [string, string]
  chain.mine([
    economy.registration(dataset, first),
    economy.registration(economy.undescribed, second, dataset),
  ])
  const endpoints = ['one', 'two', 'three'].map((host) =>
    scriptedEndpoint(`http://${host}`, chain, finalDepth),
  )
  const proof = random.pick(['receipts', 'receipts', 'bloom', 'peers'] as const)
  const [ledger, moves] = [await createLedgerOfChain(chain.chain), random.chance(0.5)]
  const descriptions = new Map<string, StoredDescription>()
  return {
    random,
    chain,
    endpoints,
    ledger,
    descriptions,
    proof,
    moves,
    steps: [proof],
    names: 0,
    dropped: [],
  }
}

function transactionsOf(life: Life): economy.EconomyTransaction[] {
  const { random } = life
  const chosen: economy.EconomyTransaction[] = []
  for (let count = random.int(4); count > 0; count--) {
    // What comes again comes in its order.
    const again = random.chance(0.5) ? life.dropped.shift() : undefined
    const one = again ?? newTransaction(life, chosen)
    if (one !== undefined) chosen.push(one)
  }
  return chosen
}

/** @param chosen for the same block */
function newTransaction(
  life: Life,
  chosen: readonly economy.EconomyTransaction[],
): economy.EconomyTransaction | undefined {
  const { random, chain, descriptions } = life
  const number = ++life.names
  const mined = new Set(chain.blocks.flatMap(({ transactions }) => transactions.map(({ name }) => name)))
  const assets = [...mined].flatMap((name) => (name.startsWith('register model') ? [name.slice(9)] : []))
  const action = random.int(10)
  if (action === 0) {
    const source = random.chance(0.5) ? dataset : undefined
    return economy.registration(`model:lab/m${number}`, random.pick(economy.accounts), source)
  }
  if (action === 1 && life.moves && assets.length > 0) {
    const asset = random.pick(assets)
    const waiting = [...life.dropped, ...chosen].some(({ name }) => name.endsWith(asset))
    const isOnce = !mined.has(`transfer ${asset}`) && !waiting
    return isOnce ? moveOf(life, asset) : undefined
  }
  if (action <= 3) return undefined
  const atoms = BigInt(4_000_000 * (1 + random.int(5)))
  const nonce = random.chance(0.7) ? number : undefined
  if (nonce !== undefined && assets.length > 0 && random.chance(0.6)) {
    const [key, described] = economy.description(chain.chain, nonce, random.pick(assets))
    descriptions.set(key, described)
  }
  return economy.payment(`pay ${number}`, atoms, nonce)
}

/** From the owner of its registration to the next account. */
function moveOf({ chain }: Life, asset: string): economy.EconomyTransaction {
  const all = chain.blocks.flatMap(({ transactions }) => transactions)
  const { logs } = all.find(({ name }) => name === `register ${asset}`)!
  const owner = economy.accounts.find((account) =>
    logs[0]!.topics.some((topic) => topic.endsWith(account.slice(2))),
  )!
  const place = economy.accounts.indexOf(owner)
  return economy.transfer(asset, owner, economy.accounts[(place + 1) % economy.accounts.length]!)
}

/** A claim is what the chain allows: it is made for the block that it is in. */
function claimsOf({ random, chain }: Life, number: number): economy.EconomyTransaction[] {
  if (!random.chance(0.4)) return []
  const account = random.pick(economy.accounts)
  const amount = BigInt(1 + random.int(3))
  const claimed = economy.claimedBy(chain.blocks).get(account) ?? 0n
  return [economy.claim(`claim ${number}`, account, claimed + amount, amount)]
}

function mine(life: Life): void {
  const transactions = transactionsOf(life)
  life.chain.mine([...transactions, ...claimsOf(life, ++life.names)])
}

function grow(life: Life, blocks: number): void {
  life.steps.push(`grow ${blocks}`)
  for (let i = 0; i < blocks; i++) mine(life)
}

/** Assets are registered again; a payment or a transfer may be gone for good, and a claim is another one. */
function reorganize(life: Life, wanted: number): void {
  const { chain, random } = life
  const depth = Math.min(wanted, chain.head - 1)
  life.steps.push(`reorg ${depth}`)
  const gone = chain.blocks.slice(-depth).flatMap(({ transactions }) => transactions)
  const comesAgain = ({ emits }: economy.EconomyTransaction) =>
    emits === 'asset' || (emits !== 'claim' && random.chance(0.6))
  life.dropped = [...(gone as economy.EconomyTransaction[]).filter(comesAgain), ...life.dropped]
  chain.reorg(depth, [])
  for (let i = depth + random.int(2); i > 0; i--) mine(life)
}

function disturb({ random, endpoints, steps }: Life): void {
  const endpoint = random.pick(endpoints)
  if (random.chance(0.3)) {
    endpoint.lag = 1 + random.int(6)
    steps.push(`lag ${endpoint.lag}`)
    return
  }
  const [name, lie] = random.pick(lieList)
  endpoint.lie = lie
  steps.push(name)
}

const decodersOf = ({ chain, ledger, descriptions }: Life, of = ledger) =>
  economy.economyDecoders(chain.chain, descriptions, () => of.recorded())

/** @param dies whether the first process dies while it records */
async function watch(life: Life, dies: boolean): Promise<void> {
  const { ledger, endpoints, proof, random } = life
  if (dies) await watchAndDie(life)
  for (let tries = 0; ; tries++) {
    const process = await startProcess(ledger.engines)
    try {
      await process.run({ endpoints, proof, decoders: decodersOf(life) })
      const { conflict, rejected } = process.lanes.counts
      if (conflict + rejected > 0) throw new Error(`${conflict} conflicts, ${rejected} rejected`)
      return
    } catch (error) {
      if (!(error instanceof HeadwaterError) || error.code !== 'chain.reorged' || tries > 5) throw error
      await accept(life)
      // It dies somewhere on the accepted branch, and then another branch may take the place of that one.
      if (random.chance(0.3)) await watchAndDie(life)
      if (tries < 3 && random.chance(0.3)) reorganize(life, finalDepth + 1 + random.int(4))
    }
  }
}

async function watchAndDie(life: Life): Promise<void> {
  const { ledger, endpoints, proof, random, steps } = life
  steps.push('kill')
  const doomed = await startProcess(ledger.engines)
  let appends = random.int(4)
  doomed.world.beforeAppend = async () => {
    if (appends-- > 0) return
    throw new Error('killed')
  }
  await doomed.run({ endpoints, proof, decoders: decodersOf(life) }).catch(() => {})
}

/** By the newest final block of the canonical chain. */
async function accept(life: Life): Promise<void> {
  const { chain, endpoints, ledger, steps } = life
  steps.push('accept')
  for (const endpoint of endpoints) Object.assign(endpoint, { lie: undefined, lag: 0 })
  const named = chain.blocks[chain.head - finalDepth]!
  await acceptBranch({
    hash: named.header.hash,
    endpoints: endpointsOf(endpoints),
    decoders: decodersOf(life),
    events: ledger.engines.events,
    recorded: recordedPort(ledger.engines),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  })
}

async function close({ moves, ledger, chain, steps }: Life): Promise<void> {
  if (moves) return
  const { timestamp } = chain.blocks.at(-1)!.header
  const until = new Date((Number(timestamp) + steps.length) * 1_000).toISOString()
  steps.push('close')
  await ledger.close(until).catch((error) => {
    // The chain was reorganized to an earlier time.
    if (!(error instanceof HeadwaterError && error.code === 'close.untilNotLater')) throw error
  })
}

function expectFault(error: unknown): void {
  if (!(error instanceof HeadwaterError && error.code.startsWith('chain.'))) throw error
}

/** The transfers that the chain has lost are moved back by their operator, as the list of them asks for. */
async function mend({ ledger }: Life): Promise<void> {
  const facts = ledger.facts()
  for (const id of ledger.lostFacts()) {
    const { from, to, ...rest } = JSON.parse(facts.get(id)!.data)
    const { asset, version, share } = rest
    const data = { asset, version, share, from: to, to: from, effectiveFrom: '2028-01-01T00:00:00Z' }
    await ledger.submit(eventText('holding.transferred', `mend ${id}`, data))
  }
}

async function differences(life: Life): Promise<string[]> {
  const { ledger, chain } = life
  const canonical = await createLedgerOfChain(chain.chain)
  const endpoints = [scriptedEndpoint('http://honest', chain, finalDepth)]
  await (await startProcess(canonical.engines)).run({ endpoints, decoders: decodersOf(life, canonical) })
  await canonical.follow(endpoints)
  await mend(life)
  for (const one of [ledger, canonical]) await one.close(end)
  const lost = ledger.lostFacts()
  const [facts, wanted] = [ledger.facts(), canonical.facts()]
  return [
    ...[...wanted].filter(([id, { data }]) => facts.get(id)?.data !== data).map(([id]) => `no fact ${id}`),
    ...[...facts.keys()].filter((id) => !wanted.has(id) && !lost.has(id)).map((id) => `not listed ${id}`),
    ...[...lost].filter((id) => wanted.has(id)).map((id) => `listed as lost ${id}`),
    ...unlike('earned', await ledger.earned(), await canonical.earned()),
    ...unlike('claimed', await ledger.claimed(), await canonical.claimed()),
  ]
}

function unlike(
  what: string,
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => one[name] !== other[name])
    .map((name) => `${what} of ${name}: ${one[name]}, and on the chain ${other[name]}`)
}
