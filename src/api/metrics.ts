/** Prometheus metrics of one server; docs/operations.md lists them and is tested against this file. */
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Headwater, HealthReport } from '../service.ts'

export interface EventCounts {
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly rejected: number
  readonly queued?: number | undefined
}

export interface Metrics {
  readonly registry: Registry
  countEvents(counts: EventCounts): void
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void
  observeClose(seconds: number): void
}

export function createMetrics(headwater: Pick<Headwater, 'health'>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const events = new Counter({
    name: 'headwater_events_total',
    help: 'Events answered, by result: accepted, duplicate, conflict, rejected, queued.',
    labelNames: ['result'],
    registers,
  })
  const requests = new Histogram({
    name: 'headwater_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  })
  const closes = new Histogram({
    name: 'headwater_close_duration_seconds',
    help: 'Time to close an epoch.',
    buckets: [0.1, 0.5, 2, 10, 60, 300, 1800],
    registers,
  })
  addStandings(headwater, registers)
  return {
    registry,
    countEvents(counts) {
      for (const result of ['accepted', 'duplicate', 'conflict', 'rejected', 'queued'] as const) {
        events.inc({ result }, counts[result] ?? 0)
      }
    },
    observeRequest: (labels, seconds) =>
      requests.observe({ ...labels, status: String(labels.status) }, seconds),
    observeClose: (seconds) => closes.observe(seconds),
  }
}

const standings: readonly { name: string; help: string; value: (health: HealthReport) => number | null }[] = [
  {
    name: 'headwater_up',
    help: '1 while the service is open, 0 while it closes or fails.',
    value: (health) => (health.status === 'ok' ? 1 : 0),
  },
  {
    name: 'headwater_log_position',
    help: 'Last position of the event store.',
    value: (health) => health.position,
  },
  {
    name: 'headwater_registry_events',
    help: 'Registry events recorded.',
    value: (health) => health.registryEvents,
  },
  { name: 'headwater_versions', help: 'Versions released.', value: (health) => health.versions },
  { name: 'headwater_epochs', help: 'Epochs closed.', value: (health) => health.epochs },
  {
    name: 'headwater_identities',
    help: 'Events ever accepted, as the identity index counts them.',
    value: (health) => health.identities,
  },
  {
    name: 'headwater_refused_open',
    help: 'Open entries of the refused list.',
    value: (health) => health.refused,
  },
]

/** One look at the service for all gauges of a scrape. */
function addStandings(headwater: Pick<Headwater, 'health'>, registers: Registry[]): void {
  let look: Promise<HealthReport> | undefined
  for (const { name, help, value } of standings) {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        look ??= headwater.health().finally(() => {
          look = undefined
        })
        const standing = value(await look)
        if (standing !== null) this.set(standing)
      },
    })
  }
}

export const requestMetrics = fastifyPlugin(
  async (app: FastifyInstance, options: { metrics: Metrics }) => {
    app.addHook('onResponse', async (request, reply) => {
      // The pattern, not the path: one series a route, whatever ids callers make up.
      const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
      options.metrics.observeRequest(
        { method: request.method, route, status: reply.statusCode },
        reply.elapsedTime / 1_000,
      )
    })
  },
  { name: 'requestMetrics' },
)
