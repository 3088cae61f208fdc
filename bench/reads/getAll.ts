/**
 * Sends GET requests over a few connections, each the next one when its answer has come. It reads no more of an answer
 * than its status and length, so that the server is the limit and not this process.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

interface Load {
  readonly url: string
  readonly requests: number
  /** Requests under way at a time. */
  readonly connections: number
  /** Requests before the clock starts, so that no figure has the work of the compiler in it. */
  readonly warmUp: number
  readonly path: (number: number) => string
}

export interface LoadFindings {
  readonly perSecond: number
  /** Nanoseconds from a request to the end of its answer. */
  readonly waits: RecordableHistogram
  /** The mean length of an answer's body. */
  readonly bytes: number
}

/** @throws Error for an answer with another status than 200 */
export async function getAll({ url, requests, connections, warmUp, path }: Load): Promise<LoadFindings> {
  const { hostname, port } = new URL(url)
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      await once(socket, 'connect')
      return socket
    }),
  )
  const waits = createHistogram()
  let bytes = 0
  const send = async (from: number, count: number, measured: boolean) => {
    let next = from
    await Promise.all(
      sockets.map(async (socket) => {
        while (next < from + count) {
          const began = process.hrtime.bigint()
          const length = await get(socket, `${hostname}:${port}`, path(next++))
          if (!measured) continue
          waits.record(process.hrtime.bigint() - began)
          bytes += length
        }
      }),
    )
  }
  try {
    await send(0, warmUp, false)
    const began = performance.now()
    await send(warmUp, requests, true)
    const perSecond = (requests / (performance.now() - began)) * 1_000
    return { perSecond, waits, bytes: bytes / requests }
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

/** Resolves with the length of the body. */
function get(socket: Socket, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let received = 0
    let whole = 0
    let body = 0
    let text = ''
    const onData = (chunk: Buffer) => {
      received += chunk.length
      if (whole === 0) {
        text += chunk.toString('latin1')
        const end = text.indexOf('\r\n\r\n')
        if (end < 0) return
        body = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1])
        whole = end + 4 + body
        if (!text.startsWith('HTTP/1.1 200')) return finish(new Error(`${path}: ${text.slice(0, 1_000)}`))
      }
      if (received >= whole) finish()
    }
    const finish = (error?: Error) => {
      socket.off('data', onData)
      socket.off('error', finish)
      if (error === undefined) resolve(body)
      else reject(error)
    }
    socket.on('data', onData)
    socket.on('error', finish)
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
  })
}
