/** What a process reports about itself: metrics, and traces if a collector is configured. */
import { Registry } from 'prom-client'
import type { Config } from '../config.ts'
import type { BatchWatch, IngestObserver } from '../ingest/observer.ts'
import type { CloseOptions } from '../service/headwater.ts'
import { traceBatches } from './batchTraces.ts'
import { createPipelineMetrics, type PipelineMetrics } from './pipelineMetrics.ts'
import { noTracing, type Span, type Tracing } from './tracing.ts'

export interface Telemetry {
  readonly registry: Registry
  readonly metrics: PipelineMetrics
  readonly tracing: Tracing
  /** For ingestion: metrics and traces of every batch. */
  readonly observer: IngestObserver
  /** Runs a close, and observes its stages. @param parent `traceparent` of the request for it */
  closing<Result extends { readonly repeats: number }>(
    parent: string | undefined,
    run: (onProgress: NonNullable<CloseOptions['onProgress']>) => Promise<Result>,
  ): Promise<Result>
  shutdown(): Promise<void>
}

export type TelemetryConfig = Config['telemetry']

/** Loads the SDK of OpenTelemetry only if there is a collector. */
export async function openTelemetry(
  { collectorUrl, serviceName, sampleRatio }: TelemetryConfig,
  log: { warn(facts: object, message: string): void },
): Promise<Telemetry> {
  if (collectorUrl === undefined) return createTelemetry()
  const { openOpenTelemetry } = await import('./openTelemetry.ts')
  const options = { url: collectorUrl, serviceName, sampleRatio, log }
  return createTelemetry(openOpenTelemetry(options))
}

export function createTelemetry(tracing: Tracing = noTracing): Telemetry {
  const registry = new Registry()
  const metrics = createPipelineMetrics(registry)
  return {
    registry,
    metrics,
    tracing,
    observer: tracing === noTracing ? metrics : withTraces(metrics, tracing),
    closing: (parent, run) => observeClose(metrics, tracing, parent, run),
    shutdown: () => tracing.shutdown(),
  }
}

function withTraces(metrics: PipelineMetrics, tracing: Tracing): IngestObserver {
  const traces = traceBatches(tracing)
  return {
    ...metrics,
    batch: (begun) => both(metrics.batch(begun), traces.batch(begun)),
    fetched: (partition, messages) => traces.fetched(partition, messages),
    standing(partitions) {
      metrics.standing(partitions)
      traces.standing(partitions)
    },
  }
}

function both(one: BatchWatch, other: BatchWatch): BatchWatch {
  return {
    enters(phase) {
      one.enters(phase)
      other.enters(phase)
    },
    durable(outcome) {
      one.durable(outcome)
      other.durable(outcome)
    },
    failed(error) {
      one.failed(error)
      other.failed(error)
    },
  }
}

async function observeClose<Result extends { readonly repeats: number }>(
  metrics: PipelineMetrics,
  tracing: Tracing,
  parent: string | undefined,
  run: (onProgress: NonNullable<CloseOptions['onProgress']>) => Promise<Result>,
): Promise<Result> {
  const started = performance.now()
  const close = tracing.begin('close', { parent })
  let current: string | undefined
  let stage: Span | undefined
  const over = (error?: unknown) => {
    // A close that was refused must not end the stage of the one that is running.
    if (current !== undefined) metrics.closeEnters(undefined)
    stage?.end(error)
    close.end(error)
  }
  try {
    const result = await run((progress) => {
      if (progress.stage === current) return
      current = progress.stage
      metrics.closeEnters(current)
      stage?.end()
      stage = tracing.begin(current, { parent: close.traceparent })
    })
    // Without a stage nothing was closed: the answer of an earlier close was given again.
    metrics.closed((performance.now() - started) / 1_000, current === undefined ? 0 : result.repeats)
    over()
    return result
  } catch (error) {
    over(error)
    throw error
  }
}
