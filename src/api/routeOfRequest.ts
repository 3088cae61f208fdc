/** The route of a request. Fastify makes an object with all options of the route each time that it is asked for them. */
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** What `routeOptions` says, made once. */
    route: FastifyRequest['routeOptions']
  }
}

export const routeOfRequest = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.decorateRequest('route')
    app.addHook('onRequest', (request, _reply, done) => {
      request.route = request.routeOptions
      done()
    })
  },
  { name: 'routeOfRequest' },
)
