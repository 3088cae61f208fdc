/** For operators: whether the server is alive and ready, its health, metrics and description. */
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { doctorReport, healthReport } from '../../service/schemas/index.ts'
import { failures, plain, type Routes, reads } from './common.ts'

const tags = ['operations']

export const operationRoutes: Routes = async (app, { context: { headwater, telemetry } }) => {
  app.get(
    '/healthz',
    {
      config: { access: 'open', rateLimit: false },
      schema: {
        summary: 'Alive: the process answers',
        tags,
        response: { 200: z.object({ status: z.literal('ok') }), ...failures },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { access: 'open', rateLimit: false },
      schema: {
        summary: 'Ready: the service accepts events and answers queries',
        tags,
        response: { 200: z.object({ status: z.literal('ok') }), ...failures },
      },
    },
    async () => {
      const { status } = await headwater.health()
      if (status !== 'ok') fail('service.closing', `The service is ${status}.`)
      return { status }
    },
  )
  app.get(
    '/v1/health',
    {
      config: { access: reads },
      schema: {
        summary: 'Health: positions and counts',
        tags,
        response: { 200: healthReport, ...failures },
      },
    },
    async () => plain(await headwater.health()),
  )
  app.get(
    '/v1/doctor',
    {
      config: { access: reads },
      schema: {
        summary: 'What is wrong with the set-up, and how to fix it',
        description:
          'With `deep` it reads everything that the ledger has and holds it against everything else, which may take long; one such request runs at a time.',
        tags,
        querystring: z.object({ deep: z.stringbool().optional() }),
        response: { 200: doctorReport, ...failures },
      },
    },
    async ({ query: { deep = false } }) => plain(await headwater.doctor({ deep })),
  )
  app.get(
    '/metrics',
    {
      config: { access: reads },
      schema: {
        summary: 'Prometheus metrics',
        tags,
        response: {
          200: { description: 'Text', content: { 'text/plain': { schema: z.string() } } },
          ...failures,
        },
      },
    },
    async (_request, reply) =>
      reply.type(telemetry.registry.contentType).send((await telemetry.registry.metrics()) as never),
  )
  app.get('/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  )
}
