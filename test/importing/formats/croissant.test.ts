import { describe, expect, test } from 'vitest'
import { edgesIn, importFiles, openPolicy, releasesIn } from '../support.ts'

const context = {
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  prov: 'http://www.w3.org/ns/prov#',
}

function croissant(fields: object) {
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: 'talk',
    url: 'https://huggingface.co/datasets/acme/talk',
    license: 'https://creativecommons.org/licenses/by/4.0/',
    version: '1.2.0',
    datePublished: '2026-03-04',
    ...fields,
  }
}

describe('a Croissant document', () => {
  test.each(['1.0', '1.1'])('of version %s gives a version with licence and date', (version) => {
    const { events } = importFiles({
      'talk.json': croissant({ conformsTo: `http://mlcommons.org/croissant/${version}` }),
    })
    expect(events.map(({ data }) => data)).toMatchObject([
      {
        asset: 'dataset:acme/talk',
        license: 'CC-BY-4.0',
        metadataUri: 'https://huggingface.co/datasets/acme/talk',
      },
      { asset: 'dataset:acme/talk', version: '1.2.0', releasedAt: '2026-03-04T00:00:00Z' },
    ])
  })

  test('gives edges for isBasedOn and for the provenance of the whole dataset, in every form', () => {
    const plan = importFiles({
      'talk.json': croissant({
        isBasedOn: ['https://huggingface.co/datasets/squad', { '@type': 'sc:Dataset', name: 'inner data' }],
        'prov:wasDerivedFrom': { '@id': 'https://huggingface.co/datasets/acme/raw', 'sc:license': 'MIT' },
      }),
    })
    expect(edgesIn(plan)).toEqual([
      'dataset:acme/talk@1.2.0 composedOf dataset:acme/raw@1',
      'dataset:acme/talk@1.2.0 composedOf dataset:inner@20@data@1',
      'dataset:acme/talk@1.2.0 composedOf dataset:squad@1',
    ])
    expect(plan.events.find(({ data }) => data.asset === 'dataset:acme/raw')?.data.license).toBe('MIT')
  })

  test('gives edges for files, record sets and fields, and none between parts of the dataset', () => {
    const plan = importFiles({
      'talk.json': croissant({
        distribution: [
          {
            '@type': 'cr:FileObject',
            '@id': 'raw.csv',
            contentUrl: 'raw.csv',
            'prov:wasDerivedFrom': 'https://huggingface.co/datasets/acme/raw',
          },
          {
            '@type': 'cr:FileObject',
            '@id': 'clean.csv',
            contentUrl: 'clean.csv',
            'prov:wasDerivedFrom': { '@id': 'raw.csv' },
          },
        ],
        recordSet: [
          {
            '@type': 'cr:RecordSet',
            '@id': 'rows',
            field: [
              {
                '@type': 'cr:Field',
                '@id': 'rows/text',
                'http://www.w3.org/ns/prov#wasDerivedFrom': {
                  '@id': 'https://huggingface.co/datasets/squad',
                },
              },
            ],
          },
        ],
      }),
    })
    expect(edgesIn(plan)).toEqual([
      'dataset:acme/talk@1.2.0 composedOf dataset:acme/raw@1',
      'dataset:acme/talk@1.2.0 composedOf dataset:squad@1',
    ])
  })
})

describe('provenance of single records', () => {
  const records = croissant({
    recordSet: {
      '@type': 'cr:RecordSet',
      '@id': 'rows',
      field: {
        '@type': 'cr:Field',
        '@id': 'rows/label',
        annotation: [
          { '@type': 'cr:Field', '@id': 'rows/annotator', equivalentProperty: 'prov:wasAttributedTo' },
          { '@type': 'cr:Field', '@id': 'rows/origin', equivalentProperty: 'prov:wasDerivedFrom' },
        ],
      },
      data: [
        {
          'rows/label': 'a',
          'rows/annotator': 'ann',
          'rows/origin': 'https://huggingface.co/datasets/squad',
        },
        {
          'rows/label': 'b',
          'rows/annotator': 'bob',
          'rows/origin': 'https://huggingface.co/datasets/squad',
        },
        {
          'rows/label': 'c',
          'rows/annotator': 'ann',
          'rows/origin': 'https://huggingface.co/datasets/acme/raw',
        },
      ],
    },
  })

  test('gives an edge for each source, and with a share of the policy the agents are contributors by records', () => {
    const plan = importFiles({ 'talk.json': records }, { ...openPolicy, contributors: { share: '0.4' } })
    expect(edgesIn(plan)).toEqual([
      'dataset:acme/talk@1.2.0 composedOf dataset:acme/raw@1',
      'dataset:acme/talk@1.2.0 composedOf dataset:squad@1',
    ])
    expect(plan.events.at(-1)!.data).toMatchObject({
      holders: [{ payee: 'acme', share: '0.6' }],
      contributorShare: '0.4',
      contributors: [
        { payee: 'ann', units: '2' },
        { payee: 'bob', units: '1' },
      ],
    })
  })

  test('in two files that count differently is a contradiction, and in two that agree counts once', () => {
    const policy = { ...openPolicy, contributors: { share: '0.4' } }
    const same = importFiles({ 'talk.json': records, 'copy.json': records }, policy)
    expect(same.events.at(-1)!.data.contributors).toMatchObject([{ units: '2' }, { units: '1' }])
    const text = JSON.stringify(records).replaceAll('bob', 'ann')
    const { report } = importFiles({ 'talk.json': records, 'other.json': text }, policy)
    expect(report.contradictions).toMatchObject([{ about: 'contributors' }])
    expect(report.held).toHaveLength(1)
  })

  test('without such a share is a note, and the owner holds the whole', () => {
    const plan = importFiles({ 'talk.json': records })
    expect(plan.report.notes).toMatchObject([{ note: expect.stringContaining('2 agents have records') }])
    expect(plan.events.at(-1)!.data.holders).toBeUndefined()
  })

  test('that are nowhere have a note that says so', () => {
    const set = { ...(records as { recordSet?: object }).recordSet, data: undefined }
    const { report } = importFiles({ 'talk.json': { ...records, recordSet: set } })
    expect(report.notes.map(({ note }) => note)).toContainEqual(
      expect.stringContaining('that can be read: it has no source'),
    )
  })
})

test('a dataset that is not of the Hub has its own name', () => {
  const document = croissant({ url: 'https://example.org/talk', name: 'talk' })
  expect(releasesIn(importFiles({ 'talk.json': document }))).toEqual(['dataset:talk@1.2.0'])
})

test('the dataset of a graph is read', () => {
  const { '@context': _, ...dataset } = croissant({}) as Record<string, unknown>
  expect(releasesIn(importFiles({ 'graph.json': { '@context': context, '@graph': [dataset] } }))).toEqual([
    'dataset:acme/talk@1.2.0',
  ])
})
