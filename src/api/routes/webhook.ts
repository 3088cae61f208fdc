/**
 * The handshake of CloudEvents' webhooks (HTTP 1.1 Web Hooks, section 4): a sender asks whether it may send, before its
 * first event, and perhaps how often. The answer gives no access: every event needs a key.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Routes } from './common.ts'

export const webhookRoutes: Routes = async (app) => {
  const route = { config: { access: 'open' as const }, schema: { hide: true } }
  app.options('/v1/events', route, answerHandshake)
  app.options('/v1/ingestions', route, answerHandshake)
}

async function answerHandshake({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const origin = headers['webhook-request-origin']
  reply.code(204).header('allow', 'OPTIONS, POST')
  if (origin === undefined) return
  reply.header('webhook-allowed-origin', origin)
  // Senders have the limit that every caller has, and its answer says when to try again.
  if (headers['webhook-request-rate'] !== undefined) reply.header('webhook-allowed-rate', '*')
}
