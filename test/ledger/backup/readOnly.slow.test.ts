/** Commands that read, on a folder in which they may not write: a read-only mount, and another user's folder. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objects } from '../../cli/support.ts'
import { bobsAccount, wholeInput } from '../../support/events.ts'
import { firstLine, runCli, startCli } from '../../support/process.ts'

const entry = new URL('../../../src/main.ts', import.meta.url).href
const start = `import(${JSON.stringify(entry)}).then((cli) => cli.main(process.argv.slice(1)))`
const isRoot = process.getuid?.() === 0

interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

let root: string
let data: string
let views: string
let input: string
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'headwater-read-only-'))
  data = join(root, 'books')
  views = join(root, 'views')
  input = join(root, 'input.ndjson')
  mkdirSync(views)
  // Another user finds the way there, through the folder of all tests too.
  for (const folder of [root, views]) chmodSync(folder, 0o777)
  for (
    let above = tmpdir();
    statSync(above).uid === process.getuid?.() && above.includes('headwater-tests-');
    above = dirname(above)
  )
    chmodSync(above, 0o755)
  writeFileSync(input, wholeInput)
  await runCli(['ingest', input, '--data', data])
  await runCli(['close', '--until', '2026-01-20T00:00:00Z', '--data', data])
  // A server that is killed leaves its note, and what it recorded in the write-ahead log.
  const server = startCli(['serve', '--port', '0', '--json', '--data', data])
  const { url } = JSON.parse(await firstLine(server)) as { url: string }
  const ended = new Promise((resolve) => server.on('close', resolve))
  await runCli(['close', '--until', '2026-02-01T00:00:00Z', '--url', url])
  server.kill('SIGKILL')
  await ended
  expect(statSync(join(data, 'events.sqlite-wal')).size).toBeGreaterThan(0)
})
afterAll(() => {
  execFileSync('chmod', ['-R', 'u+w', root])
  rmSync(root, { recursive: true })
})

/** Runs the command after the words of another one, which take rights away from it. */
function run(words: readonly string[], argv: readonly string[]): Outcome {
  const [program, ...rest] = [...words, process.execPath, '-e', start, '--', ...argv]
  const { status, stdout, stderr } = spawnSync(program!, rest, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TMPDIR: views },
  })
  return { code: status, stdout, stderr }
}

const few = [['verify'], ['statement', 'bob']]
const reading = [
  ...few,
  ['epochs'],
  ['tree', '1'],
  ['proof', bobsAccount],
  ['statements', '--epoch', '1'],
  ['explain', 'c1'],
  ['lineage', 'model:acme/chat'],
  ['refused', 'list'],
]
const compared: ReadonlySet<string> = new Set(['verify', 'statement', 'epochs', 'tree'])
const onCopy = new Map<string, string>()

/** What the command answers on a copy: opening the folder itself would bring the two files of its log together. */
function answerOnCopy(argv: readonly string[]): string {
  const [key, copy] = [argv.join(' '), join(root, 'copy')]
  if (!existsSync(copy)) cpSync(data, copy, { recursive: true, verbatimSymlinks: true })
  if (!onCopy.has(key)) onCopy.set(key, run([], [...argv, '--data', copy, '--json']).stdout)
  return onCopy.get(key)!
}

/** The answers as on the folder itself, and nothing left of the view. */
function expectToRead(words: readonly string[], folder: string, commands: readonly string[][]): void {
  for (const argv of commands) {
    const { code, stdout, stderr } = run(words, [...argv, '--data', folder, '--json'])
    expect(stderr).not.toContain('"error"')
    expect([argv[0], code]).toEqual([argv[0], 0])
    if (compared.has(argv[0]!)) expect(stdout).toBe(answerOnCopy(argv))
    else expect(objects(stdout).length).toBeGreaterThan(0)
    if (argv[0] === 'epochs') expect(objects(stdout)).toHaveLength(2)
  }
  const doctor = run(words, ['doctor', '--data', folder, '--json'])
  expect(objects(doctor.stdout)).toMatchObject([{ ok: true }])
  expect(readdirSync(views)).toEqual([])
}

const writing = () => [['backup', join(root, 'b')], ['close'], ['ingest', input], ['rebuild'], ['init']]

function expectToRefuse(words: readonly string[], folder: string, commands: readonly string[][]): void {
  for (const argv of commands) {
    const { code, stderr } = run(words, [...argv, '--data', folder, '--json'])
    expect([argv[0], code, JSON.parse(stderr).error.code]).toEqual([argv[0], 2, 'data.unwritable'])
  }
  expect(existsSync(join(root, 'b'))).toBe(false)
}

/** Mounts a folder over itself, read-only, for one command. Only root may. */
const mounted = (folder: string) => [
  'unshare',
  '-m',
  'sh',
  '-c',
  'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"',
  'sh',
  folder,
]
const canMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0

/** Root may write everywhere, so root runs the command as another user. */
const asOther = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
const canBeOther =
  spawnSync([...asOther, process.execPath][0]!, [
    ...[...asOther, process.execPath].slice(1),
    '-e',
    `await import(${JSON.stringify(entry)})`,
  ]).status === 0

describe.skipIf(!canMount)('on a read-only mount (needs root, and mounts)', () => {
  test('I18: every command that reads gives what it gives on the folder', () => {
    expectToRead(mounted(data), data, reading)
  })

  test('every command that writes says that it can not', () => {
    expectToRefuse(mounted(data), data, writing())
  })
})

describe.skipIf(!canBeOther)('without the right to write (needs setpriv where root runs the tests)', () => {
  test('reads and refuses in the same way, and changes nothing', () => {
    const given = join(root, 'given')
    cpSync(data, given, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX,a-w', given])
    expectToRead(asOther, given, few)
    expectToRefuse(asOther, given, writing().slice(0, 2))
  })

  test.skipIf(!isRoot)('refuses a folder that another process works on', async () => {
    const held = join(root, 'held')
    cpSync(data, held, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX', held])
    const server = startCli(['serve', '--port', '0', '--json', '--data', held])
    const ended = new Promise((resolve) => server.on('close', resolve))
    await firstLine(server)
    const { code, stderr } = run(asOther, ['epochs', '--data', held, '--json'])
    server.kill('SIGKILL')
    await ended
    expect([code, JSON.parse(stderr).error.code]).toEqual([2, 'data.held'])
    expect(readdirSync(views)).toEqual([])
  })
})

test('a reader that is interrupted removes its view', async () => {
  const backup = join(root, 'interrupted')
  await runCli(['backup', backup, '--data', join(root, 'copy')])
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    let by: unknown = null
    // One that came to its end before the signal is no test of it.
    for (let tries = 0; by === null && tries < 20; tries++) {
      const child = startCli(['verify', '--data', backup], { env: { TMPDIR: views } })
      const ended = new Promise((resolve) => child.on('close', (_, ending) => resolve(ending)))
      while (child.exitCode === null && readdirSync(views).length === 0) await delay(1)
      child.kill(signal)
      by = await ended
    }
    expect(by).toBe(signal)
    expect(readdirSync(views)).toEqual([])
  }
})

test('a test of folders that are only read ran', () => {
  expect(canMount || canBeOther, 'neither a read-only mount nor another user is possible here').toBe(true)
})
