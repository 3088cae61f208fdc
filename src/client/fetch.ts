/**
 * Requests over fetch, for browsers. A browser reads the id `..` in a path as a way up, even encoded, so that two ids
 * cannot be asked for here; and it holds an upload in memory before it sends it.
 */
import { fail, HeadwaterError } from '../errors/error.ts'
import {
  failureOf,
  headersOf,
  problemBytesMax,
  queryText,
  type RemoteRequest,
  type RemoteServer,
  type Transport,
} from './transport.ts'

export function fetchTransport(server: RemoteServer): Transport {
  return {
    async open(request) {
      const answer = await send(server, request)
      if (answer.ok) return bytesOf(answer, server)
      const text = (await answer.text().catch(() => '')).slice(0, problemBytesMax)
      // The page is of the server's build, so it takes every code: the table of codes is longer than the client.
      throw failureOf({ status: answer.status, text, address: server.url || 'The server' }, () => true)
    },
    // fetch does not say why it failed. Only requests that may be repeated ask this.
    wasCut: (error) => error instanceof HeadwaterError && error.code === 'server.unreachable',
  }
}

async function send(server: RemoteServer, request: RemoteRequest): Promise<Response> {
  const { method, path, query, body } = request
  if (/\/(?:%2E){1,2}(?:\/|$)/i.test(path))
    fail('request.malformed', 'A browser cannot ask for an id that is one dot or two: use the command line.')
  const sent = body === undefined || typeof body === 'string' ? body : await blobOf(body)
  const url = `${server.url.replace(/\/$/, '')}${path}${queryText(query)}`
  try {
    return await fetch(url, {
      method,
      headers: headersOf(server, request),
      credentials: 'same-origin',
      ...(sent !== undefined && { body: sent }),
    })
  } catch (error) {
    throw unreachable(server, error)
  }
}

async function blobOf(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  if (body instanceof Uint8Array) parts.push(Uint8Array.from(body))
  else for await (const chunk of body) parts.push(Uint8Array.from(chunk))
  return new Blob(parts)
}

async function* bytesOf(answer: Response, server: RemoteServer): AsyncGenerator<Uint8Array> {
  if (answer.body === null) return
  const reader = answer.body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } catch (error) {
    throw unreachable(server, error)
  } finally {
    // A caller that stops in the middle does not want the rest.
    await reader.cancel().catch(() => {})
  }
}

function unreachable({ url }: RemoteServer, cause: unknown): HeadwaterError {
  const reason = (cause as Error).message || 'no reason given'
  return new HeadwaterError(
    { code: 'server.unreachable', message: `${url || 'The server'} does not answer: ${reason}.` },
    { cause },
  )
}
