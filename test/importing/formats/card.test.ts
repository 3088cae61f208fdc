import { describe, expect, test } from 'vitest'
import { card, edgesIn, importFiles, openPolicy, readFiles, releasesIn } from '../support.ts'

const chat = (fields: string) => ({ 'acme/chat/README.md': card(fields) })

/** Each line has the one before ten times. */
const multiplying = [
  'a0: &a0 x',
  ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(', ')}]`),
].join('\n')

describe('a model card', () => {
  test('gives an edge to its base with the relation that it states, and to its datasets', () => {
    const plan = importFiles(
      chat(
        'license: mit\nbase_model: meta/base\nbase_model_relation: adapter\ndatasets:\n- squad\n- acme/talk',
      ),
    )
    expect(edgesIn(plan)).toEqual([
      'model:acme/chat@1 trainedOn dataset:acme/talk@1',
      'model:acme/chat@1 trainedOn dataset:squad@1',
      'model:acme/chat@1 adapterOf model:meta/base@1',
    ])
    expect(plan.report.inferred).toEqual([])
    expect(plan.events.find(({ data }) => data.asset === 'model:acme/chat')?.data).toMatchObject({
      owner: 'acme',
      license: 'mit',
    })
  })

  test.each([
    ['base_model: a/b', 'finetunedFrom', 'it names a base model and no relation'],
    ['base_model: a/b\nlibrary_name: peft', 'adapterOf', 'library_name is peft'],
    ['base_model: a/b\ntags: [lora]', 'adapterOf', 'it has the tag lora'],
    ['base_model: [a/b]\ntags:\n- GGUF', 'quantizedFrom', 'it has the tag gguf'],
    ['base_model: [a/b, c/d]', 'mergedFrom', 'it names 2 base models'],
    ['base_model: a/b\ntags: [mergekit]', 'mergedFrom', 'it has the tag mergekit'],
  ])('without a relation infers one as the Hub does, and reports it: %j', (fields, relation, because) => {
    const plan = importFiles(chat(fields))
    expect(plan.report.inferred[0]).toMatchObject({ relation, because })
    expect(edgesIn(plan)[0]).toContain(` ${relation} `)
  })

  test('with a relation that is none of the Hub infers nothing, and is held', () => {
    const { report, events } = importFiles(chat('base_model: a/b\nbase_model_relation: inspired'))
    expect(report.leftOut).toMatchObject([{ reason: 'noRelation' }])
    expect(report.held).toMatchObject([{ asset: 'model:acme/chat' }])
    expect(events).toEqual([])
  })

  test('that names a base several times, as merges of one model do, gives one edge', () => {
    const plan = importFiles(chat('base_model:\n- a/b\n- a/b\n- a/b\ntags: [merge]'))
    expect(edgesIn(plan)).toEqual(['model:acme/chat@1 mergedFrom model:a/b@1'])
  })

  test('keeps scalars as written: 1.10 is no number, and no is no flag', () => {
    const plan = importFiles(chat('version: 1.10\nlicense: no'))
    expect(releasesIn(plan)).toEqual(['model:acme/chat@1.10'])
    expect(plan.events[0]!.data.license).toBe('no')
  })

  test('of another licence has the name of that licence', () => {
    const { events } = importFiles(chat('license: other\nlicense_name: llama3.1'))
    expect(events[0]!.data.license).toBe('llama3.1')
  })

  test.each([
    ['a path on a machine', './checkpoints/step-100'],
    ['an absolute path', '/home/ann/model'],
    ['a drive', 'C:\\models\\base'],
    ['a word for nothing', 'None'],
    ['an empty template', '"[More Information Needed]"'],
    ['an object', '{ name: a/b }'],
  ])('whose base is %s registers no such asset, even where the policy registers unknown names', (_, base) => {
    const { report, events } = importFiles(chat(`base_model: ${base}`))
    expect(report.leftOut).toMatchObject([{ reason: 'unusableName' }])
    expect(report.held).toHaveLength(1)
    expect(events).toEqual([])
  })

  test.each([
    ['https://huggingface.co/meta/base', 'model:meta/base'],
    ['https://huggingface.co/meta/base/tree/main', 'model:meta/base'],
    ['hf.co/meta/base', 'model:hf.co/meta/base'],
    ['hf://datasets/acme/talk', 'dataset:acme/talk'],
    ['bert-base-uncased', 'model:bert-base-uncased'],
    ['name with spaces', 'model:name@20@with@20@spaces'],
  ])('may name its base by an address: %s', (base, asset) => {
    const plan = importFiles(chat(`base_model: "${base}"\nbase_model_relation: finetune`))
    expect(edgesIn(plan)).toEqual([`model:acme/chat@1 finetunedFrom ${asset}@1`])
  })

  test('with a revision in the address names that version', () => {
    const plan = importFiles(chat('base_model: https://huggingface.co/meta/base/tree/v2'))
    expect(edgesIn(plan)).toEqual(['model:acme/chat@1 finetunedFrom model:meta/base@v2'])
  })
})

test.each([
  ['v1.0 (final)', 'v1.0@20@@28@final@29@'],
  ['refs/pr/1', 'refs@2F@pr@2F@1'],
  [`sha256:${'a'.repeat(64)}`, expect.stringMatching(/^sha256@3A@a{37}-[0-9a-f]{16}$/)],
])('a version %s becomes a name that no other version has', (version, name) => {
  const { events } = importFiles(chat(`version: "${version}"`))
  expect(events.at(-1)!.data.version).toEqual(name)
})

describe('the repository of a card', () => {
  test.each([
    ['models--acme--chat/snapshots/abc123/README.md', 'model:acme/chat@abc123'],
    ['cards/datasets--acme--talk/snapshots/f00/README.md', 'dataset:acme/talk@f00'],
    ['cards/datasets/acme/talk/README.md', 'dataset:acme/talk@1'],
    ['datasets/squad/README.md', 'dataset:squad@1'],
    ['chat/README.md', 'model:chat@1'],
  ])('comes from its folders: %s', (path, release) => {
    expect(releasesIn(importFiles({ [path]: card('license: mit') }))).toEqual([release])
  })

  test('comes from the policy where no folder has its name', () => {
    const policy = { ...openPolicy, files: { 'README.md': { name: 'acme/chat', version: '7' } } }
    expect(releasesIn(importFiles({ 'README.md': card('license: mit') }, policy))).toEqual([
      'model:acme/chat@7',
    ])
    expect(() => importFiles({ 'README.md': card('license: mit') })).toThrow(/does not say which repository/)
  })
})

describe('cards of other kinds', () => {
  test('a dataset card gives edges to the datasets that it extends', () => {
    const fields = 'license: cc-by-4.0\ntask_categories: [qa]\nsource_datasets:\n- extended|squad\n- original'
    const plan = importFiles({ 'acme/talk/README.md': card(fields) })
    expect(edgesIn(plan)).toEqual(['dataset:acme/talk@1 composedOf dataset:squad@1'])
  })

  test('a space is a tool that is composed of models and datasets', () => {
    const plan = importFiles({ 'acme/app/README.md': card('sdk: gradio\nmodels: [a/b]\ndatasets: [c/d]') })
    expect(edgesIn(plan)).toEqual([
      'tool:acme/app@1 composedOf dataset:c/d@1',
      'tool:acme/app@1 composedOf model:a/b@1',
    ])
  })
})

describe('faults of a card', () => {
  test.each([
    ['front matter without an end', '---\nlicense: mit\n'],
    ['front matter that is no YAML', card('license: [mit')],
    ['a field twice', card('license: mit\nlicense: apache-2.0')],
    ['front matter without fields', card('- a\n- b')],
    ['an alias without an anchor', card('base_model: *a/b')],
    ['aliases that multiply', card(multiplying)],
  ])('%s is refused in words', (_, text) => {
    expect(() => readFiles({ 'acme/chat/README.md': text })).toThrow(/front matter/)
  })
})

describe('JSON of the Hub', () => {
  const entry = {
    modelId: 'acme/chat',
    sha: 'abc123',
    createdAt: '2026-05-01T08:00:00.000Z',
    lastModified: '2026-06-01T08:00:00.000Z',
    tags: ['base_model:meta/base', 'base_model:quantized:meta/base', 'dataset:squad', 'license:mit'],
  }

  test('has the version, the date, and the relation that the Hub found', () => {
    const plan = importFiles({
      'chat.json': { ...entry, cardData: { base_model: 'meta/base', license: 'mit' } },
    })
    expect(edgesIn(plan)).toEqual([
      'model:acme/chat@abc123 trainedOn dataset:squad@1',
      'model:acme/chat@abc123 quantizedFrom model:meta/base@1',
    ])
    expect(plan.events.at(-1)!.data.releasedAt).toBe('2026-05-01T08:00:00.000Z')
  })

  test('without the card is read from its tags, alone and in a list', () => {
    const expected = edgesIn(importFiles({ 'chat.json': entry }))
    expect(expected).toHaveLength(2)
    expect(edgesIn(importFiles({ 'models.json': [entry] }))).toEqual(expected)
  })

  test('beside a card without a version is about the same version, once', () => {
    const files = {
      'acme/chat/README.md': card('base_model: meta/base\nbase_model_relation: quantized\ndatasets: [squad]'),
      'chat.json': entry,
    }
    const plan = importFiles(files)
    expect(releasesIn(plan)).toContain('model:acme/chat@abc123')
    expect(plan.report.edges).toMatchObject({ stated: 4, used: 2, repeated: 2, leftOut: 0 })
  })

  test('adapter_config.json names the base of an adapter', () => {
    const plan = importFiles({
      'acme/lora/adapter_config.json': { peft_type: 'LORA', base_model_name_or_path: 'meta/base' },
    })
    expect(edgesIn(plan)).toEqual(['model:acme/lora@1 adapterOf model:meta/base@1'])
  })

  test('_name_or_path of config.json is no base model unless the policy says so', () => {
    const files = { 'acme/chat/config.json': { model_type: 'llama', _name_or_path: 'meta/base' } }
    expect(importFiles(files).report.leftOut).toMatchObject([{ reason: 'weak' }])
    const policy = { ...openPolicy, relations: [{ label: 'config.*', relation: 'finetunedFrom' }] }
    expect(edgesIn(importFiles(files, policy))).toEqual(['model:acme/chat@1 finetunedFrom model:meta/base@1'])
  })
})
