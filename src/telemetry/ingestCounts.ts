/** What this process has taken in since its start, as its metrics count it. */
import type { Registry } from 'prom-client'

interface IngestCounts {
  /** Events that were answered or became durable, whatever the result. */
  readonly events: number
  readonly byResult: ReadonlyMap<string, number>
  /** Rejected events and conflicts. */
  readonly refused: number
  readonly byCode: ReadonlyMap<string, number>
  readonly receivedBytes: number
}

export async function ingestCounts(metrics: Registry): Promise<IngestCounts> {
  const byResult = await valuesOf(metrics, 'headwater_events_total', 'result')
  const byCode = await valuesOf(metrics, 'headwater_refused_events_total', 'code')
  const bytes = await valuesOf(metrics, 'headwater_received_bytes_total', '')
  return {
    events: sum(byResult),
    byResult,
    refused: (byResult.get('rejected') ?? 0) + (byResult.get('conflict') ?? 0),
    byCode,
    receivedBytes: sum(bytes),
  }
}

/** The values of one metric, by a label. */
export async function valuesOf(
  metrics: Registry,
  name: string,
  label: string,
): Promise<ReadonlyMap<string, number>> {
  const { values = [] } = (await metrics.getSingleMetric(name)?.get()) ?? {}
  return new Map(values.map(({ labels, value }) => [String(labels[label]), value]))
}

function sum(values: ReadonlyMap<string, number>): number {
  return [...values.values()].reduce((total, value) => total + value, 0)
}
