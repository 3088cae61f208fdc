import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fakeEpoch, fakeStatements } from '../support/fakeHeadwater.ts'
import { type FakeServer, fakeServer, objects, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const cli = (...argv: string[]) => runHere([...argv, '--url', server.url])

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'headwater-cli-')), name)
  writeFileSync(path, text)
  return path
}

describe('for machines', () => {
  test('one object reports the events of a file', async () => {
    const { code, stdout } = await cli('ingest', file('a.ndjson', '{"a":1}\n{"bad":1}\n'), '--json')
    expect(objects(stdout)).toEqual([
      {
        accepted: 1,
        duplicate: 0,
        conflict: 0,
        suspended: 0,
        rejected: [{ line: 2, code: 'event.malformed', path: '/id', message: 'It is bad.' }],
        rejectedCount: 1,
        refusedByCode: [expect.objectContaining({ code: 'event.malformed', count: 1 })],
      },
    ])
    expect(code).toBe(0)
    expect(server.fake.ingested.at(-1)!.options.origin).toBe('a.ndjson')
  })

  test('one object sums up several files and names the file of each line', async () => {
    const files = [file('a.ndjson', '{"bad":1}\n'), file('b.ndjson', '{}\n{"bad":2}\n')]
    const { stdout } = await cli('ingest', ...files, '--json')
    expect(objects(stdout)).toMatchObject([
      {
        accepted: 1,
        rejectedCount: 2,
        refusedByCode: [{ code: 'event.malformed', count: 2, first: [{ line: 1 }, { line: 2 }] }],
        rejected: [
          { line: 1, file: files[0] },
          { line: 2, file: files[1] },
        ],
      },
    ])
  })

  test('standard input is read as -, and format and mapping are passed on', async () => {
    const mapping = file('mapping.json', '{"columns":{"id":"ID"}}')
    const argv = ['ingest', '-', '--format', 'csv', '--mapping', mapping, '--json', '--url', server.url]
    await runHere(argv, 'ID\n1\n')
    expect(server.fake.ingested.at(-1)).toMatchObject({
      text: 'ID\n1\n',
      options: { origin: '-', format: 'csv', mapping: { columns: { id: 'ID' } } },
    })
  })

  test('epochs are objects, one on each line; one epoch is one object', async () => {
    expect(objects((await cli('epochs', '--json')).stdout)).toEqual([
      fakeEpoch(1),
      fakeEpoch(2),
      fakeEpoch(3),
    ])
    expect(objects((await cli('epochs', '2', '--json')).stdout)).toEqual([fakeEpoch(2)])
  })

  test('closing prints the epoch', async () => {
    const before = server.fake.closed.length
    const { stdout, code } = await cli('close', '--until', '2026-04-01T00:00:00Z', '--json')
    expect(objects(stdout)).toMatchObject([{ counts: { settled: 3 } }])
    expect(code).toBe(0)
    expect(server.fake.closed.slice(before)).toEqual(['2026-04-01T00:00:00Z'])
  })

  test('a tree is one object for each chain, with leaves and proofs', async () => {
    const trees = objects((await cli('tree', '1', '--json')).stdout)
    expect(trees).toMatchObject([
      { chain: 'eip155:1', leaves: [{ cumulative: '1000000' }] },
      { chain: 'eip155:8453', leaves: [{ proof: [`0x${'1'.repeat(64)}`] }, {}] },
    ])
    expect(Object.keys(trees[0] as object)).toEqual(['chain', 'root', 'leaves'])
  })

  test('statements are objects, one on each line, in order', async () => {
    expect(objects((await cli('statements', '--epoch', '1', '--json')).stdout)).toEqual(fakeStatements)
  })

  test('lineage passes its options on', async () => {
    const argv = [
      'lineage',
      'model:acme/chat',
      '--version',
      '2',
      '--direction',
      'down',
      '--depth',
      '3',
      '--as-of',
      '2026-01-01T00:00:00Z',
    ]
    const [report] = objects((await cli(...argv, '--json')).stdout)
    expect(report).toMatchObject({ asset: 'model:acme/chat', direction: 'down', depth: 3, total: 1 })
    expect(report).not.toHaveProperty('next')
  })

  test('a flow passes its view on, of an epoch and of a call', async () => {
    const view = ['--by', 'owner', '--top', '3', '--prefix', 'model:', '--currency', 'USD']
    const [flow] = objects((await cli('flow', '2', ...view, '--json')).stdout)
    expect(flow).toMatchObject({ epoch: 2, currencies: [{ currency: 'USD', gross: '10' }] })
    expect(server.fake.asked.at(-1)).toEqual({
      flow: { epoch: 2, by: 'owner', top: 3, prefix: 'model:', currency: 'USD' },
    })
    await cli('flow', '--call', 'a/b', '--source', 'gateway', '--payee', 'ann', '--json')
    expect(server.fake.asked.at(-1)).toEqual({ callFlow: { id: 'a/b', source: 'gateway', payee: 'ann' } })
    const { stdout } = await cli('flow', '1', '--csv')
    expect(stdout.split('\r\n')[1]).toBe('USD,calls,model:acme/base,10')
    for (const wrong of [
      ['flow'],
      ['flow', '1', '--call', 'x'],
      ['flow', '1', '--by', 'size'],
      ['flow', '1', '--source', 's'],
    ])
      expect((await cli(...wrong)).code).toBe(2)
  })

  test('a failure is an object on standard error, and standard output stays empty', async () => {
    const { code, stdout, stderr } = await cli('tree', '9', '--json')
    expect(stdout).toBe('')
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'epoch.unknown',
        message: 'There is no epoch 9; the last is 4.',
        fix: expect.any(String),
      },
    })
    expect(code).toBe(2)
  })

  test.each([
    ['proof', '0x00'],
    ['statement', 'ann'],
    ['explain', 'a/../b'],
    ['refused', 'replay'],
    ['doctor'],
    ['backup', 'monday'],
    ['verify', '1'],
  ])('%s %s prints one object and exits 0', async (...argv) => {
    const { code, stdout, stderr } = await cli(...argv, '--json')
    expect([code, stderr]).toEqual([0, ''])
    expect(objects(stdout)).toHaveLength(1)
  })

  test('a verification that finds a difference exits 1', async () => {
    const { code, stdout } = await cli('verify', '--json')
    expect(objects(stdout)).toMatchObject([{ ok: true }, { ok: false }, { ok: true }, { ok: true }])
    expect(code).toBe(1)
  })
})

describe('for people', () => {
  test('ingest reports that refused events are kept, except those for which the sender has no scope', async () => {
    const kept = 'Refused events are kept. List them: headwater refused list'
    expect((await cli('ingest', file('a.ndjson', '{"bad":1}\n'))).stdout).toContain(kept)
    const ingest = server.fake.ingest
    server.fake.ingest = async (chunks, options) => {
      const report = await ingest(chunks, options)
      const ofScope = <Coded extends { code: string }>(list: readonly Coded[] = []) =>
        list.map((entry) => ({ ...entry, code: 'auth.scope' }))
      return {
        ...report,
        rejected: ofScope(report.rejected),
        refusedByCode: ofScope(report.refusedByCode),
      }
    }
    const { stdout } = await cli('ingest', file('a.ndjson', '{"bad":1}\n'))
    server.fake.ingest = ingest
    expect(stdout).toContain('auth.scope')
    expect(stdout).not.toContain(kept)
  })

  test('amounts are aligned at their points', async () => {
    const { stdout } = await cli('statements', '--epoch', '1')
    expect(stdout).toBe(
      [
        'payee  currency  earned  late  paid  carried',
        'ann    USDC           1     0     0        1',
        'bob    USDC           2     0     0        2',
        'çelik  USDC           3     0     0        3',
        '𝔷ed    USDC           4     0     0        4',
        '',
      ].join('\n'),
    )
  })

  test('an epoch shows its totals, trees and manifest', async () => {
    const { stdout } = await cli('epochs', '1')
    expect(stdout).toContain(
      'Epoch 1, until 2026-01-01T00:00:00Z: 3 calls settled, 1 of them late, 1 in suspense',
    )
    expect(stdout).toContain(`root 0x${'ab'.repeat(32)}, 2 leaves`)
    expect(stdout).toContain(`manifest ${fakeEpoch(1).manifestHash}`)
  })

  test('a statement shows what is held back and why', async () => {
    expect((await cli('statement', 'ann')).stdout).toContain('held: less than one atom')
  })

  test('a statement has the costs of a version where there are some, so that its line adds up', async () => {
    expect((await cli('statement', 'ann')).stdout).not.toContain('  cost  ')
    const { statement } = server.fake
    server.fake.statement = async (payee, epoch) => {
      const plain = await statement(payee, epoch)
      const currencies = plain.currencies.map((sums) => ({
        ...sums,
        lines: sums.lines.map((line) => ({
          ...line,
          flow: line.flow && { ...line.flow, cost: '0.75', retained: '5.75' },
        })),
      }))
      return { ...plain, currencies }
    }
    try {
      expect((await cli('statement', 'ann')).stdout).toMatch(/ cost +fee .*\n.* 0\.75 /)
      expect((await cli('statement', 'ann', '--csv')).stdout).toMatch(/,cost\r\n.*,0\.75\r\n/)
    } finally {
      server.fake.statement = statement
    }
  })

  test('a refused line is shown with its reason and what to do', async () => {
    const { stdout } = await cli('ingest', file('a.ndjson', '{"bad":1}\n'))
    expect(stdout).toContain('0 accepted, 0 duplicate, 0 conflict, 1 rejected')
    expect(stdout).toContain('refused 1, event.malformed: It is bad. (at /id)')
    expect(stdout).toMatch(/at line 1\n {4}Write it/)
    expect(stdout).toContain('headwater refused list')
  })

  test('refused events are grouped by code, and the first of them are named', async () => {
    const { stdout } = await cli('ingest', file('a.ndjson', '{"bad":1}\n'.repeat(3_000)))
    expect(stdout).toContain('refused 3000, event.malformed: It is bad. (at /id)')
    expect(stdout).toContain('at line 1, line 2, line 3, line 4, line 5 and 2995 more')
    expect(stdout.split('\n').length).toBeLessThan(8)
  })

  test('ingest --strict ends with 1 where something was refused, and ingest without it with 0', async () => {
    const [good, bad] = [file('good.ndjson', '{"a":1}\n'), file('bad.ndjson', '{"a":1}\n{"bad":1}\n')]
    const codes = []
    for (const argv of [['--strict', good], ['--strict', good, bad], [bad]])
      codes.push((await cli('ingest', ...argv)).code)
    expect(codes).toEqual([0, 1, 0])
  })

  test('ingest --dry-run says that nothing was recorded', async () => {
    const { stdout } = await cli('ingest', '--dry-run', file('a.ndjson', '{"a":1}\n'))
    expect(server.fake.ingested.at(-1)!.options.dryRun).toBe(true)
    expect(stdout).toContain('Nothing was recorded: this was a dry run.')
  })

  test('a failure is a code, a sentence and what to do', async () => {
    const { code, stdout, stderr } = await cli('epochs', '9')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'epoch.unknown: There is no epoch 9; the last is 4.\nGive the number of a closed epoch. `headwater epochs` lists them.\n',
    )
  })

  test('no text of an event reaches the terminal as a control character', async () => {
    const { stdout } = await cli('explain', 'x\u001b[2J')
    expect(stdout).toContain('x\\u001b[2J')
    expect(stdout).not.toContain('\u001b')
  })
})
