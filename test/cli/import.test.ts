import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { card } from '../importing/support.ts'
import { objects, runHere } from './support.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-import-'))
})

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const policyFields = {
  time: '2026-10-01T00:00:00Z',
  owners: { '*': '{org}' },
  unknown: 'register',
  terms: [{ pool: '0.1' }],
}
const mit = card('license: mit')

interface Report {
  readonly added: { asset: string; version?: string }[]
  readonly faults: { file: string; code: string; message: string }[]
  readonly skipped: { count: number }[]
}

async function report(...paths: string[]): Promise<Report> {
  const out = join(folder, 'events.out')
  const { stdout } = await runHere([
    'import',
    ...paths,
    '--policy',
    write('policy.file', policyFields),
    '--out',
    out,
    '--json',
  ])
  return objects(stdout)[0] as Report
}

const assetsOf = ({ added }: Report) =>
  added.filter(({ version }) => version === undefined).map(({ asset }) => asset)

describe('the files of an import', () => {
  test('of a folder are named by the folders below it, and the README of the folder itself by its path', async () => {
    write('cards/chat/README.md', mit)
    write('cards/acme/base/README.md', mit)
    expect(assetsOf(await report(join(folder, 'cards')))).toEqual(['model:acme/base', 'model:chat'])
    expect(assetsOf(await report(join(folder, 'cards/acme/base')))).toEqual(['model:acme/base'])
    expect(assetsOf(await report(join(folder, 'cards/acme/base/README.md')))).toEqual(['model:acme/base'])
  })

  test('may be links to files, as in the cache of the Hub, and a folder of links is not followed', async () => {
    const blob = write('hub/models--acme--chat/blobs/1f', mit)
    mkdirSync(join(folder, 'hub/models--acme--chat/snapshots/abc'), { recursive: true })
    symlinkSync(blob, join(folder, 'hub/models--acme--chat/snapshots/abc/README.md'))
    symlinkSync(join(folder, 'hub'), join(folder, 'hub/circle'))
    expect((await report(join(folder, 'hub'))).added).toEqual([
      { asset: 'model:acme/chat' },
      { asset: 'model:acme/chat', version: 'abc' },
    ])
  })

  test('are read once each, however often they are named', async () => {
    const chat = write('cards/acme/chat/README.md', mit)
    expect(await report(join(folder, 'cards'), chat)).toMatchObject({ files: [{ format: 'card' }] })
  })

  test('that hold no lineage are counted in a folder, and a fault where the user names them', async () => {
    const notes = write('docs/acme/notes/README.md', '# No front matter\n')
    expect(await report(join(folder, 'docs'))).toMatchObject({ skipped: [{ count: 1 }], faults: [] })
    expect((await report(notes)).faults).toMatchObject([{ code: 'lineage.unknownFormat' }])
  })

  test('that can not be read stop no others, and each has its code', async () => {
    write('cards/acme/chat/README.md', mit)
    write('cards/acme/cut/README.md', '---\nlicense: mit\n')
    write('cards/broken.json', '{"bomFormat":')
    write('cards/old.json', { bomFormat: 'CycloneDX', specVersion: '1.3' })
    const { faults, ...rest } = await report(join(folder, 'cards'))
    expect(faults.map(({ code }) => code)).toEqual([
      'lineage.malformed',
      'lineage.malformed',
      'lineage.unsupported',
    ])
    expect(assetsOf({ faults, ...rest })).toEqual(['model:acme/chat'])
  })
})

describe('the policy', () => {
  const run = (policy: unknown) =>
    runHere(['import', write('acme/chat/README.md', mit), '--policy', write('policy.json', policy), '--json'])

  test.each([
    [{}, '/time'],
    [{ ...policyFields, terms: [{ share: '0.1', pool: '0.1' }] }, '/terms/0'],
    [{ ...policyFields, terms: [{ share: '1.5' }] }, '/terms/0/share'],
    [{ ...policyFields, names: { a: 'acme/chat' } }, '/names/a'],
    [{ ...policyFields, unkown: 'skip' }, '/'],
    ['{', undefined],
  ])('with a fault is refused before any file is read: %j', async (policy, path) => {
    const { code, stdout, stderr } = await run(policy)
    expect([code, stdout]).toEqual([2, ''])
    const { error } = JSON.parse(stderr) as { error: { code: string; path?: string } }
    expect([error.code, error.path]).toEqual(['policy.malformed', path])
  })
})

test('--strict fails on names that differ in the case of letters alone', async () => {
  const policy = write('policy.file', policyFields)
  const strict = async (base: string) => {
    const path = write('acme/chat/README.md', card(`base_model: ${base}`))
    return (await runHere(['import', path, '--policy', policy, '--out', join(folder, 'e'), '--strict'])).code
  }
  expect(await strict('acme/base')).toBe(0)
  expect(await strict('Acme/Chat')).toBe(1)
})

test('a Croissant document is read with the data files beside it', async () => {
  const source = { fileObject: { '@id': 'f' }, extract: { column: 'from' } }
  const document = write('talk/croissant.json', {
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: 'talk',
    distribution: [
      { '@type': 'cr:FileObject', '@id': 'f', contentUrl: 'rows.csv', encodingFormat: 'text/csv' },
    ],
    recordSet: [
      { '@id': 'rows', field: [{ '@id': 'rows/from', equivalentProperty: 'prov:wasDerivedFrom', source }] },
    ],
  })
  write('talk/rows.csv', 'text,from\na,web\nb,books\n')
  const { added } = await report(document)
  expect(added.map(({ asset }) => asset)).toEqual(expect.arrayContaining(['dataset:web', 'dataset:books']))
  write('talk/rows.csv', 'text\na\n')
  expect((await report(document)).faults).toMatchObject([
    { code: 'lineage.malformed', message: expect.stringContaining('no column "from"') },
  ])
})
