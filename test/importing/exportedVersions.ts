/** A small ledger as an export gets it: every kind, odd names, and a version that comes from another of its asset. */
import type { ExportedVersion } from '../../src/importing/export/index.ts'

const none = { name: null, license: null, metadataUri: null, contentDigest: null }
const edge = (source: string, relation: string, policy: 'relative' | 'absolute', share: string) => {
  const [asset, version] = source.split(' ') as [string, string]
  return { asset, version, relation, policy, share }
}

export const exportedVersions: readonly ExportedVersion[] = [
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
      {
        ...edge('dataset:acme/talk 2026-02', 'trainedOn', 'relative', '0.05'),
        until: '2027-01-01T00:00:00Z',
        caps: [
          { currency: 'USD', amount: '1500.25' },
          { currency: 'EUR', amount: '10' },
        ],
      },
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
