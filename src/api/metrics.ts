/** Prometheus metrics of the API and of the service. The metrics of ingestion and closes are in src/telemetry. */
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client'
import type { Headwater, HealthReport } from '../service/headwater.ts'

interface RequestMetrics {
  observeRequest(labels: { method: string; route: string; status: string }, seconds: number): void
}

/** Adds the metrics of the API, the service and Node to the registry. */
export function createMetrics(headwater: Pick<Headwater, 'health'>, registry: Registry): RequestMetrics {
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'headwater_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  })
  addServiceGauges(headwater, registers)
  return {
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
  }
}

const serviceGauges: readonly {
  name: string
  help: string
  value: (health: HealthReport) => number | null
}[] = [
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
  {
    name: 'headwater_epochs',
    help: 'Epochs closed: the number of the last.',
    value: (health) => health.epochs,
  },
  {
    name: 'headwater_epoch_until_seconds',
    help: 'End of the last closed epoch, in seconds since 1970.',
    value: ({ lastEpoch }) => lastEpoch && Date.parse(lastEpoch.until) / 1_000,
  },
  {
    name: 'headwater_epoch_log_behind',
    help: 'Log positions since the last closed epoch, or since the beginning.',
    value: ({ position, lastEpoch }) => Math.max(0, position - (lastEpoch?.position ?? 0)),
  },
  {
    name: 'headwater_identities',
    help: 'Events ever accepted, as the identity indexes of this process count them.',
    value: (health) => health.identities,
  },
  {
    name: 'headwater_refused_open',
    help: 'Open entries of the refused list.',
    value: (health) => health.refused,
  },
  {
    name: 'headwater_refused_not_kept',
    help: 'Events refused while the refused list was full, and not kept.',
    value: (health) => health.refusedNotKept ?? 0,
  },
]

/** All gauges of a scrape share one health report. */
function addServiceGauges(headwater: Pick<Headwater, 'health'>, registers: Registry[]): void {
  let report: Promise<HealthReport> | undefined
  for (const { name, help, value } of serviceGauges) {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        report ??= headwater.health().finally(() => {
          report = undefined
        })
        const current = value(await report)
        if (current !== null) this.set(current)
      },
    })
  }
}

export const requestMetrics = fastifyPlugin(
  async (app: FastifyInstance, options: { metrics: RequestMetrics }) => {
    app.addHook('onResponse', (request, reply, done) => {
      // The pattern, not the path: so there is one series per route, whatever ids callers send.
      const route = request.is404 ? 'unknown' : (request.route.url ?? 'unknown')
      options.metrics.observeRequest(
        { method: request.method, route, status: String(reply.statusCode) },
        reply.elapsedTime / 1_000,
      )
      done()
    })
  },
  { name: 'requestMetrics' },
)
