import { z } from 'zod'
import { fail } from '../../errors.ts'
import type { CommandDefinition } from './definition.ts'

const serverReport = z.object({ url: z.string(), pid: z.number(), data: z.string() })

export const serveCommand: CommandDefinition = {
  usage: 'serve',
  about: 'answer HTTP requests until stopped; other commands can then use --url',
  examples: [
    'headwater serve',
    'headwater serve --host 0.0.0.0 --port 8080 --keys keys.json',
    'headwater serve --brokers 127.0.0.1:9092',
  ],
  options: (command) =>
    command
      .option(
        '--host <address>',
        'address to listen on (default: 127.0.0.1, or HEADWATER_HOST); addresses other than loopback need keys',
      )
      .option('--port <port>', 'port to listen on, 0 for a free one (default: 8787, or HEADWATER_PORT)')
      .option('--threads <number>', 'threads that take events in (default: the cores, or HEADWATER_THREADS)')
      .option('--keys <file>', 'JSON file with the API keys: [{"name","sha256","scopes"}]')
      .option(
        '--brokers <list>',
        'send events to Kafka at HOST:PORT,…, where workers take them in (or HEADWATER_KAFKA_BROKERS)',
      ),
  async run(session) {
    if (session.config.remote.url !== undefined)
      fail('usage.invalid', 'A server needs a folder of its own: leave `--url` out, and unset HEADWATER_URL.')
    const { serve } = await import('../../processes/serve.ts')
    await serve(session.config, async ({ url, data }) => {
      await session.out.object(serverReport, { url, pid: process.pid, data })
      await session.out.text(
        `Headwater answers at ${url}, on ${data}\nTry: headwater epochs --url ${url}   Stop: Ctrl-C`,
      )
    })
    return undefined
  },
}
