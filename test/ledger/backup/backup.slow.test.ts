/** Backups of real ledgers, with real processes that work, are killed, and may not write. */
import { type ChildProcess, execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readListing } from '../../../src/ledger/backup/listing.ts'
import { restoreBackup } from '../../../src/ledger/backup/restore.ts'
import { objects } from '../../cli/support.ts'
import { callEvent, linesOf, registryEvents, wholeInput } from '../../support/events.ts'
import { finish, firstLine, runCli, startCli } from '../../support/process.ts'

const callCount = 100_000
const until = '2026-02-01T00:00:00Z'

let root: string
let input: string
let undisturbed: string
const at = (name: string) => join(root, name)
const cli = (data: string, ...argv: string[]) => runCli([...argv, '--data', at(data), '--json'])

async function done(data: string, ...argv: string[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await cli(data, ...argv)
  expect([code, stderr.match(/^[a-z]+\.[a-zA-Z]+|"code":"[^"]+"/)?.[0]]).toEqual([0, undefined])
  return objects(stdout)
}

/** Sends everything, closes, and gives what the close settled. */
async function finalEpoch(data: string): Promise<unknown> {
  await done(data, 'ingest', input)
  await done(data, 'close', '--until', until)
  return summary((await done(data, 'epochs'))[0])
}

function summary(epoch: unknown): unknown {
  const { counts, totals, trees } = epoch as Record<string, unknown>
  return { counts, totals, trees }
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'headwater-backups-'))
  input = at('input.ndjson')
  const calls = Array.from({ length: callCount }, (_, at) =>
    callEvent(`c${at}`, {
      asset: at % 3 === 0 ? 'model:acme/base' : 'model:acme/chat',
      amount: `0.${String(at % 9_973).padStart(5, '0')}1`,
      currency: 'USDC',
    }),
  )
  writeFileSync(input, linesOf([...registryEvents, ...calls]))
  await done('undisturbed', 'init')
  undisturbed = JSON.stringify(await finalEpoch('undisturbed'))
})
afterAll(() => rm(root))

function rm(folder: string): void {
  execFileSync('chmod', ['-R', 'u+w', folder])
  rmSync(folder, { recursive: true })
}

/** Everything below a folder, with lengths and times of change: equal where nothing was written. */
function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs, mode } = statSync(join(folder, name))
      return `${name} ${size} ${mtimeMs} ${mode.toString(8)}`
    })
}

describe('a backup that a server takes while it ingests', () => {
  let server: ChildProcess
  let url: string
  let takenName: string
  beforeAll(async () => {
    server = startCli(['serve', '--port', '0', '--json', '--data', at('served')], {
      env: { HEADWATER_BACKUPS: at('backups') },
    })
    url = JSON.parse(await firstLine(server)).url
  })

  const post = (path: string, headers: Record<string, string>, body: string | AsyncIterable<Uint8Array>) =>
    fetch(`${url}${path}`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)

  test('I17: is of one moment: what is sent again makes the same root', async () => {
    const bytes = readFileSync(input)
    const [begun, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += 1 << 16) {
        if (at > bytes.length / 4) begun.resolve()
        // What comes now comes while the backup is taken, and the last quarter after it.
        if (at > bytes.length / 4) await delay(1)
        if (at > (bytes.length * 3) / 4) await taken.promise
        yield bytes.subarray(at, at + (1 << 16))
      }
    }
    const ingesting = post('/v1/ingestions', { 'content-type': 'application/x-ndjson' }, chunks())
    await begun.promise
    const json = { 'content-type': 'application/json' }
    const backUp = (name: string) => post('/v1/backups', json, JSON.stringify({ name }))
    // Either may come first. On a busy machine the first may be done when the other comes: then two more are tried.
    let tries = 0
    const two = async () => {
      const answers = await Promise.all(['one', 'other'].map((name) => backUp(`${name}-${++tries}`)))
      return answers.sort((one, other) => one.status - other.status)
    }
    let [answer, refused] = (await two()) as [Response, Response]
    while (refused.status === 201 && tries < 40) [answer, refused] = (await two()) as [Response, Response]
    taken.resolve()
    expect(await refused.json()).toMatchObject({ status: 409, code: 'backup.running' })
    const report = (await answer.json()) as { position: number; folder: string }
    expect([answer.status, dirname(report.folder)]).toEqual([201, at('backups')])
    takenName = basename(report.folder)
    expect(await (await ingesting).json()).toMatchObject({ accepted: callCount + registryEvents.length })
    expect(report.position).toBeLessThan(await position(url))

    await done('restored', 'restore', report.folder)
    expect(await done('restored', 'doctor')).toMatchObject([{ ok: true }])
    expect(JSON.stringify(await finalEpoch('restored'))).toBe(undisturbed)
    expect((await cli('restored', 'verify')).code).toBe(0)
  })

  test('needs the server: another process finds the folder held, and its name is taken once', async () => {
    const held = await cli('served', 'backup', at('third'))
    expect([held.code, JSON.parse(held.stderr).error.code]).toEqual([2, 'data.held'])
    const second = await runCli(['backup', 'second', '--url', url, '--json'])
    expect([second.code, second.stderr]).toEqual([0, ''])
    expect(objects(second.stdout)).toMatchObject([{ folder: at('backups/second'), elsewhere: [] }])
    const again = await runCli(['backup', takenName, '--url', url, '--json'])
    expect([again.code, JSON.parse(again.stderr).error.code]).toEqual([2, 'backup.notEmpty'])
    server.kill('SIGTERM')
    expect((await finish(server)).code).toBe(0)
    expect(readdirSync(at('served/usage/shadow')).filter((name) => name !== 'increment.txt')).toEqual([])
  })
})

describe('a backup', () => {
  beforeAll(async () => {
    await runCli(['ingest', '-', '--data', at('small')], { input: wholeInput })
    await done('small', 'close', '--until', until)
    await done('small', 'backup', at('whole'))
  })

  test('has no links, and a copy that follows links is as good', async () => {
    const entries = readdirSync(at('whole'), { recursive: true, withFileTypes: true })
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([])
    execFileSync('cp', ['-rL', at('whole'), at('copied')])
    await done('moved', 'restore', at('copied'))
    expect(await done('moved', 'epochs')).toEqual(await done('small', 'epochs'))
    expect(await done('moved', 'verify')).toEqual(await done('small', 'verify'))
    expect(await done('moved', 'refused', 'list')).toHaveLength(2)
  })

  test('I17: is found to be changed, whatever kind of file is changed', async () => {
    // Of numbered parts and tables one is like the other.
    const kinds = new Map(
      readListing(at('whole')).files.map(({ path, bytes }) => [
        path.replaceAll(/[0-9a-f]{8}-[-0-9a-f]+|all_[0-9_]+|store\/[0-9a-f]{3}/g, '*'),
        { path, bytes },
      ]),
    )
    expect(kinds.size).toBeGreaterThan(20)
    for (const { path, bytes } of kinds.values()) {
      const file = join(at('whole'), path)
      const original = readFileSync(file)
      const changed = Buffer.from(original)
      if (bytes > 0) changed[Math.floor(bytes / 2)]! ^= 1
      writeFileSync(file, bytes > 0 ? changed : 'x')
      await expect(restoreBackup(at('whole'), at('never'))).rejects.toMatchObject({
        code: 'backup.damaged',
        message: expect.stringContaining(path),
      })
      writeFileSync(file, original)
    }
    expect(existsSync(at('never'))).toBe(false)
    await restoreBackup(at('whole'), at('unchanged'))
  })

  test('I18: is read where it is, without a change to it, and not worked on', async () => {
    const before = stateOf(at('whole'))
    expect((await cli('whole', 'verify')).code).toBe(0)
    expect(await done('whole', 'statements', '--epoch', '1')).toEqual(
      await done('small', 'statements', '--epoch', '1'),
    )
    const refused = await cli('whole', 'ingest', input)
    expect([refused.code, JSON.parse(refused.stderr).error.code]).toEqual([2, 'backup.readOnly'])
    expect(stateOf(at('whole'))).toEqual(before)
  })
})

describe('a kill', () => {
  /** Starts the command, and kills it once `isUnderWay`; false where the command ended first. */
  async function killed(argv: string[], isUnderWay: () => boolean): Promise<boolean> {
    const child = startCli(argv)
    const finished = finish(child)
    while (child.exitCode === null && !isUnderWay()) await delay(1)
    child.kill('SIGKILL')
    return (await finished).code === null
  }
  const shadow = () => {
    const folder = at('undisturbed/usage/shadow')
    return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'increment.txt') : []
  }

  test('of a backup loses nothing, and the next start removes its links', async () => {
    let copy = 0
    const take = () => ['backup', at(`killed-${++copy}`), '--data', at('undisturbed')]
    // A kill may come when the links are gone already.
    while (!(await killed(take(), () => shadow().length > 0)) || shadow().length === 0)
      expect(copy).toBeLessThan(20)
    expect(shadow()).toEqual([expect.stringMatching(/^headwater_backup_/)])
    mkdirSync(at('undisturbed/usage/shadow/mine'))
    const refused = await cli('new', 'restore', at(`killed-${copy}`))
    expect([refused.code, JSON.parse(refused.stderr).error.code]).toEqual([2, 'backup.missing'])
    expect((await cli('undisturbed', 'verify')).code).toBe(0)
    expect(shadow()).toEqual(['mine'])
  })

  test('of a restore leaves no data folder, and the next one removes what it made', async () => {
    const left = () => readdirSync(root).filter((name) => name.startsWith('again'))
    let tries = 0
    const argv = ['restore', at('whole'), '--data', at('again')]
    const isMaking = () => left().some((name) => name !== 'again')
    while (!(await killed(argv, isMaking)) || !isMaking()) {
      expect(++tries).toBeLessThan(20)
      rmSync(at('again'), { recursive: true, force: true })
    }
    expect(left()).toEqual([expect.stringMatching(/^again\.restoring-\d+$/)])
    await done('again', 'restore', at('whole'))
    expect(left()).toEqual(['again'])
    expect((await cli('again', 'verify')).code).toBe(0)
  })
})

test('a new folder and everything in it are their owner’s alone', () => {
  const open = ['undisturbed', 'small', 'whole', 'moved'].map(at).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isSymbolicLink() && entry.name !== 'mine')
      .map((entry) => join(entry.parentPath, entry.name))
      .concat(folder)
      .filter((path) => (statSync(path).mode & 0o077) !== 0),
  )
  expect(open).toEqual([])
})

async function position(url: string): Promise<number> {
  return ((await (await fetch(`${url}/v1/health`)).json()) as { position: number }).position
}
