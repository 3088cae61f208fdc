/** What needs a real socket, which injected requests do not have. */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyFor, startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
let port: number
beforeAll(async () => {
  server = await startFake({ keys: [keyFor('read')] })
  port = Number(new URL(await server.app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(() => server.app.close())

/** Sends the whole request before it reads a byte, as simple clients do. */
async function exchange(head: string, body: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.write(head)
    socket.write(body, () => resolve())
  })
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    if (/\}\s*$/.test(text)) break
  }
  return text
}

describe('a listening server', () => {
  test('lets a client that sends its whole body first see the refusal', async () => {
    const body = Buffer.alloc(32 << 20, 'x')
    const head = `POST /v1/ingestions HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\n\r\n`
    // Again, where this process paused for so long that the server cut the client off.
    await expect.poll(() => exchange(head, body)).toMatch(/^HTTP\/1\.1 401 [\s\S]*"code":"auth\.missing"/)
  })

  test.each([
    ['..', '/v1/payees/../balances'],
    ['%2E%2E', '/v1/payees/%2E%2E/balances'],
  ])('reads %s as an id, not as a parent folder', async (_, path) => {
    const answer = await exchange(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret-of-read\r\n\r\n`,
      Buffer.alloc(0),
    )
    expect(answer).toContain('"payee":".."')
  })

  test.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked'],
    ['a blank before the colon', 'Transfer-Encoding : chunked'],
    ['an unknown encoding', 'Transfer-Encoding: xchunked'],
    ['a folded header', 'Transfer-Encoding:\r\n chunked'],
    ['a NUL', 'X-Name: a\0b'],
    ['a bare line feed', 'X-Name: a\nTransfer-Encoding: chunked'],
  ])('reads no second request out of one with %s', async (_, header) => {
    const smuggled = 'GET /v1/epochs HTTP/1.1\r\nHost: x\r\n\r\n'
    const head = `POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${header}\r\n\r\n`
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    socket.write(`${head}0\r\n\r\n${smuggled}`)
    let text = ''
    for await (const chunk of socket) text += chunk
    expect(text).toMatch(/^HTTP\/1\.1 40[01] /)
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
  })

  test.each(['GARBAGE\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: -1\r\n\r\n'])(
    'answers %j with 400',
    async (head) => {
      const answer = await exchange(head, Buffer.alloc(0))
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('content-type: application/problem+json')
      expect(answer).toContain('"code":"request.malformed"')
    },
  )
})
