/**
 * The console: the pages for people, as files of the package. They have the strictest policy that lets them work: no
 * code, style or data but this server's, and no other page may frame them.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { fail } from '../errors.ts'

/** The same place from the sources and from the build. */
const builtConsole = fileURLToPath(new URL('../../dist/console', import.meta.url))

const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

const pageHeaders = {
  'content-security-policy': securityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Files whose names have the hash of their content never change. */
const yearSeconds = 31_536_000

const open = { config: { access: 'open', rateLimit: false }, schema: { hide: true } } as const

/** @param folder where the console was built to; default: in the package */
export async function consolePages(
  app: FastifyInstance,
  { folder = builtConsole }: { folder?: string | undefined },
): Promise<void> {
  if (!existsSync(folder)) {
    app.get('/', open, async () =>
      fail('route.unknown', 'The console is not built: run `npm run build`. The API answers below /v1.'),
    )
    return
  }
  await app.register(staticFiles, { root: folder, serve: false, preCompressed: true })
  app.get('/', open, (_request, reply) =>
    reply.headers(pageHeaders).sendFile('index.html', { maxAge: 0, cacheControl: true }),
  )
  app.get('/icon.svg', open, (_request, reply) => reply.headers(pageHeaders).sendFile('icon.svg'))
  app.get<{ Params: { '*': string } }>('/assets/*', open, (request, reply) =>
    reply
      .headers(pageHeaders)
      .sendFile(`assets/${request.params['*']}`, { maxAge: yearSeconds * 1_000, immutable: true }),
  )
}
