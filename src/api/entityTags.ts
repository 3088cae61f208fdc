/**
 * Entity tags (RFC 9110): a client that has an answer asks again with `If-None-Match`, and gets 304 and no body where
 * nothing is different. What is said about a closed epoch by itself never changes, so its tag is made of the manifest's
 * hash, before the answer, or by the route of what decides it, such as the root of a tree. Answers that also say what is
 * true now have a tag of their bytes.
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
    /**
     * Of what the tag of an answer is made: the epoch of the path, or the answer; or the route gives it with
     * `taggedAnswer`. Default: it has none.
     */
    tag?: 'epoch' | 'answer' | 'route'
  }
}

/** The response of these routes, for OpenAPI. */
export const notModified = {
  304: z.null().describe('The answer has the entity tag that If-None-Match names'),
}

export const entityTags = fastifyPlugin(
  async (app: FastifyInstance, { headwater }: { headwater: Pick<Headwater, 'epoch'> }) => {
    app.addHook('preHandler', (request, reply, done) => {
      if (request.route.config.tag !== 'epoch') return done()
      tagEpoch(request, reply).then(() => done(), done)
    })
    app.addHook<unknown>('onSend', (request, reply, payload, done) => {
      const { tag } = request.route.config
      // The tag was made before the answer failed. A client that kept the failure under it would be told that it is the same.
      if (reply.statusCode >= 400) for (const name of tagHeaders) reply.removeHeader(name)
      if (tag === undefined || reply.statusCode !== 200) return done(null, payload)
      const isKnownNow =
        tag === 'answer' && typeof payload === 'string' && isKnown(request, reply, tagOf(payload))
      if (!isKnownNow && (!reply.hasHeader('etag') || !namesAny(request))) return done(null, payload)
      // Lines that are not sent are not read.
      if (payload instanceof Readable) payload.destroy()
      reply.code(304).removeHeader('content-type').removeHeader('content-length')
      done(null, null)
    })

    async function tagEpoch(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const { epoch } = request.params as { epoch: number }
      const { manifestHash } = await headwater.epoch(epoch)
      const { format } = request.query as { format?: string }
      const lines = request.headers.accept?.includes(ndjsonMediaType) ? '-lines' : ''
      const form = format === undefined ? lines : `-${format}`
      if (isKnown(request, reply, versioned(`${manifestHash}${form}`))) await reply.code(304).send()
    }
  },
  { name: 'entityTags' },
)

/**
 * What the route returns as its answer, which the same words always give: the body, or the reply that says that the
 * client has it. To return the reply where it is sent later would make Fastify wait for the end of the answer.
 * @param words whatever decides the answer beside the address of the request
 * @param body is asked for where the client has it not
 */
export function taggedAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  words: readonly string[],
  body: () => string,
): FastifyReply | string {
  if (isKnown(request, reply, versioned(words.join('-')))) return reply.code(304).send()
  reply.type('application/json; charset=utf-8')
  return body()
}

/** Another version of this package may say the same in another way. */
function versioned(text: string): string {
  return `"${packageVersion}-${text}"`
}

function tagOf(payload: string): string {
  return `"${hash('sha256', payload, 'base64url')}"`
}

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
