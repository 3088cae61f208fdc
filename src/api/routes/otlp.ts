/**
 * Receivers of OTLP/HTTP: a collector or an SDK sends spans and log records here as to any other backend. The answers are
 * those of the specification, not problems: https://opentelemetry.io/docs/specs/otlp/#otlphttp.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createFormat } from '../../decoding/formats/index.ts'
import { HeadwaterError } from '../../errors.ts'
import type { EventResult } from '../../service/headwater.ts'
import type { Access } from '../access.ts'
import { inflated } from '../inflated.ts'
import {
  exportAnswer,
  exportResponse,
  type Partial,
  protobufMediaTypes,
  rpcStatus,
  type Signal,
  signals,
  statusAnswer,
} from '../otlpAnswers.ts'
import { failureOf } from '../problems.ts'
import { statusOf } from '../status.ts'
import type { Routes } from './common.ts'
import { mappingQuery, requireReadable, senderOf } from './sending.ts'

const sendsCalls: Access = { any: ['calls'] }
const jsonMediaType = 'application/json'

const formats = {
  traces: { json: 'otlp', protobuf: 'otlp-protobuf-traces' },
  logs: { json: 'otlp', protobuf: 'otlp-protobuf-logs' },
} as const

const receivers = [
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  // Langfuse's SDKs add this path to their host.
  ['/api/public/otel/v1/traces', 'traces'],
] as const

export const otlpRoutes: Routes = async (app, { context }) => {
  const { headwater, telemetry, mappings } = context
  // A mapping that does not fit must be found at the start, not by the first sender.
  createFormat('otlp', mappings.otlp)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    [jsonMediaType, ...protobufMediaTypes],
    { parseAs: 'buffer', bodyLimit: context.bodyBytesMax },
    (_request, body, done) => done(null, body),
  )
  app.setErrorHandler(answerError)
  for (const [path, signal] of receivers) {
    app.post(
      path,
      {
        config: { access: sendsCalls },
        schema: schemaOf(`Send ${signals[signal].one}s as OTLP/HTTP, in JSON or protobuf`),
      },
      async (request, reply) => {
        const isProtobuf = sendsProtobuf(request)
        const body = readableBody(request, context.bodyBytesMax)
        const results =
          body.length === 0
            ? []
            : await headwater.submit(body, {
                mapping: mappings.otlp,
                ...senderOf(request, request.query),
                format: formats[signal][isProtobuf ? 'protobuf' : 'json'],
                eventsMax: context.bodyEventsMax,
                bytesMax: context.bodyBytesMax,
              })
        failUndecodable(results)
        telemetry.metrics.queued(results.filter(({ status }) => status === 'queued').length)
        return answer(reply, signal, partialOf(signal, results), isProtobuf)
      },
    )
  }
  app.post(
    '/v1/metrics',
    {
      config: { access: sendsCalls },
      schema: schemaOf('For senders of all three signals: takes metrics, and reads nothing of them'),
    },
    async (request, reply) => {
      const message = 'Metrics bill nothing, and nothing of them is read. Send spans to /v1/traces.'
      return answer(reply, 'metrics', { rejected: 0, message }, sendsProtobuf(request))
    },
  )
}

function schemaOf(summary: string) {
  return {
    summary,
    tags: ['events'],
    body: z.any().describe('A request of OTLP'),
    consumes: [jsonMediaType, ...protobufMediaTypes],
    querystring: mappingQuery,
    response: {
      200: exportResponse,
      default: { description: 'What went wrong', content: { [jsonMediaType]: { schema: rpcStatus } } },
    },
  }
}

/** The bytes of the request. Exporters for Python and the collector may pack them with `deflate` too. */
function readableBody(request: FastifyRequest, bytesMax: number): Uint8Array {
  const body = (request.body as Uint8Array | undefined) ?? Buffer.alloc(0)
  const encoding = request.headers['content-encoding']?.trim().toLowerCase()
  if (encoding !== 'deflate' && encoding !== 'zlib') {
    requireReadable(request)
    return body
  }
  requireReadable({ headers: { ...request.headers, 'content-encoding': 'identity' } })
  return inflated(body, bytesMax)
}

function sendsProtobuf({ headers }: FastifyRequest): boolean {
  const type = headers['content-type']?.replace(/;.*/s, '').trim().toLowerCase()
  return protobufMediaTypes.some((name) => name === type)
}

function answer(reply: FastifyReply, signal: Signal, partial: Partial | undefined, isProtobuf: boolean) {
  // As bytes, so that the media type is exactly this one.
  const bytes = exportAnswer(signal, partial, isProtobuf)
  return reply.type(isProtobuf ? protobufMediaTypes[0] : jsonMediaType).send(bytes)
}

/** The codes of a request of which nothing can be read. */
const undecodable = new Set(['record.notProtobuf', 'line.notJson', 'line.notUtf8', 'event.tooDeep'])

function failUndecodable(results: readonly EventResult[]): void {
  const [only, ...others] = results
  if (only?.fault && others.length === 0 && undecodable.has(only.fault.code)) {
    throw new HeadwaterError({ ...only.fault, code: 'request.malformed' })
  }
}

const refusalsShown = 5

function partialOf(signal: Signal, results: readonly EventResult[]): Partial | undefined {
  const refused = results.filter(({ status }) => status === 'rejected' || status === 'conflict')
  if (refused.length === 0) return undefined
  const named = refused
    .slice(0, refusalsShown)
    .map(({ id, fault }) => `${id ?? 'without an id'}: ${fault?.code}: ${fault?.message}`)
  const more = refused.length > refusalsShown ? ` And ${refused.length - refusalsShown} more.` : ''
  const { one } = signals[signal]
  const message = `${refused.length} of ${results.length} ${one}s that bill were refused and are kept. ${named.join(' ')}${more}`
  return { rejected: refused.length, message }
}

/** Senders send again after these statuses, and after no others. */
const retried = new Set([429, 502, 503, 504])
const grpc = {
  malformed: 3,
  unavailable: 14,
  unauthenticated: 16,
  denied: 7,
  exhausted: 8,
  internal: 13,
} as const

function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const expected = failureOf(error, request, reply)
  const status = statusFor(expected)
  const message = `${expected.code}: ${expected.message} ${expected.fix}`
  const isProtobuf = sendsProtobuf(request)
  reply
    .code(status)
    .type(isProtobuf ? protobufMediaTypes[0] : jsonMediaType)
    .send(statusAnswer(grpcCode(status), message, isProtobuf))
}

function statusFor({ code, retry }: HeadwaterError): number {
  const status = statusOf(code)
  if (retry) return retried.has(status) ? status : 503
  if (retried.has(status)) return status === 429 ? 429 : 500
  return status === 422 ? 400 : status
}

function grpcCode(status: number): number {
  if (status === 401) return grpc.unauthenticated
  if (status === 403) return grpc.denied
  if (status === 429) return grpc.exhausted
  if (retried.has(status)) return grpc.unavailable
  return status >= 500 ? grpc.internal : grpc.malformed
}
