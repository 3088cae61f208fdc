/**
 * Which caller may use which route. Keys come from the configuration as hashes. Without keys every program on this
 * machine may use every route. So the server then listens on loopback only, and refuses what a web page could have sent.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Actor } from '../base/actor.ts'
import type { ApiKey, Scope } from '../config.ts'
import { scopes } from '../config.ts'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'

/** What a route requires of its caller: nothing, one of several scopes, or all of them. */
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
    /** Null if the request has no key, or one that this server does not know. */
    principal: Principal | null
  }
}

const loopbackCaller: Principal = { name: 'loopback', scopes: new Set(scopes) }

export const access = fastifyPlugin(
  async (app: FastifyInstance, options: { keys: readonly ApiKey[] }) => {
    const keys = options.keys.map((key) => ({
      hash: Buffer.from(key.sha256, 'hex'),
      principal: { name: key.name, scopes: new Set(key.scopes) },
    }))
    app.decorateRequest('principal', null)
    app.addHook('onRoute', (route) => {
      invariant(route.config?.access !== undefined, `the route ${route.url} has an access`)
    })
    // The key is identified before the rate limit, which counts by key. The refusal comes after the limit, so that
    // guessing keys is limited too.
    app.addHook('onRequest', async (request) => {
      request.principal = keys.length === 0 ? loopbackCaller : identify(request, keys)
    })
    app.addHook('preParsing', async (request) => {
      if (keys.length === 0) refuseForeignPages(request)
      checkAccess(request)
    })
  },
  { name: 'access' },
)

/** The caller as the audit names it. */
export function actorOf({ principal }: FastifyRequest): Actor {
  if (principal === null || principal === loopbackCaller) return { kind: 'loopback', name: 'loopback' }
  return { kind: 'key', name: principal.name }
}

/** Whether the caller's key has the scope. */
export function hasScope(request: FastifyRequest, scope: Scope): boolean {
  return request.principal?.scopes.has(scope) ?? false
}

/** Finds the entry of the key. The time does not depend on which entry it is, or how much of a hash agrees. */
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
      fail('auth.missing', 'This server requires an API key, and the request has none.')
    fail('auth.unknownKey', 'This server does not know the API key.')
  }
  const wanted = 'any' in asked ? asked.any : asked.all
  const holds = (scope: Scope) => principal.scopes.has(scope)
  if ('any' in asked ? wanted.some(holds) : wanted.every(holds)) return
  const scopesText = wanted.join('any' in asked ? ' or ' : ' and ')
  fail('auth.scope', `The key ${principal.name} does not have the scope ${scopesText}.`, { data: { wanted } })
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

export function isLoopback(host: string): boolean {
  return loopbackNames.has(host) || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/**
 * Refuses requests that a web page sends in the browser of a user of this machine: through a DNS name that the page
 * rebound to loopback, or from another origin.
 */
function refuseForeignPages(request: FastifyRequest): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (!isLoopback(host))
    fail(
      'request.hostRefused',
      `A server without keys accepts only loopback names, not ${JSON.stringify(host.slice(0, 255))}.`,
    )
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${request.headers.host}`) {
    fail('request.hostRefused', 'A server without keys accepts nothing from web pages of other origins.')
  }
}
