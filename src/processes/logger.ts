/** The log of a process that runs until it is stopped: JSON lines on standard error. Standard output is the command's. */
import pino, { type Logger } from 'pino'
import type { Config } from '../config.ts'

export function createLogger({ api, unknownVariables }: Config): Logger {
  const options: pino.LoggerOptions = {
    level: api.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    // Only method, path and status: headers contain keys, and queries and bodies contain what callers sent.
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?', 1)[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
    redact: ['*.authorization', '*.apiKey', '*.headers', '*.body'],
  }
  const logger = pino(options, pino.destination({ fd: 2, sync: true }))
  for (const name of unknownVariables) logger.warn({ name }, 'no setting has this name; is it misspelt?')
  return logger
}
