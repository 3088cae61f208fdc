/** Answers every failure as application/problem+json (RFC 9457) with its stable code. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, HeadwaterError } from '../errors.ts'
import type { Problem } from '../service/schemas/operations.ts'
import { statusOf } from './status.ts'

const discardMilliseconds = 5_000

/** For failures that pass when other work has ended. The rate limit sets the header itself. */
const retryAfterSeconds: Partial<Record<ErrorCode, number>> = {
  'simulate.inProgress': 30,
  'verify.inProgress': 30,
  'query.busy': 5,
  'request.busy': 2,
}

export const problemMediaType = 'application/problem+json'

export const problems = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.setErrorHandler((error: FastifyError | Error, request, reply) => {
      answerError(error, request, reply)
    })
  },
  { name: 'problems' },
)

/** Answers a path that reaches no route and no hook: it can't be decoded, or a part of it is too long. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.header('x-request-id', request.id)
  answerError(error, request, reply)
}

/** Answers bytes that are not an HTTP request. There is no reply object, only the socket. */
export function answerConnectionError(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const id = randomUUID()
  const problem = toProblem(
    expected('request.malformed', `The request is not valid HTTP: ${error.message}.`),
    id,
  )
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroy(error)
}

function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(request, reply, loggedFailure(error, request))
}

/** The failure that the sender gets. A bug is logged. */
function loggedFailure(error: FastifyError | Error, request: FastifyRequest): HeadwaterError {
  const expected = toExpected(error) ?? toAborted(error, request)
  if (expected === undefined) request.log.error({ err: error }, 'bug')
  else if (expected.code === 'request.aborted')
    request.log.info('the sender closed the connection before the end')
  return expected ?? bug()
}

/** For routes whose failures are not problems: prepares the reply, and returns what its body should say. */
export function failureOf(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): HeadwaterError {
  const failure = loggedFailure(error, request)
  discardRest(request)
  setHeaders(reply, failure)
  return failure
}

function setHeaders(reply: FastifyReply, { code }: HeadwaterError): void {
  const wait = retryAfterSeconds[code]
  if (wait !== undefined) reply.header('retry-after', wait)
  if (statusOf(code) === 401) reply.header('www-authenticate', 'Bearer realm="headwater"')
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: HeadwaterError,
): FastifyReply {
  const problem = toProblem(error, request.id)
  discardRest(request)
  setHeaders(reply, error)
  // As bytes, so that the serialiser of the route's own answers is not used.
  return reply
    .code(problem.status)
    .type(problemMediaType)
    .send(Buffer.from(JSON.stringify(problem)))
}

function toProblem(error: HeadwaterError, requestId: string): Problem {
  const status = statusOf(error.code)
  return {
    type: `urn:headwater:error:${error.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: error.message,
    code: error.code,
    ...(error.path !== undefined && { path: error.path }),
    fix: error.fix,
    retry: error.retry,
    requestId,
    ...(error.data && { data: error.data as Problem['data'] }),
  }
}

/**
 * Reads and discards what a refused sender still sends, for a while. Closing at once would reset the connection, and
 * the sender would never see the reason.
 */
function discardRest({ raw }: FastifyRequest): void {
  if (raw.complete !== false) return
  const cutOff = setTimeout(() => raw.socket.destroy(), discardMilliseconds).unref()
  raw.once('close', () => clearTimeout(cutOff))
  raw.resume()
}

/** Gives Fastify's own refusals our codes. Undefined for a bug. */
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
      return expected('request.tooLarge', 'The request is larger than this server accepts.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return expected('request.mediaType', `${message}.`)
    case 'FST_ERR_REP_ALREADY_SENT':
      return undefined
  }
  const isClientFault = statusCode !== undefined && statusCode >= 400 && statusCode < 500
  return isClientFault ? expected('request.malformed', `${message}.`.replace(/\.\.$/, '.')) : undefined
}

/** The sender's connection is gone, so what failed is that no more of its body came. The answer reaches no sender. */
function toAborted(error: Error & { code?: string }, { raw }: FastifyRequest): HeadwaterError | undefined {
  const isGone = raw.destroyed && !raw.complete
  if (!isGone || (error.code !== 'ECONNRESET' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE'))
    return undefined
  return expected('request.aborted', 'The sender closed the connection before the end of the request.')
}

function expected(code: ErrorCode, message: string, path?: string): HeadwaterError {
  return new HeadwaterError({ code, message, ...(path !== undefined && { path }) })
}

function bug(): HeadwaterError {
  return expected('internal.bug', 'The server failed because of a bug. Its log has the details.')
}
