/** A usage store for tests on a ClickHouse server, in a database of its own that is dropped afterwards. */
import { randomUUID } from 'node:crypto'
import { createClient } from '@clickhouse/client'
import { openUsage } from '../../../src/projections/index.ts'
import type { OpenStore } from './store.ts'

export interface ServerAccess {
  readonly url: string
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly cluster?: string | undefined
}

/** @param access called when the store is opened, since a server may have to be started first */
export function serverStore(access: () => ServerAccess): OpenStore {
  return async () => {
    const server = await temporaryDatabase(access())
    const usage = await openUsage({ server })
    return {
      usage,
      async dispose() {
        await usage.close()
        await server.drop()
      },
    }
  }
}

export async function temporaryDatabase(
  access: ServerAccess,
): Promise<ServerAccess & { drop(): Promise<void> }> {
  const { url, user, password, cluster } = access
  const database = `headwater_test_${randomUUID().replaceAll('-', '')}`
  const place = cluster === undefined ? '' : `ON CLUSTER \`${cluster}\``
  const run = async (query: string) => {
    const client = createClient({
      url,
      ...(user === undefined ? {} : { username: user }),
      ...(password === undefined ? {} : { password }),
    })
    await client.command({ query })
    await client.close()
  }
  await run(`CREATE DATABASE ${database} ${place}`)
  const address = new URL(url)
  address.pathname = database
  return { ...access, url: address.href, drop: () => run(`DROP DATABASE ${database} ${place} SYNC`) }
}
