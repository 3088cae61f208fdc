/** Exports are valid by the public schemas: that of CycloneDX comes in its npm package, the others are checked by hand. */
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { writeLineage } from '../../src/importing/export/index.ts'
import { exportedVersions } from './exportedVersions.ts'

const folder = new URL('../../node_modules/@cyclonedx/cyclonedx-library/res/schema/', import.meta.url)
const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}.SNAPSHOT.schema.json`, folder), 'utf8'))

function validator() {
  const ajv = new Ajv.default({ strict: false, allErrors: true })
  addFormats.default(ajv)
  // Formats of internationalised addresses, for which the validator has no check.
  for (const name of ['iri-reference', 'idn-email']) ajv.addFormat(name, true)
  // The schemas of the package name each other by their files.
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  return ajv.compile(schema('bom-1.6'))
}

describe('an ML-BOM', () => {
  const validate = validator()

  test.each([
    ['of a ledger', exportedVersions],
    ['of a ledger without versions', []],
  ])('%s is valid by the schema of CycloneDX 1.6', (_, versions) => {
    const bom = JSON.parse(writeLineage('mlbom', versions))
    validate(bom)
    expect(validate.errors ?? []).toEqual([])
    // The schema does not say that references lead somewhere.
    const refs = bom.components.map((component: Record<string, string>) => component['bom-ref'])
    expect(new Set(refs).size).toBe(refs.length)
    for (const { ref, dependsOn = [] } of bom.dependencies)
      expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]))
  })

  test('with a field of the wrong kind is not', () => {
    const bom = JSON.parse(writeLineage('mlbom', exportedVersions))
    bom.components[0].type = 'model'
    expect(validate(bom)).toBe(false)
  })
})

describe('PROV-JSON', () => {
  const document = JSON.parse(writeLineage('prov', exportedVersions))

  test('has only the records of the specification, and each relation has its two ends', () => {
    expect(Object.keys(document)).toEqual(['prefix', 'entity', 'agent', 'wasAttributedTo', 'wasDerivedFrom'])
    const ends = (record: string, name: string) =>
      Object.values(document[record]).map((each) => (each as Record<string, unknown>)[name])
    for (const id of [
      ...ends('wasDerivedFrom', 'prov:generatedEntity'),
      ...ends('wasDerivedFrom', 'prov:usedEntity'),
      ...ends('wasAttributedTo', 'prov:entity'),
    ])
      expect(Object.keys(document.entity)).toContain(id)
    for (const id of ends('wasAttributedTo', 'prov:agent')) expect(Object.keys(document.agent)).toContain(id)
  })

  test('has a prefix for each name, and attributes that are texts or typed values', () => {
    const records = [document.entity, document.agent, document.wasAttributedTo, document.wasDerivedFrom]
    for (const [id, attributes] of records.flatMap((record) => Object.entries(record as object))) {
      for (const name of [id, ...Object.keys(attributes)]) {
        const prefix = name.slice(0, name.indexOf(':'))
        expect(['_', 'prov', ...Object.keys(document.prefix)]).toContain(prefix)
      }
      for (const value of Object.values(attributes))
        expect(typeof value === 'string' || Object.keys(value as object).join() === '$,type').toBe(true)
    }
  })
})

describe('OpenLineage', () => {
  const events = writeLineage('openlineage', exportedVersions)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

  test('events have what the specification requires of a run event', () => {
    for (const event of events) {
      expect(event).toMatchObject({
        eventType: 'COMPLETE',
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        producer: expect.stringMatching(/^urn:/),
        schemaURL: expect.stringMatching(
          /^https:\/\/openlineage\.io\/spec\/\d+-\d+-\d+\/OpenLineage\.json#\/\$defs\/RunEvent$/,
        ),
        run: {
          runId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
        },
        job: { namespace: expect.any(String), name: expect.any(String) },
      })
    }
    expect(new Set(events.map(({ run }) => run.runId)).size).toBe(events.length)
  })

  test('facets have their producer and schema, and sources are in the standard facet too', () => {
    for (const { inputs, outputs } of events) {
      for (const { facets } of [...inputs, ...outputs]) {
        for (const facet of Object.values(facets))
          expect(facet).toMatchObject({ _producer: expect.any(String), _schemaURL: expect.any(String) })
      }
      const [{ facets }] = outputs
      expect(facets.lineage.inputs.map(({ name }: { name: string }) => name)).toEqual(
        inputs.map(({ name }: { name: string }) => name),
      )
    }
  })
})
