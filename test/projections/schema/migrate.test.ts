import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { openUsage } from '../../../src/projections/index.ts'
import { checksum, migrate } from '../../../src/projections/schema/migrate.ts'
import type { Migration } from '../../../src/projections/schema/tables.ts'
import { migrations, migrationsTable, quarantineTables } from '../../../src/projections/schema/tables.ts'
import { singleServer } from '../../../src/projections/schema/topology.ts'
import { collect } from '../../support/collect.ts'
import { epochLines } from '../../support/epochLines.ts'
import { noContracts } from '../../support/noContracts.ts'
import { temporaryFolder } from '../support/store.ts'

const create = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (n UInt8) ENGINE = MergeTree ORDER BY n`
const first: Migration = { id: 1, name: 'first', statements: [create('a')] }
const second: Migration = { id: 2, name: 'second', statements: [create('b'), create('c')] }

describe('migrations of the usage store', () => {
  let folder: string
  let engine: SqlEngine
  beforeEach(async () => {
    folder = temporaryFolder()
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
  afterEach(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const up = (list: readonly Migration[], on = engine) => migrate(on, migrationsTable, list)
  const tables = () =>
    engine.rows('SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name', (row) =>
      row.text(),
    )
  const applied = () =>
    engine.rows('SELECT id, name FROM migrations ORDER BY id', (row) => [row.uint32(), row.text()])

  it('are applied once, in order, and new ones later', async () => {
    await up([first])
    await up([first, second])
    await up([first, second])
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations'])
    expect(await applied()).toEqual([
      [1, 'first'],
      [2, 'second'],
    ])
  })

  it('are not run again once they were applied', async () => {
    await up([first, second])
    const statements: string[] = []
    const watched: SqlEngine = {
      ...engine,
      rows: (sql, read, parameters) => engine.rows(sql, read, parameters),
      command: async (sql) => {
        statements.push(sql)
      },
    }
    await up([first, second], watched)
    expect(statements).toHaveLength(1)
    expect(statements[0]).toContain('migrations')
  })

  it('refuse a store that a newer program created', async () => {
    await up([first, second])
    await expect(up([first])).rejects.toMatchObject({ code: 'data.newer', data: { migration: 2 } })
  })

  it('refuse a store whose migrations have another text', async () => {
    await up([first])
    const changed = { ...first, statements: [create('other')] }
    await expect(up([changed])).rejects.toMatchObject({
      code: 'data.migrationChanged',
      data: { migration: 1 },
    })
    expect(await tables()).not.toContain('other')
  })

  it('continue after a crash between any two statements', async () => {
    for (let fatal = 0; fatal < 8; fatal++) {
      let left = fatal
      const dying: SqlEngine = {
        ...engine,
        rows: (sql, read, parameters) => engine.rows(sql, read, parameters),
        command: async (sql) => (left-- > 0 ? engine.command(sql) : Promise.reject(new Error('killed'))),
        insert: async (options) =>
          left-- > 0 ? engine.insert(options) : Promise.reject(new Error('killed')),
      }
      await up([first, second], dying).catch((error) => expect(String(error)).toContain('killed'))
    }
    await up([first, second])
    expect(await tables()).toEqual(['a', 'b', 'c', 'migrations'])
    expect(await applied()).toHaveLength(2)
  })

  it('never change once they were released', () => {
    // A store that a release created has these checksums. To change a table, add a migration at the end; never edit
    // one.
    expect(migrations.map((migration) => [migration.id, checksum(migration).slice(0, 16)])).toEqual(released)
  })

  it('create every table that the store needs', async () => {
    await engine.close()
    const usage = await openUsage({ path: join(folder, 'usage') })
    await usage.close()
    engine = await openEmbeddedEngine(join(folder, 'usage'))
    expect(await tables()).toEqual([
      'balances',
      'callSums',
      'calls',
      'corrections',
      'descriptions',
      'earnings',
      'flows',
      'migrations',
      'payouts',
      'postings',
      'refused',
      'refusedLost',
      'refusedResolved',
      'sealedEpochs',
      'spans',
      'states',
      'takes',
    ])
  })
})

describe('books that an older program wrote', () => {
  const key = { epoch: 1, attempt: 'ab'.repeat(16) }
  const older = migrations.filter(({ id }) => id < 8)

  it('hold signed amounts after the migration, and so does their quarantine', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'usage')
    const engine = await openEmbeddedEngine(path)
    await migrate(engine, migrationsTable, older)
    const [create] = quarantineTables.balancesQuarantined!
    const [before, rest] = create!.split(/,\n {2}adjusted .*reserved Int256/s)
    await engine.command(singleServer.render(`${before}${rest}`.replaceAll(' Int256', ' UInt256'))[0]!)
    const line = `toUInt32(1), unhex('${key.attempt}'), 'ann', 'EUR', 7, 0, 2, '0xab', 5`
    await engine.command(`INSERT INTO balances SELECT ${line}`)
    await engine.command(
      `INSERT INTO balancesQuarantined SELECT ${line.replace('toUInt32(1)', 'toUInt32(9)')}, now()`,
    )
    await engine.close()

    const usage = await openUsage({ path })
    const amounts = { earned: 7n, late: 0n, paid: 2n, carried: 5n }
    const stored = { payee: 'ann', currency: 'EUR', account: '0xab', ...amounts, ...noContracts }
    expect(await collect(usage.books.epochBalances(key))).toEqual([stored])
    const owed = { ...stored, earned: -9n, carried: -9n, diverted: -1n } as never
    const next = { epoch: 2, attempt: 'cd'.repeat(16) }
    await usage.books.write(next, epochLines({ balances: [owed] }))
    expect(await collect(usage.books.epochBalances(next))).toEqual([owed])
    expect(await collect(usage.books.eachBalance([key, next]))).toMatchObject([{ balance: -9n }])
    await usage.books.moveAside([next])
    expect((await usage.quarantine.list()).books).toMatchObject([
      { epoch: 2, lines: 1 },
      { epoch: 9, lines: 1 },
    ])
    const query = 'SELECT earned, diverted, carried FROM balancesQuarantined WHERE epoch = 2'
    await usage.close()
    const again = await openEmbeddedEngine(path)
    const rows = await again.rows(query, (row) => [row.int256(), row.int256(), row.int256()])
    expect(rows).toEqual([[-9n, -1n, -9n]])
    await again.close()
    rmSync(folder, { recursive: true, force: true })
  })
})

const released = [
  [1, '94dfcf6bf961be08'],
  [2, 'a215b794df6640b0'],
  [3, 'ff0920172711123b'],
  [4, '5fc460c6ccac9b5d'],
  [5, 'c1476dde5a6ddcff'],
  [6, '7023cf3bfbed24b4'],
  [7, 'd8084b9cb33d133f'],
  [8, 'd181c30933493c2b'],
  [9, 'c15d28254641199f'],
  [10, '55efb9efbd97af06'],
  [11, '61ed2dc82a11ccb8'],
]
