/** What an export writes, an import reads as the same lineage. */
import { describe, expect, test } from 'vitest'
import { type ExportedVersion, exportFormats, writeLineage } from '../../src/importing/index.ts'
import { importFiles, openPolicy } from './support.ts'

const none = { name: null, license: null, metadataUri: null, contentDigest: null }
const edge = (source: string, relation: string, policy: 'relative' | 'absolute', share: string) => {
  const [asset, version] = source.split(' ') as [string, string]
  return { asset, version, relation, policy, share }
}

const versions: ExportedVersion[] = [
  {
    ...none,
    asset: 'dataset:acme/web',
    version: '1',
    owner: 'acme',
    releasedAt: '2026-01-01T00:00:00Z',
    license: 'ODC-By',
    derivedFrom: [],
  },
  {
    ...none,
    asset: 'dataset:acme/talk',
    version: '2026-02',
    owner: 'Ann & Bob',
    name: 'Talk',
    releasedAt: '2026-02-01T00:00:00Z',
    derivedFrom: [edge('dataset:acme/web 1', 'subsetOf', 'relative', '0.25')],
  },
  {
    ...none,
    asset: 'model:acme/base@x',
    version: '1@a',
    owner: 'acme',
    releasedAt: '2026-03-01T00:00:00.25Z',
    contentDigest: 'sha256:ab',
    derivedFrom: [edge('dataset:acme/web 1', 'trainedOn', 'absolute', '0.1')],
  },
  {
    ...none,
    asset: 'model:acme/chat',
    version: '1.0',
    owner: 'zoë',
    releasedAt: '2026-04-01T00:00:00Z',
    metadataUri: 'https://acme.example/chat',
    derivedFrom: [
      edge('dataset:acme/talk 2026-02', 'trainedOn', 'relative', '0.05'),
      edge('model:acme/base@x 1@a', 'finetunedFrom', 'absolute', '0.2'),
    ],
  },
  {
    ...none,
    asset: 'model:acme/chat',
    version: '1.1',
    owner: 'zoë',
    releasedAt: '2026-05-01T00:00:00Z',
    derivedFrom: [edge('model:acme/chat 1.0', 'quantizedFrom', 'relative', '0.9')],
  },
  {
    ...none,
    asset: 'agent:acme/desk',
    version: '1',
    owner: 'acme',
    releasedAt: '2026-06-01T00:00:00Z',
    derivedFrom: [
      edge('model:acme/chat 1.1', 'composedOf', 'relative', '0.3'),
      edge('tool:acme/search 3', 'composedOf', 'relative', '0.1'),
    ],
  },
  {
    ...none,
    asset: 'tool:acme/search',
    version: '3',
    owner: 'acme',
    releasedAt: '2026-01-05T00:00:00Z',
    derivedFrom: [],
  },
]

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
