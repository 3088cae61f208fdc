/** Every failure leaves the API as application/problem+json (RFC 9457) with its stable code. */
import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, HeadwaterError } from '../errors.ts'
import type { Problem } from './schemas/operations.ts'
import { statusOf } from './status.ts'

const discardMilliseconds = 5_000

export const problemMediaType = 'application/problem+json'

export const problems = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.setErrorHandler((error: FastifyError | Error, request, reply) => {
      const expected = toExpected(error)
      if (expected === undefined) request.log.error({ err: error }, 'bug')
      sendProblem(request, reply, expected ?? bug())
    })
  },
  { name: 'problems' },
)

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: HeadwaterError,
): FastifyReply {
  const status = statusOf(error.code)
  discardRest(request)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="headwater"')
  const problem: Problem = {
    type: `urn:headwater:error:${error.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: error.message,
    code: error.code,
    ...(error.path !== undefined && { path: error.path }),
    fix: error.fix,
    retry: error.retry,
    requestId: request.id,
    ...(error.data && { data: error.data as Problem['data'] }),
  }
  // Bytes, so that no serialiser of the route's answers is asked about it.
  return reply
    .code(status)
    .type(problemMediaType)
    .send(Buffer.from(JSON.stringify(problem)))
}

/**
 * What a refused sender still sends is read and thrown away for a while: closing at once would reset the connection,
 * and the sender would never see why.
 */
function discardRest({ raw }: FastifyRequest): void {
  if (raw.complete !== false) return
  const cutOff = setTimeout(() => raw.socket.destroy(), discardMilliseconds).unref()
  raw.once('close', () => clearTimeout(cutOff))
  raw.resume()
}

/** Fastify's own refusals under our codes; undefined for what nobody expected. */
function toExpected(error: FastifyError | Error): HeadwaterError | undefined {
  if (error instanceof HeadwaterError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation
    const where = `/${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`
    return expected('request.malformed', `${where}: ${first?.message ?? 'is malformed'}.`, where)
  }
  const { code, statusCode, message } = error as FastifyError
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return expected('request.tooLarge', 'The request is larger than this server takes.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return expected('request.mediaType', `${message}.`)
    case 'FST_ERR_REP_ALREADY_SENT':
      return undefined
  }
  const isClientFault = statusCode !== undefined && statusCode >= 400 && statusCode < 500
  return isClientFault ? expected('request.malformed', `${message}.`.replace(/\.\.$/, '.')) : undefined
}

function expected(code: ErrorCode, message: string, path?: string): HeadwaterError {
  return new HeadwaterError({ code, message, ...(path !== undefined && { path }) })
}

function bug(): HeadwaterError {
  return expected('internal.bug', 'Something that must not happen did; the log of the server has the rest.')
}
