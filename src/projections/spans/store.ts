/**
 * Spans, for the rule that of nested ones one bills. They are kept for a day after they came, and fewer days where there
 * are very many. Before rows are deleted, the times of their spans are noted: a span of another time can't lie within
 * one that is forgotten, or around it.
 */
import { randomBytes } from 'node:crypto'
import type { SpanStore, TracedSpan } from '../../usage/spans.ts'
import type { InputColumn } from '../engine/columns.ts'
import { bytes8, int64, naturals, strings } from '../engine/columns.ts'
import type { SqlEngine } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { singleServer, type Topology } from '../schema/topology.ts'

interface SpanLimits {
  readonly keptMs: number
  readonly tracesMax: number
}

const defaultLimits: SpanLimits = { keptMs: 86_400_000, tracesMax: 1_000_000 }
const pruneMs = 600_000
const insertRowsMax = 100_000
/** Longer calls than this are not looked for among those that are recorded. */
const callMicrosMax = 86_400_000_000

interface Period {
  readonly from: number
  readonly to: number
}

export function createSpanStore(
  engine: SqlEngine,
  {
    topology = singleServer,
    limits = defaultLimits,
    clock = Date.now,
  }: { topology?: Topology; limits?: SpanLimits; clock?: () => number } = {},
): SpanStore {
  let prunedAt = Number.NEGATIVE_INFINITY
  let addedSince = 0
  let forgotten: Promise<Period | undefined> | undefined

  async function prune(now: number): Promise<void> {
    const isDue = now - prunedAt >= pruneMs || addedSince > limits.tracesMax
    if (!isDue) return
    prunedAt = now
    addedSince = 0
    const before = await pruneBefore(engine, now, limits)
    if (before !== undefined) await forget(engine, topology, before)
    forgotten = undefined
  }

  return {
    async add(spans) {
      const now = clock()
      await prune(now)
      addedSince += spans.length
      for (let at = 0; at < spans.length; at += insertRowsMax)
        await insert(engine, columnsOf(spans.slice(at, at + insertRowsMax), now))
    },
    async read(traceIds, spansMax) {
      return engine.session(async (session) => {
        await session.table('wantedTraces', [strings('traceId', traceIds)])
        return session.rows(
          `SELECT traceId, spanId, parentId, startMicros, endMicros, isCall, source, hasCounts, answer, names FROM spans
          WHERE traceId IN (SELECT traceId FROM wantedTraces) LIMIT ${Math.trunc(spansMax)} BY traceId`,
          readSpan,
        )
      })
    },
    async traceSums() {
      const sums = await engine.rows("SELECT DISTINCT CRC32(traceId) FROM spans WHERE traceId != ''", (row) =>
        row.uint32(),
      )
      return Uint32Array.from(sums)
    },
    async recordedBeside(spans) {
      forgotten ??= readForgotten(engine)
      const period = await forgotten
      if (period === undefined) return []
      const beside = spans.filter(
        ({ start, end }) => start <= period.to && Math.max(start, end) >= period.from,
      )
      return beside.length === 0 ? [] : recordedCalls(engine, beside)
    },
  }
}

const countOf = (values: readonly number[], name: string) => naturals(name, values, 'UInt64')

function columnsOf(spans: readonly TracedSpan[], now: number): InputColumn[] {
  const text = (name: string, of: (span: TracedSpan) => string) => strings(name, spans.map(of))
  const flag = (name: string, of: (span: TracedSpan) => boolean | undefined) =>
    bytes8(
      name,
      Uint8Array.from(spans, (span) => (of(span) ? 1 : 0)),
    )
  return [
    text('traceId', ({ traceId }) => traceId),
    text('spanId', ({ spanId }) => spanId),
    text('parentId', ({ parentId }) => parentId),
    countOf(
      spans.map(({ start }) => start),
      'startMicros',
    ),
    countOf(
      spans.map(({ end }) => end),
      'endMicros',
    ),
    flag('isCall', ({ call }) => call !== undefined),
    text('source', ({ call }) => call?.source ?? ''),
    flag('hasCounts', ({ call }) => call?.hasCounts),
    text('answer', ({ call }) => call?.answer ?? ''),
    text('names', ({ call }) => (call ? JSON.stringify(call.names) : '')),
    {
      ...int64('seenAt', new BigInt64Array(spans.length).fill(BigInt(now))),
      type: "DateTime64(3, 'UTC')",
      expression: "fromUnixTimestamp64Milli(seenAt, 'UTC')",
    },
  ]
}

function insert(engine: SqlEngine, columns: readonly InputColumn[]): Promise<void> {
  return engine.insert({ table: 'spans', literals: {}, columns, token: randomBytes(32).toString('hex') })
}

function readSpan(row: RowReader): TracedSpan {
  const [traceId, spanId, parentId] = [row.text(), row.text(), row.text()]
  const [start, end, isCall] = [row.integer(), row.integer(), row.uint8() === 1]
  const [source, hasCounts, answer, names] = [row.text(), row.uint8() === 1, row.text(), row.text()]
  const own = { traceId, spanId, parentId, start, end }
  return isCall ? { ...own, call: { source, hasCounts, answer, names: JSON.parse(names) as string[] } } : own
}

/** Milliseconds; undefined where nothing is to be deleted. */
async function pruneBefore(
  engine: SqlEngine,
  now: number,
  { keptMs, tracesMax }: SpanLimits,
): Promise<number | undefined> {
  const [found] = await engine.rows(
    "SELECT count(), uniq(traceId), toUnixTimestamp64Milli(min(seenAt)) FROM spans WHERE traceId != ''",
    (row) => ({ rows: row.integer(), traces: row.integer(), oldest: row.integer() }),
  )
  const { rows, traces, oldest } = found!
  if (rows === 0) return undefined
  const byAge = now - keptMs
  if (traces <= tracesMax) return oldest < byAge ? byAge : undefined
  const [byCount] = await engine.rows(
    `SELECT toUnixTimestamp64Milli(seen) FROM (SELECT max(seenAt) AS seen FROM spans WHERE traceId != ''
    GROUP BY traceId ORDER BY seen DESC LIMIT ${tracesMax}) ORDER BY seen LIMIT 1`,
    (row) => row.integer(),
  )
  return Math.max(byAge, byCount!)
}

async function forget(engine: SqlEngine, topology: Topology, before: number): Promise<void> {
  const old = `traceId != '' AND seenAt < fromUnixTimestamp64Milli(toInt64(${Math.trunc(before)}), 'UTC')`
  const [period] = await engine.rows(
    `SELECT count(), min(startMicros), max(greatest(startMicros, endMicros)) FROM spans WHERE ${old}`,
    (row) => ({ rows: row.integer(), from: row.integer(), to: row.integer() }),
  )
  const { rows, from, to } = period!
  if (rows === 0) return
  const note: TracedSpan = { traceId: '', spanId: '', parentId: '', start: from, end: to }
  await insert(engine, columnsOf([note], before))
  await engine.command(
    `DELETE FROM ${topology.deleteTarget('spans')} WHERE ${old} SETTINGS lightweight_deletes_sync = 2`,
  )
}

async function readForgotten(engine: SqlEngine): Promise<Period | undefined> {
  const [found] = await engine.rows(
    "SELECT count(), min(startMicros), max(endMicros) FROM spans WHERE traceId = ''",
    (row) => ({ rows: row.integer(), from: row.integer(), to: row.integer() }),
  )
  const { rows, ...period } = found!
  return rows === 0 ? undefined : period
}

function recordedCalls(engine: SqlEngine, spans: readonly TracedSpan[]): Promise<string[]> {
  const traceIds = [...new Set(spans.map(({ traceId }) => traceId))]
  const from = spans.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY)
  const to = spans.reduce((most, { start, end }) => Math.max(most, start, end), 0)
  return engine.session(async (session) => {
    await session.table('wantedTraces', [strings('traceId', traceIds)])
    return session.rows(
      `SELECT DISTINCT id FROM calls WHERE traceId IN (SELECT traceId FROM wantedTraces)
        AND time BETWEEN fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND fromUnixTimestamp64Micro({to:Int64}, 'UTC')
        AND startsWith(id, concat(traceId, '/'))`,
      (row) => row.text(),
      { from: Math.max(0, from - callMicrosMax), to },
    )
  })
}
