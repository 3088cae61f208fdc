/**
 * Accepts a reorg below the floor: notes what the ledger has of the branch that was given up, and sets each partition
 * back to where the branches part. A watch then reads the accepted branch, and disputes what it lacks (branch.ts).
 */
import { uuidsV4 } from '../../base/uuid.ts'
import { fail } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { checkpointMoved } from '../../log/checkpointMoved.ts'
import { readData } from '../../log/ownEvent.ts'
import { partitionEvent, type Reached, readCheckpoint } from '../../log/partitionEvent.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { type RawBlock, readBlock } from '../rpc/answers.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import type { Decoder } from './decoder.ts'
import { Notebook } from './notebook.ts'
import { partitionName } from './track.ts'

/** What the ledger has. */
export interface RecordedPort {
  /** Ids of the calls of a source, of this time or later; seconds since 1970. */
  calls(source: string, from: number): AsyncIterable<string>
  /** What calls of the asset have moved since, as a part of a sentence: `12.5 USDC in 3 calls`. */
  moved(asset: string, from: number): Promise<string>
}

interface AcceptOptions {
  /** Of the block on the branch that counts. */
  readonly hash: string
  readonly endpoints: Endpoints
  readonly decoders: readonly Pick<Decoder, 'watched' | 'from'>[]
  readonly events: EventStore
  readonly recorded: RecordedPort
  readonly randomBytes: (count: number) => Uint8Array
}

export interface AcceptedPartition {
  readonly watched: string
  /** The last block that both branches have, as far as the ledger knows; -1: none. */
  readonly shared: number
  /** Where reading goes on. */
  readonly next: number
  /** Calls and registry events of which the branch is asked whether it has them. */
  readonly doubted: number
}

/**
 * @returns the partitions that were set back
 * @throws HeadwaterError `chain.branchUnknown`, `chain.unreachable`, `eventstore.wrongRevision` where a watch runs
 */
export async function acceptBranch(options: AcceptOptions): Promise<AcceptedPartition[]> {
  const { endpoints, hash, decoders } = options
  const { chain } = endpoints
  const named = await readNamed(endpoints, hash)
  const accepted: AcceptedPartition[] = []
  for (const { watched, from } of decoders) {
    const partition = partitionName(chain, watched)
    const parting = await findParting(options, partition, from)
    if (parting === undefined || parting.shared >= named.number) continue
    const doubted = await setBack(options, { partition, source: `chain:${chain}/${watched}`, named, parting })
    accepted.push({ watched, shared: parting.shared, next: parting.next, doubted })
  }
  if (accepted.length === 0)
    fail(
      'chain.branchUnknown',
      `Block ${named.number} of ${chain} is on no other branch than what is taken in.`,
      { data: { chain, number: named.number } },
    )
  return accepted
}

/** The block, which every endpoint that answers must have at its height. */
async function readNamed(endpoints: Endpoints, hash: string): Promise<Reached> {
  const { chain } = endpoints
  const block = await endpoints.use(async (endpoint) =>
    readBlock(await endpoint.call('eth_getBlockByHash', [hash, false]), hash),
  )
  const number = Number(block.number)
  for (const [{ name }, other] of await endpoints.each((endpoint) => headerAt(endpoint, number))) {
    if (other.hash === hash) continue
    fail('chain.branchUnknown', `Block ${number} of ${chain} has another hash on ${name}.`, {
      data: { chain, number, endpoint: name },
    })
  }
  return { number, hash }
}

async function headerAt(
  endpoint: { call(method: string, params: readonly unknown[]): Promise<unknown> },
  number: number,
): Promise<RawBlock> {
  return readBlock(
    await endpoint.call('eth_getBlockByNumber', [`0x${number.toString(16)}`, false]),
    String(number),
  )
}

interface Parting {
  /** The last block that both branches have; -1: none. */
  readonly shared: number
  readonly sharedHash: string
  /** Where reading goes on: everything that the ledger has of blocks from `shared` on is read again. */
  readonly next: number
  /** Time of that block. */
  readonly time: number
  /** The last block that was read of the branch that is given up. */
  readonly until: number
}

/** Undefined where the partition has no block that the chain lacks. */
async function findParting(
  { endpoints, events }: AcceptOptions,
  partition: string,
  from: number,
): Promise<Parting | undefined> {
  const { reached } = await readCheckpoint(events, partition)
  if (reached === undefined) return undefined
  const at = (number: number) => endpoints.use((endpoint) => headerAt(endpoint, number))
  const isHere = async ({ number, hash }: Reached) => (await at(number)).hash === hash
  if (await isHere(reached)) return undefined
  let shared = { number: -1, hash: `0x${'0'.repeat(64)}` }
  let next = from
  for await (const event of events.readStream(streams.ingest(partition), { direction: 'backwards' })) {
    const data = readData(event, partitionEvent)
    if (data.reached === undefined || !(await isHere(data.reached))) continue
    shared = data.reached
    next = Math.min(data.checkpoint ?? from, shared.number + 1)
    break
  }
  // Calls are found by their times, and several blocks may have one time.
  let block = await at(next)
  while (next > from) {
    const before = await at(next - 1)
    if (Number(before.timestamp) < Number(block.timestamp)) break
    block = before
    next--
  }
  const time = Number(block.timestamp)
  return { shared: shared.number, sharedHash: shared.hash, next, time, until: reached.number }
}

async function setBack(
  { events, recorded, randomBytes }: AcceptOptions,
  {
    partition,
    source,
    named,
    parting,
  }: {
    readonly partition: string
    readonly source: string
    readonly named: Reached
    readonly parting: Parting
  },
): Promise<number> {
  const { shared, sharedHash, next, time, until } = parting
  const { revision } = await readCheckpoint(events, partition)
  const notebook = await Notebook.open(events, partition, randomBytes)
  const doubted: { id: string; what: string }[] = []
  for await (const id of recorded.calls(source, time)) {
    const lost = notebook.lost.get(id)
    if (lost === undefined || (lost.back ?? -1) >= next) doubted.push({ id, what: '' })
  }
  for (const [id, { back }] of notebook.lost) {
    if ((back ?? -1) >= next && !doubted.some((one) => one.id === id)) doubted.push({ id, what: '' })
  }
  for await (const fact of factsOf(events, source, time)) {
    doubted.push({ id: fact.id, what: await sentenceOf(fact, recorded) })
  }
  const block = { number: Math.max(0, shared), hash: sharedHash }
  await notebook.add([{ block, accepted: { ...named, until }, doubted }])
  const counts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  const moved = checkpointMoved.create(uuidsV4(randomBytes)(), {
    partition,
    revision: revision + 1,
    checkpoint: next,
    ...(shared >= 0 && { reached: block }),
    counts,
  })
  await events.append([{ stream: streams.ingest(partition), expectedRevision: revision, events: [moved] }])
  return doubted.length
}

interface FactOfChain {
  readonly id: string
  readonly type: string
  readonly time: number
  readonly asset: string | undefined
}

async function* factsOf(events: EventStore, source: string, from: number): AsyncGenerator<FactOfChain> {
  for await (const { type, data } of readWhole(events, streams.registry)) {
    const fact = data as Readonly<Record<string, unknown>>
    if (fact.source !== source) continue
    const time = Math.floor(Date.parse(String(fact.time)) / 1_000)
    if (time < from) continue
    const asset = typeof fact.asset === 'string' ? fact.asset : undefined
    yield { id: String(fact.id), type, time, asset }
  }
}

async function sentenceOf({ type, time, asset }: FactOfChain, { moved }: RecordedPort): Promise<string> {
  if (asset === undefined) return `${type} stands, and the chain has it no more.`
  const sums = await moved(asset, time)
  return `${type} of ${asset} stands, and the chain has it no more. Since then: ${sums}.`
}
