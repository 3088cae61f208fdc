/**
 * A Headwater server over HTTP from a web page, with the same interface as from Node. The page comes from the server that
 * it asks, so answers are taken as they come: the schemas that Node checks them with would more than double the code.
 */
import { HeadwaterError } from '../errors/error.ts'
import type { Headwater } from '../service/headwater.ts'
import { fetchTransport } from './fetch.ts'
import { connectOver } from './headwater.ts'
import type { RemoteServer } from './transport.ts'

export type * from '../service/headwater.ts'
export type { RemoteServer } from './transport.ts'
export { HeadwaterError }

export function connect(server: RemoteServer): Headwater {
  return connectOver(fetchTransport(server), (_name, value) => value as never)
}
