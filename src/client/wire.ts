/** Requests and answers in JSON over a transport. */
import { fail } from '../errors/error.ts'
import type { CheckShape, Shape, ShapeName } from './shapes.ts'
import type { Query, RemoteRequest, Transport } from './transport.ts'

type Body = string | Uint8Array | AsyncIterable<Uint8Array>

export type Get = <Name extends ShapeName>(shape: Name, path: string, query?: Query) => Promise<Shape<Name>>

export type Post = <Name extends ShapeName>(
  shape: Name,
  path: string,
  body: Body,
  options?: { query?: Query; type?: string },
) => Promise<Shape<Name>>

export interface Requests {
  readonly get: Get
  readonly post: Post
}

export interface Wire extends Requests, Transport {
  /** The whole answer. */
  read(request: RemoteRequest): Promise<Uint8Array>
  json(request: RemoteRequest): Promise<unknown>
  readonly check: CheckShape
}

export function wireOver(transport: Transport, check: CheckShape): Wire {
  const read = async (request: RemoteRequest) => joined(await transport.open(request))
  const json = async (request: RemoteRequest) => parseJson(await read(request))
  return {
    open: transport.open,
    wasCut: transport.wasCut,
    read,
    json,
    check,
    get: async (shape, path, query = {}) => check(shape, await json({ method: 'GET', path, query })),
    post: async (shape, path, body, { query = {}, type = 'application/json' } = {}) =>
      check(shape, await json({ method: 'POST', path, query, body, type })),
  }
}

async function joined(answer: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer) {
    chunks.push(chunk)
    length += chunk.length
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function parseJson(answer: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer))
  } catch {
    return fail('server.unexpected', "The server's answer is not JSON.")
  }
}
