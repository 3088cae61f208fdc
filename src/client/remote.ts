/** `Headwater` over HTTP from Node, so that a command works in the same way on a folder and through a server. */
import type { Headwater } from '../service/headwater.ts'
import { connectOver } from './headwater.ts'
import { httpTransport } from './http.ts'
import { checkShape } from './shapes.ts'
import type { RemoteServer } from './transport.ts'

export function connectRemote(server: RemoteServer): Headwater {
  return connectOver(httpTransport(server), checkShape)
}
