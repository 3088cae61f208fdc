/** Import, ingest, export and import again, on a real ledger. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { objects, runHere } from '../cli/support.ts'
import { card } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-import-'))
const data = join(folder, 'ledger')

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const chat = 'license: mit\nbase_model: acme/base\nbase_model_relation: finetune\ndatasets: [acme/talk]'
write('cards/acme/chat/README.md', card(chat))
write('cards/acme/base/README.md', card('license: apache-2.0\ndatasets: [acme/web]'))
write('cards/datasets/acme/talk/README.md', card('license: cc-by-4.0\ntask_categories: [qa]'))
write('cards/datasets/acme/web/README.md', card('license: odc-by\ntask_categories: [qa]'))
write('cards/notes.json', { shopping: ['milk'] })
const cards = join(folder, 'cards')
const terms = [{ relation: 'trainedOn', pool: '0.1' }, { share: '0.05' }]
const policyFields = { time: '2026-10-01T00:00:00Z', owners: { '*': '{org}' }, terms }
const policy = write('policy.json', policyFields)
const out = join(folder, 'events.ndjson')

const run = async (...argv: string[]) => {
  const { code, stdout } = await runHere([...argv, '--json'])
  expect(code).toBe(0)
  return objects(stdout)[0] as Record<string, never>
}

test('cards become a registry, twice the same import is duplicates, and every export gives the same ledger again', async () => {
  const first = await run('import', cards, '--policy', policy, '--out', out)
  expect(first).toMatchObject({ events: 8, edges: { stated: 3, used: 3 }, skipped: [{ count: 1 }] })
  expect(await run('ingest', out, '--data', data)).toMatchObject({ accepted: 8, rejectedCount: 0 })
  await run('import', cards, '--policy', policy, '--out', out)
  expect(await run('ingest', out, '--data', data)).toMatchObject({ accepted: 0, duplicate: 8, conflict: 0 })

  const again = await run('import', cards, '--policy', policy, '--out', out, '--data', data)
  expect(again).toMatchObject({ events: 0, added: [], differs: [], held: [] })
  expect(again.there).toHaveLength(8)

  const raised = write('raised.json', {
    ...policyFields,
    terms: [{ relation: 'trainedOn', pool: '0.2' }, { share: '0.05' }],
  })
  const changed = await run('import', cards, '--policy', raised, '--out', out, '--data', data)
  expect(changed).toMatchObject({
    events: 2,
    differs: [{ asset: 'model:acme/base' }, { asset: 'model:acme/chat' }],
  })
  expect(await run('ingest', out, '--data', data)).toMatchObject({ accepted: 2, rejectedCount: 0 })
  expect(await run('import', cards, '--policy', raised, '--out', out, '--data', data)).toMatchObject({
    events: 0,
    differs: [],
  })

  const lineage = await run('lineage', 'model:acme/chat', '--version', '1', '--data', data)
  for (const format of ['prov', 'openlineage', 'mlbom']) {
    const document = join(folder, `lineage.${format}.json`)
    const exported = await runHere(['export', '--format', format, '--data', data, '--out', document])
    expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining('6 versions written') })
    const stated = write('stated.json', {
      ...policyFields,
      owners: { '*': '{owner}' },
      terms: [],
      statedTerms: 'use',
    })
    expect(await run('import', document, '--policy', stated, '--out', out, '--data', data)).toMatchObject({
      events: 0,
      differs: [],
      held: [],
    })
    await run('import', document, '--policy', stated, '--out', out)
    const copy = join(folder, `copy-${format}`)
    expect(await run('ingest', out, '--data', copy)).toMatchObject({ accepted: 10, rejectedCount: 0 })
    expect(await run('lineage', 'model:acme/chat', '--version', '1', '--data', copy)).toEqual(lineage)
  }
  const one = await runHere([
    'export',
    'model:acme/base',
    '--version',
    '1',
    '--format',
    'prov',
    '--data',
    data,
  ])
  expect(Object.keys(JSON.parse(one.stdout).entity)).toEqual([
    'asset:dataset:acme/web@1',
    'asset:model:acme/base@1',
  ])
})

test('without --out the events go to standard output and the report to standard error; --strict fails on what needs attention', async () => {
  const { code, stdout, stderr } = await runHere(['import', cards, '--policy', policy, '--strict'])
  expect([code, stdout.split('\n').length - 1]).toEqual([0, 8])
  expect((await runHere(['import', cards, '--policy', policy])).stdout).toBe(stdout)
  expect(stderr).toContain('3 edges in the documents: 3 used')
  const broken = write('broken/acme/x/README.md', card('base_model: gone/base'))
  const strict = await runHere(['import', broken, '--policy', policy, '--strict'])
  expect(strict.code).toBe(1)
  expect(strict.stderr).toContain('Unknown names (1):\n  model:gone/base, refused')
})
