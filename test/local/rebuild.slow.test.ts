/** `headwater rebuild` on real engines: whatever was lost or changed of what the logs tell is as before, kills or not. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Session } from 'chdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoMonths } from '../../src/cli/demo/calls.ts'
import type { RebuildReport } from '../../src/service.ts'
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
  return {
    code: result.code,
    objects: result.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  }
}

async function rebuild(
  data: string,
  ...argv: string[]
): Promise<{ code: number | null; report: RebuildReport }> {
  const { code, objects } = await cli(data, 'rebuild', ...argv)
  expect(objects).toHaveLength(1)
  return { code, report: objects[0] }
}

/** What people see, and what verify finds. */
async function seen(data: string) {
  await using opened = await openFolder(data)
  const { service } = opened
  const reports = await collect(service.verify())
  const epochs = await collect(service.epochs())
  return {
    epochs,
    statements: await Promise.all(epochs.map(({ epoch }) => collect(service.statements(epoch)))),
    one: await service.statement('databricks', 1).catch((error: Error) => error.message),
    differing: reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok)),
  }
}

let copies = 0
function copy(): string {
  const data = join(root, `copy-${copies++}`)
  cpSync(original, data, { recursive: true })
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
  'all payouts are gone': (data) => usage(data, 'TRUNCATE TABLE payouts'),
  'the earnings of an epoch are gone': (data) =>
    usage(data, `ALTER TABLE earnings DELETE WHERE epoch = 2 ${waiting}`),
  'tables were dropped': (data) => usage(data, 'DROP TABLE flows SYNC', 'DROP TABLE balances SYNC'),
  'a flow is there twice': (data) => usage(data, 'INSERT INTO flows SELECT * FROM flows LIMIT 1'),
}

describe('rebuild', () => {
  it.each(Object.entries(damages))('mends books where %s', async (name, damage) => {
    const data = copy()
    damage(data)
    if (name !== 'tables were dropped') {
      const [dry, again] = [await rebuild(data, '--dry-run'), await rebuild(data, '--dry-run')]
      expect(dry.code).toBe(1)
      expect(dry).toEqual(again)
      expect(dry.report.books.differenceCount).toBeGreaterThan(0)
      expect((await seen(data)).differing).not.toEqual([])
    }
    const { code, report } = await rebuild(data)
    expect(code).toBe(0)
    expect(report.books.replaced.length).toBeGreaterThan(0)
    expect(await seen(data)).toEqual(books)
    const attempts = () => {
      const session = new Session(join(data, 'usage'))
      const text = session.query('SELECT uniqExact(epoch, attempt), count() FROM balances', 'TSV')
      session.close()
      return text.split('\t')[0]
    }
    expect(attempts()).toBe('2')
    expect((await rebuild(data)).report).toMatchObject({
      ok: true,
      books: { replaced: [], differenceCount: 0 },
    })
  })

  it('refuses where calls or the log were changed, tells what differs, and changes nothing', async () => {
    const data = copy()
    damages['a balance was changed']!(data)
    const differingBefore = (await seen(data)).differing
    usage(data, `ALTER TABLE calls UPDATE amount = amount + 1 WHERE id = 'jan-00010' ${waiting}`)
    const { code, report } = await rebuild(data)
    expect(code).toBe(1)
    expect(report).toMatchObject({ ok: false, registry: null, identities: null, books: { replaced: [] } })
    expect(report.refused.map(({ epoch, check }) => `${epoch} ${check}`)).toContain('1 batches')
    usage(data, `ALTER TABLE calls UPDATE amount = amount - 1 WHERE id = 'jan-00010' ${waiting}`)
    expect((await seen(data)).differing).toEqual(differingBefore)

    const events = new DatabaseSync(join(data, 'events.sqlite'))
    events.exec(`UPDATE events SET data = replace(data, '"0.2"', '"0.3"') WHERE data LIKE '%"0.2"%'`)
    events.close()
    const changed = await rebuild(data)
    expect(changed.code).toBe(1)
    expect(changed.report.refused.map(({ check }) => check)).toContain('registry')
  })

  it('makes the identity index anew where it lost events, knows others, is damaged, or is gone', async () => {
    const data = copy()
    const folder = join(data, 'identities')
    const known = (await rebuild(data)).report.identities!
    expect(known).toMatchObject({ differences: [], swapped: false })
    const check = async (differences: unknown) => {
      expect((await rebuild(data, '--dry-run')).code).toBe(1)
      expect((await rebuild(data)).report.identities).toMatchObject({
        count: known.count,
        swapped: true,
        differences,
      })
      expect((await rebuild(data)).report.identities).toEqual(known)
      expect(readdirSync(data).filter((name) => name.startsWith('identities'))).toEqual(['identities'])
      // Known events count once.
      const { objects } = await cli(data, 'ingest', join(root, 'january.ndjson'))
      expect(objects[0]).toMatchObject({ accepted: 0 })
    }
    // An index of another log up to the same position: some are missing, one is too many.
    const { openIdentityIndex } = await import('../../src/ingest/identity/index.ts')
    const position = (await cli(data, 'doctor')).objects[0].checks
      .find(({ name }: { name: string }) => name === 'identity index')
      .detail.match(/position (\d+)/)[1]
    rmSync(folder, { recursive: true })
    const other = await openIdentityIndex({ folder })
    other.add(new Uint8Array(16).fill(7), new Uint8Array(16), 1)
    await other.advance(Number(position))
    await other.close()
    await check([expect.stringContaining('identities were missing')])

    const run = readdirSync(folder).find((name) => name.endsWith('.ids'))!
    writeFileSync(join(folder, run), 'nonsense')
    // The first to open a damaged index empties it.
    expect((await rebuild(data)).report.identities!.differences[0]).toContain('damaged')
    expect((await rebuild(data)).report.identities).toEqual(known)
  })

  it('makes the snapshot of the registry anew where it was changed', async () => {
    const data = copy()
    await rebuild(data)
    const events = new DatabaseSync(join(data, 'events.sqlite'))
    const [{ payload }] = events.prepare('SELECT payload FROM snapshots').all() as [{ payload: Uint8Array }]
    const changed = Buffer.from(
      Buffer.from(payload).toString('latin1').replaceAll('databricks', 'databrickz'),
      'latin1',
    )
    events.prepare('UPDATE snapshots SET payload = ?').run(changed)
    events.close()
    expect((await rebuild(data, '--dry-run')).report.registry).toMatchObject({
      differed: true,
      swapped: false,
    })
    expect((await rebuild(data)).report.registry).toMatchObject({ differed: true, swapped: true })
    expect((await rebuild(data)).report.registry).toMatchObject({ differed: false, swapped: false })
    expect(await seen(data)).toEqual(books)
  })

  it('I7: is killed at every one of its steps, and again, and the next one ends as if nothing had been', async () => {
    const damage = (data: string) => {
      for (const name of ['a balance was changed', 'the earnings of an epoch are gone']) damages[name]!(data)
      rmSync(join(data, 'identities'), { recursive: true })
    }
    let kills = 0
    for (let step = 0, ended = false; !ended; step++) {
      const data = copy()
      damage(data)
      const script = new URL('./rebuildStep.ts', import.meta.url).pathname
      const child = spawn(process.execPath, [script, data, String(step)], { stdio: 'pipe' })
      await finish(child)
      if (child.signalCode === 'SIGKILL') kills++
      else ended = true
      // Whatever the moment: it takes events in, and the books are the old ones or the new ones.
      const { objects } = await cli(data, 'ingest', join(root, 'january.ndjson'))
      expect(objects[0], `step ${step}`).toMatchObject({ accepted: 0 })
      const { differing } = await seen(data)
      const { report } = await rebuild(data)
      expect(report.ok).toBe(true)
      if (differing.length === 0) expect(report.books.replaced).toEqual([])
      expect(await seen(data), `step ${step}`).toEqual(books)
      expect(existsSync(join(data, 'identities.rebuilt'))).toBe(false)
      expect((await rebuild(data, '--dry-run')).code).toBe(0)
      rmSync(data, { recursive: true, force: true })
    }
    expect(kills).toBeGreaterThan(10)
  })
})
