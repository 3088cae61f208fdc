/** `headwater rebuild` on real engines: derived data that was lost or changed is as before, also after kills. */
import { spawn } from 'node:child_process'
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Session } from 'chdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoMonths } from '../../src/cli/demo/calls.ts'
import { loadConfig } from '../../src/config.ts'
import type { HeadwaterError } from '../../src/errors.ts'
import { openIdentityIndex } from '../../src/identities/index.ts'
import { rebuildProjections } from '../../src/ledger/open.ts'
import type { Headwater, RebuildReport } from '../../src/service/headwater.ts'
import { collect } from '../support/collect.ts'
import { finish, runCli } from '../support/process.ts'
import { openFolder } from '../support/temporaryHeadwater.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-rebuild-'))
const original = join(root, 'original')
let books: Awaited<ReturnType<typeof seen>>

beforeAll(async () => {
  const files = demoMonths.map(({ name, lines }) => {
    const file = join(root, `${name}.ndjson`)
    const some = [...lines()].filter((_, index) => index % 10 === 0)
    writeFileSync(file, some.join('\n'))
    return file
  })
  await cli(original, 'ingest', 'examples/open-models/registry.ndjson', files[0]!)
  await cli(original, 'close', '--until', '2026-02-01T00:00:00Z')
  await cli(original, 'ingest', files[1]!)
  await cli(original, 'close', '--until', '2026-03-01T00:00:00Z')
  books = await seen(original)
  expect(books.differing).toEqual([])
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function cli(data: string, ...argv: string[]) {
  const result = await runCli([...argv, '--json', '--data', data])
  expect(result.code, result.stderr).not.toBe(2)
  const objects = result.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { code: result.code, objects }
}

const rebuild = (data: string, dryRun = false): Promise<RebuildReport> =>
  rebuildProjections(loadConfig({ HEADWATER_DATA: data }, {}), { dryRun, onProgress: () => {} })

/** Sends events that are known already. */
async function ingest(data: string) {
  await using opened = await openFolder(data)
  return await ingestInto(opened.service)
}

function ingestInto(service: Headwater) {
  const input = createReadStream(join(root, 'january.ndjson'))
  return service.ingest(input, { origin: 'test' })
}

/** What users see, and what verify finds. */
async function seen(data: string) {
  await using opened = await openFolder(data)
  return await seenIn(opened.service)
}

async function seenIn(service: Headwater) {
  const reports = await collect(service.verify())
  const epochs = await collect(service.epochs())
  return {
    epochs,
    // Books without a kind of lines give no figure.
    statements: await Promise.all(
      epochs.map(({ epoch }) =>
        collect(service.statements(epoch)).catch((error: HeadwaterError) => error.code),
      ),
    ),
    one: await service.statement('databricks', 1).catch((error: Error) => error.message),
    differing: reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok)),
  }
}

let copies = 0
function copy(of = original): string {
  const data = join(root, `copy-${copies++}`)
  cpSync(of, data, { recursive: true, verbatimSymlinks: true })
  return data
}

function usage(data: string, ...statements: string[]): void {
  const session = new Session(join(data, 'usage'))
  try {
    for (const sql of statements) session.query(sql)
  } finally {
    session.close()
  }
}
const waiting = 'SETTINGS mutations_sync = 2'

const damages: Record<string, (data: string) => void> = {
  'a balance was changed': (data) =>
    usage(data, `ALTER TABLE balances UPDATE carried = carried + 5 WHERE payee = 'databricks' ${waiting}`),
  'all payouts are missing': (data) => usage(data, 'TRUNCATE TABLE payouts'),
  'the earnings of an epoch are missing': (data) =>
    usage(data, `ALTER TABLE earnings DELETE WHERE epoch = 2 ${waiting}`),
  'tables were dropped': (data) => usage(data, 'DROP TABLE flows SYNC', 'DROP TABLE balances SYNC'),
  'a flow is there twice': (data) => usage(data, 'INSERT INTO flows SELECT * FROM flows LIMIT 1'),
}

describe('rebuild', () => {
  it.each(Object.entries(damages))('repairs books where %s', async (name, damage) => {
    const data = copy()
    damage(data)
    if (name !== 'tables were dropped') {
      const dry = await rebuild(data, true)
      expect(dry.ok).toBe(false)
      expect(dry.books.differenceCount).toBeGreaterThan(0)
      expect((await seen(data)).differing).not.toEqual([])
    }
    const report = await rebuild(data)
    expect(report.ok).toBe(true)
    expect(report.books.replaced.length).toBeGreaterThan(0)
    expect(await seen(data)).toEqual(books)
    // Nothing is left of the replaced lines.
    const session = new Session(join(data, 'usage'))
    expect(session.query('SELECT uniqExact(epoch, attempt) FROM balances', 'TSV').trim()).toBe('2')
    session.close()
    expect(await rebuild(data)).toMatchObject({ ok: true, books: { replaced: [], differenceCount: 0 } })
  })

  it('reports to the command line with one object and the exit code', async () => {
    const data = copy()
    expect((await cli(data, 'rebuild', '--dry-run')).code).toBe(0)
    damages['a balance was changed']!(data)
    const dry = await cli(data, 'rebuild', '--dry-run')
    expect(dry).toMatchObject({ code: 1, objects: [{ ok: false, dryRun: true }] })
    const text = await runCli(['rebuild', '--data', data])
    expect(text.code).toBe(0)
    expect(text.stdout).toMatch(
      /books: 4 differences; swapped: 2 of 2 epochs\n {2}epoch 1, balances: .*databricks/,
    )
    expect(await cli(data, 'rebuild')).toMatchObject({ code: 0, objects: [{ books: { replaced: [] } }] })
    const remote = await runCli(['rebuild', '--url', 'http://127.0.0.1:9'])
    expect(remote.code).toBe(2)
    expect(remote.stderr).toContain('usage.invalid')
  })

  it('refuses where calls or the log were changed, reports what differs, and changes nothing', async () => {
    const data = copy()
    damages['a balance was changed']!(data)
    const differingBefore = (await seen(data)).differing
    usage(data, `ALTER TABLE calls UPDATE amount = amount + 1 WHERE id = 'jan-00010' ${waiting}`)
    const { code, objects } = await cli(data, 'rebuild')
    expect(code).toBe(1)
    const [report] = objects as [RebuildReport]
    expect(report).toMatchObject({ ok: false, registry: null, identities: null, books: { replaced: [] } })
    expect(report.refused.map(({ epoch, check }) => `${epoch} ${check}`)).toContain('1 batches')
    usage(data, `ALTER TABLE calls UPDATE amount = amount - 1 WHERE id = 'jan-00010' ${waiting}`)
    expect((await seen(data)).differing).toEqual(differingBefore)

    const events = new DatabaseSync(join(data, 'events.sqlite'))
    events.exec(`UPDATE events SET data = replace(data, '"0.2"', '"0.3"') WHERE data LIKE '%"0.2"%'`)
    events.close()
    expect((await rebuild(data)).refused.map(({ check }) => check)).toContain('registry')
  })

  it('builds the identity index again where it lost events, has strange ones, or is damaged', async () => {
    const data = copy()
    const folder = join(data, 'identities')
    const known = (await rebuild(data)).identities!
    expect(known).toMatchObject({ differences: [], swapped: false })
    const repaired = async (...differences: string[]) => {
      const { identities } = await rebuild(data)
      expect(identities).toMatchObject({ count: known.count, swapped: true })
      expect(identities!.differences).toEqual(differences.map((text) => expect.stringContaining(text)))
      expect((await rebuild(data)).identities).toEqual(known)
      expect(readdirSync(data).filter((name) => name.startsWith('identities'))).toEqual(['identities'])
      expect(await ingest(data)).toMatchObject({ accepted: 0 })
    }
    const index = await openIdentityIndex({ folder })
    const { position } = index
    index.add(new Uint8Array(16).fill(7), new Uint8Array(16), 1)
    await index.close()
    expect(await rebuild(data, true)).toMatchObject({ ok: false, identities: { swapped: false } })
    await repaired('1 identities are in no log')

    rmSync(folder, { recursive: true })
    const other = await openIdentityIndex({ folder })
    await other.advance(position)
    await other.close()
    await repaired(`${known.count} identities were missing`)

    const run = readdirSync(folder).find((name) => name.endsWith('.ids'))!
    writeFileSync(join(folder, run), 'nonsense')
    await repaired('damaged')
  })

  it('replaces the registry store where it was changed', async () => {
    const data = copy()
    await rebuild(data)
    const store = new DatabaseSync(join(data, 'registry/registry.sqlite'))
    store.exec("UPDATE payees SET name = 'X' WHERE id = 'databricks'")
    store.close()
    expect((await rebuild(data, true)).registry).toMatchObject({ differed: true, swapped: false })
    expect((await rebuild(data)).registry).toMatchObject({ differed: true, swapped: true })
    expect((await rebuild(data)).registry).toMatchObject({ differed: false, swapped: false })
    expect(await seen(data)).toEqual(books)
  })

  it('I7: may be killed at every step, and the next rebuild ends as if nothing had happened', async () => {
    const damaged = copy()
    for (const name of ['a balance was changed', 'the earnings of an epoch are missing'])
      damages[name]!(damaged)
    const index = await openIdentityIndex({ folder: join(damaged, 'identities') })
    index.add(new Uint8Array(16).fill(7), new Uint8Array(16), 1)
    await index.close()
    let kills = 0
    for (let step = 0, ended = false; !ended; step++) {
      const data = copy(damaged)
      const script = new URL('./rebuildStep.ts', import.meta.url).pathname
      const child = spawn(process.execPath, [script, data, String(step)], { stdio: 'pipe' })
      const { stderr } = await finish(child)
      if (child.signalCode === 'SIGKILL') kills++
      else ended = true
      expect(child.exitCode ?? 0, stderr).toBe(0)
      // After a kill at any step known events stay known, and the books are completely the old ones or the new ones.
      const opened = await openFolder(data)
      expect(await ingestInto(opened.service), `step ${step}`).toMatchObject({ accepted: 0 })
      const { differing } = await seenIn(opened.service)
      await opened.service.shutdown()
      const report = await rebuild(data)
      expect(report.ok).toBe(true)
      expect(report.books.replaced).toEqual(differing.length === 0 ? [] : [1, 2])
      expect(await seen(data), `step ${step}`).toEqual(books)
      expect(existsSync(join(data, 'identities.rebuilt'))).toBe(false)
      expect((await rebuild(data, true)).ok).toBe(true)
      rmSync(data, { recursive: true, force: true })
    }
    expect(kills).toBeGreaterThan(10)
  })
})
