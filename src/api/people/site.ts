/** Where people open this server in their browser. */
import type { FastifyRequest } from 'fastify'
import { isLoopback } from '../loopback.ts'

export interface Site {
  /** Whether the browser came by TLS. */
  readonly isSecure: boolean
  /** Of the cookie. */
  readonly path: string
  /** Of pages that belong to it. */
  readonly origins: readonly string[]
  /**
   * What a message to sign names. Undefined where it can't be known: a name that the request brings may be that of a page
   * that deceives the one who signs.
   */
  readonly named: { readonly domain: string; readonly uri: string } | undefined
}

/** @param publicUrl by the settings */
export function siteOf(request: FastifyRequest, publicUrl: string | undefined): Site {
  const { host = '' } = request.headers
  const origin = `${request.protocol}://${host}`
  if (publicUrl === undefined) {
    const isHere = isLoopback(host.replace(/:\d+$/, '')) && isLoopback(request.ip)
    const named = isHere ? { domain: host, uri: `${origin}/` } : undefined
    return { isSecure: request.protocol === 'https', path: '/', origins: [origin], named }
  }
  const url = new URL(publicUrl)
  return {
    isSecure: url.protocol === 'https:',
    path: url.pathname,
    origins: [url.origin, origin],
    named: { domain: url.host, uri: url.href },
  }
}
