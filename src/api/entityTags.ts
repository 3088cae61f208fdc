/**
 * Entity tags (RFC 9110): a client that has an answer asks again with `If-None-Match`, and gets 304 and no body where
 * nothing is different. What is said about a closed epoch by itself never changes, so its tag is made of the manifest's
 * hash, before the answer. Answers that also say what is true now have a tag of their bytes.
 */
import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { z } from 'zod'
import type { Headwater } from '../service/headwater.ts'
import { packageVersion } from '../version.ts'
import { ndjsonMediaType } from './ndjson.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of what the tag of an answer is made: the epoch of the path, or the answer. Default: it has none. */
    tag?: 'epoch' | 'answer'
  }
}

/** The response of these routes, for OpenAPI. */
export const notModified = {
  304: z.null().describe('The answer has the entity tag that If-None-Match names'),
}

export const entityTags = fastifyPlugin(
  async (app: FastifyInstance, { headwater }: { headwater: Pick<Headwater, 'epoch'> }) => {
    app.addHook('preHandler', async (request, reply) => {
      if (request.routeOptions.config.tag !== 'epoch') return
      const { epoch } = request.params as { epoch: number }
      const { manifestHash } = await headwater.epoch(epoch)
      const { format } = request.query as { format?: string }
      const lines = request.headers.accept?.includes(ndjsonMediaType) ? '-lines' : ''
      const form = format === undefined ? lines : `-${format}`
      // Another version of this package may say the same in another way.
      if (isKnown(request, reply, `"${packageVersion}-${manifestHash}${form}"`)) await reply.code(304).send()
    })
    app.addHook<unknown>('onSend', async (request, reply, payload) => {
      // The tag was made before the answer failed. A client that kept the failure under it would be told that it is the same.
      if (reply.statusCode >= 400) for (const name of tagHeaders) reply.removeHeader(name)
      const { tag } = request.routeOptions.config
      if (tag === undefined || reply.statusCode !== 200) return payload
      if (tag === 'answer') {
        if (typeof payload !== 'string') return payload
        if (!isKnown(request, reply, `"${hash('sha256', payload, 'base64url')}"`) && !namesAny(request))
          return payload
      } else if (!namesAny(request)) return payload
      // Lines that are not sent are not read.
      if (payload instanceof Readable) payload.destroy()
      reply.code(304).removeHeader('content-type').removeHeader('content-length')
      return null
    })
  },
  { name: 'entityTags' },
)

const tagHeaders = ['etag', 'cache-control', 'vary'] as const

/** Gives the answer its tag, and says whether the client has it. */
function isKnown(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  // To be asked for each time, and kept by the client alone, because keys decide who reads what.
  reply
    .header('etag', tag)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept, authorization, cookie')
  const known = request.headers['if-none-match']
  if (known === undefined) return false
  return known
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .includes(tag)
}

/** Whether the client has any answer there is: whether there is one is known when it is sent. */
function namesAny(request: FastifyRequest): boolean {
  return request.headers['if-none-match']?.trim() === '*'
}
