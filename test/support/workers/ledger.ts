/** The log, the rows and the books that all workers of a simulation share, and what they must be in the end. */
import { isDeepStrictEqual } from 'node:util'
import { hex } from '../../../src/base/hex.ts'
import type { EventStore } from '../../../src/eventstore/port.ts'
import { identitySize } from '../../../src/identities/port.ts'
import { eventIdentity } from '../../../src/ingest/eventIdentity.ts'
import { batchRecorded } from '../../../src/log/batchRecorded.ts'
import { followRegistry } from '../../../src/log/followRegistry.ts'
import { batchName } from '../../../src/log/keys.ts'
import { readFact } from '../../../src/log/registryFact.ts'
import { streams } from '../../../src/log/streams.ts'
import { createRegistry, type RegistryState, wireEventOf } from '../../../src/registry/index.ts'
import { createSettlement, type Settlement } from '../../../src/settlement/index.ts'
import type { StoredCall } from '../../../src/usage/kinds/call.ts'
import type { UsageReader } from '../../../src/usage/reader.ts'
import { collect } from '../collect.ts'
import { createMemoryBooks } from '../memoryBooks.ts'
import { createMemoryEventStore, type MemoryEventStore } from '../memoryEventStore.ts'
import { createMemoryWriter } from '../memoryIngest.ts'
import { createMemoryKeptFiles } from '../memoryKeptFiles.ts'
import { createMemoryLists } from '../memoryLists.ts'
import { createMemoryRefused } from '../memoryRefused.ts'
import { createMemoryUsage } from '../memoryUsage.ts'
import type { Random } from '../random.ts'
import { Reference, type ReferenceEpoch, type ReferenceStep } from '../reference.ts'
import type { SimulatedStep } from '../simulation.ts'
import type { SharedLedger } from './worker.ts'

async function registryOf(events: EventStore): Promise<RegistryState> {
  const registry = createRegistry()
  await followRegistry(events, registry)
  return registry
}

export function createLedger(random: Random) {
  const now = new Date('2026-01-01T00:00:00Z')
  const clock = () => now
  const events = createMemoryEventStore(clock)
  const usage = createMemoryUsage()
  const writer = createMemoryWriter(usage.rows)
  const [books, refused] = [createMemoryBooks(), createMemoryRefused()]
  let identityReads = 0
  let conflictsAtClose = 0
  const shared: SharedLedger = {
    random,
    events,
    refused,
    clock,
    usage: {
      ...writer,
      async readIdentities(keys) {
        const found = await writer.readIdentities(keys)
        identityReads += found.identity.length / identitySize
        return found
      },
    },
  }
  const settlement = async () =>
    createSettlement({
      treeFiles: createMemoryKeptFiles(),
      flowFiles: createMemoryKeptFiles(),
      events,
      usage: withRecordedDigests(usage, events),
      lists: createMemoryLists(usage.rows, usage),
      books,
      refused,
      registry: await registryOf(events),
      exclusively: (work) => work(),
      closeAheadHoursMax: undefined,
      alone: false,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => random.int(256)),
      clock,
    })
  return {
    ...shared,
    async close(until: string): Promise<void> {
      const before = await refused.count()
      await (await settlement()).close({ until })
      conflictsAtClose += (await refused.count()) - before
    },
    counts() {
      const recorded = recordedRows(usage.rows, events)
      const identities = new Set(recorded.map(({ row }) => row.identity))
      return {
        identityReads,
        rows: recorded.length,
        excluded: recorded.length - identities.size,
        conflictsAtClose,
      }
    },
    async compare(
      sent: ReadonlyMap<string, SimulatedStep>,
      closes: readonly { position: number; until: string }[],
    ): Promise<string[]> {
      const recorded = recordedRows(usage.rows, events)
      const calls = recorded.map(({ position, row }) => ({
        position,
        step: sent.get(row.identity + row.content)!,
      }))
      const steps: PlacedStep[] = [...registrySteps(events, sent), ...calls]
      for (const { position, until } of closes) steps.push({ position, step: { step: 'close', until } })
      steps.sort((one, other) => one.position - other.position)
      const expected = new Reference().run(steps.map(({ step }) => step))
      return [
        ...differing(await outcome(await settlement()), expected),
        ...lost(
          recorded.map(({ row }) => row),
          sent,
        ),
        ...(await failedChecks(await settlement())),
      ]
    },
  }
}

/** A step, and where the log has it. */
interface PlacedStep {
  readonly position: number
  readonly step: ReferenceStep
}

/** The registry events that the workers accepted. */
function registrySteps({ log }: MemoryEventStore, sent: ReadonlyMap<string, SimulatedStep>): PlacedStep[] {
  return log
    .filter(({ stream }) => stream === streams.registry)
    .map((event) => {
      const { identity, content } = eventIdentity(wireEventOf(readFact(event)))
      return { position: event.position, step: sent.get(hex(identity) + hex(content))! }
    })
}

/** The rows of recorded batches, in the order of the log. Each is a call that some worker accepted. */
function recordedRows(rows: readonly StoredCall[], { log }: MemoryEventStore) {
  const batches = new Map<string, number>()
  for (const event of log) {
    if (event.type === batchRecorded.type) batches.set(batchName(batchRecorded.read(event)), event.position)
  }
  return rows
    .flatMap((row) => {
      const position = batches.get(batchName(row))
      return position === undefined ? [] : [{ position, row }]
    })
    .sort((one, other) => one.position - other.position || one.row.row - other.row.row)
}

/** The rows have the digests of the writer, which the fake of the reader does not compute. */
/** Rows are digested by the writer; the reader in memory has another digest of its own. */
export function withRecordedDigests(usage: UsageReader, { log }: MemoryEventStore): UsageReader {
  return {
    ...usage,
    async *batchTotals(keys) {
      for await (const { totals, ...key } of usage.batchTotals(keys)) {
        const found = log.find(
          ({ type, data }) => type === batchRecorded.type && batchName(data as typeof key) === batchName(key),
        )
        const { digest, others = {} } = found!.data as {
          digest: string
          others?: Record<string, { digest: string }>
        }
        const withRecorded = Object.entries(totals).map(([kind, of]) => [
          kind,
          { ...of, digest: kind === 'call' ? digest : others[kind]?.digest },
        ])
        yield { ...key, totals: Object.fromEntries(withRecorded) }
      }
    },
  }
}

async function outcome(settlement: Settlement): Promise<ReferenceEpoch[]> {
  const epochs: ReferenceEpoch[] = []
  for (const { until, counts, totals, trees, epoch } of await collect(settlement.epochs())) {
    const statements = await collect(settlement.statements(epoch))
    epochs.push({ until, counts, totals, statements, trees } as unknown as ReferenceEpoch)
  }
  return epochs
}

function differing(closed: readonly ReferenceEpoch[], expected: readonly ReferenceEpoch[]): string[] {
  return expected.flatMap((epoch, index) =>
    isDeepStrictEqual(plain(closed[index]), plain(epoch))
      ? []
      : [`epoch ${index + 1} is ${JSON.stringify(closed[index])} and must be ${JSON.stringify(epoch)}`],
  )
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Every call that was sent has a row of some worker. */
function lost(rows: readonly StoredCall[], sent: ReadonlyMap<string, SimulatedStep>): string[] {
  const name = ({ source, id }: { readonly source: string; readonly id: string }) =>
    JSON.stringify([source, id])
  const there = new Set(rows.map(name))
  return [...sent.values()].flatMap((step) =>
    step.step !== 'call' || there.has(name(step.call)) ? [] : [`the call ${name(step.call)} has no row`],
  )
}

async function failedChecks(settlement: Settlement): Promise<string[]> {
  const reports = await collect(settlement.verify())
  return reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map(({ detail }) => detail))
}
