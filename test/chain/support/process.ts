/** A process that watches scripted chains, on engines in memory that outlive it. */
import { Endpoints } from '../../../src/chain/rpc/endpoints.ts'
import type { RecordedPort } from '../../../src/chain/source/acceptBranch.ts'
import type { Decoder } from '../../../src/chain/source/decoder.ts'
import { ChainSource } from '../../../src/chain/source/source.ts'
import type { EvmChain } from '../../../src/config/chainsFile.ts'
import type { HeadwaterError } from '../../../src/errors.ts'
import { Lanes, openRequests } from '../../../src/ingest/index.ts'
import { createWriterWorld, type SharedEngines, type WriterWorld } from '../../ingest/writer/world.ts'
import { registryLines } from '../../support/memoryIngest.ts'
import { postTo, type ScriptedEndpoint } from './rpc.ts'
import { transfers } from './transfers.ts'

interface WatchSettings {
  readonly endpoints: readonly ScriptedEndpoint[]
  readonly proof?: EvmChain['proof']
  readonly decoders?: readonly Decoder[]
  readonly finality?: EvmChain['finality']
  /** Default: as soon as all that is final at the start is durable. */
  readonly signal?: AbortSignal
}

interface WatchProcess {
  readonly world: WriterWorld
  readonly lanes: Lanes
  readonly troubles: HeadwaterError[]
  /** @throws what stops the source */
  run(settings: WatchSettings): Promise<ChainSource>
}

/** What a node's registry needs before a call can be priced. */
export async function newLedger(): Promise<SharedEngines> {
  const world = await createWriterWorld()
  const requests = await openRequests(world.writer, { partition: 'local', refused: world.refused })
  await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'test' })
  return world
}

export async function startProcess(engines: SharedEngines, shared = false): Promise<WatchProcess> {
  const world = await createWriterWorld(engines, { shared })
  await world.writer.catchUp()
  const lanes = new Lanes(world.writer)
  const troubles: HeadwaterError[] = []
  return {
    world,
    lanes,
    troubles,
    async run({ endpoints, proof = 'receipts', decoders, finality = { tag: 'finalized' }, signal }) {
      const [first] = endpoints
      const { chain } = first!.chain
      const urls = endpoints.map(({ url }) => url)
      const source = new ChainSource({
        chain,
        config: {
          endpoints: urls,
          finality,
          proof,
          poll: 1,
          timeout: 1_000,
          lagMax: 1_000,
          confirmations: 12,
          payments: [],
          distributors: [],
        },
        decoders: decoders ?? [transfers(chain)],
        endpoints: endpointsOf(endpoints),
        lanes,
        events: world.events,
        randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
        signal: signal ?? new AbortController().signal,
        once: signal === undefined,
        onTrouble: (trouble) => trouble && troubles.push(trouble),
      })
      await source.run()
      await lanes.drain()
      return source
    },
  }
}

/** Rests end at once, so that a test of faults takes no time. */
export function endpointsOf(endpoints: readonly ScriptedEndpoint[]): Endpoints {
  let now = 0
  return new Endpoints({
    chain: endpoints[0]!.chain.chain,
    urls: endpoints.map(({ url }) => url),
    timeoutMs: 1_000,
    now: () => (now += 1_000_000),
    post: postTo(endpoints),
  })
}

/** What the ledger has, for the command that accepts a branch. */
export function recordedPort({ usage, events }: SharedEngines): RecordedPort {
  return {
    async *calls(source, from) {
      const seconds = BigInt(from)
      const attempts = attemptsIn(events)
      for (const row of usage.rows) {
        if (row.source === source && attempts.has(row.attempt) && BigInt(row.time) >= seconds * 1_000_000n)
          yield row.id
      }
    },
    async *openDisputes() {
      const attempts = attemptsIn(events)
      const recorded = usage.corrections.filter(({ attempt }) => attempts.has(attempt))
      const closed = new Set(recorded.map((row) => row.type === 'closed' && row.target))
      for (const { type, identity, id } of recorded)
        if (type === 'disputed' && !closed.has(identity)) yield id
    },
    moved: async () => 'nothing',
  }
}

/** Ids of the recorded calls of a chain's sources, sorted. */
export function recordedCalls({ usage, events }: SharedEngines): string[] {
  const attempts = attemptsIn(events)
  return usage.rows
    .filter(({ source, attempt }) => source.startsWith('chain:') && attempts.has(attempt))
    .map(({ id }) => id)
    .sort()
}

function attemptsIn({ log }: SharedEngines['events']): ReadonlySet<string> {
  const batches = log.filter(({ type }) => type === 'BatchRecorded')
  return new Set(batches.map(({ data }) => (data as { attempt: string }).attempt))
}
