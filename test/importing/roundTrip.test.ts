/** What an export writes, an import reads as the same lineage. */
import { describe, expect, test } from 'vitest'
import { exportFormats, writeLineage } from '../../src/importing/export/index.ts'
import { exportedVersions as versions } from './exportedVersions.ts'
import { importFiles, openPolicy } from './support.ts'

const policy = { ...openPolicy, unknown: 'refuse', statedTerms: 'use', owners: { '*': '{owner}' }, terms: [] }

describe.each(exportFormats)('an export as %s', (format) => {
  const text = writeLineage(format, versions)
  const plan = importFiles({ [`lineage.${format}.json`]: text }, policy)

  test('is imported as the same assets, versions, edges and terms', () => {
    const released = plan.events.filter(({ id }) => id.startsWith('released')).map(({ data }) => data)
    const byName = (list: readonly { asset?: unknown; version?: unknown }[]) =>
      [...list].sort((one, other) =>
        `${one.asset} ${one.version}` < `${other.asset} ${other.version}` ? -1 : 1,
      )
    expect(byName(released)).toEqual(
      byName(
        versions.map(({ asset, version, releasedAt, contentDigest, derivedFrom }) => ({
          asset,
          version,
          releasedAt,
          ...(contentDigest !== null && { contentDigest }),
          ...(derivedFrom.length > 0 && { derivedFrom }),
        })),
      ),
    )
    const owners = plan.events
      .filter(({ id }) => id.startsWith('registered'))
      .map(({ data }) => `${data.asset} ${data.owner}`)
    expect(owners.sort()).toEqual(
      [...new Set(versions.map(({ asset, owner }) => `${asset} ${owner}`))].sort(),
    )
  })

  test('has no contradiction, and holds and leaves out nothing', () => {
    const { contradictions, held, leftOut, unknown, inferred } = plan.report
    expect({ contradictions, held, leftOut, unknown, inferred }).toEqual({
      contradictions: [],
      held: [],
      leftOut: [],
      unknown: [],
      inferred: [],
    })
  })

  test('is the same text for the same ledger', () => {
    expect(writeLineage(format, structuredClone(versions))).toBe(text)
  })

  test('with other terms in the policy gets those', () => {
    const own = importFiles(
      { 'lineage.json': text },
      { ...policy, statedTerms: 'ignore', terms: [{ share: '0.01' }] },
    )
    const shares = own.events.flatMap(({ data }) =>
      ((data.derivedFrom ?? []) as { share: string }[]).map(({ share }) => share),
    )
    expect(new Set(shares)).toEqual(new Set(['0.01']))
  })
})

test('two exports that state different terms contradict each other', () => {
  const text = writeLineage('prov', versions)
  const { report } = importFiles(
    { 'one.json': text, 'two.json': text.replaceAll('"0.25"', '"0.24"') },
    policy,
  )
  expect(report.contradictions).toMatchObject([
    { about: 'terms', says: [{ value: 'relative 0.25' }, { value: 'relative 0.24' }] },
  ])
})

test.each([
  ['another end', '"headwater:until": "2027', '"headwater:until": "2028', 'until 2028-01-01T00:00:00Z'],
  ['another cap', '1500.25', '1500', 'cap 1500 USD'],
  ['no end', /"headwater:until": "[^"]*",/, '', 'relative 0.05 cap'],
])('two exports, one of which states %s of an edge, contradict each other', (_, from, to, says) => {
  const text = writeLineage('prov', versions)
  const { report } = importFiles({ 'one.json': text, 'two.json': text.replace(from, to) }, policy)
  expect(report.contradictions).toMatchObject([{ about: 'terms', says: [{}, {}] }])
  expect(JSON.stringify(report.contradictions)).toContain(says)
})

test.each([
  ['an end that is no time', '"headwater:until": "2027', '"headwater:until": "in 2027'],
  ['caps that are no list', /"headwater:caps": "(?:[^"\\]|\\.)*"/, '"headwater:caps": "1500"'],
])('an edge with %s has no terms, so its version waits', (_, from, to) => {
  const text = writeLineage('prov', versions).replace(from, to)
  const { report } = importFiles({ 'one.json': text }, policy)
  expect(report.held).toMatchObject([{ asset: 'model:acme/chat' }, {}, {}])
})
