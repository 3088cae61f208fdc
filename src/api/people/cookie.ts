/** The cookie of a session: no script reads it, and no page of another site sends it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fail } from '../../errors.ts'
import type { Site } from './site.ts'

/** Every request of the console that changes something has it. A page of another site can't send it without being asked. */
const consoleHeader = 'x-headwater-console'
const valuePattern = /^[A-Za-z0-9_-]{43}$/

/** A name with `__Host-` is of this host alone: no page of a sibling host can set it. */
function nameOf(isSecure: boolean, path: string): string {
  return isSecure && path === '/' ? '__Host-headwater' : 'headwater-session'
}

/** Undefined where there is none, or several: then another page may have set one of them. */
export function readCookie(request: FastifyRequest, site: Site): string | undefined {
  const { cookie } = request.headers
  if (cookie === undefined) return undefined
  const name = nameOf(site.isSecure, site.path)
  const values = cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 && valuePattern.test(values[0]!) ? values[0] : undefined
}

export function setCookie(reply: FastifyReply, site: Site, value: string, seconds: number): void {
  const { isSecure, path } = site
  const parts = [
    `${nameOf(isSecure, path)}=${value}`,
    `Path=${path}`,
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${seconds}`,
    ...(isSecure ? ['Secure'] : []),
  ]
  reply.header('set-cookie', parts.join('; '))
}

export function clearCookie(reply: FastifyReply, site: Site): void {
  setCookie(reply, site, '', 0)
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A browser says where a request comes from, where it can. @throws HeadwaterError `session.foreign` */
export function requireOwnPage(request: FastifyRequest, site: Site): void {
  const { origin, 'sec-fetch-site': from, 'sec-fetch-mode': mode } = request.headers
  const isForeign = from === 'cross-site' || from === 'same-site'
  if ((origin !== undefined && !site.origins.includes(origin)) || (isForeign && mode !== 'navigate'))
    fail('session.foreign', 'A page of another site sent this request with the cookie of a session.')
  if (safeMethods.has(request.method) || request.headers[consoleHeader] === '1') return
  fail(
    'session.foreign',
    `A request with a cookie that changes something needs the header ${consoleHeader}: 1.`,
  )
}
