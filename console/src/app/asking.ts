/** Requests that the interface of the service does not have: signing in, and what only a payee in a browser does. */
import { HeadwaterError } from 'headwater/client'
import { request } from './headwater.ts'

/** @throws HeadwaterError the server's own */
export async function ask<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await request(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  })
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text) as Answer
  throw failureOf(text, answer.status)
}

function failureOf(text: string, status: number): Error {
  try {
    const { code, detail, fix } = JSON.parse(text)
    if (typeof code === 'string' && typeof detail === 'string')
      return new HeadwaterError({ code, message: detail, fix } as ConstructorParameters<
        typeof HeadwaterError
      >[0])
  } catch {
    // A proxy answered, and not Headwater.
  }
  return new Error(`The server answered ${status}.`)
}

/**
 * A segment of a path. A browser reads the id `..` as a way up, even encoded.
 * @throws HeadwaterError `request.malformed`, as the client does
 */
export function segment(id: string): string {
  if (id === '.' || id === '..')
    throw new HeadwaterError({
      code: 'request.malformed',
      message: 'A browser cannot ask for an id that is one dot or two: use the command line.',
    })
  return encodeURIComponent(id)
}

/** Begins again at a place, with nothing in memory of what another caller was shown. */
export function beginAgainAt(place: string): void {
  window.history.replaceState(null, '', `#${place}`)
  window.location.reload()
}
