/**
 * I14: every combination of parts of a folder, replaced by an older copy of themselves. The folder is then used as an
 * operator would: look, verify, close, ingest, rebuild. No command may delete what another part still holds, close an
 * epoch's number a second time, or give another figure than the true one.
 */
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { HeadwaterError } from '../../src/errors.ts'
import type { LedgerHeadwater } from '../../src/ledger/headwater.ts'
import { examineSetup, rebuildProjections } from '../../src/ledger/open.ts'
import { openEmbeddedEngine } from '../../src/projections/engine/embedded.ts'
import type { Headwater } from '../../src/service/headwater.ts'
import { collect } from '../support/collect.ts'
import { callEvent, faultyLines, linesOf, registryEvents } from '../support/events.ts'
import { openFolder, textStream } from '../support/temporaryHeadwater.ts'

const parts = ['log', 'tail', 'index', 'calls', 'books', 'refused'] as const
type Part = (typeof parts)[number]

const tables: Readonly<Record<'calls' | 'books' | 'refused', readonly string[]>> = {
  calls: ['calls'],
  books: ['balances', 'payouts', 'earnings', 'flows', 'sealedEpochs'],
  refused: ['refused', 'refusedResolved'],
}

const root = mkdtempSync(join(tmpdir(), 'headwater-older-parts-'))
const newest = join(root, 'newest')
afterAll(() => rmSync(root, { recursive: true }))

/** The lines of statements and the manifest hash of each epoch, as the whole ledger gives them. */
interface Truth {
  readonly statements: ReadonlyMap<number, unknown>
  readonly manifests: ReadonlyMap<number, string>
}
let truth: Truth
let sums: unknown

const month = (number: number) => `2026-0${number}-01T00:00:00Z`
const batch = (name: string, at: number) =>
  linesOf(
    Array.from({ length: 3 }, (_, index) =>
      callEvent(
        `${name}-${index}`,
        { asset: 'model:acme/chat', amount: '10.5', currency: 'USDC' },
        month(at).replace('01T', '15T'),
      ),
    ),
  )

/** Copies of the folder, the newest last: each is behind the next by one thing that a user did. */
const steps: { readonly name: string; readonly act: (service: Headwater) => Promise<unknown> }[] = [
  { name: 'registry', act: (service) => ingest(service, linesOf(registryEvents)) },
  { name: 'first calls', act: (service) => ingest(service, batch('a', 1)) },
  { name: 'more calls', act: (service) => ingest(service, batch('b', 1)) },
  { name: 'first epoch', act: (service) => service.close({ until: month(2) }) },
  { name: 'calls of February', act: (service) => ingest(service, batch('c', 2)) },
  { name: 'refused', act: (service) => ingest(service, `${faultyLines[0]}\n`) },
  { name: 'last calls', act: (service) => ingest(service, batch('d', 2)) },
  { name: 'second epoch', act: (service) => service.close({ until: month(3) }) },
]

function ingest(service: Headwater, text: string): Promise<unknown> {
  return service.ingest(textStream(text), { origin: 'test' })
}

beforeAll(async () => {
  for (const { name, act } of steps) {
    const { service } = await openFolder(newest)
    await act(service)
    await service.shutdown()
    cpSync(newest, join(root, name), { recursive: true, verbatimSymlinks: true })
  }
  const { service } = await openFolder(newest)
  truth = await figures(service)
  sums = await tableSums(service)
  await service.shutdown()
  expect(truth.manifests.size).toBe(2)
})

/**
 * How old the replaced parts are, and whether the note beside calls and books is there, which folders of older builds do
 * not have. A kill explains one step, so one step back is the hardest.
 */
const everyAge = [
  { age: 'more calls', noted: false },
  { age: 'last calls', noted: true },
  { age: 'refused', noted: false },
  { age: 'calls of February', noted: true },
  { age: 'registry', noted: false },
]
const ages = process.env.HEADWATER_TEST_EVERY_AGE === undefined ? everyAge.slice(0, 1) : everyAge
/** An older log has an older end. */
const combinations = Array.from({ length: 2 ** parts.length - 2 }, (_, number) =>
  parts.filter((_, bit) => ((number + 1) >> bit) & 1),
).filter((older) => !(older.includes('log') && older.includes('tail')))

describe.each(ages)('I14: from the copy "$age", with a note: $noted', ({ age, noted }) => {
  test.each(combinations.map((older) => ({ older, name: older.join(', ') })))('$name', async ({ older }) => {
    const data = mkdtempSync(join(root, 'try-'))
    cpSync(newest, data, { recursive: true, verbatimSymlinks: true })
    for (const part of older) replacePart(part, join(root, age), data, older)
    if (!noted) rmSync(join(data, 'usage/log-witness.json'))
    const before = await heldRows(data)
    if (noted) await expectTrueSums(data)
    await useAsAnOperator(data, noted || isSomethingAhead(older, age))
    const after = await heldRows(data)
    for (const [name, rows] of before) expect(after.get(name) ?? 0, name).toBeGreaterThanOrEqual(rows)
    rmSync(data, { recursive: true })
  })
})

/**
 * Whether the log is not older, or another part knows more of it than a kill explains. Refused events know nothing of
 * the log: without a note, a folder in which only they are newer is as good as a whole older one.
 */
function isSomethingAhead(older: readonly Part[], age: string): boolean {
  const isOlder = (part: Part) => older.includes(part)
  const oneBatch = age === 'refused' || age === 'last calls'
  return (
    !(isOlder('log') || isOlder('tail')) ||
    !isOlder('index') ||
    !isOlder('books') ||
    !(isOlder('calls') || oneBatch)
  )
}

test('I14: where nothing is older, the same work succeeds', async () => {
  const data = mkdtempSync(join(root, 'try-'))
  cpSync(newest, data, { recursive: true, verbatimSymlinks: true })
  const codes = await useAsAnOperator(data)
  expect(codes).toEqual([])
})

test('I14: an older log beside calls or books stops every command that builds on it', async () => {
  for (const older of [
    ['log'],
    ['log', 'index'],
    ['log', 'index', 'calls'],
    ['log', 'index', 'books'],
  ] as Part[][]) {
    const data = mkdtempSync(join(root, 'try-'))
    cpSync(newest, data, { recursive: true, verbatimSymlinks: true })
    for (const part of older) replacePart(part, join(root, 'first calls'), data, older)
    // Without the note beside calls and books, as in a folder of an older build.
    for (const noted of [true, false]) {
      if (!noted) rmSync(join(data, 'usage/log-witness.json'), { force: true })
      for (const [name, command] of Object.entries(commands)) {
        const code = await command(data).then(() => 'done', codeOf)
        expect([older.join(), name, code]).toEqual([older.join(), name, 'data.outOfStep'])
      }
      const report = await examineSetup(configOf(data))
      expect(report.ok).toBe(false)
      expect(report.checks.find(({ status }) => status === 'fail')!.detail).toMatch(/the log is/)
    }
  }
})

const commands: Readonly<Record<string, (data: string) => Promise<unknown>>> = {
  epochs: (data) => withService(data, (service) => collect(service.epochs())),
  verify: (data) => withService(data, (service) => collect(service.verify())),
  ingest: (data) => withService(data, (service) => ingest(service, batch('a', 1))),
  'serve and worker': (data) => withService(data, (service) => service.openEverything()),
  close: (data) => withService(data, (service) => service.close({ until: month(3) })),
  rebuild: (data) => rebuildProjections(configOf(data), { dryRun: false, onProgress: () => {} }),
}

/**
 * @param isKnown whether the folder can know that it is older; figures must be true then
 * @returns the codes of what failed
 */
async function useAsAnOperator(data: string, isKnown = true): Promise<string[]> {
  const codes: string[] = []
  const attempt = async (work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => codes.push(codeOf(error)))
  }
  const checked = async (service: Headwater) => isKnown && expectTrue(await figures(service))
  const again = linesOf(registryEvents) + ['a', 'b'].map((name) => batch(name, 1)).join('') + batch('c', 2)
  await attempt(() => withService(data, checked))
  await attempt(() => withService(data, async (service) => collect(service.verify())))
  await attempt(() => withService(data, (service) => service.close({ until: month(2) })))
  await attempt(() => withService(data, (service) => ingest(service, again)))
  await attempt(() => withService(data, (service) => service.close({ until: month(3) })))
  await attempt(() => rebuildProjections(configOf(data), { dryRun: false, onProgress: () => {} }))
  await attempt(() => withService(data, (service) => service.close({ until: month(4) })))
  await attempt(() => withService(data, checked))
  return codes.filter((code) => code !== 'close.untilNotLater')
}

async function withService<Result>(
  data: string,
  use: (service: LedgerHeadwater) => Promise<Result>,
): Promise<Result> {
  const { service } = await openFolder(data)
  try {
    return await use(service)
  } finally {
    await service.shutdown()
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof HeadwaterError)) throw error
  expect(error.code).not.toBe('internal.bug')
  return error.code
}

/** Or the reason why there are none. */
async function expectTrueSums(data: string): Promise<void> {
  const found = await withService(data, tableSums).catch(codeOf)
  if (found !== 'data.outOfStep') expect(found).toEqual(sums)
}

/** What a user's own query gives. */
async function tableSums(service: Headwater): Promise<unknown> {
  const { rows } = await service.query(
    'SELECT (SELECT count() FROM calls), (SELECT sum(amount) FROM calls), (SELECT sum(earned) FROM balances)',
  )
  return rows
}

async function figures(service: Headwater): Promise<Truth> {
  const statements = new Map<number, unknown>()
  const manifests = new Map<number, string>()
  for (const { epoch, manifestHash } of await collect(service.epochs())) {
    manifests.set(epoch, manifestHash)
    statements.set(epoch, await collect(service.statements(epoch)))
  }
  return { statements, manifests }
}

/** An epoch that the whole ledger closed has its manifest and its lines, or gives none. */
function expectTrue(found: Truth): void {
  for (const [epoch, hash] of truth.manifests) {
    if (!found.manifests.has(epoch)) continue
    expect(found.manifests.get(epoch)).toBe(hash)
    expect(found.statements.get(epoch)).toEqual(truth.statements.get(epoch))
  }
}

function configOf(data: string) {
  return loadConfig({ HEADWATER_DATA: data }, {})
}

function replacePart(part: Part, from: string, to: string, older: readonly Part[]): void {
  switch (part) {
    case 'log':
      cpSync(join(from, 'events.sqlite'), join(to, 'events.sqlite'))
      return
    case 'tail':
      if (!older.includes('log')) cutTail(join(from, 'events.sqlite'), join(to, 'events.sqlite'))
      return
    case 'index':
      rmSync(join(to, 'identities'), { recursive: true })
      cpSync(join(from, 'identities'), join(to, 'identities'), { recursive: true })
      return
    default:
      for (const table of tables[part]) {
        const place = join('usage/data/default', table)
        const target = realpathSync(join(to, place))
        rmSync(target, { recursive: true })
        // The older copy may be from before the table.
        const source = join(from, place)
        if (existsSync(source))
          cpSync(realpathSync(source), target, { recursive: true, verbatimSymlinks: true })
      }
  }
}

/** Removes the events that the older log lacks, and rewrites the lengths so that the log agrees with itself. */
function cutTail(older: string, path: string): void {
  const source = new DatabaseSync(older, { readOnly: true })
  const { head } = source.prepare('SELECT max(position) AS head FROM events').get() as { head: number }
  source.close()
  const log = new DatabaseSync(path)
  log.exec(`DELETE FROM events WHERE position > ${head};
    DELETE FROM streams WHERE stream NOT IN (SELECT stream FROM events);
    UPDATE streams SET last = (SELECT max(revision) FROM events WHERE events.stream = streams.stream)`)
  log.close()
}

/** Rows of each attempt, in a table or its quarantine. */
async function heldRows(data: string): Promise<Map<string, number>> {
  const engine = await openEmbeddedEngine(join(data, 'usage'))
  try {
    const there = new Set(
      await engine.rows('SELECT name FROM system.tables WHERE database = currentDatabase()', (row) =>
        row.text(),
      ),
    )
    const held = new Map<string, number>()
    for (const [name, key] of Object.entries({
      calls: 'revision',
      balances: 'epoch',
      payouts: 'epoch',
      earnings: 'epoch',
      flows: 'epoch',
    })) {
      for (const table of [name, `${name}Quarantined`].filter((of) => there.has(of))) {
        const sql = `SELECT ${key}, attempt, count() FROM ${table} GROUP BY ${key}, attempt`
        for (const [at, attempt, rows] of await engine.rows(
          sql,
          (row) => [key === 'epoch' ? row.uint32() : row.integer(), row.hex(16), row.integer()] as const,
        )) {
          const of = `${name} ${at} ${attempt}`
          held.set(of, (held.get(of) ?? 0) + rows)
        }
      }
    }
    const [refused] = await engine.rows('SELECT count() FROM refused', (row) => row.integer())
    held.set('refused', refused!)
    return held
  } finally {
    await engine.close()
  }
}
