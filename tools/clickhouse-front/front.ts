/** The part of ClickHouse's HTTP interface that @clickhouse/client needs, over chDB. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ChdbPool } from './pool.ts'
import { FrontError } from './problem.ts'
import { readRequest } from './request.ts'

interface FrontOptions {
  readonly path: string
  /** 0 takes a free port. */
  readonly port: number
  /** If given, every request must have it. */
  readonly user?: string | undefined
  readonly password?: string | undefined
}

interface Front {
  readonly url: string
  close(): Promise<void>
}

export async function startFront(options: FrontOptions): Promise<Front> {
  const pool = new ChdbPool(options.path)
  // A request with data has the query in its address. Like a server, the front takes addresses of up to 1 MiB.
  const server = createServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
    answer(pool, options, request, response).catch((error) => response.destroy(error))
  })
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await pool.close()
    },
  }
}

async function answer(
  pool: ChdbPool,
  options: FrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url!, 'http://front')
  const body = await collectBody(request)
  if (address.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  try {
    checkUser(options, request)
    const bytes = await pool.run(readRequest(address.searchParams, body))
    const zipped =
      address.searchParams.get('enable_http_compression') === '1' &&
      /\bgzip\b/.test(String(request.headers['accept-encoding']))
    response.setHeader('Content-Type', 'application/octet-stream')
    response.setHeader('X-ClickHouse-Query-Id', address.searchParams.get('query_id') ?? '')
    if (zipped) response.setHeader('Content-Encoding', 'gzip')
    response.end(zipped ? gzipSync(bytes) : bytes)
  } catch (error) {
    const problem = FrontError.from(error)
    response.writeHead(problem.status, { 'X-ClickHouse-Exception-Code': problem.code })
    response.end(problem.text)
  }
}

async function collectBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

function checkUser({ user, password }: FrontOptions, request: IncomingMessage): void {
  if (user === undefined) return
  const wanted = `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`
  if (request.headers.authorization === wanted) return
  throw new FrontError('516', 'AUTHENTICATION_FAILED', 'Authentication failed: password is incorrect.')
}
