/** One HTTP request of JSON-RPC, bounded in time and bytes. */
import { failRequest } from './failure.ts'

export interface PostOptions {
  readonly timeoutMs: number
  readonly bytesMax: number
}

export type Post = typeof post

/** @throws EndpointFailure whose message has no part of the URL */
export async function post(url: string, body: string, { timeoutMs, bytesMax }: PostOptions): Promise<string> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    const target = requestOf(url)
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...target.headers },
      body,
      redirect: 'error',
      signal: abort.signal,
    })
    requireSound(response)
    return await readText(response, bytesMax)
  } catch (error) {
    if (error instanceof Error && error.name === 'EndpointFailure') throw error
    if (abort.signal.aborted) failRequest('unreachable', `no answer within ${timeoutMs} ms`)
    // The message of fetch may quote the URL, and with it a key.
    return failRequest('unreachable', `the connection failed (${reasonOf(error)})`)
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}

/** A user and password of the URL as a header: fetch takes no URL that has them. */
function requestOf(text: string): { readonly url: URL; readonly headers: Readonly<Record<string, string>> } {
  const url = new URL(text)
  const { username, password } = url
  if (username === '' && password === '') return { url, headers: {} }
  url.username = ''
  url.password = ''
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { url, headers: { authorization: `Basic ${Buffer.from(words).toString('base64')}` } }
}

function reasonOf(error: unknown): string {
  const code = ((error as Error).cause as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : 'no code'
}

/** Some answer an error of JSON-RPC with a status of 400 or 413, so these are read. */
function requireSound({ status, headers }: Response): void {
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'))
    const waitMs = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1_000 : undefined
    failRequest('limited', 'it asks for a pause (429)', waitMs === undefined ? {} : { waitMs })
  }
  if (status === 401 || status === 403) failRequest('refused', `it refuses the key (${status})`)
  if (status >= 500 || (status >= 400 && status !== 400 && status !== 413))
    failRequest('unreachable', `it answers with status ${status}`)
}

async function readText(response: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) failRequest('range', `an answer of more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}
