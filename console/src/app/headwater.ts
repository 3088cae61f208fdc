/** The server that this page came from. Addresses are relative to the page, so that a proxy may put it below any path. */
import { connect } from 'headwater/client'

/** A page of another origin cannot send this header without asking first, and the server grants it to none. */
const consoleHeader = { 'x-headwater-console': '1' }

export const headwater = connect({ url: '.', headers: consoleHeader })

/** For what the interface does not have, such as the session. @param path without a slash at its start: `v1/session` */
export function request(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(path, {
    ...init,
    credentials: 'same-origin',
    headers: { ...consoleHeader, ...(init.headers as Record<string, string>) },
  })
}
