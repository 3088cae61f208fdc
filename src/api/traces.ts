/** A request as a span: part of its sender's trace, where it names one. Health and metrics are asked for all the time. */
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { noTracing, type Span, type Tracing } from '../telemetry/tracing.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where no traces are kept, and for requests that are not traced. */
    span: Span | null
  }
}

export const requestTraces = fastifyPlugin(
  async (app: FastifyInstance, { tracing }: { tracing: Tracing }) => {
    app.decorateRequest('span', null)
    if (tracing === noTracing) return
    app.addHook('onRequest', async (request) => {
      const { url, config } = request.routeOptions
      if (url === undefined || url === '/metrics' || config.access === 'open') return
      const { traceparent } = request.headers
      request.span = tracing.begin(`${request.method} ${url}`, {
        kind: 'server',
        ...(typeof traceparent === 'string' && { parent: traceparent }),
        attributes: {
          'http.request.method': request.method,
          'http.route': url,
          'headwater.request_id': request.id,
        },
      })
    })
    app.addHook('onResponse', async (request, reply) => {
      request.span?.set({ 'http.response.status_code': reply.statusCode })
      request.span?.end(reply.statusCode >= 500 ? `HTTP ${reply.statusCode}` : undefined)
    })
  },
  { name: 'requestTraces' },
)
