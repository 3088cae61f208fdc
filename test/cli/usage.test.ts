import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { runHere } from './support.ts'

const workerOf = (identities: string) => [
  ...['worker', '--brokers', '127.0.0.1:1', '--topics', 'calls', '--identities', identities],
]
const missing = join(mkdtempSync(join(tmpdir(), 'headwater-cli-')), 'none')

describe('help', async () => {
  const program = await createProgram(
    { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    () => {},
  )
  const groups = program.commands.filter(({ commands }) => commands.length > 0)
  const names = [
    ...program.commands.map((command) => [command.name()]),
    ...groups.flatMap((group) => group.commands.map((command) => [group.name(), command.name()])),
  ]

  test('lists every command', () => {
    const asked =
      'init ingest close simulate release epochs tree proof statement statements bank-file explain flow lineage import export payees assets rates fees balances clauses claims advances reserves owed disputes refunds payments calls suspense query publish verify rebuild backup restore serve worker lag watch demo doctor completion audit refused mapping chain quarantine notices keys links account-changes payee-export audit-bundle'
    expect(program.commands.map((command) => command.name()).sort()).toEqual(asked.split(' ').sort())
  })

  test.each(names)('%s %s says what it does, with an example that begins with headwater', async (...name) => {
    const { code, stdout, stderr } = await runHere([...name.filter(Boolean), '--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/Example:\n {2}(?:headwater|zcat)/)
    if (name[1] !== undefined || !groups.some((group) => group.name() === name[0])) {
      for (const option of ['--data', '--url', '--json']) expect(stdout).toContain(option)
    }
  })

  test.each(['epochs', 'keys'])('is not loaded for a run of %s', async (asked) => {
    const streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr }
    const { commands } = await createProgram(streams, () => {}, asked)
    expect(commands.map((command) => command.name())).toEqual([asked])
  })

  test('without arguments there is what the folder has, and what to do next', async () => {
    vi.stubEnv('HEADWATER_DATA', missing)
    const { code, stdout } = await runHere([])
    expect(code).toBe(0)
    expect(stdout).toContain(`There is no ledger at ${missing} yet.`)
    expect(stdout).toContain('headwater demo --open')
    expect(stdout).toContain('headwater --help lists every command.')
    vi.unstubAllEnvs()
  })

  test('the version is that of the package', async () => {
    expect((await runHere(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/)
  })
})

describe('bad usage', () => {
  test.each([
    ['an unknown command', ['clsoe'], 'usage.invalid', /Did you mean close/],
    ['an unknown option', ['epochs', '--colour'], 'usage.invalid', /--colour/],
    ['a missing operand', ['tree'], 'usage.invalid', /epoch/],
    ['an operand too many', ['tree', '1', '2'], 'usage.invalid', /Too many arguments/i],
    ['an epoch that is no number', ['tree', 'last'], 'usage.invalid', /whole number/],
    ['statements of no epoch', ['statements'], 'usage.invalid', /--epoch/],
    [
      'a direction that is none',
      ['lineage', 'model:a', '--direction', 'left'],
      'usage.invalid',
      /up .* down/,
    ],
    ['a format that is none', ['ingest', '-', '--format', 'xml'], 'usage.invalid', /litellm/],
    ['claims on a chain that is none', ['claims', '--chain', 'foo'], 'usage.invalid', /eip155:8453/],
    ['refused what?', ['refused'], 'usage.invalid', /missing/],
    ['a file that is not there', ['ingest', '/no/such/file'], 'input.unreadable', /no such file/i],
    ['a folder for a file', ['ingest', tmpdir()], 'input.unreadable', /is a folder/],
    ['a URL that is none', ['epochs', '--url', 'nowhere'], 'config.invalid', /--url/],
    ['a port that is none', ['serve', '--port', '70000'], 'config.invalid', /--port/],
    ['a server for others without keys', ['serve', '--host', '0.0.0.0'], 'config.keysRequired', /0\.0\.0\.0/],
    ['a server through a server', ['serve', '--url', 'http://127.0.0.1:1'], 'usage.invalid', /--url/],
    [
      'a worker that is alone with identities of its own',
      [...workerOf('own'), '--data', missing],
      'usage.invalid',
      /--eventstore and --clickhouse/,
    ],
    ['identities of another kind', workerOf('some'), 'config.invalid', /--identities.*all.*own/],
    ['reading a folder that is not there', ['epochs', '--data', missing], 'data.missing', /none/],
    [
      'a server that is not there',
      ['epochs', '--url', 'http://127.0.0.1:1'],
      'server.unreachable',
      /127\.0\.0\.1:1/,
    ],
  ] as const)('%s: exit code 2, code, sentence and fix', async (_, argv, code, says) => {
    const plain = await runHere(argv)
    expect([plain.code, plain.stdout]).toEqual([2, ''])
    expect(plain.stderr).toMatch(says)
    expect(plain.stderr.startsWith(`${code}: `)).toBe(true)
    const machine = await runHere([...argv, '--json'])
    expect(JSON.parse(machine.stderr)).toMatchObject({ error: { code, fix: expect.any(String) } })
  })

  test('an API key has no option, since it would be visible in the list of processes', async () => {
    expect((await runHere(['epochs', '--api-key', 'x'])).stderr).toMatch(/unknown option/i)
  })
})
