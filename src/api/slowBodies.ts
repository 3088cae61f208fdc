/**
 * Closes connections whose sender brings almost nothing of a body that it began: each holds memory, and a stream holds a
 * part of a batch. Only waiting for the sender counts; while the server itself does not read, nothing is expected.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

interface SlowBodiesOptions {
  /** 0 for no limit. */
  readonly bytesPerMinuteMin: number
  /** Default: a minute. */
  readonly lookEveryMs?: number | undefined
}

interface Body {
  /** Bytes of the connection at the last look; undefined where the body began after it. */
  bytes: number | undefined
}

const minuteMs = 60_000

export const slowBodies = fastifyPlugin(
  async (app: FastifyInstance, { bytesPerMinuteMin, lookEveryMs = minuteMs }: SlowBodiesOptions) => {
    if (bytesPerMinuteMin === 0) return
    const bodies = new Map<FastifyRequest, Body>()
    const least = Math.ceil((bytesPerMinuteMin * lookEveryMs) / minuteMs)
    const look = () => {
      for (const [request, body] of bodies) {
        const { raw } = request
        if (raw.complete || raw.destroyed) {
          bodies.delete(request)
          continue
        }
        const { bytesRead } = raw.socket
        // A body that has just begun is judged at the next look, when it has had the whole time between two.
        const bytes = bytesRead - (body.bytes ?? Number.NEGATIVE_INFINITY)
        // What has arrived and is not read yet: the server is the slow one.
        if (raw.readableLength === 0 && bytes < least) {
          bodies.delete(request)
          request.log.warn({ bytes }, 'the body arrives too slowly: the connection is closed')
          raw.destroy()
        } else body.bytes = bytesRead
      }
    }
    // After a pause of this process, what came meanwhile is read first.
    const timer = setInterval(() => setImmediate(look), lookEveryMs).unref()
    app.addHook('onClose', async () => clearInterval(timer))
    app.addHook('preParsing', (request, reply, _payload, done) => {
      const { raw } = request
      if (announcesBody(raw) && !raw.complete && raw.socket !== undefined) {
        bodies.set(request, { bytes: undefined })
        reply.raw.once('close', () => bodies.delete(request))
      }
      done()
    })
  },
  { name: 'slowBodies' },
)

/** By the header fields of HTTP/1.1; a request without them is not complete either when its headers have come. */
function announcesBody({ headers }: FastifyRequest['raw']): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}
