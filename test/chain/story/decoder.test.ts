/** Story Protocol's logs as registry events and revenue, with every trap that they have. */
import { type Hex, toEventSelector } from 'viem'
import { describe, expect, it } from 'vitest'
import { storyDecoder } from '../../../src/chain/story/decoder.ts'
import { storyAbi } from '../../../src/chain/story/events.ts'
import { holdersIn } from '../../../src/registry/index.ts'
import { type Run, run } from '../support/decoding.ts'
import { address, type BlockOfLogs, blockOf, type Emitted } from '../support/logs.ts'
import * as story from './scene.ts'

const chain = 'eip155:1514'
const token = address('70')
const ips = ['aaa0001', 'aaa0002', 'aaa0003', 'aaa0004'].map(address) as [Hex, Hex, Hex, Hex]
const [one, two, three, four] = ips
const asset = (ip: string) => `dataset:story/1514/${ip}`
const payee = (account: string) => `${chain}:${account}`
const [ada, ben] = ['ada', 'be4'].map(address) as [Hex, Hex]

const currency = {
  specversion: '1.0',
  source: 'test',
  id: 'wip',
  time: '2026-01-01T00:00:00Z',
  type: 'io.headwater.currency.registered',
  data: { currency: 'WIP', decimals: 18, chain, token },
}

/** A block for each list of transactions, on days one after the other. */
function blocks(...each: readonly (readonly (readonly Emitted[])[])[]): BlockOfLogs[] {
  return each.map((transactions, index) =>
    blockOf({ chain, number: index + 1, time: 1_800_000_000 + 86_400 * index }, transactions),
  )
}

const decoder = (more: object = {}) => storyDecoder(chain, { ...story.settings, ...more }, story.ports)
const decoded = (...each: readonly (readonly (readonly Emitted[])[])[]) =>
  run(decoder(), blocks(...each), [currency])

function dataOf({ events }: Run, type: string) {
  return events.filter((event) => event.type === `io.headwater.${type}`).map(({ data }) => data)
}

function holdersOf({ registry }: Run, ip: string) {
  const version = [...registry.versions].find((each) => each.asset === asset(ip))!
  const held = holdersIn(version, Number.POSITIVE_INFINITY)
  return Object.fromEntries(
    held.map((holder) => [holder.payee.slice(chain.length + 1), Number(holder.share) / 1e9]),
  )
}

function edgesOf({ registry }: Run, ip: string) {
  const version = [...registry.versions].find((each) => each.asset === asset(ip))!
  return version.derivedFrom.map(({ source, policy, share, until }) => ({
    asset: registry.versions.at(source)!.asset,
    policy,
    share: Number(share) / 1e9,
    ...(until !== undefined && { until }),
  }))
}

describe("Story's events", () => {
  it('have the topics of its contracts', () => {
    const topics = Object.fromEntries(storyAbi.map((item) => [item.name, toEventSelector(item).slice(0, 10)]))
    expect(topics).toEqual({
      IPRegistered: '0x02ad3a2e',
      LicenseTermsRegistered: '0xc0cd215d',
      LicenseTermsAttached: '0xb8d0577f',
      LicensingConfigSetForLicense: '0xbb22f887',
      LicenseTokensMinted: '0x0d96f072',
      DerivativeRegistered: '0x61fd21a7',
      LinkedToParents: '0xe48d15d9',
      IpRoyaltyVaultDeployed: '0x9b121abe',
      RoyaltyPaid: '0xa3acc6b7',
      LicenseMintingFeePaid: '0xdeeeddde',
      IPGroupRegistered: '0x7100b4b7',
      AddedIpToGroup: '0xd4d7437c',
      RemovedIpFromGroup: '0xecb42a8e',
      ExpirationTimeSet: '0x10a260b9',
      DisputeRaised: '0x0d33aef6',
      DisputeCancelled: '0xfebcb141',
      DisputeResolved: '0xe552ae9f',
      DisputeJudgementSet: '0xfa3dcf1b',
      Transfer: '0xddf252ad',
    })
  })
})

describe('the import of Story', () => {
  it('takes the share of an edge from the link, whatever the terms and their overrides say', async () => {
    const result = await decoded(
      [[story.terms(1n)], [story.registered(one)], [story.registered(two)], [story.registered(three)]],
      [[story.overridden(one, 1n, 5_000_000)], story.vaultDeployed(one), story.vaultDeployed(two)],
      [
        story.linked(three, [
          { ip: one, policy: story.lap, units: 5_000_000 },
          { ip: two, policy: story.lrp, units: 12_345_678 },
        ]),
      ],
    )
    expect(result.refused).toEqual([])
    expect(edgesOf(result, three)).toEqual([
      { asset: asset(one), policy: 'absolute', share: 0.05 },
      { asset: asset(two), policy: 'relative', share: 0.12345678 },
    ])
    expect(result.listed.map(({ kind }) => kind)).toEqual(['story.terms', 'story.licence'])
  })

  it.each([false, true])(
    'releases one version for a link, whichever log comes last (tokens: %s)',
    async (tokens) => {
      const parent = { ip: one, policy: story.lap, units: 10_000_000 }
      const result = await decoded(
        [[story.registered(one)], story.vaultDeployed(one)],
        [[story.registered(two), ...story.linked(two, [parent], tokens)]],
      )
      expect(result.refused).toEqual([])
      expect(dataOf(result, 'version.released')).toHaveLength(2)
      expect(holdersOf(result, two)).toEqual({ [two]: 1 })
      expect(edgesOf(result, two)).toHaveLength(1)
    },
  )

  it('has parents without a share in the lineage, where they carry nothing', async () => {
    const result = await decoded(
      [[story.registered(one)], [story.registered(two)], story.linkedFree(two, [one])],
      [[story.registered(three)], story.vaultDeployed(two)],
      [story.linked(three, [{ ip: two, policy: story.lap, units: 0 }])],
    )
    expect(result.refused).toEqual([])
    const until = Date.UTC(2000, 0, 1) * 1_000
    expect(edgesOf(result, two)).toEqual([{ asset: asset(one), policy: 'relative', share: 1e-9, until }])
    expect(edgesOf(result, three)).toEqual([{ asset: asset(two), policy: 'relative', share: 1e-9, until }])
    // The first vault of a released IP is no second release.
    expect(dataOf(result, 'version.released')).toHaveLength(3)
  })

  it('leaves out parents without a share beside one that takes all, and lists them', async () => {
    const result = await decoded(
      [[story.registered(one)], [story.registered(two)], [story.registered(three)]],
      [story.vaultDeployed(one), story.vaultDeployed(two)],
      [
        story.linked(three, [
          { ip: one, policy: story.lrp, units: 100_000_000 },
          { ip: two, policy: story.lrp, units: 0 },
        ]),
      ],
    )
    expect(result.refused).toEqual([])
    expect(edgesOf(result, three)).toHaveLength(1)
    expect(result.listed.map(({ kind }) => kind)).toEqual(['story.unpaidParent'])
  })

  it('lists links of external policies, and parents that are named twice', async () => {
    const result = await decoded(
      [[story.registered(one)], [story.registered(two)], [story.registered(three)]],
      [story.vaultDeployed(one), story.vaultDeployed(two)],
      [
        story.linked(three, [
          { ip: one, policy: story.lap, units: 10_000_000 },
          { ip: one, policy: story.lrp, units: 20_000_000 },
          { ip: two, policy: address('e47e'), units: 30_000_000 },
        ]),
      ],
    )
    expect(result.refused).toEqual([])
    expect(edgesOf(result, three).map(({ share }) => share)).toEqual([0.1, 1e-9])
    expect(result.listed.map(({ kind }) => kind)).toEqual(['story.parentTwice', 'story.policy'])
  })

  it("has the holders of a vault's tokens as holders, in units of 10^-8", async () => {
    const vault = story.vaultOf(one)
    const result = await decoded(
      [[story.registered(one)]],
      // The same block: the vault, and a transfer in a transaction of its own.
      [story.vaultDeployed(one), [story.moved(vault, one, ada, 25_000_001n)]],
      [
        [story.moved(vault, ada, ben, 1n)],
        [story.moved(vault, ada, ada, 5n)],
        [story.moved(vault, ada, ben, 0n)],
      ],
    )
    expect(result.refused).toEqual([])
    expect(holdersOf(result, one)).toEqual({ [one]: 0.74999999, [ada]: 0.25, [ben]: 1e-8 })
    expect(dataOf(result, 'holding.transferred')).toHaveLength(2)
  })

  it('knows what a vault moved before the release in the same transaction', async () => {
    const vault = story.vaultOf(one)
    const [mint, named] = story.vaultDeployed(one)
    const result = await decoded(
      [[story.registered(one)]],
      [[mint!, story.moved(vault, one, ada, 40_000_000n), named!]],
    )
    expect(dataOf(result, 'version.released')[0]!.holders).toEqual([
      { payee: payee(ada), share: '0.4' },
      { payee: payee(one), share: '0.6' },
    ])
    expect(dataOf(result, 'holding.transferred')).toEqual([])
  })

  it('moves the holding where the vault of a released IP comes later and mints to another', async () => {
    const pool = address('9001')
    const result = await decoded(
      [[story.registered(one)], [story.registered(two)], story.linkedFree(two, [one])],
      [story.vaultDeployed(one, pool)],
    )
    expect(result.refused).toEqual([])
    expect(holdersOf(result, one)).toEqual({ [pool]: 1 })
  })

  it('counts a payment once: what was paid after the fee, and never what Story moves on', async () => {
    const ether = 10n ** 18n
    const paid = { to: two, token, amount: 10n * ether, afterFee: 9n * ether }
    const result = await decoded(
      [[story.registered(one)], [story.registered(two)], story.vaultDeployed(one)],
      [story.linked(two, [{ ip: one, policy: story.lap, units: 10_000_000 }])],
      [
        [story.royalty(paid, ada)],
        [story.mintingFee({ to: two, token, amount: 1n })],
        [story.sharedUp(two, one, { token, amount: ether })],
      ],
    )
    expect(dataOf(result, 'call.metered')).toEqual([
      { asset: asset(two), version: '1', amount: '9', currency: 'WIP', caller: payee(ada) },
      {
        asset: asset(two),
        version: '1',
        amount: '0.000000000000000001',
        currency: 'WIP',
        caller: payee(address('ca11')),
      },
    ])
  })

  it('skips what a pool pays on to the members of its group', async () => {
    const [pool, group] = [address('9001'), four]
    const joined = story.emitted('groupingModule', 'AddedIpToGroup', { groupId: group, ipIds: [one] })
    const result = await decoded(
      [
        [story.registered(one)],
        [
          story.registered(group),
          story.emitted('groupingModule', 'IPGroupRegistered', { groupId: group, groupPool: pool }),
        ],
        [joined],
        story.vaultDeployed(one),
        story.vaultDeployed(group, pool),
      ],
      [[story.royalty({ to: group, token, amount: 8n }, ada)]],
      [[story.royalty({ to: one, token, amount: 8n }, pool, group)]],
    )
    expect(dataOf(result, 'call.metered')).toHaveLength(1)
    expect(holdersOf(result, group)).toEqual({ [pool]: 1 })
    expect(result.listed.map(({ kind }) => kind)).toEqual(['story.group', 'story.group', 'story.groupShare'])
  })

  it('stops where a token has other decimals than its currency', async () => {
    const paid = blocks([
      [story.registered(one)],
      story.vaultDeployed(one),
      [story.royalty({ to: one, token, amount: 5n }, ada)],
    ])
    const asked: string[] = []
    const said = (decimals: number) => {
      const decimalsOf = async (of: string) => {
        asked.push(of)
        return decimals
      }
      return run(storyDecoder(chain, story.settings, { ...story.ports, decimalsOf }), paid, [currency])
    }
    expect(dataOf(await said(18), 'call.metered')).toHaveLength(1)
    await expect(said(6)).rejects.toMatchObject({ code: 'chain.decimals' })
    expect(asked).toEqual([token, token])
  })

  it('lists payments in tokens that no currency has', async () => {
    const result = await decoded(
      [[story.registered(one)], story.vaultDeployed(one)],
      [[story.royalty({ to: one, token: address('71'), amount: 5n }, ada)]],
    )
    expect(dataOf(result, 'call.metered')).toEqual([])
    expect(result.listed.map(({ kind }) => kind)).toEqual(['story.tokenUnknown'])
  })

  it('gives an IP whose token is on another chain the account on Story as its owner, and lists where the token is', async () => {
    const result = await decoded([[story.registered(one, { chainId: 1n })]])
    expect(dataOf(result, 'asset.registered')[0]!.owner).toBe(payee(one))
    expect(result.listed.map(({ kind, what }) => [kind, what.includes('eip155:1')])).toEqual([
      ['story.foreign', true],
    ])
  })

  it('ends edges at an expiry at midnight, and lists every other expiry', async () => {
    const midnight = 1_893_456_000n
    const link = (ip: string, at: bigint) => [
      story.expires(ip, at),
      ...story.linked(ip, [{ ip: one, policy: story.lap, units: 1 }]),
    ]
    const result = await decoded(
      [ips.map((ip) => story.registered(ip)), story.vaultDeployed(one)],
      [link(two, midnight), link(three, midnight + 1n), link(four, 2n ** 255n)],
      [[story.expires(two, midnight + 86_400n)]],
    )
    expect(result.refused).toEqual([])
    expect(edgesOf(result, two)[0]!.until).toBe(Number(midnight) * 1_000_000)
    expect([three, four].map((ip) => edgesOf(result, ip)[0]!.until)).toEqual([undefined, undefined])
    expect(result.listed.map(({ kind }) => kind)).toEqual(['story.expiry', 'story.expiry', 'story.expiry'])
  })

  it('lists disputes, their judgements, and licences', async () => {
    const minted = {
      caller: ada,
      licensorIpId: one,
      licenseTemplate: story.contracts.pilTemplate,
      licenseTermsId: 1n,
      amount: 2n,
      receiver: ben,
      startLicenseTokenId: 7n,
    }
    const raised = {
      disputeId: 3n,
      targetIpId: one,
      disputeInitiator: ada,
      disputeTimestamp: 1n,
      arbitrationPolicy: ben,
      disputeEvidenceHash: `0x${'0'.repeat(64)}`,
      targetTag: `0x${'1'.repeat(64)}`,
      data: '0x',
    }
    const result = await decoded([
      [story.emitted('disputeModule', 'DisputeRaised', raised)],
      [story.emitted('disputeModule', 'DisputeCancelled', { disputeId: 3n, data: '0x' })],
      [story.emitted('disputeModule', 'DisputeResolved', { disputeId: 3n, data: '0x' })],
      [story.emitted('disputeModule', 'DisputeJudgementSet', { disputeId: 3n, decision: true, data: '0x' })],
      [story.emitted('licensingModule', 'LicenseTokensMinted', minted)],
    ])
    const kinds = ['dispute', 'dispute', 'dispute', 'dispute', 'licence']
    expect(result.listed.map(({ kind }) => kind)).toEqual(kinds.map((kind) => `story.${kind}`))
  })

  it('believes only the contracts of Story, and only vaults that they named', async () => {
    const stranger = address('bad')
    const parent = { ip: one, policy: story.lap, units: 100_000_000 }
    const forged = story.linked(two, [parent]).map((each) => ({ ...each, address: stranger }))
    const result = await decoded(
      [[story.registered(one)], [story.registered(two)], story.vaultDeployed(one), forged],
      [[story.moved(stranger, one, ada, 100_000_000n)]],
      [[{ ...story.royalty({ to: one, token, amount: 5n }, ada), address: stranger }]],
    )
    expect(result.refused).toEqual([])
    expect(holdersOf(result, one)).toEqual({ [one]: 1 })
    expect(dataOf(result, 'call.metered')).toEqual([])
    expect([...result.registry.versions]).toHaveLength(1)
  })

  it('asks for transfers of vaults that it knows; of any token where two endpoints are compared', async () => {
    const receipts = decoder()
    const count = receipts.filters().length
    const released = blocks([[story.registered(one)], story.vaultDeployed(one)])
    await run(receipts, released, [currency])
    const [topic] = receipts.filters().at(-1)!.topics[0]!
    expect(receipts.filters().slice(count)).toEqual([{ addresses: [story.vaultOf(one)], topics: [[topic]] }])
    const peers = storyDecoder(chain, story.settings, { ...story.ports, proof: 'peers' })
    expect(peers.filters().slice(count)).toEqual([{ topics: [[topic]] }])
  })

  it('gives the same events for a block that it decodes again, with its notes', async () => {
    const chainBlocks = blocks(
      [
        [story.registered(one)],
        [story.registered(two)],
        [story.registered(three)],
        story.linkedFree(two, [one]),
      ],
      [story.vaultDeployed(one), [story.moved(story.vaultOf(one), one, ada, 5n)], story.vaultDeployed(two)],
      [
        story.linked(three, [{ ip: two, policy: story.lap, units: 7 }]),
        [story.royalty({ to: three, token, amount: 1n }, ada)],
      ],
      [[story.moved(story.vaultOf(three), three, ben, 9n)]],
    )
    const whole = await run(decoder(), chainBlocks, [currency])
    for (let at = 0; at < chainBlocks.length; at++) {
      const again = decoder()
      again.restore!(whole.notes)
      const { events, notes } = await run(again, chainBlocks.slice(at), [currency])
      expect(events.length).toBeGreaterThan(0)
      expect(events).toEqual(whole.events.slice(whole.events.length - events.length))
      expect(notes).toEqual([])
    }
  })
})
