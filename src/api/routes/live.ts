/** What a server shows while it runs, for pages that stay open. */
import { PassThrough } from 'node:stream'
import { liveSnapshot } from '../../service/schemas/index.ts'
import { createLiveFeed } from '../live.ts'
import { failures, liftIdleLimit, type Routes, reads } from './common.ts'

const eventStream = 'text/event-stream'
/** A stream ends after this time, and its reader asks again: so a key that was revoked reads no longer. */
const streamMsMax = 600_000
/** A reader that is this far behind is cut off; it asks again. */
const waitingBytesMax = 1_048_576

export const liveRoutes: Routes = async (app, { context: { headwater, telemetry } }) => {
  const feed = createLiveFeed(headwater, telemetry.registry, (error) =>
    app.log.warn({ err: error }, 'a look at the live counts failed'),
  )
  const streams = new Set<PassThrough>()
  app.addHook('preClose', async () => {
    feed.close()
    for (const stream of streams) stream.end()
  })
  app.get(
    '/v1/live',
    {
      config: { access: reads },
      schema: {
        summary:
          'Health and counts while the server runs: once, or as server-sent events where the request accepts them',
        description:
          'As text/event-stream: one event `snapshot` at once, and one whenever something changed, at most one a second. Its data is a LiveSnapshot. The stream ends after 10 minutes; a reader asks again.',
        tags: ['operations'],
        response: {
          200: {
            description: 'A snapshot, or a stream of them',
            content: {
              'application/json': { schema: liveSnapshot },
              [eventStream]: { schema: liveSnapshot },
            },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      if (!request.headers.accept?.includes(eventStream)) return feed.look()
      liftIdleLimit(request)
      const stream = new PassThrough()
      const leave = feed.follow((snapshot) => {
        if (stream.readableLength > waitingBytesMax) stream.destroy()
        else stream.write(snapshot === undefined ? ':\n\n' : `event: snapshot\ndata: ${snapshot}\n\n`)
      })
      const end = setTimeout(() => stream.end(), streamMsMax).unref()
      streams.add(stream)
      stream.on('close', () => {
        clearTimeout(end)
        streams.delete(stream)
        leave()
      })
      reply.raw.on('close', () => stream.destroy())
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
      return reply.type(eventStream).send(stream as never)
    },
  )
}
