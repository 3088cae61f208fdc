/** Simulations: what closes would give with more events, which are not recorded. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { simulationLine } from '../../service/schemas/index.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { timeText, utc, wholeNumberText } from '../paging.ts'
import { failures, liftIdleLimit, type Routes, settles } from './common.ts'
import { composedStream, readEventHeaders } from './eventBody.ts'
import { eventsBody, formatQuery, optionsOf } from './events.ts'

/** A plugin of its own, because its bodies are streams. */
export const simulationRoutes: Routes = async (app, { context: { headwater } }) => {
  app.removeAllContentTypeParsers()
  app.decorateRequest('eventAttributes', undefined)
  app.addHook('onRequest', async (request) => readEventHeaders(request))
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.post(
    '/v1/simulations',
    {
      config: { access: settles },
      schema: {
        summary:
          'What the next close, or closed epochs, would give with these events too. Nothing is recorded',
        tags: ['settlement'],
        ...eventsBody,
        querystring: formatQuery.extend({
          origin: z.string().min(1).max(255).optional().describe('Name of the input in reports'),
          until: timeText.optional().describe('Of the close, in the past; default: now'),
          from: wholeNumberText
            .pipe(z.number().min(1))
            .optional()
            .describe('Closed epochs from this one on, with the events just before its close'),
        }),
        response: {
          200: {
            description: 'JSON lines: the events, totals and trees, then what differs, the largest first',
            content: { [ndjsonMediaType]: { schema: simulationLine } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      liftIdleLimit(request)
      const { origin, until, from, ...query } = utc(request.query, 'until')
      const attributes = request.eventAttributes
      const body = (request.body ?? Readable.from([])) as Readable
      const events = attributes ? Readable.from([await composedStream(request, attributes, body)]) : body
      // Nothing is recorded, so the key need not be one that may send such events.
      const { allowed: _, ...common } = optionsOf(request, query)
      const options = { ...common, ...defined({ origin, until, from }) }
      return sendLines(reply, headwater.simulate(events, options)) as never
    },
  )
}
