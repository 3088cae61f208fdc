/**
 * Spans, for the rule that of nested ones one bills. They are kept for a day after they came, and fewer days where there
 * are very many. Before rows are deleted, the times of their spans are noted: a span of another time can't lie within
 * one that is forgotten, or around it.
 */
import { randomBytes } from 'node:crypto'
import type { SpanStore, TracedCall, TracedSpan } from '../../usage/spans.ts'
import type { InputColumn } from '../engine/columns.ts'
import { naturals, strings } from '../engine/columns.ts'
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
        await insert(engine, spans.slice(at, at + insertRowsMax), now)
    },
    async read(traceIds, spansMax) {
      return engine.session(async (session) => {
        await session.table('wantedTraces', [strings('traceId', traceIds)])
        return session.rows(
          `SELECT traceId, startMicros, endMicros, span FROM spans
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

/** What a row says of its span beside the ids and the times: the answer, the names and the rest belong to calls. */
type Packed = readonly [spanId: string, parentId: string, call?: TracedCall]

function columnsOf(spans: readonly TracedSpan[]): InputColumn[] {
  const times = (name: string, of: (span: TracedSpan) => number) => naturals(name, spans.map(of), 'UInt64')
  return [
    strings(
      'traceId',
      spans.map(({ traceId }) => traceId),
    ),
    times('startMicros', ({ start }) => start),
    times('endMicros', ({ end }) => end),
    strings('span', spans.map(packed)),
  ]
}

/** JSON, because few columns cost less than many. */
function packed({ spanId, parentId, call }: TracedSpan): string {
  const fields: Packed = call ? [spanId, parentId, call] : [spanId, parentId]
  return JSON.stringify(fields)
}

/** @param seenAt milliseconds since 1970 */
function insert(engine: SqlEngine, spans: readonly TracedSpan[], seenAt: number): Promise<void> {
  const token = randomBytes(32).toString('hex')
  // The rows of the calls are inserted at the same time.
  const literals = { seenAt: moment(seenAt) }
  return engine.insert({ table: 'spans', literals, columns: columnsOf(spans), token, beside: true })
}

function readSpan(row: RowReader): TracedSpan {
  const [traceId, start, end] = [row.text(), row.integer(), row.integer()]
  const [spanId, parentId, call] = JSON.parse(row.text()) as Packed
  return { traceId, spanId, parentId, start, end, ...(call && { call }) }
}

function moment(millis: number): string {
  return `fromUnixTimestamp64Milli(toInt64(${Math.trunc(millis)}), 'UTC')`
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
  const old = `traceId != '' AND seenAt < ${moment(before)}`
  const [period] = await engine.rows(
    `SELECT count(), min(startMicros), max(greatest(startMicros, endMicros)) FROM spans WHERE ${old}`,
    (row) => ({ rows: row.integer(), from: row.integer(), to: row.integer() }),
  )
  const { rows, from, to } = period!
  if (rows === 0) return
  const note: TracedSpan = { traceId: '', spanId: '', parentId: '', start: from, end: to }
  await insert(engine, [note], before)
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
