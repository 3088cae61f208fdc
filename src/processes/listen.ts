/** The API of a service: listens, and stops without losing a request. `serve` and `worker` share it. */
import type { Logger } from 'pino'
import { isLoopback } from '../api/loopback.ts'
import { createApi } from '../api/server.ts'
import type { Config } from '../config.ts'
import { fail } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'
import type { ServedPeople } from '../service/people.ts'
import type { ServedPublishing } from '../service/publishing.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { openLiveKeys } from './liveKeys.ts'
import { readMappings } from './mappings.ts'

type ApiConfig = Config['api']

interface Listener {
  readonly url: string
  /** Takes no more requests, and finishes those that are running. Cuts them off at `shutdownSecondsMax`. */
  stop(): Promise<void>
}

/** @throws HeadwaterError `config.keysRequired` where other machines could reach a server without keys */
export function checkReach({ keys, host }: ApiConfig): void {
  if (keys.length > 0 || isLoopback(host)) return
  fail(
    'config.keysRequired',
    `A server without API keys must listen on a loopback address, and ${host} is not one.`,
  )
}

interface Surroundings {
  readonly logger: Logger
  readonly telemetry: Telemetry
  /** Called with a description of each key, at the start and whenever the keys have changed. */
  readonly onKeys: (keys: readonly string[]) => Promise<void>
  readonly people?: ServedPeople
  readonly publishing?: ServedPublishing
}

/** @throws HeadwaterError `server.addressTaken`, `config.invalid` */
export async function listen(
  headwater: Headwater,
  config: ApiConfig,
  { logger, telemetry, onKeys, people, publishing }: Surroundings,
): Promise<Listener> {
  const { ring: keyRing, close: closeKeys } = openLiveKeys(config, logger, onKeys)
  const mappings = readMappings(config)
  const api = { ...config, keyRing, mappings, ...(people && { people }), ...(publishing && { publishing }) }
  const app = await createApi(headwater, api, logger, telemetry)
  const { host, port } = config
  const url = await app.listen({ host, port }).catch((error) => failToListen(error, config))
  if (config.keys.length === 0)
    logger.warn('no API keys are configured: every program on this machine may use every route')
  return {
    url,
    async stop() {
      const cutOff = setTimeout(() => {
        logger.warn('running requests took too long and are cut off')
        app.server.closeAllConnections()
      }, config.shutdownSecondsMax * 1_000)
      await app.close()
      closeKeys()
      clearTimeout(cutOff)
    },
  }
}

function failToListen(error: NodeJS.ErrnoException, { host, port }: ApiConfig): never {
  switch (error.code) {
    case 'EADDRINUSE':
      return fail('server.addressTaken', `Another program listens on ${host}:${port}.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return fail('config.invalid', `${host} is not an address of this machine.`)
    case 'EACCES':
      return fail('config.invalid', `Listening on port ${port} needs rights that this user lacks.`)
    default:
      throw error
  }
}
