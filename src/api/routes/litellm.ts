/**
 * LiteLLM's generic callback (`callback_type: generic_api`): it sends its logging payloads as a JSON array, as JSON lines,
 * or one a request, always as `application/json`.
 */
import { z } from 'zod'
import { createFormat } from '../../decoding/formats/index.ts'
import { eventResults } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { failures, type Routes } from './common.ts'
import { answerResults, mappingQuery, requireReadable, senderOf } from './sending.ts'

const sendsCalls: Access = { any: ['calls'] }

export const litellmRoutes: Routes = async (app, { context }) => {
  const { mappings } = context
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
      return answerResults(reply, context, request.body as Uint8Array, {
        mapping: mappings.litellm,
        ...senderOf(request, request.query),
        format: 'litellm',
      })
    },
  )
}
