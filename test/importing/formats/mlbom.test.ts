import { describe, expect, test } from 'vitest'
import { edgesIn, importFiles, openPolicy, readFiles, releasesIn } from '../support.ts'

const chat = {
  type: 'machine-learning-model',
  'bom-ref': 'chat',
  name: 'chat',
  group: 'acme',
  version: '1.0',
  licenses: [{ license: { id: 'Apache-2.0' } }],
}
const talk = { type: 'data', 'bom-ref': 'talk', name: 'talk', group: 'acme', version: '3' }

function bom(components: object[], more: object = {}) {
  return { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, ...more }
}

const datasets = (...items: object[]) => ({ modelCard: { modelParameters: { datasets: items } } })

describe('an ML-BOM', () => {
  test('gives edges to the datasets of a model card, by bom-ref and inline', () => {
    const inline = {
      type: 'dataset',
      name: 'squad',
      governance: { owners: [{ organization: { name: 'Stanford' } }] },
    }
    const plan = importFiles(
      { 'bom.json': bom([{ ...chat, ...datasets({ ref: 'talk' }, inline) }, talk]) },
      { ...openPolicy, owners: { 'dataset:squad': '{owner}', '*': '{org}' } },
    )
    expect(edgesIn(plan)).toEqual([
      'model:acme/chat@1.0 trainedOn dataset:acme/talk@3',
      'model:acme/chat@1.0 trainedOn dataset:squad@1',
    ])
    expect(plan.events.find(({ data }) => data.asset === 'dataset:squad')?.data.owner).toBe('Stanford')
  })

  test('with a bom-ref that no component has holds the model back', () => {
    const { report } = importFiles({ 'bom.json': bom([{ ...chat, ...datasets({ ref: 'gone' }) }]) })
    expect(report.leftOut).toMatchObject([
      { reason: 'unusableName', message: expect.stringContaining('"gone"') },
    ])
    expect(report.held).toHaveLength(1)
  })

  test('gives an edge to each ancestor of the pedigree, with a relation from a property or the policy', () => {
    const ancestor = { type: 'machine-learning-model', name: 'base', purl: 'pkg:huggingface/meta/base@v2' }
    const files = { 'bom.json': bom([{ ...chat, pedigree: { ancestors: [ancestor] } }]) }
    expect(importFiles(files).report.leftOut).toMatchObject([
      { reason: 'noRelation', label: 'mlbom.ancestor' },
    ])
    const policy = {
      ...openPolicy,
      relations: [{ label: 'mlbom.ancestor', of: 'model', relation: 'finetunedFrom' }],
    }
    expect(edgesIn(importFiles(files, policy))).toEqual([
      'model:acme/chat@1.0 finetunedFrom model:meta/base@v2',
    ])
    const stated = {
      ...chat,
      pedigree: { ancestors: [ancestor] },
      properties: [{ name: 'base_model_relation', value: 'adapter' }],
    }
    expect(edgesIn(importFiles({ 'bom.json': bom([stated]) }))).toEqual([
      'model:acme/chat@1.0 adapterOf model:meta/base@v2',
    ])
  })

  test('gives no edge for a dependency, and reports it', () => {
    const dependencies = [{ ref: 'chat', dependsOn: ['talk', 'library'] }]
    const library = { type: 'library', 'bom-ref': 'library', name: 'torch' }
    const { report } = importFiles({ 'bom.json': bom([chat, talk, library], { dependencies }) })
    expect(report.leftOut).toMatchObject([{ reason: 'weak', label: 'mlbom.dependsOn' }])
    expect(report.held).toEqual([])
  })

  test('is read in nested components and as the subject of the document', () => {
    const document = bom([{ type: 'application', name: 'app', components: [talk] }], {
      metadata: { component: chat },
    })
    expect(releasesIn(importFiles({ 'bom.json': document })).sort()).toEqual([
      'dataset:acme/talk@3',
      'model:acme/chat@1.0',
    ])
  })

  test('of a version without model cards is refused in words', () => {
    expect(() => readFiles({ 'bom.json': { ...bom([chat]), specVersion: '1.4' } })).toThrow(
      /CycloneDX 1\.4 has no model cards/,
    )
  })
})
