/**
 * One seeded life of a watched chain: blocks, reorgs above and below the floor, endpoints that lie and lag, processes that
 * die while they record. At the end the ledger must have exactly what the canonical chain has.
 */
import { acceptBranch } from '../../../src/chain/source/acceptBranch.ts'
import { HeadwaterError } from '../../../src/errors.ts'
import type { SharedEngines } from '../../ingest/writer/world.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { lies } from './lies.ts'
import { endpointsOf, newLedger, recordedCalls, recordedPort, startProcess } from './process.ts'
import { type ScriptedEndpoint, scriptedEndpoint } from './rpc.ts'
import { hashOf, ScriptedChain, type ScriptedTransaction } from './scriptedChain.ts'
import { oddity, payment, registration, transfers } from './transfers.ts'

const finalDepth = 2
const lieList = Object.entries(lies)

interface Lived {
  readonly steps: readonly string[]
  /** Ids of calls that the ledger has and the canonical chain lacks, or the other way; empty where all is well. */
  readonly wrong: readonly string[]
}

export async function live(seed: number): Promise<Lived> {
  const random = createRandom(seed)
  const chain = new ScriptedChain()
  chain.blockSeconds = () => random.int(4)
  const endpoints = ['one', 'two', 'three'].map((host) =>
    scriptedEndpoint(`http://${host}`, chain, finalDepth),
  )
  const ledger = await newLedger()
  const proof = random.pick(['receipts', 'receipts', 'bloom', 'peers'] as const)
  const steps: string[] = [proof]
  const life = {
    random,
    chain,
    endpoints,
    ledger,
    proof,
    steps,
    names: 0,
    dropped: [] as ScriptedTransaction[],
  }
  const rounds = 3 + random.int(3)
  for (let round = 0; round < rounds; round++) {
    grow(life, 2 + random.int(5))
    if (random.chance(0.3)) reorganize(life, 1 + random.int(finalDepth - 1))
    if (random.chance(0.5)) disturb(life)
    await watch(life, random.chance(0.3))
    for (const endpoint of endpoints) Object.assign(endpoint, { lie: undefined, lag: 0 })
    if (random.chance(0.25) && chain.head > 8) {
      reorganize(life, finalDepth + 1 + random.int(4))
      await watch(life, false)
    }
  }
  grow(life, finalDepth + 1)
  await watch(life, false)
  return { steps, wrong: differences(life) }
}

interface Life {
  readonly random: Random
  readonly chain: ScriptedChain
  readonly endpoints: readonly ScriptedEndpoint[]
  readonly ledger: SharedEngines
  readonly proof: 'receipts' | 'bloom' | 'peers'
  readonly steps: string[]
  names: number
  /** Transactions of blocks that a reorg took away: they may be mined again. */
  dropped: ScriptedTransaction[]
}

function transactionsOf(life: Life): ScriptedTransaction[] {
  const { random } = life
  return Array.from({ length: random.int(4) }, () => {
    const again = random.chance(0.4) ? life.dropped.pop() : undefined
    if (again) return again
    const name = `t${++life.names}`
    return random.pick([payment(name), payment(name, 7), registration(name), oddity(name)])
  })
}

function grow(life: Life, blocks: number): void {
  life.steps.push(`grow ${blocks}`)
  for (let i = 0; i < blocks; i++) life.chain.mine(transactionsOf(life))
}

function reorganize(life: Life, wanted: number): void {
  const { chain, random } = life
  const depth = Math.min(wanted, chain.head)
  life.steps.push(`reorg ${depth}`)
  life.dropped.push(...chain.blocks.slice(-depth).flatMap(({ transactions }) => transactions))
  chain.reorg(
    depth,
    Array.from({ length: depth + random.int(2) }, () => transactionsOf(life)),
  )
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

/** @param dies whether the first process dies while it records */
async function watch(life: Life, dies: boolean): Promise<void> {
  const { ledger, endpoints, proof, random, steps } = life
  if (dies) {
    steps.push('kill')
    const doomed = await startProcess(ledger)
    let appends = random.int(3)
    doomed.world.beforeAppend = async () => {
      if (appends-- > 0) return
      throw new Error('killed')
    }
    await doomed.run({ endpoints, proof }).catch(() => {})
  }
  for (let tries = 0; ; tries++) {
    const process = await startProcess(ledger)
    try {
      await process.run({ endpoints, proof })
      return
    } catch (error) {
      if (!(error instanceof HeadwaterError) || error.code !== 'chain.reorged' || tries > 3) throw error
      await accept(life)
    }
  }
}

/** By the newest final block of the canonical chain. */
async function accept({ chain, endpoints, ledger, steps }: Life): Promise<void> {
  steps.push('accept')
  for (const endpoint of endpoints) Object.assign(endpoint, { lie: undefined, lag: 0 })
  const named = chain.blocks[chain.head - finalDepth]!
  await acceptBranch({
    hash: named.header.hash,
    endpoints: endpointsOf(endpoints),
    decoders: [transfers(chain.chain)],
    events: ledger.events,
    recorded: recordedPort(ledger),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  })
}

function differences({ chain, ledger }: Life): string[] {
  const canonical = chain.blocks
    .slice(0, chain.head - finalDepth + 1)
    .flatMap(({ transactions }) => transactions)
  const logOf = ({ logs }: ScriptedTransaction) => logs[0]!.topics.length
  const paid = canonical
    .filter((one) => logOf(one) === 3)
    .map(({ name }) => `${chain.chain}/${hashOf(name)}/0`)
  const counting = recordedCalls(ledger).filter((id) => !isDisputed(ledger, id))
  const wrong = [
    ...paid.filter((id) => !counting.includes(id)).map((id) => `missing ${id}`),
    ...counting.filter((id) => !paid.includes(id)).map((id) => `too much ${id}`),
    ...counting.filter((id, i) => counting.indexOf(id) !== i).map((id) => `twice ${id}`),
  ]
  return [...wrong, ...registryDifferences(ledger, canonical)]
}

/** An id is disputed while it has more disputes than closings of them. */
function isDisputed({ usage, events }: SharedEngines, call: string): boolean {
  const attempts = new Set(
    events.log
      .filter(({ type }) => type === 'BatchRecorded')
      .map(({ data }) => (data as { attempt: string }).attempt),
  )
  const ids = usage.corrections.filter(({ attempt }) => attempts.has(attempt))
  const disputes = ids.filter(({ id }) => id.startsWith(`${call}/lost/`)).map(({ id }) => id)
  const closed = new Set(
    ids.filter(({ id }) => id.startsWith(`${call}/back/`)).map(({ targetId }) => targetId),
  )
  return disputes.some((id) => !closed.has(id))
}

/** Every registry event of the chain stands; those that stand and are not on it are listed. */
function registryDifferences({ events }: SharedEngines, canonical: readonly ScriptedTransaction[]): string[] {
  const facts = events.log
    .filter(
      ({ stream, data }) =>
        stream === 'registry' && String((data as { source: string }).source).startsWith('chain:'),
    )
    .map(({ data }) => (data as { id: string }).id)
  const wanted = canonical
    .filter(({ logs }) => logs[0]!.topics[0]!.startsWith('0x7a'))
    .map(({ name }) => `${hashOf(name)}/0`)
  const listed = new Set(
    events.log
      .filter(({ type }) => type === 'ChainNoted')
      .flatMap(({ data }) => (data as { listed?: { kind: string; place: string }[] }).listed ?? [])
      .filter(({ kind }) => kind === 'registryLost')
      .map(({ place }) => place),
  )
  return [
    ...wanted.filter((id) => !facts.includes(id)).map((id) => `no fact ${id}`),
    ...facts.filter((id) => !wanted.includes(id) && !listed.has(id)).map((id) => `not listed ${id}`),
  ]
}
