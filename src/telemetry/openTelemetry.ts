/**
 * Traces over OTLP/HTTP, in JSON. Spans wait in a bounded queue and are sent in the background. Spans that the collector
 * does not accept are dropped. The log says so, at most once a minute, and nothing else is affected.
 */
import { type Link, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { packageVersion } from '../version.ts'
import type { SpanOptions, Tracing } from './tracing.ts'

export interface OpenTelemetryOptions {
  /** Base address of the collector; this module adds `/v1/traces`, as the standard requires. */
  readonly url: string
  readonly serviceName: string
  /** Fraction, from 0 to 1, that is kept of the traces that begin here. For others the process where they began decides. */
  readonly sampleRatio: number
  readonly log: { warn(facts: object, message: string): void }
}

const queueSpansMax = 4_096
const exportSpansMax = 512
const exportDelayMs = 1_000
const exportMsMax = 3_000
const shutdownMsMax = 4_000
const warnEveryMs = 60_000
const kinds = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
}

export function openOpenTelemetry(options: OpenTelemetryOptions): Tracing {
  const url = `${options.url.replace(/\/+$/, '')}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: exportMsMax })
  const processor = new BatchSpanProcessor({
    exporter: loggingFailures(exporter, options.log),
    maxQueueSize: queueSpansMax,
    maxExportBatchSize: exportSpansMax,
    scheduledDelayMillis: exportDelayMs,
    exportTimeoutMillis: exportMsMax,
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': packageVersion,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.sampleRatio) }),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('headwater', packageVersion)
  return {
    begin(name, { parent, links = [], kind = 'internal', attributes, startMs }: SpanOptions = {}) {
      const context = parent === undefined ? null : parseTraceParent(parent)
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[kind],
          links: links.flatMap(toLink),
          ...(attributes && { attributes }),
          ...(startMs !== undefined && { startTime: startMs }),
        },
        context ? trace.setSpanContext(ROOT_CONTEXT, { ...context, isRemote: true }) : ROOT_CONTEXT,
      )
      const { traceId, spanId, traceFlags } = span.spanContext()
      return {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
        set: (more) => void span.setAttributes(more),
        end(error) {
          if (error !== undefined) {
            const message = error instanceof Error ? error.message : String(error)
            span.setStatus({ code: SpanStatusCode.ERROR, message })
          }
          span.end()
        },
      }
    },
    async shutdown() {
      const stop = Promise.withResolvers<void>()
      const timer = setTimeout(stop.resolve, shutdownMsMax)
      await Promise.race([provider.shutdown().catch(() => {}), stop.promise])
      clearTimeout(timer)
    },
  }
}

function toLink(traceparent: string): Link[] {
  const context = parseTraceParent(traceparent)
  return context ? [{ context }] : []
}

function loggingFailures(exporter: SpanExporter, log: OpenTelemetryOptions['log']): SpanExporter {
  let quietUntil = 0
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const now = performance.now()
        if (result.code !== ExportResultCode.SUCCESS && now >= quietUntil) {
          quietUntil = now + warnEveryMs
          log.warn(
            { spans: spans.length, cause: result.error?.message },
            'traces are dropped: the collector does not accept them',
          )
        }
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}
