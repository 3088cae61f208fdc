/** Senders that bring almost nothing, that leave, or that are too many; with real sockets. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import pino from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'
import { callEvent, limits } from './support.ts'

async function listen(options: { connectionsMax?: number; bodyLookEveryMs?: number } = {}) {
  const lines: { level: number; msg: string; err?: unknown }[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const fake = fakeHeadwater()
  // 15,000 bytes a minute are 50 in each look.
  const slow = { bodyBytesPerMinuteMin: 15_000, bodyLookEveryMs: 200 }
  const app = await createApi(fake, { ...limits, ...slow, keys: [], ...options }, log)
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  const open = () => connect(port, '127.0.0.1').on('error', () => {})
  return { app, fake, lines, open }
}

/** Whether the server ends the connection or resets it. `once` would reject at the reset. */
const closed = (socket: Socket) => new Promise((resolve) => socket.on('close', resolve))

function begin(socket: Socket, path: string): void {
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{`,
  )
}

describe.each(['/v1/ingestions', '/v1/events', '/v1/epochs'])('a body of %s', (path) => {
  test('that arrives drop by drop is cut, whatever it is for', async () => {
    const { app, open } = await listen()
    const socket = open()
    begin(socket, path)
    const drip = setInterval(() => socket.write(' '), 20)
    await closed(socket)
    clearInterval(drip)
    await app.close()
  })

  test('whose sender leaves is no error in the log', async () => {
    const { app, open, lines } = await listen()
    const socket = open()
    begin(socket, path)
    await new Promise((resolve) => setTimeout(resolve, 30))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    await app.close()
    expect(lines.filter(({ level, err }) => level >= 50 || err !== undefined)).toEqual([])
  })
})

describe('a server', () => {
  test('takes a body that arrives slowly, but not too slowly', async () => {
    const { app, open, fake } = await listen()
    const socket = open()
    const event = JSON.stringify(callEvent)
    socket.write(
      `POST /v1/ingestions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: ${event.length + 10_000}\r\nconnection: close\r\n\r\n${event}`,
    )
    for (let part = 0; part < 20; part++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      socket.write(' '.repeat(500))
    }
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
    expect(fake.ingested).toHaveLength(1)
    await app.close()
  })

  test('takes a body that has begun just before its speed is looked at', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const { app, open, fake } = await listen({ bodyLookEveryMs: 60_000 })
      const begun = Promise.withResolvers<void>()
      const { ingest } = fake
      fake.ingest = (chunks, given) => {
        begun.resolve()
        return ingest(chunks, given)
      }
      const socket = open()
      const event = JSON.stringify(callEvent)
      socket.write(
        `POST /v1/ingestions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: ${event.length}\r\nconnection: close\r\n\r\n`,
      )
      await begun.promise
      vi.advanceTimersByTime(60_000)
      await new Promise(setImmediate)
      socket.write(event)
      const [answer] = await once(socket, 'data')
      expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
      await app.close()
    } finally {
      vi.useRealTimers()
    }
  })

  test('closes connections beyond the limit and goes on answering the others', async () => {
    const { app, open } = await listen({ connectionsMax: 3 })
    const sockets = Array.from({ length: 3 }, open)
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const beyond = open()
    await closed(beyond)
    sockets[0]!.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n')
    const [answer] = await once(sockets[0]!, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
    for (const socket of sockets) socket.destroy()
    await app.close()
  })
})
