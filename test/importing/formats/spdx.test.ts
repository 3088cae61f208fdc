import { describe, expect, test } from 'vitest'
import { edgesIn, importFiles, openPolicy, readFiles } from '../support.ts'

const id = (name: string) => `https://acme.example/spdx/${name}`

function relationship(from: string, type: string, ...to: string[]) {
  return {
    type: 'Relationship',
    spdxId: id(`${from}-${type}`),
    from: id(from),
    relationshipType: type,
    to: to.map(id),
  }
}

function document(...relationships: object[]) {
  return {
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      { type: 'Organization', spdxId: id('acme'), name: 'Acme' },
      {
        type: 'ai_AIPackage',
        spdxId: id('chat'),
        name: 'chat',
        software_packageVersion: '2',
        suppliedBy: id('acme'),
      },
      {
        type: 'ai_AIPackage',
        spdxId: id('base'),
        name: 'base',
        software_downloadLocation: 'https://huggingface.co/meta/base',
      },
      {
        type: 'dataset_DatasetPackage',
        spdxId: id('talk'),
        name: 'talk',
        releaseTime: '2026-02-03T00:00:00Z',
      },
      {
        type: 'simplelicensing_LicenseExpression',
        spdxId: id('license'),
        simplelicensing_licenseExpression: 'Apache-2.0',
      },
      ...relationships,
    ],
  }
}

describe('an SPDX 3 document', () => {
  test('gives edges for trainedOn and descent, and licences and owners', () => {
    const plan = importFiles(
      {
        'sbom.json': document(
          relationship('chat', 'trainedOn', 'talk'),
          relationship('base', 'ancestorOf', 'chat'),
          relationship('chat', 'hasDeclaredLicense', 'license'),
        ),
      },
      {
        ...openPolicy,
        owners: { chat: '{owner}', '*': '{org}' },
        relations: [{ label: 'spdx.ancestorOf', relation: 'finetunedFrom' }],
      },
    )
    expect(edgesIn(plan)).toEqual([
      'model:chat@2 trainedOn dataset:talk@1',
      'model:chat@2 finetunedFrom model:meta/base@1',
    ])
    expect(plan.events.find(({ data }) => data.asset === 'model:chat')?.data).toMatchObject({
      owner: 'Acme',
      license: 'Apache-2.0',
    })
  })

  test('gives no edge for a test, and reports it', () => {
    const { report } = importFiles({ 'sbom.json': document(relationship('chat', 'testedOn', 'talk')) })
    expect(report.leftOut).toMatchObject([{ reason: 'weak', label: 'spdx.testedOn' }])
    expect(report.held).toEqual([])
  })

  test('whose dataset is not disclosed names no asset', () => {
    const graph = document(relationship('chat', 'trainedOn', 'none'))
    graph['@graph'].push({ type: 'dataset_DatasetPackage', spdxId: id('none'), name: 'Not disclosed' })
    const { report } = importFiles({ 'sbom.json': graph })
    expect(report.leftOut).toMatchObject([{ reason: 'unusableName' }])
    expect(report.held).toMatchObject([{ asset: 'model:chat' }])
  })

  test('of SPDX 2 is refused in words', () => {
    expect(() => readFiles({ 'sbom.json': { spdxVersion: 'SPDX-2.3', packages: [] } })).toThrow(
      /SPDX-2\.3 has no profile/,
    )
  })
})
