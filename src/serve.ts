/** Runs the API on a data folder until it is told to stop, and then stops without losing a request. */
import pino from 'pino'
import { isLoopback } from './api/access.ts'
import { createApi } from './api/server.ts'
import type { Config } from './config.ts'
import { fail } from './errors.ts'
import { openHeadwater } from './main.ts'
import { openTelemetry } from './telemetry/telemetry.ts'

/** @param onListening told once, when requests are answered */
export async function serve(
  config: Config,
  onListening: (server: { url: string; data: string }) => Promise<void>,
): Promise<void> {
  if (config.keys.length === 0 && !isLoopback(config.host)) {
    fail(
      'config.keysRequired',
      `Without API keys nobody but this machine may reach the server, and ${config.host} is not loopback.`,
    )
  }
  // Standard output is for what the command says; the log is JSON lines on standard error.
  const logger = pino(logOptions(config), pino.destination({ fd: 2, sync: true }))
  const telemetry = await openTelemetry(config, (facts, message) => logger.warn(facts, message))
  const { observer } = telemetry
  const headwater = await openHeadwater(config, { command: 'serve', make: true, observer })
  try {
    await headwater.openEverything()
    const app = await createApi(headwater, config, logger, telemetry)
    const stopped = stopOn(['SIGTERM', 'SIGINT'])
    const address = await app
      .listen({ host: config.host, port: config.port })
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE')
          fail('server.addressTaken', `Another program listens on ${config.host}:${config.port}.`)
        if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
          fail('config.invalid', `${config.host} is no address of this machine.`)
        if (error.code === 'EACCES')
          fail('config.invalid', `Port ${config.port} needs rights that this user lacks.`)
        throw error
      })
    headwater.announce(address)
    if (config.keys.length === 0)
      logger.warn('no API keys are configured: everybody on this machine may do everything')
    for (const name of config.unknownVariables)
      logger.warn({ name }, 'this variable means nothing; is it misspelt?')
    await onListening({ url: address, data: headwater.path })
    logger.info({ signal: await stopped }, 'stopping: running requests are finished first')
    const cutOff = setTimeout(() => {
      logger.warn('running requests took too long and are cut off')
      app.server.closeAllConnections()
    }, config.shutdownSecondsMax * 1_000)
    await app.close()
    clearTimeout(cutOff)
  } finally {
    await headwater.shutdown()
    await telemetry.shutdown()
  }
  logger.info('stopped')
}

export function logOptions({ logLevel }: Config): pino.LoggerOptions {
  return {
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
}

/** Resolves at the first of the signals; a second one ends the process there and then, as it would without this. */
function stopOn(signals: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve(signal))
  })
}
