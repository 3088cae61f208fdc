/** One connection to chDB through @clickhouse/client. It runs one query at a time. */
import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import type { Parameters } from './port.ts'
import { sessionSettings } from './settings.ts'

type ClientConnection = NonNullable<NonNullable<ClickHouseClientConfigOptions>['connection']>

export async function connect(path: string): Promise<ClickHouseClient> {
  // Both packages declare the same interface, each with its own copy of a class that has a private field.
  const connection = createChdbConnection({ path }) as unknown as ClientConnection
  const client = createClient({ connection })
  // chDB's settings last as long as the connection, so they are set once.
  await run(client, `SET ${sessionSettings}`)
  return client
}

export async function run(client: ClickHouseClient, sql: string, parameters?: Parameters): Promise<void> {
  await client.command({ query: sql, ...(parameters ? { query_params: { ...parameters } } : {}) })
}

export async function runForBytes(
  client: ClickHouseClient,
  sql: string,
  parameters?: Parameters,
): Promise<Uint8Array> {
  const { stream } = await client.exec({
    query: sql,
    ...(parameters ? { query_params: { ...parameters } } : {}),
  })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
