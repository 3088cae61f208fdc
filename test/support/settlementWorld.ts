/**
 * A whole Headwater in memory without ingestion. Registry events and calls go directly into the log and the table, as an
 * ingester would put them there. So settlement can be tested with the fakes alone.
 */

import { createHash } from 'node:crypto'
import type { RegistryWireEvent } from '../../src/events/index.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { parseTime } from '../../src/events/time.ts'
import { type OtherEvent, readOther } from '../../src/ingest/rows/otherRow.ts'
import { noRules, recordingAt } from '../../src/ingest/rules.ts'
import type { BatchRecorded } from '../../src/log/batchRecorded.ts'
import { otherKinds, type RowKey } from '../../src/log/keys.ts'
import { streams } from '../../src/log/streams.ts'
import { parseAmount } from '../../src/money/index.ts'
import { createRegistry, decide, evolve, factData } from '../../src/registry/index.ts'
import { createSettlement } from '../../src/settlement/index.ts'
import type { StoredCorrection } from '../../src/usage/kinds/correction.ts'
import type { StoredDescription } from '../../src/usage/kinds/description.ts'
import type { StoredPosting } from '../../src/usage/kinds/posting.ts'
import { id } from './id.ts'
import { createMemoryBooks } from './memoryBooks.ts'
import { createMemoryEventStore } from './memoryEventStore.ts'
import { createMemoryKeptFiles } from './memoryKeptFiles.ts'
import { createMemoryLists } from './memoryLists.ts'
import { createMemoryRefused } from './memoryRefused.ts'
import { createMemoryUsage, type MemoryRow } from './memoryUsage.ts'

export interface TestCall {
  readonly id: string
  readonly source?: string
  readonly time: string
  readonly asset: string
  readonly version?: string
  readonly amount: string
  readonly currency: string
  readonly tokens?: Readonly<Partial<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', number>>>
}

/** A correction, a posting or a description. */
interface TestOther {
  /** Without `io.headwater.`. */
  readonly type: string
  readonly id: string
  readonly source?: string
  readonly time: string
  readonly data: object
}

export interface WorldOptions {
  readonly now?: string
  /** Hours of notice for accounts. */
  readonly accountNoticeHours?: number
  readonly closeAheadHoursMax?: number
  /** Calls from which on an epoch leaves a checkpoint. */
  readonly checkpointCallsMin?: number
  /** Whether no other process works on it: then a close moves aside what killed ones left. */
  readonly alone?: boolean
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
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
  const lists = createMemoryLists(usage.rows, usage)
  const { closeAheadHoursMax, checkpointCallsMin, alone = false } = options
  const treeFiles = createMemoryKeptFiles()
  const flowFiles = createMemoryKeptFiles()
  const stores = { events, usage, lists, books, refused, registry, treeFiles, flowFiles }
  const deps = {
    ...stores,
    exclusively,
    closeAheadHoursMax,
    checkpointCallsMin,
    alone,
    randomBytes,
    clock,
  }
  let registryIds = 0
  const tries = new Map<string, number>()

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

  /**
   * Records calls as one batch of a partition, with events of the other kinds as on the wire (type without its prefix,
   * source `gateway` by default).
   */
  async function record(
    calls: readonly TestCall[],
    partition = 'local',
    others: readonly TestOther[] = [],
  ): Promise<void> {
    const stream = streams.ingest(partition)
    const revision = events.log.filter((event) => event.stream === stream).length
    const attempt = attemptAt(`${partition} ${revision}`)
    const rows = calls.map((call, row) => rowOf(call, { partition, revision, attempt, row }))
    usage.rows.push(...rows)
    const sums = sumsOf(rows)
    const ofOthers = recordOthers(others, { partition, revision, attempt, row: rows.length })
    const accepted = rows.length + others.length
    const counts = { accepted, duplicate: 0, conflict: 0, rejected: 0 }
    const origin = 'test'
    const money = rows.length > 0 && { moneyDigest: usage.moneyDigestOf(rows) }
    const totalsOf = { rows: rows.length, from: 1, to: Math.max(1, accepted), origin, counts, sums }
    const data = {
      partition,
      revision,
      attempt,
      ...totalsOf,
      digest: usage.digestOf(rows),
      ...ofOthers,
      ...money,
    }
    const expectedRevision = revision === 0 ? ('none' as const) : revision - 1
    await events.append([
      { stream, expectedRevision, events: [{ id: `${partition}-${revision}`, type: 'BatchRecorded', data }] },
    ])
  }

  /** A batch that was not recorded comes again as another attempt. */
  function attemptAt(place: string): string {
    const before = tries.get(place) ?? 0
    tries.set(place, before + 1)
    return createHash('md5')
      .update(before === 0 ? place : `${place} ${before}`)
      .digest('hex')
  }

  /** Rows and control totals of the kinds beside calls. */
  function recordOthers(others: readonly TestOther[], first: RowKey): Pick<BatchRecorded, 'others'> {
    const judged = others.map(({ type, id, time, data, source = 'gateway' }) => {
      const event = { specversion: '1.0', source, id, type: `io.headwater.${type}`, time, data }
      return readOther(parseEvent(event) as OtherEvent, registry)
    })
    const totals: Record<string, object> = {}
    let { row } = first
    for (const kind of otherKinds) {
      const ofKind = judged.filter((other) => other.kind === kind)
      const rows = ofKind.map(({ event, values, target }) => ({
        ...{ ...first, row: row++ },
        identity: hashOf([event.source, event.id]),
        content: hashOf([event.type, event.time, event.data]),
        ...(target && { target: hashOf([target.source, target.id]) }),
        ...values,
      }))
      const table: unknown[] = {
        correction: usage.corrections,
        posting: usage.postings,
        description: usage.descriptions,
      }[kind]
      table.push(...rows)
      if (rows.length === 0) continue
      const stored = rows as unknown as (StoredCorrection | StoredDescription | StoredPosting)[]
      totals[kind] = { rows: rows.length, sums: sumsOf(stored), digest: usage.digestOf(stored) }
    }
    return others.length === 0 ? {} : { others: totals }
  }

  function sumsOf(rows: readonly { currency: string; amount: bigint }[]): Record<string, string> {
    const totals = new Map<string, bigint>()
    for (const { currency, amount } of rows) {
      if (currency !== '') totals.set(currency, (totals.get(currency) ?? 0n) + amount)
    }
    return Object.fromEntries([...totals].map(([currency, amount]) => [currency, amount.toString()]))
  }

  function rowOf(
    call: TestCall,
    key: { partition: string; revision: number; attempt: string; row: number },
  ): MemoryRow {
    const source = call.source ?? 'gateway'
    const { decimals } = registry.currencies.get(id(call.currency))!
    return {
      ...key,
      identity: hashOf([source, call.id]),
      content: hashOf(call),
      source,
      id: call.id,
      time: parseTime(call.time),
      asset: id(call.asset),
      version: id(call.version ?? ''),
      currency: id(call.currency),
      amount: parseAmount(call.amount, decimals),
      priced: false,
      inputTokens: call.tokens?.input ?? -1,
      outputTokens: call.tokens?.output ?? -1,
      cacheReadTokens: call.tokens?.cacheRead ?? -1,
      cacheWriteTokens: call.tokens?.cacheWrite ?? -1,
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
