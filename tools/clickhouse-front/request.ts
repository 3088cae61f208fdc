/** Reads a request: the query (from the address or the body), its data, its settings, its session. */
import { FrontError } from './problem.ts'

export interface FrontRequest {
  readonly query: string
  /** The data after an INSERT. */
  readonly data: Buffer | undefined
  readonly database: string
  readonly session: string | undefined
  readonly sessionTimeoutMs: number
  readonly settings: ReadonlyMap<string, string>
}

/** Settings of a server's HTTP layer, which the engine does not know. */
const httpOnly = new Set([
  'query',
  'query_id',
  'database',
  'session_id',
  'session_timeout',
  'session_check',
  'wait_end_of_query',
  'buffer_size',
  'enable_http_compression',
  'send_progress_in_http_headers',
  'cancel_http_readonly_queries_on_client_close',
])

export function readRequest(parameters: URLSearchParams, body: Buffer): FrontRequest {
  const inAddress = parameters.get('query')
  const query = inAddress ?? body.toString('utf8')
  // A server takes one statement in a request; chDB would take several.
  if (inAddress !== null || !/^\s*INSERT\b/i.test(query)) refuseSeveral(query)
  const settings = new Map([...parameters].filter(([name]) => !httpOnly.has(name)))
  return {
    query,
    data: inAddress !== null && body.length > 0 ? body : undefined,
    database: parameters.get('database') ?? 'default',
    session: parameters.get('session_id') ?? undefined,
    sessionTimeoutMs: Number(parameters.get('session_timeout') ?? 60) * 1_000,
    settings,
  }
}

/** Matches a semicolon outside of quotes and comments with something after it. */
function refuseSeveral(query: string): void {
  const tokens = /'(?:\\.|''|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|--[^\n]*|\/\*.*?\*\/|;/gs
  for (const { 0: token, index } of query.matchAll(tokens)) {
    if (token === ';' && query.slice(index + 1).trim() !== '') {
      throw new FrontError('62', 'SYNTAX_ERROR', 'Multi-statements are not allowed')
    }
  }
}
