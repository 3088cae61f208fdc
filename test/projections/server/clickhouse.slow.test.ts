/**
 * The same suites on a real server, by `npm run test:clickhouse` with CLICKHOUSE_URL (and CLICKHOUSE_USER,
 * CLICKHOUSE_PASSWORD, CLICKHOUSE_CLUSTER where it needs them). They create and drop databases `headwater_test_…`.
 */
import { describe, it } from 'vitest'
import { booksContract } from '../contract/books.ts'
import { correctionsContract } from '../contract/corrections.ts'
import { descriptionsContract } from '../contract/descriptions.ts'
import { listsContract } from '../contract/lists.ts'
import { queryContract } from '../contract/query.ts'
import { readerContract } from '../contract/reader.ts'
import { refusedContract } from '../contract/refused.ts'
import { writerContract } from '../contract/writer.ts'
import { serverStore } from '../support/serverStore.ts'

const { CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, CLICKHOUSE_CLUSTER } = process.env

if (CLICKHOUSE_URL === undefined) {
  describe('usage store on a real ClickHouse server', () => {
    it.skip('not run: CLICKHOUSE_URL names no server', () => {})
  })
} else {
  const open = serverStore(() => ({
    url: CLICKHOUSE_URL,
    user: CLICKHOUSE_USER,
    password: CLICKHOUSE_PASSWORD,
    cluster: CLICKHOUSE_CLUSTER,
  }))
  const name = CLICKHOUSE_CLUSTER === undefined ? 'server' : 'cluster'
  writerContract(name, open)
  readerContract(name, open)
  correctionsContract(name, open)
  booksContract(name, open)
  refusedContract(name, open)
  listsContract(name, open)
  descriptionsContract(name, open)
  queryContract(name, open)
}
