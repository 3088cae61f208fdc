/** An endpoint in front of a node that hears of each request, and can hold back the request or its answer. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `pass` forwards it and answers; the others never answer: `stop` does not forward it, `swallow` does. */
export type Verdict = 'pass' | 'stop' | 'swallow'

interface RpcProxy extends AsyncDisposable {
  readonly url: string
}

/** @param judge is given the methods of a request, which may be a batch; a request waits until it resolves */
export async function startRpcProxy(
  target: string,
  judge: (methods: readonly string[]) => Verdict | Promise<Verdict>,
): Promise<RpcProxy> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const parsed: { method: string } | { method: string }[] = JSON.parse(body)
    const verdict = await judge([parsed].flat().map(({ method }) => method))
    if (verdict === 'stop') return void response.destroy()
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(target, { method: 'POST', headers, body }).then((one) => one.text())
    if (verdict === 'swallow') return void response.destroy()
    response.writeHead(200, headers).end(answer)
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
