/** Sessions of people in a browser: sign in with a key, an account or a link; sign out. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { fail } from '../../errors.ts'
import { callerView, sessionChallenge } from '../../service/schemas/index.ts'
import type { KeyRing, Principal } from '../keyRing.ts'
import { clearCookie, readCookie, requireOwnPage, setCookie } from '../people/cookie.ts'
import { SignIn, signInBody } from '../people/signIn.ts'
import { siteOf } from '../people/site.ts'
import { failures, type Routes } from './common.ts'

/** Attempts to sign in from one address in a minute. */
const signInsPerMinuteMax = 30

const account = z.string().min(1).max(128).describe('CAIP-10, such as eip155:8453:0x…')

const tags = ['sessions']

const limited = {
  rateLimit: {
    max: signInsPerMinuteMax,
    timeWindow: 60_000,
    keyGenerator: ({ ip }: FastifyRequest) => `sign-in ${ip}`,
  },
}

/** @param here what this server is: one without keys, and one at which payees sign in */
function view(
  { open, people }: { readonly open: boolean; readonly people: boolean },
  principal: Principal | null,
  expiresAt?: Date,
) {
  return {
    open,
    caller: principal && {
      kind: principal.kind,
      name: principal.name,
      scopes: [...principal.scopes],
      payees: [...principal.payees],
    },
    expiresAt: expiresAt?.toISOString() ?? null,
    signIn: { account: people, link: people },
  }
}

export const sessionRoutes: Routes = async (app, { context: { people, sessions, keys, publicUrl } }) => {
  const signIn = new SignIn(keys, people)
  const here = keys.open ? { open: true, people: false } : { open: false, people: people !== undefined }

  app.get(
    '/v1/session',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Who the caller is, and whether this server has keys at all',
        tags,
        response: { 200: callerView, ...failures },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return view(here, request.principal, request.session?.expiresAt)
    },
  )
  app.post(
    '/v1/session/challenges',
    {
      config: { access: 'open', ...limited },
      schema: {
        summary:
          'The message (EIP-4361) that an account signs to sign in. It can be used once, within ten minutes',
        tags,
        body: z.strictObject({ account }),
        response: { 200: sessionChallenge, ...failures },
      },
    },
    async (request) => {
      requireKeys(keys)
      const { named } = siteOf(request, publicUrl)
      if (named === undefined)
        fail('session.unavailable', 'This server does not know its address, which a message to sign names.')
      const { message, expiresAt } = signIn.challenge({ ...named, account: request.body.account })
      return { message, expiresAt: expiresAt.toISOString() }
    },
  )
  app.post(
    '/v1/session',
    {
      config: { access: 'open', ...limited },
      schema: {
        summary:
          'Sign in: the answer sets a cookie. For the console; programs send their key with each request',
        tags,
        body: signInBody,
        response: { 200: callerView, ...failures },
      },
    },
    async (request, reply) => {
      requireKeys(keys)
      const site = siteOf(request, publicUrl)
      requireOwnPage(request, site)
      const begun = await sessions.begin(await signIn.identify(request.body))
      if (begun === undefined)
        fail('session.noPayee', 'The account is bound to no payee of this ledger on that chain.')
      // The id that the browser had before ends: another page may have given it to the browser.
      const before = readCookie(request, site)
      if (before !== undefined) sessions.end(before)
      const { id, session, principal } = begun
      setCookie(reply, site, id, Math.floor((session.expiresAt.getTime() - Date.now()) / 1_000))
      reply.header('cache-control', 'no-store')
      return view(here, principal, session.expiresAt)
    },
  )
  app.delete(
    '/v1/session',
    {
      config: { access: 'open' },
      schema: { summary: 'Sign out', tags, response: { 200: callerView, ...failures } },
    },
    async (request, reply) => {
      const site = siteOf(request, publicUrl)
      requireOwnPage(request, site)
      const id = readCookie(request, site)
      if (id !== undefined) sessions.end(id)
      clearCookie(reply, site)
      return view(here, keys.open ? request.principal : null)
    },
  )
}

/** Cookies say nothing on a server without keys: every program of its machine may do everything there. */
function requireKeys({ open }: KeyRing): void {
  if (open) fail('session.notNeeded', 'This server has no keys, and signs in no caller.')
}
