/** The service of one command, with a trace of each ingestion and each close. */
import type { IngestObserver } from '../ingest/observer.ts'
import type { Headwater } from '../service/headwater.ts'
import { openTelemetry, type TelemetryConfig } from './telemetry.ts'

export async function openTracedHeadwater(
  config: TelemetryConfig,
  log: { warn(facts: object, message: string): void },
  open: (observer: IngestObserver) => Promise<Headwater>,
): Promise<Headwater> {
  const telemetry = await openTelemetry(config, log)
  const headwater = await open(telemetry.observer)
  return {
    ...headwater,
    async ingest(chunks, options) {
      const attributes = { 'headwater.origin': options.origin }
      const span = telemetry.tracing.begin('ingest', { attributes })
      const { traceparent } = span
      try {
        const report = await headwater.ingest(chunks, { ...options, ...(traceparent && { traceparent }) })
        span.end()
        return report
      } catch (error) {
        span.end(error)
        throw error
      }
    },
    close: (options = {}) =>
      telemetry.closing(undefined, (onProgress) =>
        headwater.close({
          ...options,
          onProgress(progress) {
            onProgress(progress)
            options.onProgress?.(progress)
          },
        }),
      ),
    async shutdown() {
      await headwater.shutdown()
      await telemetry.shutdown()
    },
  }
}
