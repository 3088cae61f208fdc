/** Prometheus metrics of closes, and of ingestion from every source. docs/operations.md lists them. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { HeadwaterError } from '../errors.ts'
import type { BatchOutcome, BatchPhase, IngestObserver } from '../ingest/observer.ts'

export interface PipelineMetrics extends IngestObserver {
  /** A close enters this stage; undefined when it is over. */
  closeEnters(stage: string | undefined): void
  closed(seconds: number, repeats: number): void
  /** Events of requests are durable in Kafka. */
  queued(count: number): void
}

const results = ['accepted', 'duplicate', 'conflict', 'rejected'] as const
const rowBuckets = [1, 10, 100, 1_000, 4_000, 16_000, 65_536]
const phaseBuckets = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const closeBuckets = [0.1, 0.5, 2, 10, 60, 300, 1800]

export function createPipelineMetrics(registry: Registry): PipelineMetrics {
  return {
    ...batchMetrics([registry]),
    ...sourceMetrics([registry]),
    ...closeMetrics([registry]),
  }
}

function batchMetrics(registers: Registry[]): Pick<PipelineMetrics, 'batch' | 'received' | 'queued'> {
  const events = new Counter({
    name: 'headwater_events_total',
    help: 'Events that became durable or were answered, by result: accepted, duplicate, conflict, rejected.',
    labelNames: ['result'],
    registers,
  })
  const queued = new Counter({
    name: 'headwater_queued_events_total',
    help: 'Events of requests that are durable in Kafka, for a worker to take in.',
    registers,
  })
  const refused = new Counter({
    name: 'headwater_refused_events_total',
    help: 'Events refused, by the code of docs/errors.md.',
    labelNames: ['code'],
    registers,
  })
  const suspected = new Counter({
    name: 'headwater_suspected_calls_total',
    help: 'Accepted calls that may have been sent before under other names.',
    registers,
  })
  const bytes = new Counter({
    name: 'headwater_received_bytes_total',
    help: 'Bytes taken in from files, requests and Kafka.',
    registers,
  })
  const rows = new Histogram({
    name: 'headwater_batch_rows',
    help: 'Rows of a durable batch.',
    buckets: rowBuckets,
    registers,
  })
  const phases = new Histogram({
    name: 'headwater_batch_phase_duration_seconds',
    help: 'Time of a batch in each phase: judge, insert, append, index.',
    labelNames: ['phase'],
    buckets: phaseBuckets,
    registers,
  })
  const failures = new Counter({
    name: 'headwater_batch_failures_total',
    help: 'Batches that could not be made durable, by code.',
    labelNames: ['code'],
    registers,
  })
  const watermark = new Gauge({
    name: 'headwater_watermark_seconds',
    help: 'Latest event time that is durable, in seconds since 1970, by ingest partition.',
    labelNames: ['partition'],
    registers,
  })
  for (const result of results) events.inc({ result }, 0)
  const watermarks = new Map<string, number>()

  return {
    received: (count) => bytes.inc(count),
    queued: (count) => queued.inc(count),
    batch({ partition }) {
      const phase = phaseTimer((name, seconds) => phases.observe({ phase: name }, seconds))
      return {
        enters: phase,
        durable({ counts, refusals, rows: stored, times, suspected: doubts }) {
          phase(undefined)
          rows.observe(stored)
          for (const result of results) events.inc({ result }, counts[result])
          suspected.inc(doubts)
          for (const [code, count] of byCode(refusals)) refused.inc({ code }, count)
          if (times.length === 0) return
          const latest = Math.max(watermarks.get(partition) ?? 0, latestOf(times) / 1e6)
          watermarks.set(partition, latest)
          watermark.set({ partition }, latest)
        },
        failed: (error) => failures.inc({ code: codeOf(error) }),
      }
    },
  }
}

/** Measures phases: call the result with each phase as it begins, and with undefined after the last. */
function phaseTimer(observe: (phase: BatchPhase, seconds: number) => void) {
  let phase: BatchPhase | undefined
  let since = 0
  return (next: BatchPhase | undefined) => {
    const now = performance.now()
    if (phase !== undefined) observe(phase, (now - since) / 1_000)
    phase = next
    since = now
  }
}

function sourceMetrics(
  registers: Registry[],
): Pick<PipelineMetrics, 'standing' | 'fetched' | 'connected' | 'restarted'> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['topic', 'partition'], registers })
  const lag = gauge('headwater_kafka_lag_messages', 'Messages that are not durable yet.')
  const checkpoint = gauge('headwater_kafka_checkpoint_offset', 'The first offset that is not durable.')
  const high = gauge('headwater_kafka_high_watermark_offset', 'The offset that the next message will have.')
  const waiting = gauge('headwater_kafka_waiting_bytes', 'Bytes fetched that are in no batch yet.')
  const connected = new Gauge({
    name: 'headwater_kafka_connected',
    help: '1 while the brokers are reached, 0 while they are not; 0 where no topics are taken in.',
    registers,
  })
  const restarts = new Counter({
    name: 'headwater_kafka_restarts_total',
    help: 'Starts of the source from its checkpoints, by the code that made it stop.',
    labelNames: ['code'],
    registers,
  })
  return {
    fetched() {},
    standing(partitions) {
      // Other workers report their own partitions.
      for (const gauge of [lag, checkpoint, high, waiting]) gauge.reset()
      for (const { topic, partition, ...at } of partitions) {
        const labels = { topic, partition }
        const next = at.checkpoint ?? at.low
        lag.set(labels, Math.max(0, at.high - next))
        checkpoint.set(labels, next)
        high.set(labels, at.high)
        waiting.set(labels, at.waitingBytes)
      }
    },
    connected: (yes) => connected.set(yes ? 1 : 0),
    restarted: (cause) => restarts.inc({ code: codeOf(cause) }),
  }
}

function closeMetrics(registers: Registry[]): Pick<PipelineMetrics, 'closeEnters' | 'closed'> {
  const closes = new Histogram({
    name: 'headwater_close_duration_seconds',
    help: 'Time to close an epoch.',
    buckets: closeBuckets,
    registers,
  })
  const stages = new Histogram({
    name: 'headwater_close_stage_duration_seconds',
    help: 'Time of a close in each stage.',
    labelNames: ['stage'],
    buckets: closeBuckets,
    registers,
  })
  const repeats = new Counter({
    name: 'headwater_close_repeats_total',
    help: 'Calls that closes excluded, because another process or partition had recorded their identity before.',
    registers,
  })
  const running = new Gauge({
    name: 'headwater_close_running',
    help: '1 for the stage in which a close is now.',
    labelNames: ['stage'],
    registers,
  })
  let stage: string | undefined
  let since = 0
  return {
    closed(seconds, count) {
      closes.observe(seconds)
      repeats.inc(count)
    },
    closeEnters(next) {
      if (next === stage) return
      const now = performance.now()
      if (stage !== undefined) {
        stages.observe({ stage }, (now - since) / 1_000)
        running.remove({ stage })
      }
      stage = next
      since = now
      if (next !== undefined) running.set({ stage: next }, 1)
    },
  }
}

function byCode(refusals: BatchOutcome['refusals']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { fault } of refusals) counts.set(fault.code, (counts.get(fault.code) ?? 0) + 1)
  return counts
}

/** Reads the column as 32-bit halves, because a loop over 64-bit elements would create a bigint for each. */
function latestOf(times: BigInt64Array): number {
  const halves = new Uint32Array(times.buffer, times.byteOffset, times.length * 2)
  let latest = 0
  for (let at = 0; at < halves.length; at += 2) {
    const time = halves[at + 1]! * 0x1_0000_0000 + halves[at]!
    if (time > latest) latest = time
  }
  return latest
}

/** Codes are a closed list, so the number of series is bounded. */
function codeOf(error: unknown): string {
  return error instanceof HeadwaterError ? error.code : 'unexpected'
}
