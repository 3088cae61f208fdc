/** Documents of any content: each is read, or refused with a code, and an import of it accounts for every edge. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import { exportFormats, writeLineage } from '../../src/importing/export/index.ts'
import { importLineage, parsePolicy, readDocument } from '../../src/importing/index.ts'
import { runs } from '../support/properties.ts'
import { exportedVersions } from './exportedVersions.ts'
import { openPolicy } from './support.ts'

/** A document of each format, to be damaged. */
const samples: readonly string[] = [
  ...exportFormats.map((format) => writeLineage(format, exportedVersions)),
  '---\nlicense: mit\nbase_model: [a/b, c/d]\nbase_model_relation: merge\ndatasets: [e]\ntags: [x]\n---\n# card',
  JSON.stringify({
    modelId: 'a/b',
    sha: '1',
    tags: ['base_model:adapter:c/d', 'dataset:e'],
    cardData: { base_model: 'c/d', license: ['mit'] },
  }),
  JSON.stringify({
    '@context': { cr: 'http://mlcommons.org/croissant/' },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: 'talk',
    isBasedOn: [{ name: 'a' }, 'b'],
    recordSet: [
      {
        '@id': 'r',
        field: [{ '@id': 'r/a', equivalentProperty: 'prov:wasAttributedTo' }],
        data: [{ 'r/a': 'ann' }],
      },
    ],
  }),
  JSON.stringify({
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      { type: 'ai_AIPackage', spdxId: 'm', name: 'm' },
      { type: 'dataset_DatasetPackage', spdxId: 'd', name: 'd' },
      { type: 'Relationship', spdxId: 'r', from: 'm', to: ['d', 'x'], relationshipType: 'trainedOn' },
    ],
  }),
  JSON.stringify({
    eventType: 'COMPLETE',
    eventTime: '2026-01-01T00:00:00Z',
    run: { runId: 'r' },
    job: { namespace: 'n', name: 'j' },
    inputs: [{ namespace: 'n', name: 'a' }],
    outputs: [
      {
        namespace: 'n',
        name: 'b',
        facets: {
          columnLineage: { fields: { c: { inputFields: [{ namespace: 'n', name: 'a', field: 'c' }] } } },
        },
      },
    ],
  }),
]

const policy = parsePolicy({
  ...openPolicy,
  kinds: { '*': 'dataset' },
  relations: [{ label: '*', of: 'model', relation: 'mergedFrom' }],
})

const odd = fc.oneof(
  fc.constantFrom(
    null,
    '',
    ' ',
    '@',
    '__proto__',
    'constructor',
    '%',
    '\u0000',
    '\ud800',
    'x'.repeat(300),
    0,
    -1,
    true,
    [],
    {},
    [[]],
    [null],
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** The value with something else in one place. */
function changed(value: unknown, place: number, by: unknown): unknown {
  let count = 0
  const walk = (item: unknown): unknown => {
    if (count++ === place) return by
    if (Array.isArray(item)) return item.map(walk)
    if (typeof item === 'object' && item !== null)
      return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, walk(inner)]))
    return item
  }
  return walk(value)
}

function read(text: string): void {
  let document: ReturnType<typeof readDocument>
  try {
    document = readDocument({ file: 'a/b/c', text, folders: ['a', 'b'] })
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    expect(error.code).toMatch(/^lineage\./)
    return
  }
  if (document === undefined) return
  const { report } = importLineage(policy, [{ file: 'a/b/c', ...document }]).plan()
  const { stated, used, repeated, held, leftOut } = report.edges
  expect(stated).toBe(used + repeated + held + leftOut)
}

describe('a document', () => {
  test('with an odd value in any place is read or refused in words', () => {
    const values = samples
      .filter((text) => text.startsWith('{'))
      .map((text) => text.split('\n{').map((line, index) => JSON.parse(index === 0 ? line : `{${line}`)))
    fc.assert(
      fc.property(fc.constantFrom(...values), fc.nat(400), odd, (lines, place, by) => {
        read(lines.map((line) => JSON.stringify(changed(line, place, by)) ?? 'null').join('\n'))
      }),
      runs(400),
    )
  })

  test('with odd bytes in any place is read or refused in words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(4_000),
        fc.string({ maxLength: 4 }),
        fc.nat(3),
        (text, place, by, cut) => {
          const at = place % text.length
          read(text.slice(0, at) + by + text.slice(at + cut))
        },
      ),
      runs(400),
    )
  })
})
