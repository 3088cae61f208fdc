/**
 * A whole Headwater in memory without ingestion. Registry events and calls go directly into the log and the table, as an
 * ingester would put them there. So settlement can be tested with the fakes alone.
 */

import { createHash } from 'node:crypto'
import type { RegistryWireEvent } from '../../src/events/index.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { parseTime } from '../../src/events/time.ts'
import { noRules, recordingAt } from '../../src/ingest/rules.ts'
import { streams } from '../../src/log/streams.ts'
import { parseAmount } from '../../src/money/index.ts'
import { createRegistry, decide, evolve, factData } from '../../src/registry/index.ts'
import { createSettlement } from '../../src/settlement/index.ts'
import { id } from './id.ts'
import { createMemoryBooks } from './memoryBooks.ts'
import { createMemoryEventStore } from './memoryEventStore.ts'
import { createMemoryLists } from './memoryLists.ts'
import { createMemoryRefused } from './memoryRefused.ts'
import { createMemoryTreeFiles } from './memoryTreeFiles.ts'
import { createMemoryUsage, type MemoryRow } from './memoryUsage.ts'

export interface TestCall {
  readonly id: string
  readonly source?: string
  readonly time: string
  readonly asset: string
  readonly version?: string
  readonly amount: string
  readonly currency: string
}

export interface WorldOptions {
  readonly now?: string
  /** Hours of notice for accounts. */
  readonly accountNoticeHours?: number
  readonly closeAheadHoursMax?: number
  /** Calls from which on an epoch leaves a checkpoint. */
  readonly checkpointCallsMin?: number
}

export type World = ReturnType<typeof createWorld>

export function createWorld(options: WorldOptions = {}) {
  const usage = createMemoryUsage()
  const books = createMemoryBooks()
  const refused = createMemoryRefused()
  const registry = createRegistry()
  let now = options.now ?? '2026-01-01T00:00:00Z'
  let randomness = 0
  const randomBytes = (length: number): Uint8Array =>
    createHash('sha256').update(`random ${randomness++}`).digest().subarray(0, length)
  const exclusively = <Result>(work: () => Promise<Result>): Promise<Result> => work()
  const clock = () => new Date(now)
  const events = createMemoryEventStore(clock)
  const lists = createMemoryLists(usage.rows)
  const { closeAheadHoursMax, checkpointCallsMin } = options
  const treeFiles = createMemoryTreeFiles()
  const stores = { events, usage, lists, books, refused, registry, treeFiles }
  const deps = {
    ...stores,
    exclusively,
    closeAheadHoursMax,
    checkpointCallsMin,
    alone: false,
    randomBytes,
    clock,
  }
  let registryIds = 0

  /** Records one registry event; `data` as on the wire. */
  async function register(type: string, data: unknown, time = '2024-01-01T00:00:00Z'): Promise<void> {
    const id = `registry-${registryIds++}`
    const event = parseEvent({
      specversion: '1.0',
      source: 'test',
      id,
      type: `io.headwater.${type}`,
      time,
      data,
    })
    const { accountNoticeHours } = options
    const recording = recordingAt(clock().getTime() * 1_000, { ...noRules, accountNoticeHours })
    const fact = decide(event as RegistryWireEvent, registry, recording)
    const revision = registry.count
    const recorded = { id: `event-${id}`, type: fact.type, data: factData(fact) }
    const expectedRevision = revision === 0 ? ('none' as const) : revision - 1
    await events.append([{ stream: streams.registry, expectedRevision, events: [recorded] }])
    evolve(registry, fact, revision)
  }

  /** Records calls as one batch of a partition. */
  async function record(calls: readonly TestCall[], partition = 'local'): Promise<void> {
    const stream = streams.ingest(partition)
    const revision = events.log.filter((event) => event.stream === stream).length
    const attempt = createHash('md5').update(`${partition} ${revision}`).digest('hex')
    const rows = calls.map((call, row) => rowOf(call, { partition, revision, attempt, row }))
    usage.rows.push(...rows)
    const totals = new Map<string, bigint>()
    for (const { currency, amount } of rows) totals.set(currency, (totals.get(currency) ?? 0n) + amount)
    const sums = Object.fromEntries([...totals].map(([currency, amount]) => [currency, amount.toString()]))
    const counts = { accepted: rows.length, duplicate: 0, conflict: 0, rejected: 0 }
    const origin = 'test'
    const totalsOf = { rows: rows.length, from: 1, to: Math.max(1, rows.length), origin, counts, sums }
    const data = { partition, revision, attempt, ...totalsOf, digest: usage.digestOf(rows) }
    const expectedRevision = revision === 0 ? ('none' as const) : revision - 1
    await events.append([
      { stream, expectedRevision, events: [{ id: `${partition}-${revision}`, type: 'BatchRecorded', data }] },
    ])
  }

  function rowOf(
    call: TestCall,
    key: { partition: string; revision: number; attempt: string; row: number },
  ): MemoryRow {
    const source = call.source ?? 'gateway'
    const { decimals } = registry.currencies.get(id(call.currency))!
    const hash = (value: unknown): string =>
      createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
    return {
      ...key,
      identity: hash([source, call.id]),
      content: hash(call),
      source,
      id: call.id,
      time: parseTime(call.time),
      asset: id(call.asset),
      version: id(call.version ?? ''),
      currency: id(call.currency),
      amount: parseAmount(call.amount, decimals),
      priced: false,
      inputTokens: -1,
      outputTokens: -1,
      cacheReadTokens: -1,
      cacheWriteTokens: -1,
      caller: '',
      agent: '',
      traceId: '',
      providerCallId: '',
    }
  }

  return {
    ...deps,
    settlement: createSettlement(deps),
    register,
    record,
    /** As after a restart: nothing known but what is stored. */
    restart: () => createSettlement(deps),
    setNow(time: string) {
      now = time
    },
  }
}
