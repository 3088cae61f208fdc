import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { query } from 'chdb'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTree } from '../../src/merkle/index.ts'
import { type FakeServer, fakeServer, objects, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const cli = (...argv: string[]) => runHere([...argv, '--url', server.url])
const asked = () => server.fake.asked.at(-1)

describe('lists', () => {
  test('a list that is empty because of its options says so, and not that there is nothing', async () => {
    expect(await cli('clauses', '--payee', 'cleo')).toMatchObject({
      code: 0,
      stdout: 'Nothing matches the options.\n',
    })
  })

  test.each([
    ['payees', ['ann', 'bob']],
    ['assets', ['model:acme/chat']],
    ['rates', ['model:acme/chat']],
    ['fees', ['house']],
    ['balances', ['ann']],
    ['clauses', ['advance', 'ann', 'fund', '0.5']],
    ['advances', ['advance', '700', '2027-05-01']],
    ['reserves', ['ann', '2026-12-01']],
    ['owed', ['ann']],
    ['disputes', ['chargeback', '1.5']],
    ['refunds', ['mismatched', 'EUR']],
    ['calls', ['model:acme/chat']],
    ['suspense', ['model:acme/chatt', 'model:acme/chat']],
  ])('%s is a table, objects one on each line, and CSV', async (command, shown) => {
    const table = await cli(command)
    for (const text of shown) expect(table.stdout).toContain(text)
    const lines = objects((await cli(command, '--json')).stdout)
    expect(lines.length).toBe(command === 'payees' ? 2 : 1)
    const csv = await cli(command, '--csv')
    expect([table.code, csv.code, table.stderr + csv.stderr]).toEqual([0, 0, ''])
    const [head, ...rows] = parse(csv.stdout) as string[][]
    expect(rows.length).toBe(lines.length)
    expect(head).toEqual(table.stdout.split('\n')[0]!.split(/ {2,}/))
  })

  test('filters reach the server', async () => {
    await cli('payees', '--prefix', 'eip155:')
    expect(asked()).toMatchObject({ payees: { prefix: 'eip155:' } })
    await cli('assets', '--prefix', 'model:', '--owner', 'ann')
    expect(asked()).toMatchObject({ assets: { prefix: 'model:', owner: 'ann' } })
    await cli('rates', '--asset', 'model:acme/chat', '--history')
    expect(asked()).toMatchObject({ rates: { asset: 'model:acme/chat', history: true } })
    await cli('balances', '--payee', 'ann', '--currency', 'USDC')
    expect(asked()).toMatchObject({ balanceList: { payee: 'ann', currency: 'USDC' } })
    for (const list of ['clauses', 'advances', 'reserves', 'owed']) {
      await cli(list, '--payee', 'ann', '--currency', 'USDC')
      expect(asked()).toMatchObject({ [list]: { payee: 'ann', currency: 'USDC' } })
    }
    await cli('refunds', '--state', 'waiting')
    expect(asked()).toMatchObject({ refunds: { state: 'waiting' } })
    await cli('suspense', '--asset', 'model:acme/chatt')
    expect(asked()).toMatchObject({ suspense: { asset: 'model:acme/chatt' } })
  })

  test('calls are counted; with an asset and a day, or --each, they are listed', async () => {
    await cli('calls', '--asset', 'model:acme/chat', '--state', 'suspense')
    expect(asked()).toMatchObject({ callGroups: { asset: 'model:acme/chat', state: 'suspense' } })
    await cli('calls', '--asset', 'model:acme/chat', '--day', '2026-10-01')
    expect(asked()).toMatchObject({ calls: { asset: 'model:acme/chat', day: '2026-10-01' } })
    await cli('calls', '--each')
    expect(asked()).toMatchObject({ calls: {} })
    await cli('calls', '--asset', 'model:acme/chat', '--version', '1', '--epoch', '2')
    expect(asked()).toMatchObject({ calls: { asset: 'model:acme/chat', version: '1', epoch: 2 } })
    expect((await cli('calls', '--version', '1')).code).toBe(2)
  })

  test('a time is read as people write it, and people see how', async () => {
    const people = await cli('rates', '--at', '2026-10-01')
    expect(people.stderr).toBe('--at 2026-10-01 is 2026-10-01T00:00:00Z\n')
    expect(asked()).toMatchObject({ rates: { at: '2026-10-01T00:00:00Z' } })
    expect((await cli('fees', '--at', '2026-10', '--json')).stderr).toBe('')
    expect(asked()).toMatchObject({ fees: { at: '2026-10-01T00:00:00Z' } })
    const month = () => new Date().toISOString().slice(0, 7)
    const before = month()
    const refused = await cli('close', '--until', 'tomorrow')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--until must be a day')])
    expect([before, month()]).toContain(/\d{4}-\d\d/.exec(refused.stderr)?.[0])
  })
})

describe('CSV', () => {
  test('a text that a spreadsheet takes for a formula has an apostrophe in front, numbers have none', async () => {
    expect((await cli('payees', '--csv')).stdout).toBe(
      [
        'payee,name,chain,account',
        `ann,"'=HYPERLINK(""x"")",eip155:8453,0x${'1'.repeat(40)}`,
        'bob,,,',
        '',
      ].join('\r\n'),
    )
    expect((await cli('calls', '--each', '--csv')).stdout).toContain("\r\n'=1+1,urn:gateway,2026-10-01T12")
  })
})

describe('Parquet', () => {
  test('has amounts as text, times as timestamps, and every row', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headwater-parquet-'))
    const path = join(folder, "calls ' of ü.parquet")
    const { code, stdout } = await cli('calls', '--each', '--parquet', path)
    expect([code, stdout]).toEqual([0, `${path}: 1 row\n`])
    expect(readdirSync(folder)).toEqual(["calls ' of ü.parquet"])
    const from = `file('${path.replaceAll("'", "\\'")}', Parquet)`
    expect(query(`SELECT * FROM ${from}`, 'JSONEachRow').trim()).toBe(
      '{"id":"=1+1","source":"urn:gateway","time":"2026-10-01 12:00:00.000000","asset":"model:acme\\/chat","version":null,"currency":"USDC","amount":"0.5","priced":false,"state":"settled"}',
    )
    expect(query(`SELECT toTypeName(amount), toTypeName(time) FROM ${from}`, 'TSV').trim()).toBe(
      "Nullable(String)\tNullable(DateTime64(6, \\'UTC\\'))",
    )
  })

  test('is not written where it cannot be, and no part of it stays', async () => {
    const missing = await cli('fees', '--parquet', '/no/such/folder/fees.parquet')
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('output.unwritable')])
    const folder = mkdtempSync(join(tmpdir(), 'headwater-parquet-'))
    const failed = await cli('rates', '--at', 'x', '--parquet', join(folder, 'rates.parquet'))
    expect([failed.code, readdirSync(folder)]).toEqual([2, []])
  })

  test('is one form of several', async () => {
    expect((await cli('fees', '--csv', '--json')).stderr).toMatch(/--csv.*cannot be used with.*--json/)
  })
})

describe('a query', () => {
  const sql = 'SELECT 1'

  test('is a table, objects by the names of its columns, and CSV with exact numbers', async () => {
    expect((await cli('query', sql)).stdout.split('\n')[0]).toMatch(
      /^asset +calls +change +mean +first +all$/,
    )
    expect(asked()).toEqual({ query: { sql } })
    expect(objects((await cli('query', sql, '--json')).stdout)).toEqual([
      {
        asset: '@chat',
        calls: '18446744073709551615',
        change: '-3',
        mean: 0.5,
        first: '2026-10-01 12:00:00.000000',
        all: [1, 2],
      },
    ])
    expect((await cli('query', sql, '--csv')).stdout.split('\r\n')[1]).toBe(
      `'@chat,18446744073709551615,-3,0.5,2026-10-01 12:00:00.000000,"[1,2]"`,
    )
  })

  test('keeps the types of its columns in Parquet', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'headwater-parquet-')), 'q.parquet')
    await cli('query', sql, '--parquet', path)
    expect(
      query(`DESCRIBE TABLE file('${path}', Parquet)`, 'JSONCompactEachRow').match(/Nullable\([A-Z]\w+/g),
    ).toEqual([
      'Nullable(String',
      'Nullable(UInt64',
      'Nullable(Int64',
      'Nullable(Float64',
      'Nullable(DateTime64',
      'Nullable(String',
    ])
    expect(query(`SELECT calls, toString(first) FROM file('${path}', Parquet)`, 'TSV').trim()).toBe(
      '18446744073709551615\t2026-10-01 12:00:00.000000',
    )
  })

  test('that is refused keeps its code and its fix', async () => {
    const { code, stderr } = await cli('query', 'busy')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^query\.busy: .*\nWait until/)])
  })
})

describe('a tree', () => {
  const leaves = Array.from({ length: 2_500 }, (_, index) => ({
    account: `0x${(index + 1).toString(16).padStart(40, '0')}`,
    token: `0x${'a'.repeat(40)}`,
    cumulative: 10n ** 30n + BigInt(index),
  }))
  const tree = buildTree(leaves)
  const report = (chain: string) => ({
    chain,
    root: tree.root,
    leafCount: leaves.length,
    leaves: leaves.map((leaf, index) => ({
      ...leaf,
      cumulative: String(leaf.cumulative),
      proof: tree.proof(index),
    })),
  })

  test('of one chain is the file that its library loads, with the same root and proofs', async () => {
    server.fake.tree = async function* () {
      yield report('eip155:1')
      yield report('eip155:8453')
    }
    const several = await cli('tree', '1', '--format', 'openzeppelin')
    expect([several.code, several.stdout]).toEqual([2, ''])
    expect(several.stderr).toContain('eip155:1, eip155:8453')
    const { stdout } = await cli('tree', '1', '--format', 'openzeppelin', '--chain', 'eip155:8453')
    const loaded = StandardMerkleTree.load(JSON.parse(stdout))
    loaded.validate()
    expect(loaded.root).toBe(tree.root)
    for (const [index, value] of loaded.entries()) {
      expect(value).toEqual([leaves[index]!.account, leaves[index]!.token, String(leaves[index]!.cumulative)])
      if (index % 100 === 0) expect(loaded.getProof(index)).toEqual(tree.proof(index))
    }
    const none = await cli('tree', '1', '--format', 'openzeppelin', '--chain', 'eip155:10')
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no tree of "eip155:10"')])
  })

  test('is a table of leaves in CSV, of one chain or of all', async () => {
    const rows = parse((await cli('tree', '1', '--csv', '--chain', 'eip155:1')).stdout) as string[][]
    expect(rows.length).toBe(leaves.length + 1)
    expect(rows[1]!.slice(0, 5)).toEqual([
      'eip155:1',
      tree.root,
      leaves[0]!.account,
      leaves[0]!.token,
      String(leaves[0]!.cumulative),
    ])
  })

  test('whose leaves do not give its root is refused', async () => {
    server.fake.tree = async function* () {
      yield { ...report('eip155:1'), root: `0x${'0'.repeat(64)}` }
    }
    const { code, stderr } = await cli('tree', '1', '--format', 'openzeppelin')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^server\.unexpected/)])
  })
})

describe('what was printed as a table before', () => {
  test.each([
    [['statements', '--epoch', '1'], 'payee,currency,earned,late,paid,carried', 4],
    [
      ['epochs'],
      'epoch,until,settledCalls,lateCalls,suspenseCalls,pendingCalls,manifestHash,currency,gross',
      3,
    ],
    [['lineage', 'model:acme/chat'], 'depth,asset,version,releasedAt,relation,policy,share,nearerAsset', 1],
    [['statement', 'ann'], 'payee,epoch,currency,role,asset,version,earned,direct,fee,relativeIn', 1],
    [['explain', 'c1'], 'id,payee,currency,amount,role,asset,version', 1],
    [['refused', 'list'], 'id,origin,format,line,element,source,eventId,code,path,message,refusedAt,raw', 0],
    [['audit'], 'at,action,by,name,details', 1],
  ])('%j is CSV and Parquet too', async (command, head, count) => {
    const { stdout, stderr, code } = await cli(...command, '--csv')
    expect([code, stderr, stdout.startsWith(head)]).toEqual([0, '', true])
    expect((parse(stdout) as unknown[]).length).toBe(count + 1)
    const path = join(mkdtempSync(join(tmpdir(), 'headwater-parquet-')), 'x.parquet')
    const written = await cli(...command, '--parquet', path)
    expect(written.stdout).toMatch(new RegExp(`: ${count} rows?\n$`))
    expect(query(`SELECT count() FROM file('${path}', Parquet)`, 'TSV').trim()).toBe(String(count))
  })
})
