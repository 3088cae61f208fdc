/** A rebuild while several processes work on one ledger: the others continue, and epochs that they close stay. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater, rebuildProjections } from '../../src/ledger/open.ts'
import { type FrontProcess, startFrontProcess } from '../../tools/clickhouse-front/start.ts'
import { type KurrentDouble, startKurrentDouble } from '../../tools/kurrentdb-double/server.ts'
import { type ServerAccess, temporaryDatabase } from '../projections/support/serverStore.ts'
import { collect } from '../support/collect.ts'
import { callEvent, linesOf, wholeInput } from '../support/events.ts'
import { textStream } from '../support/temporaryHeadwater.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-rebuild-shared-'))
let front: FrontProcess
let double: KurrentDouble
let database: ServerAccess & { drop(): Promise<void> }
beforeAll(async () => {
  front = await startFrontProcess()
  double = await startKurrentDouble()
  database = await temporaryDatabase({ url: front.url })
})
afterAll(async () => {
  await database.drop()
  await front.stop()
  await double.stop()
  rmSync(root, { recursive: true, force: true })
})

const configOf = (folder: string) =>
  loadConfig(
    { HEADWATER_DATA: join(root, folder) },
    { HEADWATER_EVENTSTORE_URL: double.url, HEADWATER_CLICKHOUSE_URL: database.url },
  )

async function ask(query: string): Promise<string> {
  const name = new URL(database.url).pathname.slice(1)
  const response = await fetch(`${front.url}/?database=${name}`, { method: 'POST', body: query })
  expect(response.status, query).toBe(200)
  return (await response.text()).trim()
}

it('repairs the books for all, and keeps those of an epoch that another process closes while it runs', async () => {
  const other = await openHeadwater(configOf('other'), { command: 'test', make: true })
  await other.ingest(textStream(wholeInput), { origin: 'test' })
  await other.close({ until: '2026-02-01T00:00:00Z' })
  const statements = await collect(other.statements(1))
  await other.ingest(
    textStream(
      linesOf([
        callEvent('feb', { asset: 'model:acme/base', amount: '1', currency: 'EUR' }, '2026-02-10T00:00:00Z'),
      ]),
    ),
    { origin: 'test' },
  )
  const agrees = async () => (await collect(other.verify())).map(({ ok }) => ok)

  // The data that a close needs is right; the data of statements is missing.
  await ask('TRUNCATE TABLE earnings')
  await ask('ALTER TABLE balances UPDATE earned = 0 WHERE 1 SETTINGS mutations_sync = 2')
  expect(await agrees()).toEqual([false])
  let closed: Promise<unknown> | undefined
  const report = await rebuildProjections(configOf('one'), {
    dryRun: false,
    onProgress: ({ stage }) => {
      if (stage === 'rest of the log') closed = other.close({ until: '2026-03-01T00:00:00Z' })
    },
  })
  await closed
  expect(report).toMatchObject({ ok: true, books: { epochs: 1, replaced: [1] } })
  expect(await agrees()).toEqual([true, true])
  expect(await collect(other.statements(1))).toEqual(statements)
  expect(await collect(other.statements(2))).not.toEqual([])

  // Another process may be reading the replaced lines; the next rebuild removes them.
  expect(await ask('SELECT uniqExact(attempt) FROM balances WHERE epoch = 1')).toBe('2')
  const next = await rebuildProjections(configOf('one'), { dryRun: false, onProgress: () => {} })
  expect(next.books).toMatchObject({ epochs: 2, replaced: [], removedAttempts: 1 })
  expect(await ask('SELECT uniqExact(attempt) FROM balances WHERE epoch = 1')).toBe('1')
  expect(await agrees()).toEqual([true, true])
  await other.shutdown()
})
