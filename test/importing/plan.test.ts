import { describe, expect, test } from 'vitest'
import type { RegisteredAsset, RegistryView } from '../../src/importing/index.ts'
import { card, edgesIn, importFiles, openPolicy, releasesIn } from './support.ts'

const files = {
  'acme/chat/README.md': card(
    'license: mit\nbase_model: acme/base\nbase_model_relation: finetune\ndatasets: [acme/talk]',
  ),
  'acme/base/README.md': card('license: apache-2.0\ndatasets: [acme/web]'),
  'datasets/acme/talk/README.md': card('license: cc-by-4.0\ntask_categories: [qa]'),
  'datasets/acme/web/README.md': card('license: odc-by\ntask_categories: [qa]'),
}
const strict = { ...openPolicy, unknown: 'refuse' }

describe('the events of an import', () => {
  test('register assets first and release sources before what is derived from them', () => {
    const { events } = importFiles(files, strict)
    expect(events.map(({ id }) => id)).toEqual([
      'registered dataset:acme/talk',
      'registered dataset:acme/web',
      'registered model:acme/base',
      'registered model:acme/chat',
      'released dataset:acme/talk 1',
      'released dataset:acme/web 1',
      'released model:acme/base 1',
      'released model:acme/chat 1',
    ])
  })

  test('are the same to the byte when the files come in another order', () => {
    const reversed = Object.fromEntries(Object.entries(files).reverse())
    expect(JSON.stringify(importFiles(reversed, strict).events)).toBe(
      JSON.stringify(importFiles(files, strict).events),
    )
  })
})

describe('terms', () => {
  const terms = [
    { relation: 'trainedOn', licence: 'CC-BY-*', pool: '0.1' },
    { relation: ['finetunedFrom', 'adapterOf'], source: 'model:acme/*', policy: 'absolute', share: '0.05' },
    { licence: 'odc-*', none: true },
  ]
  const shares = (plan: ReturnType<typeof importFiles>, asset: string) =>
    plan.events.find(({ id }) => id === `released ${asset} 1`)?.data.derivedFrom

  test('come from the first rule that applies, by relation, licence of the source and asset', () => {
    const plan = importFiles(files, { ...strict, terms })
    expect(shares(plan, 'model:acme/chat')).toEqual([
      { asset: 'dataset:acme/talk', version: '1', relation: 'trainedOn', policy: 'relative', share: '0.1' },
      {
        asset: 'model:acme/base',
        version: '1',
        relation: 'finetunedFrom',
        policy: 'absolute',
        share: '0.05',
      },
    ])
  })

  test('of none leave the edge out and release the version', () => {
    const plan = importFiles(files, { ...strict, terms })
    expect(shares(plan, 'model:acme/base')).toBeUndefined()
    expect(releasesIn(plan)).toContain('model:acme/base@1')
    expect(plan.report.leftOut).toMatchObject([{ reason: 'noRoyalty', to: 'dataset:acme/web' }])
  })

  test('that cover no edge hold the version, and all that is derived from it', () => {
    const plan = importFiles(files, { ...strict, terms: terms.slice(0, 2) })
    expect(plan.report.leftOut).toMatchObject([
      { reason: 'noTerms', message: expect.stringContaining('licence odc-by') },
    ])
    expect(plan.report.held.map(({ asset }) => asset)).toEqual(['model:acme/base', 'model:acme/chat'])
    expect(releasesIn(plan)).toEqual(['dataset:acme/talk@1', 'dataset:acme/web@1'])
  })

  test('of incomplete versions that the policy releases leave the edge out alone', () => {
    const plan = importFiles(files, { ...strict, terms: terms.slice(0, 2), incomplete: 'release' })
    expect(releasesIn(plan)).toHaveLength(4)
  })

  test('of a pool are divided equally among the edges of one version', () => {
    const many = { 'acme/chat/README.md': card('datasets: [a, b, c]') }
    const plan = importFiles(many, { ...openPolicy, terms: [{ pool: '0.1' }] })
    expect(
      new Set((shares(plan, 'model:acme/chat') as { share: string }[]).map(({ share }) => share)),
    ).toEqual(new Set(['0.033333333']))
  })

  test('that promise more than 1 hold the version, as the ledger would refuse it', () => {
    const many = { 'acme/chat/README.md': card('datasets: [a, b, c]') }
    const plan = importFiles(many, { ...openPolicy, terms: [{ share: '0.4' }] })
    expect(plan.report.held).toMatchObject([
      { asset: 'model:acme/chat', reasons: [expect.stringContaining('more than 1')] },
    ])
  })
})

describe('circles', () => {
  test('are reported, and their edges are left out', () => {
    const circle = {
      'acme/a/README.md': card('base_model: acme/b\nbase_model_relation: merge'),
      'acme/b/README.md': card('base_model: acme/a\nbase_model_relation: merge'),
      'acme/c/README.md': card('base_model: acme/c'),
      'acme/d/README.md': card('license: mit'),
    }
    const held = importFiles(circle, strict)
    expect(held.report.cycles).toEqual([['model:acme/a@1', 'model:acme/b@1'], ['model:acme/c@1']])
    expect(releasesIn(held)).toEqual(['model:acme/d@1'])
    const released = importFiles(circle, { ...strict, incomplete: 'release' })
    expect(releasesIn(released)).toHaveLength(4)
    expect(edgesIn(released)).toEqual([])
    expect(released.report.leftOut.map(({ reason }) => reason)).toEqual(['cycle', 'cycle', 'cycle'])
  })
})

describe('unknown names', () => {
  const one = { 'acme/chat/README.md': card('base_model: meta/base\nbase_model_relation: finetune') }

  test.each([
    ['refuse', 'refused', [], 1],
    ['skip', 'skipped', ['model:acme/chat@1'], 0],
    ['register', 'registered', ['model:meta/base@1', 'model:acme/chat@1'], 0],
  ])('are handled as the policy says: %s', (unknown, done, releases, held) => {
    const plan = importFiles(one, { ...openPolicy, unknown })
    expect(plan.report.unknown).toEqual([
      { name: 'model:meta/base', kind: 'model', done, namedBy: ['acme/chat/README.md'] },
    ])
    expect(releasesIn(plan)).toEqual(releases)
    expect(plan.report.held).toHaveLength(held)
  })

  test('are none where the policy lists them, maps them, or says that the ledger has them', () => {
    for (const known of [
      { names: { 'meta/base': 'model:meta/base' } },
      { names: { 'model:meta/*': 'model:meta/{1}' } },
      { registered: ['model:meta/*'] },
    ]) {
      const plan = importFiles(one, { ...strict, ...known })
      expect(plan.report.unknown).toEqual([])
      expect(edgesIn(plan)).toHaveLength(1)
    }
  })

  test('that the policy maps to nothing are left out, and the version is released', () => {
    const plan = importFiles(one, { ...strict, names: { 'meta/*': null } })
    expect(plan.report.leftOut).toMatchObject([{ reason: 'ignoredName' }])
    expect(releasesIn(plan)).toEqual(['model:acme/chat@1'])
  })

  test('of two files that differ in case alone are listed', () => {
    const plan = importFiles({ ...one, 'Acme/chat/README.md': card('license: mit') })
    expect(plan.report.alike).toEqual([['model:Acme/chat', 'model:acme/chat']])
  })

  test('an asset without an owner in the policy is held, with what is derived from it', () => {
    const plan = importFiles(files, { ...strict, owners: { 'acme/chat': 'acme', 'dataset:*': 'acme' } })
    expect(plan.report.held).toMatchObject([
      { asset: 'model:acme/base', reasons: [expect.stringContaining('owners of the policy')] },
      { asset: 'model:acme/chat', reasons: [expect.stringContaining('model:acme/base@1 is not released')] },
    ])
  })
})

describe('contradictions', () => {
  const entry = (fields: object) => ({ modelId: 'acme/chat', tags: [], sha: '1', cardData: fields })

  test('of licences hold the asset, and say what each file says', () => {
    const two = { 'acme/chat/README.md': card('license: mit'), 'chat.json': entry({ license: 'apache-2.0' }) }
    const plan = importFiles(two, strict)
    expect(plan.report.contradictions).toEqual([
      {
        subject: 'model:acme/chat',
        about: 'licence',
        says: [
          { value: 'mit', file: 'acme/chat/README.md', at: '/' },
          { value: 'apache-2.0', file: 'chat.json', at: '/' },
        ],
      },
    ])
    expect(plan.events).toEqual([])
    const first = importFiles(two, { ...strict, contradictions: 'first' })
    expect(first.events[0]!.data.license).toBe('mit')
  })

  test('inside one file are reported too', () => {
    const plan = importFiles(
      { 'models.json': [entry({ license: 'mit' }), entry({ license: 'gpl-3.0' })] },
      strict,
    )
    expect(plan.report.contradictions).toMatchObject([
      { about: 'licence', says: [{ value: 'mit' }, { value: 'gpl-3.0' }] },
    ])
    expect(plan.events).toEqual([])
  })

  test('are none where texts name one licence in two forms', () => {
    const two = {
      'acme/chat/README.md': card('license: Apache-2.0'),
      'chat.json': entry({ license: 'apache-2.0' }),
    }
    expect(importFiles(two, strict).report.contradictions).toEqual([])
  })

  test('of relations and of lists of sources are reported', () => {
    const plan = importFiles({
      'acme/chat/README.md': card('base_model: meta/base\nbase_model_relation: finetune\ndatasets: [a, b]'),
      'chat.json': entry({ base_model: 'meta/base', base_model_relation: 'adapter', datasets: ['a'] }),
    })
    expect(plan.report.contradictions.map(({ about }) => about).sort()).toEqual(['datasets', 'relation'])
    expect(plan.report.held.map(({ asset }) => asset)).toEqual(['model:acme/chat'])
  })

  test('a relation that a file states stands before one that was inferred', () => {
    const plan = importFiles({
      'acme/chat/README.md': card('base_model: meta/base'),
      'chat.json': entry({ base_model: 'meta/base', base_model_relation: 'adapter' }),
    })
    expect(plan.report.contradictions).toEqual([])
    expect(edgesIn(plan)).toEqual(['model:acme/chat@1 adapterOf model:meta/base@1'])
  })
})

describe('versions', () => {
  const base = (version: string) => ({
    [`models--acme--base/snapshots/${version}/README.md`]: card(`datasets: [d${version}]`),
  })
  const chat = (base_model: string) => ({
    modelId: 'acme/chat',
    sha: '1',
    tags: [],
    cardData: { base_model, base_model_relation: 'finetune' },
  })

  test('of a source that no statement names are pinned by the release, after all versions that are proposed', () => {
    const plan = importFiles({ ...base('v1'), ...base('v2'), 'chat.json': chat('acme/base') })
    expect(edgesIn(plan)).toContain('model:acme/chat@1 finetunedFrom model:acme/base')
    expect(releasesIn(plan).at(-1)).toBe('model:acme/chat@1')
  })

  test('of a source that one of two statements names are those of both, because a release names a source once', () => {
    const files = {
      'chat.json': chat('acme/base'),
      'again.json': chat('https://huggingface.co/acme/base/tree/v2'),
    }
    const plan = importFiles({ ...base('v1'), ...base('v2'), ...files })
    expect(edgesIn(plan).filter((edge) => edge.startsWith('model:acme/chat'))).toEqual([
      'model:acme/chat@1 finetunedFrom model:acme/base@v2',
    ])
  })

  test('a description without a version is about the version that others name', () => {
    const plan = importFiles({
      'acme/base/README.md': card('datasets: [d]'),
      'chat.json': chat('https://huggingface.co/acme/base/tree/v2'),
    })
    expect(edgesIn(plan)).toContain('model:acme/base@v2 trainedOn dataset:d@1')
  })

  test('a description without a version, beside two with one, is a contradiction', () => {
    const { report } = importFiles({
      ...base('v1'),
      ...base('v2'),
      'acme/base/README.md': card('license: mit'),
    })
    expect(report.contradictions).toMatchObject([{ about: 'version', subject: 'model:acme/base' }])
    expect(report.held).toHaveLength(2)
  })

  test('a version that no document describes is unknown, although its asset is known', () => {
    const plan = importFiles(
      { ...base('v1'), 'chat.json': chat('https://huggingface.co/acme/base/tree/v9') },
      strict,
    )
    expect(plan.report.unknown).toContainEqual(
      expect.objectContaining({ name: 'model:acme/base@v9', done: 'refused' }),
    )
    expect(plan.report.held.map(({ asset }) => asset)).toContain('model:acme/chat')
  })
})

describe('a ledger at hand', () => {
  const registered = (
    asset: string,
    derivedFrom: object[] = [],
    more: object = {},
  ): [string, RegisteredAsset] => [
    asset,
    {
      asset,
      owner: 'acme',
      license: null,
      latestVersion: '1',
      versions: new Map([
        ['1', { version: '1', contentDigest: null, contributorShare: '0', absoluteShares: '0', derivedFrom }],
      ]),
      ...more,
    } as RegisteredAsset,
  ]
  const ledger = (...assets: [string, RegisteredAsset][]): RegistryView => new Map(assets)
  const edge = {
    asset: 'model:acme/base',
    version: '1',
    relation: 'finetunedFrom',
    policy: 'relative',
    share: '0.1',
  }
  const one = { 'acme/chat/README.md': card('base_model: acme/base\nbase_model_relation: finetune') }

  test('that has all of it makes no event', () => {
    const plan = importFiles(
      one,
      strict,
      ledger(registered('model:acme/base'), registered('model:acme/chat', [edge])),
    )
    expect(plan.events).toEqual([])
    expect(plan.report.there).toContainEqual({ asset: 'model:acme/chat', version: '1' })
    expect(plan.report.differs).toEqual([])
  })

  test('that has a source pins its version, and the rest is added', () => {
    const plan = importFiles(one, strict, ledger(registered('model:acme/base')))
    expect(plan.report.added).toEqual([
      { asset: 'model:acme/chat' },
      { asset: 'model:acme/chat', version: '1' },
    ])
    expect(edgesIn(plan)).toEqual(['model:acme/chat@1 finetunedFrom model:acme/base'])
  })

  test('that lacks what the policy says it has makes that unknown', () => {
    const plan = importFiles(one, { ...strict, registered: ['model:acme/*'] }, ledger())
    expect(plan.report.unknown).toMatchObject([{ name: 'model:acme/base', done: 'refused' }])
  })

  test('that has other terms gets a new version proposed, once', () => {
    const before = ledger(
      registered('model:acme/base'),
      registered('model:acme/chat', [{ ...edge, share: '0.2' }]),
    )
    const plan = importFiles(one, strict, before)
    const { proposed } = plan.report.differs[0]!
    expect(plan.report.differs).toMatchObject([
      { version: '1', differences: ['share of model:acme/base is 0.1, and 0.2 in the ledger'] },
    ])
    expect(releasesIn(plan)).toEqual([`model:acme/chat@${proposed}`])
    const chat = before.get('model:acme/chat')!
    const versions = new Map([...chat.versions, [proposed!, chat.versions.get('1')!]])
    const after = new Map([...before, ['model:acme/chat', { ...chat, versions }] as const])
    expect(importFiles(one, strict, after).events).toEqual([])
  })

  test('that has another owner or licence keeps it, and the difference is reported', () => {
    const licensed = { 'acme/chat/README.md': card('license: mit') }
    const plan = importFiles(licensed, strict, ledger(registered('model:acme/chat', [], { owner: 'ann' })))
    expect(plan.report.differs).toEqual([
      {
        asset: 'model:acme/chat',
        differences: ['owner is acme, and ann in the ledger', 'licence is mit, and none in the ledger'],
      },
    ])
    expect(plan.events).toEqual([])
  })
})
