/** A writer on engines in memory whose appends can be held back or made to fail. */
import { identitySize } from '../../../src/identities/port.ts'
import { Writer } from '../../../src/ingest/index.ts'
import type { WriterDependencies } from '../../../src/ingest/writerDependencies.ts'
import { createRegistry, evolve, factFromRecorded } from '../../../src/registry/index.ts'
import { createMemoryEventStore, type MemoryEventStore } from '../../support/memoryEventStore.ts'
import {
  createMemoryIdentities,
  createMemoryWriter,
  type MemoryWriter,
  testRowsMax,
} from '../../support/memoryIngest.ts'
import { createMemoryRefused, type MemoryRefused } from '../../support/memoryRefused.ts'

/** What processes on one ledger have in common. */
export interface SharedEngines {
  readonly events: MemoryEventStore
  readonly usage: MemoryWriter
  readonly refused: MemoryRefused
}

export interface WriterWorld extends SharedEngines {
  readonly writer: Writer
  readonly registry: WriterDependencies['registry']
  readonly stops: Error[]
  /** How many commits were under way at one moment, at most. */
  readonly commitsMax: () => number
  /** How many batches the writer has made. */
  readonly batches: () => number
  /** What the next appends do first: to make them wait or fail. */
  beforeAppend: () => Promise<void>
  /** What the next look at the end of the log does first. */
  beforeHead: () => Promise<void>
}

export async function createWriterWorld(
  engines?: SharedEngines,
  options: Partial<WriterDependencies> = {},
): Promise<WriterWorld> {
  const events = engines?.events ?? createMemoryEventStore()
  const usage = engines?.usage ?? createMemoryWriter()
  const refused = engines?.refused ?? createMemoryRefused()
  const registry = createRegistry()
  for await (const event of events.readStream('registry'))
    evolve(registry, factFromRecorded(event.type, event.data), event.revision)
  const stops: Error[] = []
  const { rowsMax = testRowsMax } = options
  const memories = new Set<ArrayBufferLike>()
  let underWay = 0
  let most = 0
  const identities = createMemoryIdentities()
  const { check } = identities
  identities.check = (identity, content, length, out) => {
    // A batch hands in its own memory, which has room for all of its rows, and the judge that of a run of events.
    if (identity.length === rowsMax * identitySize) memories.add(identity.buffer)
    check(identity, content, length, out)
  }
  const writer = new Writer({
    usage,
    refused,
    registry,
    identities,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    clock: () => new Date('2026-01-01T00:00:00Z'),
    onStopped: (cause) => stops.push(cause),
    rowsMax,
    ...options,
    events: {
      ...events,
      async head() {
        await world.beforeHead()
        return events.head()
      },
      async append(appends) {
        underWay++
        most = Math.max(most, underWay)
        try {
          await world.beforeAppend()
          return await events.append(appends)
        } finally {
          underWay--
        }
      },
    },
  })
  const world: WriterWorld = {
    events,
    usage,
    refused,
    registry,
    writer,
    stops,
    commitsMax: () => most,
    batches: () => memories.size,
    beforeAppend: async () => {},
    beforeHead: async () => {},
  }
  return world
}
