/**
 * ClickHouse's HTTP interface over chDB, in the foreground: `npm run clickhouse-front -- [--port N] [--data FOLDER]`.
 * It is for tests and trials on one machine, not a server to keep data in.
 */
import { runInForeground } from '../../test/support/foreground.ts'
import { startFront } from './front.ts'

await runInForeground({
  name: 'clickhouse-front',
  keepsData: true,
  async start({ port, folder }) {
    const front = await startFront({
      path: folder,
      port,
      user: process.env.CLICKHOUSE_FRONT_USER,
      password: process.env.CLICKHOUSE_FRONT_PASSWORD,
    })
    return {
      address: front.url,
      use: `--clickhouse ${front.url}, or HEADWATER_CLICKHOUSE_URL`,
      stop: front.close,
    }
  },
})
