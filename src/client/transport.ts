/** What carries requests to a server: node:http in Node, fetch in a browser. Everything else of the client is one code. */
import type { ErrorCode } from '../errors/codes.ts'
import { type Fault, HeadwaterError } from '../errors/error.ts'

export interface RemoteServer {
  /**
   * The server's address, with the path that a proxy adds, if any: `https://example.org/books`. In a browser it may be
   * relative to the page.
   */
  readonly url: string
  /** Sent as bearer token. A server without keys needs none. */
  readonly apiKey?: string | undefined
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
}

export type Query = Readonly<Record<string, string | number | null | undefined>>

export interface RemoteRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Already encoded, beginning with a slash. */
  readonly path: string
  readonly query: Query
  readonly accept?: string
  readonly type?: string
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly headers?: Readonly<Record<string, string>>
}

export interface Transport {
  /**
   * The answer's bytes as they arrive. A broken connection is an error, never an end.
   * @throws HeadwaterError the server's own; `server.unreachable`, `server.unexpected`
   */
  open(request: RemoteRequest): Promise<AsyncIterable<Uint8Array>>
  /** Whether the connection broke after it was made, so that the server may have done what was asked for. */
  wasCut(error: unknown): boolean
}

export const problemBytesMax = 1 << 20

export function headersOf(
  server: RemoteServer,
  { headers, accept, type }: RemoteRequest,
): Record<string, string> {
  return {
    ...server.headers,
    ...headers,
    accept: accept ?? 'application/json',
    ...(server.apiKey !== undefined && { authorization: `Bearer ${server.apiKey}` }),
    ...(type !== undefined && { 'content-type': type }),
  }
}

export function queryText(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  }
  return parameters.size === 0 ? '' : `?${parameters}`
}

interface FailedAnswer {
  readonly status: number
  readonly text: string
  /** Where the server is, for the message. */
  readonly address: string
}

/** The failure that a server answered with. @param isKnown whether this build knows the code */
export function failureOf(
  { status, text, address }: FailedAnswer,
  isKnown: (code: string) => boolean,
): HeadwaterError {
  const fault = problemOf(text)
  if (fault !== undefined && isKnown(fault.code)) return new HeadwaterError(fault)
  return new HeadwaterError({
    code: 'server.unexpected',
    message: `${address} answered ${status}, but not as a Headwater server does.`,
  })
}

function problemOf(text: string): Fault | undefined {
  try {
    const { code, detail, path, data, fix } = JSON.parse(text)
    if (typeof code !== 'string' || typeof detail !== 'string') return undefined
    return {
      code: code as ErrorCode,
      message: detail,
      ...(path !== undefined && { path }),
      ...(data !== undefined && { data }),
      ...(typeof fix === 'string' && { fix }),
    }
  } catch {
    return undefined
  }
}
