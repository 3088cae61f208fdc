/**
 * LiteLLM's generic callback (`callback_type: generic_api`): it sends its logging payloads as a JSON array, as JSON lines,
 * or one a request, always as `application/json`.
 */
import { z } from 'zod'
import { createFormat } from '../../decoding/formats/index.ts'
import type { ReadingCount, SkippedGroup } from '../../service/headwater.ts'
import { eventResults } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { failures, plain, type Routes } from './common.ts'
import { countResults, countsByReason, mappingQuery, requireReadable, senderOf } from './sending.ts'

const sendsCalls: Access = { any: ['calls'] }

export const litellmRoutes: Routes = async (app, { context }) => {
  const { headwater, telemetry, mappings } = context
  createFormat('litellm', mappings.litellm)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/x-ndjson'],
    { parseAs: 'buffer', bodyLimit: context.bodyBytesMax },
    (_request, body, done) => done(null, body),
  )
  app.post(
    '/v1/litellm',
    {
      config: { access: sendsCalls },
      schema: {
        summary: 'The endpoint for LiteLLM’s generic callback: logging payloads, in each of its forms',
        tags: ['events'],
        body: z.any().describe('StandardLoggingPayload objects: an array, lines, or one'),
        consumes: ['application/json', 'application/x-ndjson'],
        querystring: mappingQuery,
        response: { 200: eventResults, 202: eventResults, ...failures },
      },
    },
    async (request, reply) => {
      requireReadable(request)
      let skipped: readonly SkippedGroup[] | undefined
      let readings: readonly ReadingCount[] | undefined
      const results = await headwater.submit(request.body as Uint8Array, {
        mapping: mappings.litellm,
        ...senderOf(request, request.query),
        format: 'litellm',
        eventsMax: context.bodyEventsMax,
        bytesMax: context.bodyBytesMax,
        onSkipped: (groups) => {
          skipped = groups
        },
        onReadings: (counts) => {
          readings = counts
        },
      })
      const counts = countResults(results)
      if (counts.queued !== undefined) {
        telemetry.metrics.queued(counts.queued)
        reply.code(202)
      }
      return plain({
        ...counts,
        ...(skipped && { skipped: countsByReason(skipped), skippedByReason: skipped }),
        ...(readings && { readings }),
        results,
      })
    },
  )
}
