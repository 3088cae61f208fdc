/**
 * Requests over node:http and not fetch, because fetch rewrites paths (an id may be `..`), and because uploads of any
 * length must stream.
 */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { errorCatalogue, HeadwaterError } from '../errors.ts'
import {
  failureOf,
  headersOf,
  problemBytesMax,
  queryText,
  type RemoteRequest,
  type RemoteServer,
  type Transport,
} from './transport.ts'

interface Exchange {
  readonly answer: IncomingMessage
  readonly outgoing: ClientRequest
}

export function httpTransport(server: RemoteServer): Transport {
  return {
    async open(request) {
      const exchange = await send(server, request)
      const status = exchange.answer.statusCode ?? 0
      if (status >= 200 && status < 300) return unbroken(exchange.answer, server)
      return failAs(exchange, status, server)
    },
    wasCut,
  }
}

function send(server: RemoteServer, wanted: RemoteRequest): Promise<Exchange> {
  const { method, path, query, body } = wanted
  const base = new URL(server.url)
  const request = base.protocol === 'https:' ? httpsRequest : httpRequest
  const streamed = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)
  return new Promise((resolve, reject) => {
    let answered = false
    const outgoing = request(
      {
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port || undefined,
        method,
        path: `${base.pathname.replace(/\/$/, '')}${path}${queryText(query)}`,
        headers: {
          ...headersOf(server, wanted),
          ...(body !== undefined && !streamed && { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        answered = true
        resolve({ answer, outgoing })
      },
    )
    // An answer that comes before the upload ends counts: the server has refused the rest.
    const onFailure = (error: unknown) => {
      // A fault in the input is not a fault of the connection.
      if (!answered) reject(error instanceof HeadwaterError ? error : unreachable(server, error))
    }
    outgoing.on('error', onFailure)
    if (streamed) pipeline(body, outgoing).catch(onFailure)
    else outgoing.end(body)
  })
}

async function* unbroken(answer: IncomingMessage, server: RemoteServer): AsyncGenerator<Buffer> {
  try {
    yield* answer
  } catch (error) {
    throw unreachable(server, error)
  }
}

async function failAs({ answer, outgoing }: Exchange, status: number, server: RemoteServer): Promise<never> {
  let text = ''
  for await (const chunk of unbroken(answer, server)) {
    if (text.length < problemBytesMax) text += chunk.toString('utf8')
  }
  // The server does not read the rest of an upload.
  outgoing.destroy()
  throw failureOf({ status, text, address: addressOf(server) }, (code) => code in errorCatalogue)
}

/** Without user and password, which a message must not show. */
function addressOf({ url }: RemoteServer): string {
  const address = new URL(url)
  if (address.username === '' && address.password === '') return url
  address.username = ''
  address.password = ''
  return address.href
}

function unreachable(server: RemoteServer, cause: unknown): HeadwaterError {
  const { code, message } = cause as NodeJS.ErrnoException
  return new HeadwaterError(
    {
      code: 'server.unreachable',
      message: `${addressOf(server)} does not answer: ${message || code || 'no reason given'}.`,
    },
    { cause },
  )
}

function wasCut(error: unknown): boolean {
  if (!(error instanceof HeadwaterError) || error.code !== 'server.unreachable') return false
  const { code } = error.cause as NodeJS.ErrnoException
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
