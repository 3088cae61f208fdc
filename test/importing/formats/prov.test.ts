import { describe, expect, test } from 'vitest'
import { edgesIn, importFiles, openPolicy } from '../support.ts'

const prefix = { ex: 'https://acme.example/' }
const entity = {
  'ex:chat': { 'prov:type': { $: 'ex:Model', type: 'prov:QUALIFIED_NAME' }, 'prov:label': 'Chat' },
  'ex:base': { 'prov:type': 'ex:Model' },
  'ex:talk': { 'prov:type': 'Dataset' },
}
const policy = {
  ...openPolicy,
  names: {
    'https://acme.example/chat': 'model:acme/chat',
    'https://acme.example/base': 'model:acme/base',
    'https://acme.example/*': 'dataset:acme/{1}',
  },
}
const derived = (generated: string, used: string, more: object = {}) => ({
  'prov:generatedEntity': generated,
  'prov:usedEntity': used,
  ...more,
})

describe('a PROV-JSON document', () => {
  test('gives an edge for a derivation, also where records are lists and values have types', () => {
    const wasDerivedFrom = {
      '_:d1': derived('ex:chat', 'ex:talk'),
      '_:d2': [derived('ex:talk', 'ex:raw'), derived('ex:talk', 'ex:web')],
    }
    expect(edgesIn(importFiles({ 'prov.json': { prefix, entity, wasDerivedFrom } }, policy))).toEqual([
      'dataset:acme/talk@1 composedOf dataset:acme/raw@1',
      'dataset:acme/talk@1 composedOf dataset:acme/web@1',
      'model:acme/chat@1 trainedOn dataset:acme/talk@1',
    ])
  })

  test('that derives a model from a model needs a relation of the policy', () => {
    const files = {
      'prov.json': { prefix, entity, wasDerivedFrom: { '_:d': derived('ex:chat', 'ex:base') } },
    }
    expect(importFiles(files, policy).report.leftOut).toMatchObject([{ reason: 'noRelation' }])
    const relations = [
      { label: 'prov.wasDerivedFrom', kind: 'model', of: 'model', relation: 'distilledFrom' },
    ]
    expect(edgesIn(importFiles(files, { ...policy, relations }))).toEqual([
      'model:acme/chat@1 distilledFrom model:acme/base@1',
    ])
  })

  test('has owners by attribution', () => {
    const document = {
      prefix,
      entity,
      agent: { 'ex:ann': { 'prov:label': 'Ann' } },
      wasAttributedTo: { '_:a': { 'prov:entity': 'ex:talk', 'prov:agent': 'ex:ann' } },
    }
    const { events } = importFiles(
      { 'prov.json': document },
      { ...policy, owners: { 'dataset:*': '{owner}', '*': 'acme' } },
    )
    expect(events.find(({ data }) => data.asset === 'dataset:acme/talk')?.data.owner).toBe('Ann')
  })

  test('gives no edge for what an activity used and generated, unless the policy names the activity', () => {
    const document = {
      prefix,
      entity,
      activity: { 'ex:train': {} },
      used: { '_:u': { 'prov:activity': 'ex:train', 'prov:entity': 'ex:talk' } },
      wasGeneratedBy: { '_:g': { 'prov:activity': 'ex:train', 'prov:entity': 'ex:chat' } },
    }
    expect(importFiles({ 'prov.json': document }, policy).report.leftOut).toMatchObject([
      { reason: 'inputsTimesOutputs' },
    ])
    const jobs = [{ job: 'https://acme.example/train' }]
    expect(edgesIn(importFiles({ 'prov.json': document }, { ...policy, jobs }))).toEqual([
      'model:acme/chat@1 trainedOn dataset:acme/talk@1',
    ])
  })

  test('is read in bundles, and members make up their collection', () => {
    const document = {
      prefix,
      bundle: {
        'ex:bundle': {
          entity: { 'ex:set': { 'prov:type': 'prov:Collection' }, 'ex:talk': {} },
          hadMember: { '_:m': { 'prov:collection': 'ex:set', 'prov:entity': ['ex:talk', 'ex:more'] } },
        },
      },
    }
    expect(edgesIn(importFiles({ 'prov.json': document }, policy))).toEqual([
      'dataset:acme/set@1 composedOf dataset:acme/more@1',
      'dataset:acme/set@1 composedOf dataset:acme/talk@1',
    ])
  })

  test('reports a derivation that names one end alone', () => {
    const { report } = importFiles(
      { 'prov.json': { prefix, entity, wasDerivedFrom: { '_:d': { 'prov:generatedEntity': 'ex:chat' } } } },
      policy,
    )
    expect(report.notes).toMatchObject([{ note: expect.stringContaining('names no used entity') }])
  })
})
