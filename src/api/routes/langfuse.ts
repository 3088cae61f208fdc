/**
 * Where Langfuse's SDKs send what they trace. Those of versions 1 and 2 send batches of ingestion events, which have an
 * answer for each event. Later ones send OTLP to the path that the receiver of OTLP has for them.
 */
import { z } from 'zod'
import { createFormat } from '../../decoding/formats/index.ts'
import type { EventResult } from '../../service/headwater.ts'
import type { Access } from '../access.ts'
import { failures, type Routes } from './common.ts'
import { mappingQuery, requireReadable, senderOf } from './sending.ts'

const sendsCalls: Access = { any: ['calls'] }

const taken = z.object({ id: z.string(), status: z.int() })
const batchAnswer = z
  .object({
    successes: z.array(taken),
    errors: z.array(taken.extend({ message: z.string(), error: z.string() })),
  })
  .meta({ id: 'LangfuseBatchAnswer' })
type BatchAnswer = z.output<typeof batchAnswer>

export const langfuseRoutes: Routes = async (app, { context }) => {
  const { headwater, telemetry, mappings, bodyEventsMax, bodyBytesMax } = context
  createFormat('langfuse', mappings.langfuse)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: bodyBytesMax },
    (_request, body, done) => done(null, body),
  )
  app.post(
    '/api/public/ingestion',
    {
      config: { access: sendsCalls },
      schema: {
        summary: 'Where Langfuse’s SDKs of versions 1 and 2 send their batches',
        tags: ['events'],
        body: z.any().describe('A batch of Langfuse’s ingestion events'),
        querystring: mappingQuery,
        response: { 207: batchAnswer, ...failures },
      },
    },
    async (request, reply) => {
      requireReadable(request)
      const body = request.body as Uint8Array
      const results = await headwater.submit(body, {
        mapping: mappings.langfuse,
        ...senderOf(request, request.query),
        format: 'langfuse',
        eventsMax: bodyEventsMax,
        bytesMax: bodyBytesMax,
      })
      telemetry.metrics.queued(results.filter(({ status }) => status === 'queued').length)
      return reply.code(207).send(answerOf(namesIn(body), results))
    },
  )
}

interface Names {
  readonly id: string
  /** Of the generation. */
  readonly observation: unknown
}

/** The events of a batch. Of a packed body only its results have names. */
function namesIn(body: Uint8Array): Names[] {
  let batch: unknown
  try {
    batch = (JSON.parse(Buffer.from(body).toString('utf8')) as { batch?: unknown } | null)?.batch
  } catch {
    return []
  }
  if (!Array.isArray(batch)) return []
  return batch.map((event: { id?: unknown; body?: { id?: unknown } } | null) => ({
    id: String(event?.id),
    observation: event?.body?.id,
  }))
}

/** A piece that waits for the other pieces of its generation is taken. What bills nothing is taken too. */
function answerOf(names: readonly Names[], results: readonly EventResult[]): BatchAnswer {
  const faulty = results.filter(({ status, fault }) => {
    return (status === 'rejected' && fault?.code !== 'record.incomplete') || status === 'conflict'
  })
  const errorOf = ({ status, fault }: EventResult, id: string) => {
    const [error, message] = fault ? [fault.code, fault.message] : [status, 'Another call has this id.']
    return { id, status: status === 'conflict' ? 409 : 400, error, message }
  }
  const known = new Map(faulty.map((result) => [result.id, result]))
  const successes = names.filter(({ observation }) => !known.has(observation as string))
  const errors = names.flatMap(({ id, observation }) => {
    const result = known.get(observation as string)
    return result ? [errorOf(result, id)] : []
  })
  const named = new Set(names.map(({ observation }) => observation))
  const others = faulty.filter(({ id }) => !named.has(id)).map((result) => errorOf(result, result.id ?? ''))
  return { successes: successes.map(({ id }) => ({ id, status: 201 })), errors: [...errors, ...others] }
}
