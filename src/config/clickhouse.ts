/** The ClickHouse server that has the usage store. */
import { z } from 'zod'
import type { Faults, Settings, ValuesOf } from './setting.ts'

export const clickhouseSettings = {
  url: {
    name: 'HEADWATER_CLICKHOUSE_URL',
    form: z.url({ protocol: /^https?$/ }),
    about:
      'Keep calls, refused events and books in this database of a ClickHouse server: http(s)://host:port/database. None: in the data folder.',
    option: '--clickhouse',
  },
  user: {
    name: 'HEADWATER_CLICKHOUSE_USER',
    form: z.string().min(1).max(256),
    about: 'User of that server.',
  },
  password: {
    name: 'HEADWATER_CLICKHOUSE_PASSWORD',
    form: z.string().min(1).max(1_024),
    about: 'Password of that user. A secret: there is no option for it.',
  },
  cluster: {
    name: 'HEADWATER_CLICKHOUSE_CLUSTER',
    form: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be the name of a cluster'),
    about: 'Cluster that the server is part of: tables are then replicated and sharded over it.',
  },
} as const satisfies Settings

/** An address from the environment may hold user and password; one from the command line stands in the list of processes. */
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
    faults.push(`${name}: is host, port and database (letters, digits, _ and -) alone`)
  }
  url.username = ''
  url.password = ''
  try {
    return Object.freeze({
      url: url.href,
      user: given.user ?? (username === '' ? undefined : decodeURIComponent(username)),
      password: given.password ?? (password === '' ? undefined : decodeURIComponent(password)),
      cluster: given.cluster,
    })
  } catch {
    faults.push(`${name}: user or password are not percent-encoded as they should be`)
    return undefined
  }
}
