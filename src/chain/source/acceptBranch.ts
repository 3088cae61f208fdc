/**
 * Accepts a reorg below the floor: notes what the ledger has of the branch that was given up, and sets each partition
 * back to where the branches part. A watch then reads the accepted branch, and disputes what it lacks (branch.ts).
 */
import { uuidsV4 } from '../../base/uuid.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { checkpointMoved } from '../../log/checkpointMoved.ts'
import { readData } from '../../log/ownEvent.ts'
import { partitionEvent, type Reached, readCheckpoint } from '../../log/partitionEvent.ts'
import { streams } from '../../log/streams.ts'
import { type RawBlock, readBlock } from '../rpc/answers.ts'
import type { Endpoints } from '../rpc/endpoints.ts'
import type { Decoder } from './decoder.ts'
import { type Entry, Notebook } from './notebook.ts'
import { partitionName } from './track.ts'

/** What the ledger has. */
export interface RecordedPort {
  /** Ids of the calls of a source, of this time or later; seconds since 1970. */
  calls(source: string, from: number): AsyncIterable<string>
  /** Ids of the open disputes of calls of the source. */
  openDisputes(source: string): AsyncIterable<string>
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
  const { endpoints, hash, decoders, events, randomBytes } = options
  const { chain } = endpoints
  const named = await readNamed(endpoints, hash)
  const accepted: AcceptedPartition[] = []
  for (const { watched, from } of decoders) {
    const partition = partitionName(chain, watched)
    const notebook = await Notebook.open(events, partition, randomBytes)
    const parting = await findParting(options, partition, from, notebook)
    if (parting === undefined || parting.shared >= named.number) continue
    const source = `chain:${chain}/${watched}`
    const doubted = await setBack(options, { partition, source, notebook, named, parting })
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
  /** Where reading goes on: everything that the ledger has of blocks from this one on is in doubt. */
  readonly next: number
  /** Whatever the ledger has of those blocks has this time or a later one. */
  readonly time: number
  /** Everything of blocks before is in the log up to here. */
  readonly position: number
  /** The last block that was read of the branch that is given up. */
  readonly until: number
}

/**
 * Undefined where the chain has every block that the partition has read, and the block of the accepted branch that is
 * still to come.
 */
async function findParting(
  { endpoints, events }: AcceptOptions,
  partition: string,
  from: number,
  { branch }: Notebook,
): Promise<Parting | undefined> {
  const { reached } = await readCheckpoint(events, partition)
  const at = (number: number) => endpoints.use((endpoint) => headerAt(endpoint, number))
  const isHere = async ({ number, hash }: Reached) => (await at(number)).hash === hash
  const isReadHere = reached === undefined || (await isHere(reached))
  const isNamedHere = branch === undefined || (await isHere(branch.named).catch(falseWhereMissing))
  if (isReadHere && isNamedHere) return undefined
  const until = reached?.number ?? branch?.until ?? 0
  let shared = { number: -1, hash: `0x${'0'.repeat(64)}` }
  let place: { readonly next: number; readonly time: number } | undefined
  for await (const event of events.readStream(streams.ingest(partition), { direction: 'backwards' })) {
    const data = readData(event, partitionEvent)
    if (data.reached === undefined) continue
    if (place === undefined && (await isHere(data.reached))) {
      shared = data.reached
      place = await placeAt(at, shared.number, from, data.checkpoint ?? from)
    }
    if (place !== undefined && data.reached.number < place.next)
      return {
        shared: shared.number,
        sharedHash: shared.hash,
        ...place,
        position: event.position,
        until,
      }
  }
  const { next, time } = place ?? { next: from, time: Number((await at(0)).timestamp) }
  return { shared: shared.number, sharedHash: shared.hash, next, time, position: 0, until }
}

/** The chain may have become shorter than the branch that was accepted. */
function falseWhereMissing(error: unknown): false {
  if (error instanceof HeadwaterError && error.code === 'chain.blockMissing') return false
  throw error
}

/**
 * What the ledger has is found by its time, and the blocks after the shared one have other times on each branch. So the
 * shared block is read again too, and those before it that have the same time.
 */
async function placeAt(
  at: (number: number) => Promise<RawBlock>,
  shared: number,
  ...[from, checkpoint]: [number, number]
): Promise<{ next: number; time: number }> {
  let next = Math.max(0, Math.min(checkpoint, shared))
  let block = await at(next)
  while (next > from) {
    const before = await at(next - 1)
    if (Number(before.timestamp) < Number(block.timestamp)) break
    block = before
    next--
  }
  return { next: Math.max(from, next), time: Number(block.timestamp) }
}

async function setBack(
  { events, recorded, randomBytes }: AcceptOptions,
  {
    partition,
    source,
    notebook,
    named,
    parting,
  }: {
    readonly partition: string
    readonly source: string
    readonly notebook: Notebook
    readonly named: Reached
    readonly parting: Parting
  },
): Promise<number> {
  const { shared, sharedHash, next, until } = parting
  const { revision, ...passed } = await readCheckpoint(events, partition)
  const block = { number: Math.max(0, shared), hash: sharedHash }
  // A watch that was not started since has not noted it. What that branch had is not asked for again.
  await notebook.closeBranch(passed)
  const open = new Set<string>()
  for await (const id of recorded.openDisputes(source)) open.add(id)
  await notebook.agree(open, block)
  const doubted = await doubtedOf({ events, recorded, source, notebook }, parting)
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

interface Doubting {
  readonly events: EventStore
  readonly recorded: RecordedPort
  readonly source: string
  readonly notebook: Notebook
}

type Doubted = NonNullable<Entry['doubted']>[number]

/** What the ledger has of the blocks that are read again: by the time of its block, or by the block of an earlier branch. */
async function doubtedOf(
  { events, recorded, source, notebook }: Doubting,
  { next, time, position }: Parting,
): Promise<Doubted[]> {
  const { lost, lostFacts, places } = notebook
  /** Undefined where only its time says where it is. */
  const isAbove = (id: string): boolean | undefined => {
    const gone = lost.get(id) ?? lostFacts.get(id)
    if (gone !== undefined) return (gone.back ?? -1) >= next
    const place = places.get(id)
    return place === undefined ? undefined : place >= next
  }
  const moved = new Set([...lost.keys(), ...lostFacts.keys(), ...places.keys()].filter(isAbove))
  const doubted = new Map<string, Doubted>()
  for await (const fact of factsOf(events, source)) {
    if (fact.position <= position && moved.size === 0) break
    const isMoved = moved.delete(fact.id)
    if (!isMoved && (fact.position <= position || (isAbove(fact.id) ?? fact.time >= time) === false)) continue
    doubted.set(fact.id, { id: fact.id, what: await sentenceOf(fact, recorded), time: fact.time })
  }
  for await (const id of recorded.calls(source, time)) {
    moved.delete(id)
    if (isAbove(id) ?? true) doubted.set(id, { id, what: '' })
  }
  for (const id of moved) doubted.set(id, { id, what: '' })
  return [...doubted.values()]
}

interface FactOfChain {
  readonly id: string
  readonly type: string
  readonly time: number
  readonly asset: string | undefined
  readonly position: number
}

/** Registry events of the source, the last recorded first. */
async function* factsOf(events: EventStore, source: string): AsyncGenerator<FactOfChain> {
  for await (const { type, data, position } of events.readStream(streams.registry, {
    direction: 'backwards',
  })) {
    const fact = data as Readonly<Record<string, unknown>>
    if (fact.source !== source) continue
    const time = Math.floor(Date.parse(String(fact.time)) / 1_000)
    const asset = typeof fact.asset === 'string' ? fact.asset : undefined
    yield { id: String(fact.id), type, time, asset, position: Number(position) }
  }
}

async function sentenceOf({ type, time, asset }: FactOfChain, { moved }: RecordedPort): Promise<string> {
  if (asset === undefined) return `${type} stands, and the chain has it no more.`
  const sums = await moved(asset, time)
  return `${type} of ${asset} stands, and the chain has it no more. Since then: ${sums}.`
}
