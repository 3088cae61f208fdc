/** Sending events: a request with a result for each event, or a stream of any length with one report. */
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { inputFormats } from '../../service/headwater.ts'
import { eventResults, ingestReport } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { failures, plain, type Routes } from './common.ts'
import { composedBody, composedStream, eventMediaTypes, readEventHeaders } from './eventBody.ts'
import { answerResults, senderOf } from './sending.ts'

export const formatQuery = z.strictObject({
  format: z.enum(inputFormats).optional().describe('Format of the body; default: detected from the body'),
  mapping: z
    .string()
    .max(16_384)
    .optional()
    .describe('Column mapping and defaults as JSON; see docs/ingestion.md'),
})

const sends: Access = { any: ['calls', 'registry'] }
const tags = ['events']
export const eventsBody = {
  body: z
    .any()
    .describe(
      'One event, a batch, JSON lines, or usage records of a gateway; see schemas/. With ce- headers: the data of one event (binary mode)',
    ),
  consumes: [...eventMediaTypes],
}

export const eventRoutes: Routes = async (app, { context }) => {
  // The body stays bytes, which ingestion parses itself: a repeated key or a lone surrogate must reach it unchanged.
  app.removeAllContentTypeParsers()
  app.decorateRequest('eventAttributes', undefined)
  app.addHook('onRequest', async (request) => readEventHeaders(request))
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: context.bodyBytesMax },
    (_request, body, done) => done(null, body),
  )
  app.post(
    '/v1/events',
    {
      config: { access: sends },
      schema: {
        summary: 'Send events. Each is durable, and has its own result. 202: some are queued in Kafka',
        tags,
        ...eventsBody,
        querystring: formatQuery,
        response: { 200: eventResults, 202: eventResults, ...failures },
      },
    },
    async (request, reply) => {
      const body = (request.body ?? new Uint8Array(0)) as Uint8Array
      const attributes = request.eventAttributes
      const composed = attributes ? composedBody(request, attributes, body) : body
      return answerResults(reply, context, composed, optionsOf(request, request.query))
    },
  )
}

/** A plugin of its own, because its bodies are streams. */
export const ingestionRoutes: Routes = async (app, { context: { headwater, telemetry } }) => {
  app.removeAllContentTypeParsers()
  app.decorateRequest('eventAttributes', undefined)
  app.addHook('onRequest', async (request) => readEventHeaders(request))
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.post(
    '/v1/ingestions',
    {
      config: { access: sends },
      schema: {
        summary: 'Stream any number of events, with one report at the end. 202: some are queued in Kafka',
        tags,
        ...eventsBody,
        querystring: formatQuery.extend({
          origin: z.string().min(1).max(255).optional().describe('Name of the input in reports'),
          dryRun: z
            .enum(['true', 'false'])
            .optional()
            .describe('true: judge everything and record nothing; the report says what would be'),
        }),
        response: { 200: ingestReport, 202: ingestReport, ...failures },
      },
    },
    async (request, reply) => {
      const { origin, dryRun, ...query } = request.query
      const attributes = request.eventAttributes
      const body = (request.body ?? Readable.from([])) as Readable
      const events = attributes ? Readable.from([await composedStream(request, attributes, body)]) : body
      const report = await headwater.ingest(events, {
        ...optionsOf(request, query),
        ...(origin !== undefined && { origin }),
        ...(dryRun === 'true' && { dryRun: true }),
      })
      if (report.queued !== undefined) {
        telemetry.metrics.queued(report.queued)
        if (report.queued > 0) reply.code(202)
      }
      return plain(report)
    },
  )
}

/** What the request and its query say of its events. */
export function optionsOf(request: FastifyRequest, query: z.infer<typeof formatQuery>) {
  const { mapping, ...format } = defined(query)
  return {
    ...senderOf(request, { mapping }),
    ...format,
    ...(request.eventAttributes && { format: 'cloudevents' as const }),
  }
}
