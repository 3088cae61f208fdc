/** The whole usage store over HTTP, on a front that offers ClickHouse's interface over chDB. */
import { afterAll, beforeAll } from 'vitest'
import { type FrontProcess, startFrontProcess } from '../../../tools/clickhouse-front/start.ts'
import { booksContract } from '../contract/books.ts'
import { correctionsContract } from '../contract/corrections.ts'
import { descriptionsContract } from '../contract/descriptions.ts'
import { listsContract } from '../contract/lists.ts'
import { queryContract } from '../contract/query.ts'
import { readerContract } from '../contract/reader.ts'
import { refusedContract } from '../contract/refused.ts'
import { writerContract } from '../contract/writer.ts'
import { serverStore } from '../support/serverStore.ts'

let front: FrontProcess
beforeAll(async () => {
  front = await startFrontProcess({ CLICKHOUSE_FRONT_USER: 'books', CLICKHOUSE_FRONT_PASSWORD: "p:ss'@/" })
})
afterAll(() => front.stop())

const open = serverStore(() => ({ url: front.url, user: 'books', password: "p:ss'@/" }))
const name = 'server, a front over chDB'

writerContract(name, open)
readerContract(name, open)
correctionsContract(name, open)
booksContract(name, open)
refusedContract(name, open)
listsContract(name, open)
descriptionsContract(name, open)
queryContract(name, open)
