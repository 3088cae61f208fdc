/**
 * Which caller may use which route. Keys come from the configuration as hashes. Without keys every program on this
 * machine may use every route. So the server then listens on loopback only, and refuses what a web page could have sent.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Actor } from '../base/actor.ts'
import type { Scope } from '../config.ts'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'
import type { EventPermissions } from '../service/headwater.ts'
import { type KeyRing, loopbackCaller, type Principal } from './keyRing.ts'
import { isLoopback } from './loopback.ts'
import { readCookie, requireOwnPage } from './people/cookie.ts'
import type { Session, Sessions } from './people/sessions.ts'
import { siteOf } from './people/site.ts'

/** What a route requires of its caller. */
export type Access =
  /** Nothing. */
  | 'open'
  /** One of several scopes; or all of others, of a key without bounds. */
  | { readonly any: readonly Scope[]; readonly orAllUnbound?: readonly Scope[] }
  /** A payee that signed in. No key will do: a key reads, and this changes something. */
  | 'payeeSession'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Null if the request has no key, or one that this server does not know. */
    principal: Principal | null
    /** The session by whose cookie the request came; null for one with a key. */
    session: Session | null
  }
}

interface AccessOptions {
  readonly keys: KeyRing
  readonly sessions: Sessions
  /** Where people open this server, by the settings. */
  readonly publicUrl: string | undefined
}

export const access = fastifyPlugin(
  async (app: FastifyInstance, { keys, sessions, publicUrl }: AccessOptions) => {
    app.decorateRequest('principal', null)
    app.decorateRequest('session', null)
    app.addHook('onRoute', (route) => {
      invariant(route.config?.access !== undefined, `the route ${route.url} has an access`)
    })
    // The key is identified before the rate limit, which counts by key. The refusal comes after the limit, so that
    // guessing keys is limited too.
    app.addHook('onRequest', (request, _reply, done) => {
      if (keys.open) request.principal = loopbackCaller
      else {
        const key = keyOf(request)
        if (key === undefined) return void findSession(request).then(() => done(), done)
        request.principal = keys.identify(key)
      }
      done()
    })
    app.addHook('preParsing', (request, _reply, _payload, done) => {
      if (keys.open) refuseForeignPages(request)
      if (request.session !== null) requireOwnPage(request, siteOf(request, publicUrl))
      checkAccess(request)
      done()
    })

    async function findSession(request: FastifyRequest): Promise<void> {
      const id = readCookie(request, siteOf(request, publicUrl))
      const found = id === undefined ? undefined : await sessions.find(id)
      request.principal = found?.principal ?? null
      request.session = found?.session ?? null
    }
  },
  { name: 'access' },
)

/** The caller as the audit names it. */
export function actorOf({ principal }: FastifyRequest): Actor {
  if (principal === null) return { kind: 'loopback', name: 'loopback' }
  return { kind: principal.kind, name: principal.name }
}

/** Which events the caller may send. */
export function permissionsOf({ principal }: FastifyRequest): EventPermissions {
  return principal?.allowed ?? { calls: false, registry: false }
}

/**
 * A caller with the scope payee alone sees only its own payees.
 * @throws HeadwaterError `access.payee`
 */
export function requireOwnPayee({ principal }: FastifyRequest, payee: string): void {
  if (principal?.scopes.has('read') || principal?.payees.includes(payee)) return
  fail(
    'access.payee',
    `The key ${principal?.name} is not for the payee ${JSON.stringify(payee.slice(0, 255))}.`,
  )
}

/**
 * Lists that a caller with the scope payee may ask of its own payees.
 * @throws HeadwaterError `access.payee`
 */
export function requireOwnList(request: FastifyRequest, payee: string | undefined): void {
  const { principal } = request
  if (principal?.scopes.has('read')) return
  if (payee === undefined)
    fail('access.payee', `The key ${principal?.name} is for its payees only: name one of them, with ?payee=…`)
  requireOwnPayee(request, payee)
}

/** The payees to which the caller is bound; undefined for a caller that reads everything. */
export function ownPayees({ principal }: FastifyRequest): readonly string[] | undefined {
  return principal === null || principal.scopes.has('read') ? undefined : principal.payees
}

/** Senders that know a name and a password only, such as Langfuse's SDKs, have the key as the password. */
function keyOf({ headers: { authorization = '' } }: FastifyRequest): string | undefined {
  const basic = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1]
  if (basic === undefined) return /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  return /^[^:]*:(\S+)$/.exec(Buffer.from(basic, 'base64').toString('utf8'))?.[1]
}

function checkAccess(request: FastifyRequest): void {
  const asked = request.route.config.access
  if (request.is404 || asked === 'open' || asked === undefined) return
  const { principal } = request
  if (principal === null) {
    if (request.headers.authorization === undefined)
      fail('auth.missing', 'This server requires an API key or a session, and the request has none.')
    fail('auth.unknownKey', 'This server does not know the API key.')
  }
  if (asked === 'payeeSession') {
    if (principal.kind === 'payee') return
    fail('auth.scope', `The caller ${principal.name} is no payee that signed in.`, {
      data: { wanted: ['payee'] },
    })
  }
  const { any, orAllUnbound = [] } = asked
  const holds = (scope: Scope) => principal.scopes.has(scope)
  const isUnbound = principal.allowed.bounds === undefined
  if (any.some(holds)) return
  if (isUnbound && orAllUnbound.length > 0 && orAllUnbound.every(holds)) return
  const others = orAllUnbound.length > 0 ? `, or ${orAllUnbound.join(' and ')} without bounds` : ''
  const message = `The key ${principal.name} does not have the scope ${any.join(' or ')}${others}.`
  fail('auth.scope', message, { data: { wanted: [...any, ...orAllUnbound] } })
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
