/** The API on a service: listens, and stops without losing a request. What `serve` and `worker` share. */
import pino, { type Logger } from 'pino'
import { isLoopback } from '../api/access.ts'
import { createApi } from '../api/server.ts'
import type { Config } from '../config.ts'
import { fail } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

interface Listener {
  readonly url: string
  /** Takes no more requests, finishes those that run, and cuts them off where that takes too long. */
  stop(): Promise<void>
}

/** @throws HeadwaterError `config.keysRequired` where others could reach a server without keys */
export function checkReach({ api: { keys, host } }: Config): void {
  if (keys.length > 0 || isLoopback(host)) return
  fail(
    'config.keysRequired',
    `Without API keys nobody but this machine may reach the server, and ${host} is not loopback.`,
  )
}

/** @throws HeadwaterError `server.addressTaken`, `config.invalid` */
export async function listen(
  headwater: Headwater,
  config: Config,
  logger: Logger,
  telemetry: Telemetry,
): Promise<Listener> {
  const app = await createApi(headwater, config.api, logger, telemetry)
  const url = await app
    .listen({ host: config.api.host, port: config.api.port })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail('server.addressTaken', `Another program listens on ${config.api.host}:${config.api.port}.`)
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        fail('config.invalid', `${config.api.host} is no address of this machine.`)
      if (error.code === 'EACCES')
        fail('config.invalid', `Port ${config.api.port} needs rights that this user lacks.`)
      throw error
    })
  if (config.api.keys.length === 0)
    logger.warn('no API keys are configured: everybody on this machine may do everything')
  for (const name of config.unknownVariables)
    logger.warn({ name }, 'this variable means nothing; is it misspelt?')
  return {
    url,
    async stop() {
      const cutOff = setTimeout(() => {
        logger.warn('running requests took too long and are cut off')
        app.server.closeAllConnections()
      }, config.api.shutdownSecondsMax * 1_000)
      await app.close()
      clearTimeout(cutOff)
    },
  }
}

/** Standard output is for what the command says; the log is JSON lines on standard error. */
export function createLogger({ api: { logLevel } }: Config): Logger {
  const options: pino.LoggerOptions = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    // Paths only: neither headers, which hold keys, nor queries and bodies, which hold what callers sent.
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?', 1)[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
    redact: ['*.authorization', '*.apiKey', '*.headers', '*.body'],
  }
  return pino(options, pino.destination({ fd: 2, sync: true }))
}

/** Resolves at the first of the signals; a second one ends the process there and then, as it would without this. */
export function stopOn(signals: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve(signal))
  })
}
