/**
 * ClickHouse's HTTP interface over chDB, in the foreground: `npm run clickhouse-front -- [--port N] [--data FOLDER]`.
 * For tests and for trying things on one machine; it is no server to keep data in.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startFront } from './front.ts'

const { values } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } })
const own = values.data === undefined ? mkdtempSync(join(tmpdir(), 'headwater-front-')) : undefined
const front = await startFront({
  path: own ?? values.data!,
  port: Number(values.port ?? 0),
  user: process.env.CLICKHOUSE_FRONT_USER,
  password: process.env.CLICKHOUSE_FRONT_PASSWORD,
})
process.stdout.write(`${front.url}\n`)

let ending = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, async () => {
    if (ending) return
    ending = true
    await front.close()
    if (own !== undefined) rmSync(own, { recursive: true, force: true })
    process.exit(0)
  })
}
