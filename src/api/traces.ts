/**
 * Requests as spans. A request with a `traceparent` is part of its sender's trace. Health and metrics are not traced,
 * because monitors request them all the time.
 */
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { noTracing, type Span, type Tracing } from '../telemetry/tracing.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Null if the server keeps no traces or does not trace this request. */
    span: Span | null
  }
}

export const requestTraces = fastifyPlugin(
  async (app: FastifyInstance, { tracing }: { tracing: Tracing }) => {
    app.decorateRequest('span', null)
    if (tracing === noTracing) return
    app.addHook('onRequest', async (request) => {
      const { url, config } = request.route
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
