/** Previews of releases beside the releases themselves, on a ledger with real engines. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompositionPreview, EventResult, Headwater } from '../../src/service/headwater.ts'
import { runs } from '../support/properties.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

let opened: Awaited<ReturnType<typeof temporaryHeadwater>>
let service: Headwater

const past = '2026-05-01T00:00:00Z'
const event = (id: string, type: string, data: object, time = past) => ({
  ...{ specversion: '1.0', source: '/compose', id, type: `io.headwater.${type}`, time, data },
})
const release = (asset: string, version: string, rest: object = {}) =>
  event(`${asset} ${version}`, 'version.released', { asset, version, ...rest })
const edge = (asset: string, policy: string, share: string) => ({
  ...{ asset, policy, share, relation: 'trainedOn' },
})

/** A diamond of sources, a fee, a pool of contributors, a clause and a transferred holding. */
const world = [
  event('usd', 'currency.registered', { currency: 'USD', decimals: 2 }),
  event('wei', 'currency.registered', { currency: 'WEI', decimals: 0 }),
  event('fee', 'fee.set', { share: '0.025', payee: 'platform', effectiveFrom: past }),
  ...['dataset:a/web', 'dataset:a/labels', 'model:a/base', 'model:a/tuned', 'tool:a/search'].map((asset) =>
    event(asset, 'asset.registered', { asset, owner: `owner of ${asset}` }),
  ),
  event('work', 'contribution.recorded', {
    asset: 'dataset:a/labels',
    contributions: [1, 2, 3, 5, 8, 13].map((units) => ({ payee: `labeller ${units}`, units })),
  }),
  release('dataset:a/web', '1'),
  release('dataset:a/labels', '1', {
    holders: [{ payee: 'lab', share: '0.4' }],
    contributorShare: '0.6',
  }),
  release('model:a/base', '1', {
    derivedFrom: [edge('dataset:a/web', 'absolute', '0.02'), edge('dataset:a/labels', 'relative', '0.1')],
  }),
  release('model:a/base', '2', { derivedFrom: [edge('model:a/base', 'relative', '0.3')] }),
  release('model:a/tuned', '1', {
    derivedFrom: [edge('model:a/base', 'absolute', '0.11'), edge('dataset:a/labels', 'relative', '0.05')],
  }),
  release('tool:a/search', '1'),
  event('given', 'holding.transferred', {
    ...{
      asset: 'dataset:a/web',
      from: 'owner of dataset:a/web',
      to: 'heir',
      share: '0.25',
      effectiveFrom: past,
    },
  }),
  event('clause', 'clause.agreed', {
    ...{ clause: 'advance', payee: 'lab', to: 'fund', currency: 'USD', share: '0.5', effectiveFrom: past },
  }),
]

beforeAll(async () => {
  opened = await temporaryHeadwater()
  service = opened.service
  const report = await service.ingest(textStream(world.map((one) => `${JSON.stringify(one)}\n`).join('')), {
    origin: 'world',
  })
  expect(report).toMatchObject({ accepted: world.length, rejected: [] })
})
afterAll(() => opened[Symbol.asyncDispose]())

const send = (events: readonly object[]): Promise<readonly EventResult[]> =>
  service.submit(Buffer.from(events.map((one) => JSON.stringify(one)).join('\n')), { origin: 'test' })

const blocks = ['dataset:a/web', 'dataset:a/labels', 'model:a/base', 'model:a/tuned', 'tool:a/search']
const shareText = fc.integer({ min: 1, max: 300_000_000 }).map((parts) => (parts / 1e9).toFixed(9))
const use = fc.record({
  asset: fc.constantFrom(...blocks),
  policy: fc.constantFrom('relative', 'absolute'),
  share: shareText,
  until: fc.option(fc.constantFrom('2026-06-01', '2027-01-01'), { nil: undefined }),
})
const cost = fc.record({
  payee: fc.constant('cloud'),
  currency: fc.constant('USD'),
  effectiveFrom: fc.constant(past),
  perCall: fc.constantFrom('0.01', '3'),
  perMillion: fc.constantFrom({ input: '2' }, { output: '7.5', cacheRead: '0.1' }),
  share: fc.constantFrom('0', '0.125'),
})
const agent = fc.record({
  uses: fc.uniqueArray(use, { selector: ({ asset }) => asset, maxLength: 4 }),
  costs: fc.array(cost, { maxLength: 1 }),
  isHeld: fc.boolean(),
  amount: fc.integer({ min: 0, max: 1_000_000_000 }).map((units) => (units / 1e4).toFixed(4)),
  tokens: fc.option(
    fc.record({ input: fc.nat(5_000_000), output: fc.nat(5_000_000), cacheRead: fc.nat(900) }),
    { nil: undefined },
  ),
  isPriced: fc.boolean(),
})

const divisionOf = ({
  fee,
  cost: costs,
  payees,
  versions,
  rounding,
  clauses,
  caps,
  amount,
  priced,
}: object & {
  [name: string]: unknown
}) => ({ fee, costs, payees, versions, rounding, clauses, caps, amount, priced })

describe('a preview of a release', () => {
  it('divides a call as explain divides it once the agent is released and the call is made, to the unit', async () => {
    let number = 0
    const seen = { releasable: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(agent, async ({ uses, costs, isHeld, amount, tokens, isPriced }) => {
        const asset = `agent:c/${++number}`
        const composition = {
          ...{ asset, version: '1', owner: 'maker', uses, costs, time: past },
          rate: { currency: 'USD', perCall: '0.05', perMillion: { input: '1.25', output: '4' } },
          ...(isHeld && {
            holders: [{ payee: 'maker', share: '0.7' }],
            contributorShare: '0.3',
            contributors: [
              { payee: 'ann', units: 2 },
              { payee: 'bob', units: 5 },
            ],
          }),
        }
        const time = '2026-06-15T12:00:00Z'
        const call = { ...(isPriced ? {} : { amount, currency: 'USD' }), ...(tokens && { tokens }) }
        const preview = await service.compose(composition, { call: { ...call, time }, listedMax: 100_000 })
        const results = await send(preview.events)
        const refused = results.filter(({ status }) => status !== 'accepted')
        expect(preview.releasable).toBe(refused.length === 0)
        if (!preview.releasable) {
          seen.refused++
          expect(preview.faults.map(({ code }) => code)).toEqual(refused.map(({ fault }) => fault!.code))
          return
        }
        seen.releasable++
        const made = event(`call ${number}`, 'call.metered', { asset, ...call }, time)
        expect(await send([made])).toMatchObject([{ status: 'accepted' }])
        const explained = await service.explain(made.id, made.source)
        expect(divisionOf(preview.call!)).toEqual(divisionOf(explained))
      }),
      runs(40),
    )
    expect(seen.releasable).toBeGreaterThan(10)
  })

  it('reads back the file that it gives as the same', async () => {
    const composition = {
      ...{ asset: 'agent:c/kept', version: '1', owner: 'maker' },
      uses: [{ asset: 'model:a/base', share: '0.10' }],
    }
    const preview = await service.compose(composition)
    const again = await service.compose(preview.file!)
    expect({ ...again, events: [] }).toEqual({ ...preview, events: [] })
    expect(preview.uses).toEqual([
      { asset: 'model:a/base', version: '2', pinned: true, owner: 'owner of model:a/base', promised: '0.1' },
    ])
  })
})

describe('a release that would be refused', () => {
  const base = { asset: 'agent:r/one', version: '1', owner: 'maker' }
  const from = (...uses: object[]) => ({ ...base, uses })
  it.each([
    [
      'takes more than all',
      from({ asset: 'model:a/base', share: '0.9' }, { asset: 'tool:a/search', share: '0.2' }),
      'release.overPromised',
      '/uses',
    ],
    [
      'owes more by what its sources owe',
      from({ asset: 'model:a/tuned', policy: 'absolute', share: '0.9' }),
      'release.overPromised',
      '/uses',
    ],
    [
      'uses an unknown asset',
      from({ asset: 'model:a/none', share: '0.1' }),
      'asset.unknown',
      '/uses/0/asset',
    ],
    [
      'uses an unknown version',
      from({ asset: 'model:a/base', version: '9', share: '0.1' }),
      'version.unknown',
      '/uses/0/version',
    ],
    [
      'uses itself, which is not released',
      from({ asset: 'agent:r/one', share: '0.1' }),
      'version.unknown',
      '/uses/0/asset',
    ],
    [
      'uses itself by the version that it releases',
      from({ asset: 'agent:r/one', version: '1', share: '0.1' }),
      'version.unknown',
      '/uses/0/version',
    ],
    [
      'uses a source twice after pinning',
      from({ asset: 'model:a/base', share: '0.1' }, { asset: 'model:a/base', version: '2', share: '0.1' }),
      'release.sourceTwice',
      '/uses/1',
    ],
    ['has a share of 0', from({ asset: 'model:a/base', share: '0' }), 'share.outOfRange', '/uses/0/share'],
    [
      'has an amount in an unknown currency',
      from({ asset: 'model:a/base', share: '0.1', caps: [{ currency: 'X', amount: '1' }] }),
      'currency.unknown',
      '/uses/0/caps/0/currency',
    ],
    [
      'has holders of less than all',
      { ...base, holders: [{ payee: 'ann', share: '0.5' }] },
      'release.sharesNotWhole',
      '/holders',
    ],
    ['has no owner', { asset: 'agent:r/one', version: '1' }, 'event.missing', '/owner'],
    [
      'is registered with another owner',
      { asset: 'model:a/base', version: '3', owner: 'else' },
      'asset.exists',
      '/owner',
    ],
    ['is released already', { asset: 'model:a/base', version: '2' }, 'version.exists', '/version'],
    ['has a rate without a price', { ...base, rate: { currency: 'USD' } }, 'rate.empty', '/rate'],
    [
      'has a cost that is too precise',
      { ...base, costs: [{ payee: 'x', currency: 'WEI', perCall: `0.${'0'.repeat(12)}1` }] },
      'amount.tooPrecise',
      '/costs/0/perCall',
    ],
  ])('says so with the code of its events, and where: %s', async (_, composition, code, path) => {
    const preview = await service.compose(composition)
    expect(preview).toMatchObject({ releasable: false, call: null })
    expect(preview.faults).toMatchObject([{ code, path }])
    const codes = await codesOf(preview)
    expect(codes).toContain(code)
  })

  /** Of a dry run, which records nothing. */
  async function codesOf({ events }: CompositionPreview): Promise<string[]> {
    const lines = events.map((one) => `${JSON.stringify(one)}\n`).join('')
    const { rejected } = await service.ingest(textStream(lines), { origin: 'x', dryRun: true })
    return rejected.map(({ code }) => code)
  }

  it('names what the file says otherwise of a registered asset', async () => {
    const { faults } = await service.compose({ asset: 'model:a/base', version: '3', owner: 'else' })
    expect(faults[0]!.message).toBe(
      'The asset model:a/base is registered already. Its owner is "owner of model:a/base", and not "else".',
    )
  })

  it('shows the call to a sender who may not release, and says why it may not', async () => {
    const allowed = { calls: true, registry: true, bounds: { owners: ['else'] } }
    const composition = from({ asset: 'model:a/base', share: '0.1' })
    const bound = await service.compose(composition, { call: { amount: '1', currency: 'USD' }, allowed })
    expect(bound).toMatchObject({ releasable: false, call: { amount: '1' } })
    expect(bound.faults.map(({ code }) => code)).toEqual(['access.owner', 'access.owner'])
    const reader = await service.compose(composition, { allowed: { calls: false, registry: false } })
    expect(reader.faults.map(({ code }) => code)).toEqual(['auth.scope', 'auth.scope'])
  })
})

describe('a file', () => {
  const timed = (version: string, perCall = '0.05') => ({
    ...{ asset: 'agent:f/one', version, owner: 'maker', time: past },
    rate: { currency: 'USD', perCall },
    costs: [{ payee: 'cloud', currency: 'USD', share: '0.10' }],
  })

  it('sends what is recorded no second time, and knows when all of it is', async () => {
    const first = await service.compose(timed('1'))
    expect(first.events).toHaveLength(4)
    await send(first.events)
    expect(await service.compose({ ...timed('1') })).toMatchObject({
      recorded: true,
      releasable: false,
      faults: [],
    })
    expect((await service.compose(timed('2', '0.050'))).events.map(({ type }) => type)).toEqual([
      'io.headwater.version.released',
    ])
    expect((await service.compose(timed('2', '0.06'))).events).toHaveLength(2)
  })

  it('leaves a call without a price to the caller, and is released all the same', async () => {
    const preview = await service.compose({ asset: 'agent:f/two', version: '1', owner: 'maker' })
    expect(preview).toMatchObject({ releasable: true, call: null, callFault: { code: 'call.unpriced' } })
  })

  it('records nothing by a preview', async () => {
    const before = await service.health()
    await service.compose({ asset: 'agent:f/three', version: '1', owner: 'maker' })
    const { position, registryEvents, refused } = await service.health()
    expect({ position, registryEvents, refused }).toEqual({
      position: before.position,
      registryEvents: before.registryEvents,
      refused: before.refused,
    })
  })
})

describe('a simulation of a release', () => {
  const composition = {
    ...{ asset: 'agent:s/one', version: '1', owner: 'maker' },
    uses: [
      { asset: 'model:a/tuned', share: '0.3' },
      { asset: 'dataset:a/web', policy: 'absolute', share: '0.05' },
    ],
    rate: { currency: 'SIM', perCall: '1', perMillion: { input: '2' } },
  }
  const window = { of: 'tool:a/search', since: '2026-06-01T00:00:00Z', before: '2026-07-01T00:00:00Z' }

  beforeAll(async () => {
    const call = (id: string, amount: string, time: string, tokens = {}) =>
      event(id, 'call.metered', { asset: 'tool:a/search', amount, currency: 'SIM', tokens }, time)
    const results = await send([
      event('sim', 'currency.registered', { currency: 'SIM', decimals: 3 }),
      call('s1', '1.0000001', '2026-06-01T00:00:00Z', { input: 500_000 }),
      call('s2', '2.5', '2026-06-20T10:00:00Z'),
      call('s3', '7', '2026-06-30T23:59:59.999999Z', { input: 1 }),
      call('after', '100', '2026-07-01T00:00:00Z'),
      call('before', '100', '2026-05-31T23:59:59Z'),
    ])
    expect(results.map(({ status }) => status)).toEqual(Array(6).fill('accepted'))
  })

  it('gives the agent the calls of that time, and everyone what their sum would give', async () => {
    const simulated = await service.simulateRelease(composition, window)
    expect(simulated).toMatchObject({ ...window, calls: 3, by: 'call', faults: [], rejectedCalls: 0 })
    const call = { amount: '10.5000001', currency: 'SIM', time: '2026-06-15T00:00:00Z' }
    const { call: divided } = await service.compose(composition, { call, listedMax: 100_000 })
    const earned = simulated.payees.map(({ payee, difference }) => [payee, difference.earned])
    expect(Object.fromEntries(earned.filter(([, amount]) => amount !== '0'))).toEqual(
      Object.fromEntries(divided!.payees.map(({ payee, amount }) => [payee, amount])),
    )
    const agentOf = simulated.versions.find(({ asset }) => asset === 'agent:s/one')!
    expect(agentOf.after).toMatchObject({
      direct: '10.5000001',
      retained: divided!.versions[0]!.retained,
      relativeOut: divided!.versions[0]!.relativeOut,
    })
  })

  it('prices the calls by the rate card from the beginning of that time on', async () => {
    const simulated = await service.simulateRelease(composition, { ...window, price: 'rate' })
    const gross = simulated.totals.find(({ currency }) => currency === 'SIM')!.difference.gross
    // 3 calls, and 500,001 tokens at 2 a million.
    expect(gross).toBe('4.000002')
  })

  it('says why the release would be refused, and computes nothing then', async () => {
    const refused = { ...composition, uses: [{ asset: 'model:a/none', share: '0.1' }] }
    expect(await service.simulateRelease(refused, window)).toMatchObject({
      faults: [{ code: 'asset.unknown', path: '/uses/0/asset' }],
      payees: [],
    })
    expect(await service.simulateRelease('asset: [', window)).toMatchObject({
      faults: [{ code: 'composition.malformed' }],
    })
  })

  it('sums very many calls by day, to the same amounts, and refuses what is not that of their sum', async () => {
    const count = 20_001
    function* lines() {
      yield `${JSON.stringify(event('day', 'currency.registered', { currency: 'DAY', decimals: 2 }))}\n`
      for (let at = 0; at < count; at++) {
        const data = { asset: 'model:a/base', amount: '0.07', currency: 'DAY' }
        const time = `2026-06-0${1 + (at % 3)}T12:00:00Z`
        yield `${JSON.stringify(event(`many ${at}`, 'call.metered', data, time))}\n`
      }
    }
    const report = await service.ingest(textStream([...lines()].join('')), { origin: 'many' })
    expect(report).toMatchObject({ accepted: count + 1 })
    const { rate: _, ...unpriced } = composition
    const many = { ...window, of: 'model:a/base' }
    const simulated = await service.simulateRelease(unpriced, many)
    expect(simulated).toMatchObject({ calls: count, by: 'day', faults: [], rejectedCalls: 0 })
    const call = { amount: '1400.07', currency: 'DAY', time: '2026-06-15T00:00:00Z' }
    const { call: divided } = await service.compose(unpriced, { call })
    const agentOf = simulated.versions.find(({ asset }) => asset === 'agent:s/one')!
    const { direct, retained, relativeOut, absoluteOut } = divided!.versions[0]!
    expect(agentOf.after).toMatchObject({ direct, retained, relativeOut, absoluteOut })
    const tooMany = expect.objectContaining({ code: 'simulate.tooManyCalls' })
    await expect(service.simulateRelease(composition, { ...many, price: 'rate' })).rejects.toEqual(tooMany)
    const costs = [{ payee: 'cloud', currency: 'DAY', perCall: '0.01' }]
    await expect(service.simulateRelease({ ...unpriced, costs }, many)).rejects.toEqual(tooMany)
  })

  it('is of the last whole month where no time is given', async () => {
    const now = new Date()
    const { since, before } = await service.simulateRelease(composition, { of: 'tool:a/search' })
    const first = (months: number) =>
      `${new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months)).toISOString().slice(0, 10)}T00:00:00Z`
    expect([since, before]).toEqual([first(-1), first(0)])
  })
})
