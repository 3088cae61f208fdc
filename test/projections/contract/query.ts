/** What every `UsageQuery` answers, and what it refuses. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UsageEngine } from '../../../src/projections/index.ts'
import { call } from '../support/calls.ts'
import { type OpenStore, temporaryFolder, unique, uniqueKey } from '../support/store.ts'
import { createWorld } from '../support/world.ts'

const secret = 'a line of a file of the server'
const file = join(temporaryFolder(), 'secret.csv')
writeFileSync(file, `${secret}\n`)

/** Each tries to read what is not the ledger's, or to change something. */
const attacks = [
  `SELECT * FROM file('${file}', LineAsString)`,
  `SELECT file('${file}')`,
  `SELECT FILE('${file}')`,
  `SELECT \`file\`('${file}')`,
  `SELECT 1 IN file('${file}', LineAsString)`,
  `WITH (SELECT file('${file}')) AS stolen SELECT stolen`,
  `SELECT count() FROM calls WHERE id IN (SELECT line FROM file('${file}', LineAsString))`,
  `SELECT * FROM url('http://127.0.0.1:9/', CSV, 'a String')`,
  `SELECT * FROM s3('http://127.0.0.1:9/bucket/a.csv', CSV, 'a String')`,
  `SELECT * FROM remote('127.0.0.1:9', system.one)`,
  `SELECT * FROM remoteSecure('127.0.0.1:9', system.one)`,
  `SELECT * FROM cluster('default', system.one)`,
  `SELECT * FROM executable('id', TSV, 'a String')`,
  `SELECT * FROM mysql('127.0.0.1:9', 'd', 't', 'u', 'p')`,
  `SELECT * FROM postgresql('127.0.0.1:9', 'd', 't', 'u', 'p')`,
  `SELECT * FROM sqlite('${file}', 't')`,
  `SELECT * FROM hdfs('hdfs://127.0.0.1:9/a', CSV, 'a String')`,
  `SELECT * FROM jdbc('a', 'b', 'c')`,
  `SELECT * FROM input('a String')`,
  `SELECT * FROM merge('system', '.*')`,
  `SELECT * FROM view(SELECT * FROM system.settings)`,
  `SELECT * FROM dictionary('d')`,
  'SELECT * FROM numbers(10)',
  'SELECT * FROM system.users',
  'SELECT * FROM system.settings',
  'SELECT * FROM system.query_log',
  'SELECT * FROM `system`.`processes`',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM calls, system.one',
  'SELECT 1 IN system.one',
  'SELECT 1 GLOBAL NOT IN system.one',
  'SELECT * FROM migrations',
  'SELECT * FROM (EXPLAIN SELECT 1)',
  `SELECT dictGet('d', 'a', 1)`,
  `SELECT joinGet('t', 'a', 1)`,
  `SELECT getSetting('max_threads')`,
  `SELECT getServerSetting('max_connections')`,
  `SELECT getMacro('shard')`,
  `SELECT hasColumnInTable('system', 'one', 'dummy')`,
  `SELECT addressToLine(1)`,
  'SELECT currentUser()',
  'SELECT hostName()',
  'SELECT sleep(3)',
  `SELECT AIGenerate('hello')`,
  `SELECT catboostEvaluate('${file}', 1)`,
  'SELECT 1 SETTINGS readonly = 0',
  'SELECT * FROM (SELECT 1 SETTINGS max_memory_usage = 0)',
  `SELECT 1 INTO OUTFILE '${file}' TRUNCATE`,
  `SELECT 1) INTO OUTFILE '${file}' TRUNCATE FORMAT TSV --`,
  `SELECT 1) INTO OUTFILE '${file}' TRUNCATE FORMAT TSV /*`,
  'SELECT 1 FORMAT TSV',
  'SELECT 1; DROP TABLE calls',
  'SELECT 1); DROP TABLE calls; SELECT (1',
  `SELECT ';'`,
  'INSERT INTO calls SELECT * FROM calls',
  'ALTER TABLE calls DELETE WHERE 1',
  'DROP TABLE calls',
  'TRUNCATE TABLE calls',
  'CREATE TABLE stolen (a Int8) ENGINE = Memory',
  'CREATE TEMPORARY TABLE stolen (a Int8)',
  'SYSTEM SHUTDOWN',
  'SYSTEM STOP MERGES',
  'SET readonly = 0',
  'KILL QUERY WHERE 1',
  'SHOW TABLES',
  'DESCRIBE TABLE calls',
  'EXPLAIN SELECT 1',
  'BACKUP TABLE calls TO Disk(1)',
  '',
]

export function queryContract(name: string, open: OpenStore): void {
  describe(`queries of users: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let usage: UsageEngine
    beforeAll(async () => {
      store = await open()
      usage = store.usage
      const key = { partition: unique('partition'), revision: 0, attempt: uniqueKey() }
      const calls = ['a', 'b', 'c'].map((id) => call({ id, amount: 2n ** 159n, caller: 'ann' }))
      await createWorld(usage.writer).insert(key, calls)
    })
    afterAll(() => store.dispose())

    const rows = async (sql: string) => (await usage.query.query(sql)).rows

    it('answer with names, types and exact values', async () => {
      const sql = `
        SELECT asset, count() AS calls, sum(amount) AS units, toInt64(-9007199254740993) AS small, [1, 2] AS list,
          NULL AS nothing, min(time) AS first -- a comment
        FROM calls GROUP BY asset ORDER BY asset;`
      const answer = await usage.query.query(sql)
      expect(answer.columns.map(({ name }) => name).join(' ')).toBe(
        'asset calls units small list nothing first',
      )
      expect(answer.columns[2]!.type).toBe('UInt256')
      expect(answer.rows).toEqual([
        [
          'model:acme/one',
          '3',
          String(3n * 2n ** 159n),
          '-9007199254740993',
          [1, 2],
          null,
          '2023-11-14 22:13:20.000000',
        ],
      ])
    })

    it('may join, filter, use WITH, windows and subqueries of the ledger', async () => {
      expect(await rows('WITH some AS (SELECT id FROM calls) SELECT count() FROM some')).toEqual([['3']])
      expect(await rows('SELECT count() FROM calls AS a JOIN calls AS b ON a.id = b.id')).toEqual([['3']])
      expect(await rows(`SELECT id FROM calls WHERE id IN ('a', 'c') ORDER BY id DESC`)).toEqual([
        ['c'],
        ['a'],
      ])
      expect(
        await rows('SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY id) AS n FROM calls)'),
      ).toEqual([['3']])
      expect(await rows('(SELECT 1) UNION ALL (SELECT 2)')).toHaveLength(2)
      expect(await rows('SELECT 1 AS "the `name`"')).toEqual([[1]])
      for (const table of 'refused refusedResolved balances payouts earnings flows'.split(' '))
        expect(await rows(`SELECT count() FROM ${table}`)).toEqual([['0']])
    })

    it.each(attacks)('refuse %j', async (sql) => {
      const failed = expect.objectContaining({
        code: expect.stringMatching(/^query\.(?:refused|malformed)$/),
        message: expect.not.stringContaining(secret),
      })
      await expect(usage.query.query(sql)).rejects.toEqual(failed)
    })

    it('have changed nothing, whatever was tried', async () => {
      expect(await rows('SELECT count() FROM calls')).toEqual([['3']])
      const { rows: lines } = await usage.query.query('SELECT caller FROM calls LIMIT 1')
      expect(lines).toEqual([['ann']])
      await usage.refused.add([])
    })

    it('are bounded in rows, bytes and memory', async () => {
      const tooLarge = expect.objectContaining({ code: 'query.tooLarge' })
      const many = 'arrayJoin(range(100001))'
      await expect(usage.query.query(`SELECT ${many}`)).rejects.toEqual(tooLarge)
      await expect(
        usage.query.query(`SELECT repeat('x', 900000) FROM (SELECT arrayJoin(range(100)))`),
      ).rejects.toEqual(tooLarge)
      await expect(
        usage.query.query(
          'SELECT length(groupArray(number)) FROM (SELECT arrayJoin(range(100000000)) AS number)',
        ),
      ).rejects.toEqual(tooLarge)
      await expect(usage.query.query(`SELECT '${'x'.repeat(32_768)}'`)).rejects.toMatchObject({
        code: 'query.refused',
      })
    })

    it('wait for no other: a third at the same time is refused', async () => {
      const both = [usage.query.query('SELECT 1'), usage.query.query('SELECT 1')]
      await expect(usage.query.query('SELECT 1')).rejects.toMatchObject({ code: 'query.busy', retry: true })
      await Promise.all(both)
    })
  })
}
