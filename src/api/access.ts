/**
 * Who may call what. Keys come from the configuration as hashes; without keys everybody on this machine may do
 * everything, so the server then listens on loopback only and refuses what a web page could have sent.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { ApiKey, Scope } from '../config.ts'
import { scopes } from '../config.ts'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'

/** What a route asks of its caller: nothing, one of some scopes, or all of them. */
export type Access = 'open' | { readonly any: readonly Scope[] } | { readonly all: readonly Scope[] }

interface Principal {
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Null where no key was sent; `denied` says why where one was and is wrong. */
    principal: Principal | null
  }
}

const everybody: Principal = { name: 'loopback', scopes: new Set(scopes) }

export const access = fastifyPlugin(
  async (app: FastifyInstance, options: { keys: readonly ApiKey[] }) => {
    const keys = options.keys.map((key) => ({
      hash: Buffer.from(key.sha256, 'hex'),
      principal: { name: key.name, scopes: new Set(key.scopes) },
    }))
    app.decorateRequest('principal', null)
    app.addHook('onRoute', (route) => {
      invariant(route.config?.access !== undefined, `the route ${route.url} says who may call it`)
    })
    // Before the rate limit, which counts by key; refusals come after it, so that guessing keys is limited too.
    app.addHook('onRequest', async (request) => {
      request.principal = keys.length === 0 ? everybody : identify(request, keys)
    })
    app.addHook('preParsing', async (request) => {
      if (keys.length === 0) refuseForeignPages(request)
      checkAccess(request)
    })
  },
  { name: 'access' },
)

/** Whether the caller's key has the scope. */
export function hasScope(request: FastifyRequest, scope: Scope): boolean {
  return request.principal?.scopes.has(scope) ?? false
}

/** The key's entry, found in time that does not depend on which entry it is or how much of a hash agrees. */
function identify(
  request: FastifyRequest,
  keys: readonly { hash: Buffer; principal: Principal }[],
): Principal | null {
  const key = bearerKey(request)
  if (key === undefined) return null
  const hash = createHash('sha256').update(key).digest()
  let found: Principal | null = null
  for (const known of keys) {
    if (timingSafeEqual(known.hash, hash)) found = known.principal
  }
  return found
}

function bearerKey(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

function checkAccess(request: FastifyRequest): void {
  const asked = request.routeOptions.config.access
  if (request.is404 || asked === 'open' || asked === undefined) return
  const { principal } = request
  if (principal === null) {
    if (request.headers.authorization === undefined)
      fail('auth.missing', 'This server wants an API key, and none was sent.')
    fail('auth.unknownKey', 'The API key is not one that this server knows.')
  }
  const wanted = 'any' in asked ? asked.any : asked.all
  const holds = (scope: Scope) => principal.scopes.has(scope)
  if ('any' in asked ? wanted.some(holds) : wanted.every(holds)) return
  const scopesText = wanted.join('any' in asked ? ' or ' : ' and ')
  fail('auth.scope', `The key ${principal.name} lacks the scope ${scopesText}.`, { data: { wanted } })
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopback(host: string): boolean {
  return loopbackNames.has(host) || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** A page in a browser on this machine may not speak for its user: neither by a name that it rebound, nor across origins. */
function refuseForeignPages(request: FastifyRequest): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (!isLoopback(host))
    fail(
      'request.hostRefused',
      `A server without keys does not answer to the name ${JSON.stringify(host.slice(0, 255))}.`,
    )
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${request.headers.host}`) {
    fail('request.hostRefused', 'A server without keys takes nothing from web pages of other origins.')
  }
}
