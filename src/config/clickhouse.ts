/** The ClickHouse server that stores calls, refused events and books. */
import { z } from 'zod'
import type { Faults, Settings, ValuesOf } from './setting.ts'

export const clickhouseSettings = {
  url: {
    name: 'HEADWATER_CLICKHOUSE_URL',
    schema: z.url({ protocol: /^https?$/ }),
    description:
      'Keep calls, refused events and books in this database of a ClickHouse server instead of the data folder. The address may contain user and password here, but not in the option.',
    option: '--clickhouse',
  },
  user: {
    name: 'HEADWATER_CLICKHOUSE_USER',
    schema: z.string().min(1).max(256),
    description: 'User of that server.',
  },
  password: {
    name: 'HEADWATER_CLICKHOUSE_PASSWORD',
    schema: z.string().min(1).max(1_024),
    description: 'Password of that user.',
    secret: true,
  },
  cluster: {
    name: 'HEADWATER_CLICKHOUSE_CLUSTER',
    schema: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be the name of a cluster'),
    description: 'The cluster of that server. Tables are then replicated and sharded over the cluster.',
  },
} as const satisfies Settings

/** An address from the environment may contain user and password. One from an option may not: other users see options. */
export function readClickHouse(
  given: ValuesOf<typeof clickhouseSettings>,
  isOption: boolean,
  faults: Faults,
) {
  if (given.url === undefined) return undefined
  const name = isOption ? '--clickhouse' : 'HEADWATER_CLICKHOUSE_URL'
  const url = new URL(given.url)
  const { username, password } = url
  if (isOption && (username !== '' || password !== '')) {
    faults.push(
      `${name}: leave user and password out; they are HEADWATER_CLICKHOUSE_USER and HEADWATER_CLICKHOUSE_PASSWORD`,
    )
  }
  if (url.search !== '' || url.hash !== '' || !/^\/[A-Za-z0-9_-]*$/.test(url.pathname)) {
    faults.push(`${name}: must have only host, port and database (letters, digits, _ and -)`)
  }
  url.username = ''
  url.password = ''
  try {
    return {
      url: url.href,
      user: given.user ?? (username === '' ? undefined : decodeURIComponent(username)),
      password: given.password ?? (password === '' ? undefined : decodeURIComponent(password)),
      cluster: given.cluster,
    }
  } catch {
    faults.push(`${name}: percent-encode user and password`)
    return undefined
  }
}
