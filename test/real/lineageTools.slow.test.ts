/**
 * Documents that the libraries of each format write, and files that come with them: huggingface_hub, openlineage-python,
 * spdx-python-model and prov, from PyPI. Skips with a message where they can't be installed.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { writeLineage } from '../../src/importing/export/index.ts'
import { readDocument } from '../../src/importing/index.ts'
import { exportedVersions } from '../importing/exportedVersions.ts'
import { edgesIn, importFiles, openPolicy } from '../importing/support.ts'
import { pythonWith } from '../support/pythonEnvironment.ts'

const python = await pythonWith([
  'prov==3.2.3',
  'openlineage-python==1.54.0',
  'spdx-python-model==0.0.6',
  'huggingface-hub==2.4.0',
])
const folder = mkdtempSync(join(tmpdir(), 'headwater-lineage-tools-'))
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
let derivations: string[] = []

describe.skipIf(python === undefined)('documents of the libraries of each format', () => {
  beforeAll(() => {
    const ours = join(folder, 'ours.json')
    writeFileSync(ours, writeLineage('prov', exportedVersions))
    const script = fileURLToPath(new URL('lineage_documents.py', import.meta.url))
    derivations = execFileSync(python!, [script, folder, ours], { encoding: 'utf8' }).trim().split('\n')
  })

  test('cards of huggingface_hub', () => {
    const files = ['acme/chat', 'datasets/acme/talk'].map((name) => `cards/${name}/README.md`)
    const plan = importFiles(Object.fromEntries(files.map((name) => [name, text(name)])))
    expect(edgesIn(plan)).toEqual([
      'dataset:acme/talk@1 composedOf dataset:squad@1',
      'model:acme/chat@1 trainedOn dataset:acme/talk@1',
      'model:acme/chat@1 adapterOf model:meta/base@1',
    ])
  })

  test('events of openlineage-python', () => {
    const policy = { ...openPolicy, names: { 's3://lake/*': 'dataset:acme/{1}' }, kinds: { '*': 'dataset' } }
    const plan = importFiles({ 'openlineage.ndjson': text('openlineage.ndjson') }, policy)
    expect(edgesIn(plan)).toEqual(['dataset:acme/clean@9 composedOf dataset:acme/raw@1'])
    expect(plan.report.leftOut.map(({ to, reason }) => `${to} ${reason}`)).toEqual([
      'dataset:acme/blocked weak',
      'dataset:acme/unused weak',
    ])
  })

  test('an AI BOM of spdx-python-model', () => {
    const plan = importFiles(
      { 'spdx.json': text('spdx.json') },
      { ...openPolicy, owners: { chat: '{owner}', '*': '{org}' } },
    )
    expect(edgesIn(plan)).toEqual(['model:chat@2 trainedOn dataset:acme/talk@1'])
    expect(plan.events.find(({ data }) => data.asset === 'model:chat')?.data).toMatchObject({
      owner: 'Acme',
      license: 'Apache-2.0',
    })
    expect(plan.report.leftOut).toMatchObject([{ label: 'spdx.testedOn', reason: 'weak' }])
  })

  test('the examples of prov, and the files that come with it', () => {
    const site = execFileSync(python!, ['-c', 'import prov.tests; print(prov.tests.__file__)'], {
      encoding: 'utf8',
    }).trim()
    const folders = [join(folder, 'prov'), join(dirname(site), 'json'), join(dirname(site), 'unification')]
    const policy = { ...openPolicy, kinds: { '*': 'dataset' }, owners: { '*': 'acme' } }
    let edges = 0
    for (const path of folders.flatMap((each) =>
      readdirSync(each)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(each, name)),
    )) {
      const content = readFileSync(path, 'utf8')
      expect(readDocument({ file: path, text: content, folders: [] })?.format, path).toBe('prov')
      edges += importFiles({ [path]: content }, policy).report.edges.stated
    }
    expect(edges).toBeGreaterThan(30)
  })

  test('prov reads our export with the same derivations', () => {
    const expected = exportedVersions.flatMap(({ asset, version, derivedFrom }) => {
      const name = (one: string, other: string) =>
        `${one.replaceAll('@', '%40')}@${other.replaceAll('@', '%40')}`
      return derivedFrom.map((edge) => `${name(asset, version)} ${name(edge.asset, edge.version)}`)
    })
    expect(derivations.sort()).toEqual(expected.sort())
  })
})
