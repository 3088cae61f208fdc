/** Documents as people publish them, each with the edges that it states, and nothing more. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { columnsBeside } from '../../../src/cli/commands/import/columnsBeside.ts'
import { importLineage, parsePolicy, readDocument } from '../../../src/importing/index.ts'
import { edgesIn, importFiles, openPolicy, releasesIn } from '../support.ts'

type Plan = ReturnType<typeof importFiles>
const outOf = ({ report }: Plan) => report.leftOut.map(({ reason, message }) => `${reason}: ${message}`)

describe('a card', () => {
  const read = (text: string) => importFiles({ 'acme/chat/README.md': text })

  test.each([
    // The Hub's own reader takes white space before the front matter, and merge keys.
    [
      'after empty lines',
      '\n\n---\nbase_model: acme/base\n---\n',
      ['model:acme/chat@1 finetunedFrom model:acme/base@1'],
    ],
    [
      'with CRLF',
      '---\r\nbase_model: acme/base\r\n---\r\n',
      ['model:acme/chat@1 finetunedFrom model:acme/base@1'],
    ],
    [
      'with a merge key',
      '---\nx: &a\n  base_model: acme/base\n<<: *a\n---\n',
      ['model:acme/chat@1 finetunedFrom model:acme/base@1'],
    ],
    [
      'with a tab after the name',
      '---\nbase_model:\tacme/base\n---\n',
      ['model:acme/chat@1 finetunedFrom model:acme/base@1'],
    ],
    [
      'with the path of a dataset',
      '---\ndatasets: datasets/acme/talk\n---\n',
      ['model:acme/chat@1 trainedOn dataset:acme/talk@1'],
    ],
  ])('%s states its base', (_name, text, edges) => {
    expect(edgesIn(read(text))).toEqual(edges)
  })

  test.each([
    ['several names in one text', 'base_model: acme/base, acme/other', /several names in one text/],
    ['itself', 'base_model: acme/chat', /derived from itself/],
    ['a path', 'base_model: ./out', /path on a machine/],
    ['nothing', 'base_model: None', /does not say what it is/],
    [
      'a relation that no one knows',
      'base_model: acme/base\nbase_model_relation: derivative',
      /any relation/,
    ],
  ])('that names %s is held', (_name, fields, said) => {
    const plan = read(`---\n${fields}\n---\n`)
    expect(outOf(plan)[0]).toMatch(said)
    expect(releasesIn(plan)).toEqual([])
  })

  test.each([
    ['two values of one name', 'base_model: acme/base\nbase_model: acme/other'],
    ['tabs before its items', 'base_model:\n\t- acme/base'],
  ])('with %s is refused', (_name, fields) => {
    expect(() => read(`---\n${fields}\n---\n`)).toThrow('The front matter is not YAML')
  })
})

describe('an ML-BOM', () => {
  const model = { type: 'machine-learning-model', 'bom-ref': 'm', group: 'acme', name: 'chat', version: '1' }
  const data = { type: 'data', 'bom-ref': 'd', group: 'acme', name: 'talk' }
  const bom = (datasets: unknown, components: object[] = [data], more = {}) =>
    importFiles({
      'bom.json': {
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [{ ...model, modelCard: { modelParameters: { datasets } } }, ...components],
        ...more,
      },
    })

  test.each([
    ['source-code', 'weak: the BOM lists it as source-code, and not as a dataset'],
    ['configuration', 'weak: the BOM lists it as configuration, and not as a dataset'],
  ])('lists %s beside its datasets, which is no source', (type, said) => {
    const plan = bom([
      { type, name: 'acme/code' },
      { type: 'dataset', name: 'acme/web' },
    ])
    expect(edgesIn(plan)).toEqual(['model:acme/chat@1 trainedOn dataset:acme/web@1'])
    expect(outOf(plan)).toEqual([said])
  })

  test('with two components of one bom-ref says of neither that it is meant', () => {
    const plan = bom([{ ref: 'd' }], [data, { ...data, name: 'other' }])
    expect(outOf(plan)).toEqual(['unusableName: the BOM has several components with the bom-ref "d"'])
    expect(releasesIn(plan)).not.toContain('model:acme/chat@1')
  })

  test('has dependencies and what components provide, which are listed and are no derivation', () => {
    const plan = bom([], [data], {
      dependencies: [
        { ref: 'm', dependsOn: ['d'] },
        { ref: 'd', provides: ['m'] },
      ],
    })
    expect(edgesIn(plan)).toEqual([])
    expect(plan.report.leftOut.map(({ reason, label }) => [reason, label])).toEqual([
      ['weak', 'mlbom.dependsOn'],
      ['weak', 'mlbom.provides'],
    ])
  })
})

describe('SPDX 3', () => {
  const read = (relationshipType: string, to: string | string[]) =>
    importFiles({
      's.json': {
        '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
        '@graph': [
          { type: 'ai_AIPackage', spdxId: 'm', name: 'acme/chat', software_packageVersion: '1' },
          { type: 'dataset_DatasetPackage', spdxId: 'd', name: 'acme/talk' },
          { type: 'LifecycleScopedRelationship', spdxId: 'r', from: 'm', relationshipType, to },
        ],
      },
    })
  const none = 'https://spdx.org/rdf/3.0.1/terms/Core/NoneElement'
  const trained = ['model:acme/chat@1 trainedOn dataset:acme/talk@1']

  test.each([
    ['trainedOn', ['d'], trained, []],
    ['TRAINED_ON', 'd', trained, []],
    ['finetunedOn', 'd', trained, []],
    ['testedOn', 'd', [], ['weak: a test is no derivation']],
    // Of a type that no list has, both ends are known, so a person should see it.
    ['amendedBy', 'd', [], ['weak: amendedBy is no derivation']],
    ['trainedOn', none, [], []],
  ])('%s %j is what it says', (type, to, edges, out) => {
    const plan = read(type, to)
    expect(edgesIn(plan)).toEqual(edges)
    expect(outOf(plan)).toEqual(out)
    expect(releasesIn(plan)).toContain('model:acme/chat@1')
  })

  test('of no assertion holds the model', () => {
    expect(releasesIn(read('trainedOn', none.replace('None', 'NoAssertion')))).not.toContain(
      'model:acme/chat@1',
    )
  })
})

describe('PROV-JSON', () => {
  const prefix = { ex: 'http://ex.org/' }
  const dataset = { 'prov:type': 'ex:Dataset' }
  const derived = (of: string, from: string) => ({ 'prov:generatedEntity': of, 'prov:usedEntity': from })

  test('has anonymous entities in two bundles, which are not the same thing', () => {
    const bundle = (of: string, from: string) => ({
      entity: { '_:x': dataset, 'ex:d': dataset, 'ex:e': dataset },
      wasDerivedFrom: { '_:1': derived(of, from) },
    })
    const plan = importFiles({
      'p.json': { prefix, bundle: { 'ex:b': bundle('ex:e', '_:x'), 'ex:c': bundle('_:x', 'ex:d') } },
    })
    expect(edgesIn(plan)).toEqual([])
    expect(outOf(plan).every((text) => text.includes('no name outside of its document'))).toBe(true)
    expect(releasesIn(plan)).toEqual(['dataset:http@3A@//ex.org/d@1'])
  })

  test.each([
    ['wasInfluencedBy', { 'prov:influencee': 'ex:e', 'prov:influencer': 'ex:d' }],
    ['specializationOf', { 'prov:specificEntity': 'ex:e', 'prov:generalEntity': 'ex:d' }],
    ['alternateOf', { 'prov:alternate1': 'ex:e', 'prov:alternate2': 'ex:d' }],
  ])('%s is listed and is no derivation', (name, record) => {
    const plan = importFiles({
      'p.json': { prefix, entity: { 'ex:d': dataset, 'ex:e': dataset }, [name]: { '_:1': record } },
    })
    expect(edgesIn(plan)).toEqual([])
    expect(plan.report.leftOut).toMatchObject([{ reason: 'weak', label: `prov.${name}` }])
  })
})

test('OpenLineage: a table that a run updates is not derived from itself', () => {
  const of = (name: string) => ({ namespace: 's3', name })
  const inputFields = [
    { ...of('c'), field: 'x' },
    { ...of('a'), field: 'x' },
  ]
  const facets = { columnLineage: { fields: { x: { inputFields } } } }
  const event = {
    eventType: 'COMPLETE',
    eventTime: '2026-01-01T00:00:00Z',
    run: { runId: 'r' },
    job: { namespace: 'n', name: 'j' },
    inputs: [of('a'), of('c')],
    outputs: [{ ...of('c'), facets }],
  }
  const plan = importFiles({ 'e.json': event }, { ...openPolicy, kinds: { '*': 'dataset' } })
  expect(edgesIn(plan)).toEqual(['dataset:s3/c@1 composedOf dataset:s3/a@1'])
  expect(outOf(plan)).toEqual(['weak: a dataset that a run updates is not derived from itself'])
})

describe('Croissant whose records say where they come from', () => {
  const hub = (name: string) => `https://huggingface.co/datasets/acme/${name}`
  const meaning = (name: string) => ({ '@id': `prov:${name}` })
  const document = (fields: object[], more: object) => ({
    '@context': { '@vocab': 'https://schema.org/' },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: 'talk',
    url: hub('talk'),
    recordSet: [{ '@id': 'rows', field: fields, ...more }],
  })
  const policy = parsePolicy({ ...openPolicy, contributors: { share: '0.1' } })

  /** As the command reads a document, with the data files beside it. */
  async function read(
    content: object,
    files: Readonly<Record<string, string | Uint8Array>> = {},
  ): Promise<Plan> {
    const folder = mkdtempSync(join(tmpdir(), 'headwater-croissant-'))
    mkdirSync(join(folder, 'data'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    const text = JSON.stringify(content)
    const columns = await columnsBeside(join(folder, 'croissant.json'), text)
    const source = { file: 'croissant.json', text, folders: [], ...(columns && { columns }) }
    return importLineage(policy, [{ file: 'croissant.json', ...readDocument(source)! }]).plan()
  }

  const extract = (file: string, place: object) => ({
    source: { fileObject: { '@id': file }, extract: place },
  })
  const inFile = (contentUrl: string, encodingFormat: string, place: (name: string) => object) => ({
    ...document(
      [
        {
          '@id': 'rows/from',
          equivalentProperty: [meaning('wasDerivedFrom')],
          ...extract('f', place('from')),
        },
        { '@id': 'rows/by', equivalentProperty: meaning('wasAttributedTo'), ...extract('f', place('by')) },
      ],
      {},
    ),
    distribution: [{ '@type': 'cr:FileObject', '@id': 'f', contentUrl, encodingFormat }],
  })
  const column = (name: string) => ({ column: name })
  const jsonPath = (name: string) => ({ jsonPath: `$.${name}` })
  const csv = `id,from,by\n1,${hub('web')},ann\n2,${hub('books')},bob\n3,,bob\n`
  const json = [
    { from: [hub('web'), hub('books')], by: 'ann' },
    { from: { '@id': hub('web') }, by: 'bob' },
    { by: 'bob' },
  ].map((record) => JSON.stringify(record))

  test.each([
    ['CSV', 'f.csv', ['text/csv', column], csv],
    ['CSV in a folder, packed', './data/f.csv.gz', ['text/csv', column], gzipSync(csv)],
    ['TSV', 'f.tsv', ['text/tab-separated-values', column], csv.replaceAll(',', '\t')],
    ['JSON lines', 'f.jsonl', ['application/jsonlines', jsonPath], json.join('\n')],
    ['JSON', 'f.json', ['application/json', jsonPath], `[${json.join(',')}]`],
  ] as const)('in %s has their sources and their contributors', async (_name, path, form, content) => {
    const [type, place] = form as [string, typeof column]
    const plan = await read(inFile(path, type, place), { [path]: content })
    expect(edgesIn(plan)).toEqual([
      'dataset:acme/talk@1 composedOf dataset:acme/books@1',
      'dataset:acme/talk@1 composedOf dataset:acme/web@1',
    ])
    // Two records of three are Bob's.
    const released = plan.events.find(({ data }) => data.asset === 'dataset:acme/talk' && 'version' in data)
    expect(JSON.stringify(released)).toContain('bob')
    expect(plan.report.notes).toEqual([])
  })

  test('has several sources in a record', async () => {
    const field = { '@id': 'rows/from', equivalentProperty: 'prov:wasDerivedFrom' }
    const data = [{ 'rows/from': [hub('web'), hub('books')] }, { 'rows/from': { '@id': hub('web') } }]
    expect(edgesIn(await read(document([field], { data })))).toHaveLength(2)
  })

  test.each([
    ['is not there', inFile('f.csv', 'text/csv', column), /f\.csv is not beside the document/],
    ['is at an address', inFile('https://x.org/f.csv', 'text/csv', column), /no file beside the document/],
    ['is above the folder', inFile('../f.csv', 'text/csv', column), /no file beside the document/],
    ['is Parquet', inFile('f.parquet', 'application/x-parquet', column), /no format that is read/],
  ])('in a file that %s has a note that says so', async (_name, content, said) => {
    const plan = await read(content)
    expect(edgesIn(plan)).toEqual([])
    expect(plan.report.notes.map(({ note }) => note)).toEqual([
      expect.stringMatching(said),
      expect.stringMatching(said),
    ])
  })

  test('reads no file through a link that leads out of the folder', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'headwater-croissant-'))
    writeFileSync(join(outside, 'f.csv'), csv)
    const folder = mkdtempSync(join(tmpdir(), 'headwater-croissant-'))
    symlinkSync(join(outside, 'f.csv'), join(folder, 'f.csv'))
    const text = JSON.stringify(inFile('f.csv', 'text/csv', column))
    expect((await columnsBeside(join(folder, 'c.json'), text))!.size).toBe(0)
  })

  test('in a file without the column is refused', async () => {
    await expect(read(inFile('f.csv', 'text/csv', column), { 'f.csv': 'id,by\n1,ann\n' })).rejects.toThrow(
      'f.csv has no column "from"',
    )
  })
})
