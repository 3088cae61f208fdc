/** The logs of an asset registry as registry events. */
import { describe, expect, it } from 'vitest'
import { assetRegistry } from '../../../src/chain/contracts/assetRegistry.ts'
import { registryDecoder } from '../../../src/chain/registry/decoder.ts'
import { relations } from '../../../src/events/edgeNames.ts'
import { holdersIn } from '../../../src/registry/index.ts'
import { run } from '../support/decoding.ts'
import { address, type BlockOfLogs, blockOf, type Emitted } from '../support/logs.ts'

const chain = 'eip155:8453'
const contract = address('c0ffee')
const [ada, ben, cyd] = ['a1', 'b2', 'c3'].map(address) as [string, string, string]
const payee = (account: string) => `${chain}:${account}`

function emitted(name: string, args: Readonly<Record<string, unknown>>): Emitted {
  return { address: contract, abi: assetRegistry.abi, name, args }
}

function registered(asset: string, owner: string): Emitted {
  return emitted('AssetRegistered', {
    assetId: 1n,
    owner,
    asset,
    name: asset.slice(asset.indexOf('/') + 1),
    license: '',
    metadataUri: 'ipfs://x',
  })
}

function released(asset: string, owner: string, version: string, more: object = {}): Emitted {
  const release = {
    version,
    releasedAt: 1_790_000_000n,
    contentDigest: '',
    holders: [{ payee: owner, share: 1_000_000_000 }],
    contributorShare: 0,
    contributors: [],
    derivedFrom: [],
    ...more,
  }
  return emitted('VersionReleased', { assetId: 1n, versionId: `0x${'0'.repeat(64)}`, owner, asset, release })
}

function transferred(asset: string, from: string, to: string): Emitted {
  return emitted('AssetTransferred', { assetId: 1n, from, to, asset })
}

/** A block for each transaction, ten seconds apart. */
function blocks(...transactions: readonly Emitted[][]): BlockOfLogs[] {
  return transactions.map((each, index) =>
    blockOf({ chain, number: index + 1, time: 1_800_000_000 + 10 * index }, [each]),
  )
}

const decoder = () => registryDecoder(chain, { address: contract, from: 1 })
const corpus = 'dataset:acme/corpus'

describe('a registry on a chain', () => {
  it('gives assets, versions with their terms, contributions and payees, which the ledger accepts', async () => {
    const edge = {
      asset: corpus,
      version: '1',
      relation: relations.indexOf('finetunedFrom'),
      policy: 1,
      share: 125_000_000,
      until: 1_893_456_000n,
      caps: [{ currency: 'USD', amount: 5_500_000n, decimals: 6 }],
    }
    const attested = emitted('ContributionsAttested', {
      assetId: 1n,
      attester: ada,
      asset: corpus,
      attestations: [{ workHash: `0x${'1'.repeat(64)}`, payee: cyd, units: 100n }],
    })
    const usd = {
      specversion: '1.0',
      source: 'test',
      id: 'usd',
      time: '2026-01-01T00:00:00Z',
      type: 'io.headwater.currency.registered',
      data: { currency: 'USD', decimals: 6 },
    }
    const result = await run(
      decoder(),
      blocks(
        [registered(corpus, ada), attested],
        [
          released(corpus, ada, '1', {
            holders: [{ payee: ada, share: 900_000_000 }],
            contributorShare: 100_000_000,
          }),
        ],
        [
          registered('model:acme/m', ben),
          released('model:acme/m', ben, '1', { derivedFrom: [edge], contentDigest: 'sha256:00' }),
        ],
        [emitted('PayeeRegistered', { payee: cyd, name: 'Annotators' })],
        [emitted('PayeeBound', { payee: cyd, account: 'cosmos:sahara-test-1:sah1abc' })],
      ),
      [usd],
    )
    expect(result.refused).toEqual([])
    expect(result.events.map(({ type }) => type.slice('io.headwater.'.length))).toEqual([
      'asset.registered',
      'contribution.recorded',
      'version.released',
      'asset.registered',
      'version.released',
      'payee.registered',
      'payee.bound',
    ])
    expect(result.events[0]).toEqual({
      specversion: '1.0',
      id: `0x${(1_000).toString(16).padStart(64, '0')}/0`,
      source: `chain:${chain}/${contract}`,
      type: 'io.headwater.asset.registered',
      time: '2027-01-15T08:00:00Z',
      data: { asset: corpus, owner: payee(ada), name: 'corpus', metadataUri: 'ipfs://x' },
    })
    expect(result.events[4]!.data).toMatchObject({
      version: '1',
      contentDigest: 'sha256:00',
      holders: [{ payee: payee(ben), share: '1' }],
      derivedFrom: [
        {
          asset: corpus,
          version: '1',
          relation: 'finetunedFrom',
          policy: 'relative',
          share: '0.125',
          until: '2030-01-01T00:00:00Z',
          caps: [{ currency: 'USD', amount: '5.5' }],
        },
      ],
    })
    const [version] = result.registry.versions
    expect(version!.contributors).toEqual([{ payee: payee(cyd), units: 100n }])
    expect(result.registry.payees.get(payee(cyd) as never)?.name).toBe('Annotators')
  })

  it('has the relations of the contract by its numbers, each', async () => {
    const edges = relations.map((_, relation) => ({
      asset: `dataset:s/${relation}`,
      version: '1',
      relation,
      policy: 0,
      share: 1,
      until: 0n,
      caps: [],
    }))
    const sources = edges.flatMap(({ asset }) => [registered(asset, ada), released(asset, ada, '1')])
    const result = await run(
      decoder(),
      blocks(sources, [registered(corpus, ada), released(corpus, ada, '1', { derivedFrom: edges })]),
    )
    expect(result.refused).toEqual([])
    const found = [...result.registry.versions]
      .at(-1)!
      .derivedFrom.map(({ relation, policy }) => [relation, policy])
    expect(found).toEqual(relations.map((relation) => [relation, 'absolute']))
  })

  it("moves the owner's share of every version with the ownership, and leaves other holders theirs", async () => {
    const holders = [
      { payee: ada, share: 600_000_000 },
      { payee: ben, share: 400_000_000 },
    ]
    const result = await run(
      decoder(),
      blocks(
        [registered(corpus, ada), released(corpus, ada, '1', { holders }), released(corpus, ada, '2')],
        [transferred(corpus, ada, ben)],
        [released(corpus, ben, '3')],
        [transferred(corpus, ben, cyd)],
      ),
    )
    expect(result.refused).toEqual([])
    const held = [...result.registry.versions].map((version) =>
      Object.fromEntries(
        holdersIn(version, Number.POSITIVE_INFINITY).map(({ payee: who, share }) => [
          who.slice(-2),
          Number(share) / 1e9,
        ]),
      ),
    )
    expect(held).toEqual([{ b2: 0.4, c3: 0.6 }, { c3: 1 }, { c3: 1 }])
  })

  it('lists a transfer of ownership with which no share goes, and licences', async () => {
    const holders = [{ payee: ben, share: 1_000_000_000 }]
    const grant = {
      version: '',
      license: 'commercial-remix',
      termsHash: `0x${'2'.repeat(64)}`,
      termsUri: 'ipfs://terms',
      until: 0n,
    }
    const result = await run(
      decoder(),
      blocks(
        [registered(corpus, ada), released(corpus, ada, '1', { holders })],
        [transferred(corpus, ada, cyd)],
        [emitted('LicenseGranted', { assetId: 1n, licenseId: 7n, licensee: ben, asset: corpus, grant })],
      ),
    )
    expect(result.events).toHaveLength(2)
    expect(result.listed.map(({ kind, place }) => [kind, place.slice(-2)])).toEqual([
      ['registry.transfer', '/0'],
      ['registry.licence', '/0'],
    ])
    expect(result.listed[1]!.what).toContain('commercial-remix')
  })

  it('gives the same events for a block that it decodes again, with its notes', async () => {
    const chainBlocks = blocks(
      [registered(corpus, ada), released(corpus, ada, '1')],
      [released(corpus, ada, '2'), transferred(corpus, ada, ben)],
      [released(corpus, ben, '3'), transferred(corpus, ben, cyd)],
    )
    const whole = await run(decoder(), chainBlocks)
    for (let at = 0; at < chainBlocks.length; at++) {
      const again = decoder()
      again.restore!(whole.notes)
      const { events } = await run(again, chainBlocks.slice(at))
      expect(events).toEqual(whole.events.slice(whole.events.length - events.length))
    }
  })

  it('leaves out logs of other contracts, and lists those that it cannot read', async () => {
    const stranger = { ...registered('model:evil', ben), address: address('bad') }
    const [good] = blocks([registered(corpus, ada), stranger])
    const broken = { ...good!, logs: good!.logs.map((log) => ({ ...log, data: '0x' as const })) }
    expect((await run(decoder(), [good!])).events).toHaveLength(1)
    const result = await run(decoder(), [broken])
    expect(result.events).toEqual([])
    expect(result.listed.map(({ kind }) => kind)).toEqual(['registry.unreadable'])
  })
})
