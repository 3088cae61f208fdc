/** One request to a Headwater server. The server's problems become the errors that the service throws. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ErrorCode, errorCatalogue, fail, HeadwaterError } from '../errors.ts'

export interface RemoteServer {
  /** The server's address, with the path that a proxy adds, if any: `https://example.org/books`. */
  readonly url: string
  /** Sent as bearer token. A server without keys needs none. */
  readonly apiKey?: string | undefined
}

export type Query = Readonly<Record<string, string | number | null | undefined>>

interface RemoteRequest {
  readonly method: 'GET' | 'POST'
  /** Already encoded, beginning with a slash. */
  readonly path: string
  readonly query: Query
  readonly accept?: string
  readonly type?: string
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly headers?: Readonly<Record<string, string>>
}

interface Exchange {
  readonly answer: IncomingMessage
  readonly outgoing: ClientRequest
}

const problemBytesMax = 1 << 20

/** The whole answer. @throws HeadwaterError the server's own; `server.unreachable`, `server.unexpected` */
export async function readAnswer(server: RemoteServer, request: RemoteRequest): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await openAnswer(server, request)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The answer's bytes as they arrive. A broken connection is an error, never an end. */
export async function openAnswer(server: RemoteServer, request: RemoteRequest): Promise<Readable> {
  const exchange = await send(server, request)
  const status = exchange.answer.statusCode ?? 0
  if (status >= 200 && status < 300) return Readable.from(unbroken(exchange.answer, server))
  return failAs(exchange, status, server)
}

function send(
  server: RemoteServer,
  { method, path, query, accept, type, body, headers }: RemoteRequest,
): Promise<Exchange> {
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
          ...headers,
          accept: accept ?? 'application/json',
          ...(server.apiKey !== undefined && { authorization: `Bearer ${server.apiKey}` }),
          ...(type !== undefined && { 'content-type': type }),
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

function queryText(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  }
  return parameters.size === 0 ? '' : `?${parameters}`
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
  const problem = parseProblem(text)
  if (problem === undefined)
    fail('server.unexpected', `${addressOf(server)} answered ${status}, but not as a Headwater server does.`)
  throw new HeadwaterError(problem)
}

function parseProblem(text: string): ConstructorParameters<typeof HeadwaterError>[0] | undefined {
  try {
    const { code, detail, path, data } = JSON.parse(text)
    if (!(code in errorCatalogue) || typeof detail !== 'string') return undefined
    return {
      code: code as ErrorCode,
      message: detail,
      ...(path !== undefined && { path }),
      ...(data !== undefined && { data }),
    }
  } catch {
    return undefined
  }
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

/** Whether the connection broke after it was made, so that the server may have done what was asked for. */
export function wasCut(error: unknown): boolean {
  if (!(error instanceof HeadwaterError) || error.code !== 'server.unreachable') return false
  const { code } = error.cause as NodeJS.ErrnoException
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
