/**
 * The whole system with its usage store on a server (the front over chDB) and with an embedded one. The same events
 * give the same statements and roots, which are those of the slow reference, and both ledgers verify.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { openHeadwater } from '../../../src/ledger/open.ts'
import { type FrontProcess, startFrontProcess } from '../../../tools/clickhouse-front/start.ts'
import { collect } from '../../support/collect.ts'
import { outcome, play } from '../../support/playSimulation.ts'
import { runCli } from '../../support/process.ts'
import { Reference } from '../../support/reference.ts'
import { simulate } from '../../support/simulation.ts'
import { temporaryDatabase } from '../support/serverStore.ts'

const size = { assets: 12, payees: 20, calls: 400, epochs: 4, conflicts: true }

describe('books with the usage store on a server', () => {
  let front: FrontProcess
  beforeAll(async () => {
    front = await startFrontProcess()
  })
  afterAll(() => front.stop())

  /** Plays a seed on a folder of its own, and reads its books. */
  async function booksOf(seed: number, environment: Record<string, string>) {
    const data = mkdtempSync(join(tmpdir(), 'headwater-'))
    const config = loadConfig({ HEADWATER_DATA: data }, environment)
    const open = () => openHeadwater(config, { command: 'test', make: true })
    const { headwater, taken } = await play(open, simulate(seed, size), seed)
    try {
      const reports = await collect(headwater.verify())
      expect(reports.flatMap((report) => report.checks.filter((check) => !check.ok))).toEqual([])
      return { data, taken, books: await outcome(headwater) }
    } finally {
      await headwater.shutdown()
    }
  }

  for (const seed of [1, 2]) {
    it(`I3: are those of an embedded one, and of the reference (seed ${seed})`, async () => {
      const database = await temporaryDatabase({ url: front.url })
      const served = await booksOf(seed, { HEADWATER_CLICKHOUSE_URL: database.url })
      const embedded = await booksOf(seed, {})
      expect(served.books).toEqual(embedded.books)
      expect(served.books).toEqual(new Reference().run(served.taken))
      expect(served.books.flatMap(({ trees }) => trees).length).toBeGreaterThan(0)
      const verified = await runCli(['verify', '--data', served.data, '--clickhouse', database.url, '--json'])
      expect(verified.code).toBe(0)
      // A store of another folder would look like one without calls.
      const moved = await runCli(['refused', 'list', '--data', embedded.data, '--clickhouse', database.url])
      expect(moved.stderr).toContain('usage.elsewhere')
      expect((await runCli(['refused', 'list', '--data', served.data])).stderr).toContain('usage.elsewhere')
      const fresh = ['--data', `${served.data}-fresh`, '--clickhouse', database.url]
      expect((await runCli(['init', ...fresh])).code).toBe(0)
      expect((await runCli(['refused', 'list', ...fresh])).stderr).toContain('usage.otherLedger')
      rmSync(`${served.data}-fresh`, { recursive: true, force: true })
      for (const folder of [served.data, embedded.data]) rmSync(folder, { recursive: true, force: true })
      await database.drop()
    })
  }
})
