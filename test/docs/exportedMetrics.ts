import { createMetrics } from '../../src/api/metrics.ts'
import { createTelemetry } from '../../src/telemetry/telemetry.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'

/** Names of all metrics of a server, those of Node too. */
export async function exportedMetrics(): Promise<string[]> {
  const { registry } = createTelemetry()
  createMetrics(fakeHeadwater(), registry)
  return (await registry.getMetricsAsJSON()).map(({ name }) => name)
}
