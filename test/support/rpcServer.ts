/** An endpoint of JSON-RPC on a free port of loopback, in front of whatever answers. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface HttpAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface RpcServer extends AsyncDisposable {
  readonly url: string
}

/** @param answer gets the body of a request; undefined closes the connection without an answer */
export async function startRpcServer(
  answer: (body: string) => Promise<HttpAnswer | undefined>,
): Promise<RpcServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const found = await answer(Buffer.concat(chunks).toString('utf8')).catch(() => undefined)
    if (found === undefined) return void response.destroy()
    const { status = 200, headers = {}, body } = found
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Sends a body to a node as it is. */
export async function forward(target: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(target, { method: 'POST', headers, body })
  return answer.text()
}
