/** Flows of epochs and calls in a small world, and what edges carried. The properties are in flows.slow.test.ts. */
import { describe, expect, it } from 'vitest'
import type { CurrencyFlowReport } from '../../src/settlement/flows/answers.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const linksOf = ({ links }: CurrencyFlowReport) =>
  links.map(({ from, to, amount }) => `${from} → ${to}: ${amount}`)

/** An agent of the model, whose data set gets an absolute share through the model. */
async function chained() {
  const world = await smallEconomy()
  await world.register('fee.set', { share: '0.1', payee: 'house', effectiveFrom: '2025-01-01T00:00:00Z' })
  await world.register('asset.registered', { asset: 'model:tuned', owner: 'tuner' })
  await world.register('version.released', {
    asset: 'model:tuned',
    version: '1',
    derivedFrom: [{ asset: 'dataset:pile', relation: 'trainedOn', policy: 'absolute', share: '0.2' }],
  })
  await world.register('asset.registered', { asset: 'agent:helper', owner: 'maker' })
  await world.register('version.released', {
    asset: 'agent:helper',
    version: '1',
    derivedFrom: [
      { asset: 'model:tuned', relation: 'composedOf', policy: 'absolute', share: '0.3' },
      { asset: 'model:base', relation: 'composedOf', policy: 'relative', share: '0.25' },
    ],
  })
  return world
}

/** As it is computed from the calls. */
function flowWithoutFile(world: Awaited<ReturnType<typeof chained>>) {
  world.flowFiles.files.clear()
  return world.restart().flow(1)
}

describe('the flow of an epoch', () => {
  it('goes from calls over assets to payees, with fee, rounding and shares that reach sources further up', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' }), call('2', '0.000000000000000001')])
    await world.settlement.close({ until: february })
    const { epoch, until, currencies } = await world.settlement.flow(1)
    expect({ epoch, until, currencies: currencies.length }).toEqual({
      epoch: 1,
      until: february,
      currencies: 1,
    })
    expect(linksOf(currencies[0]!).sort()).toEqual([
      'asset/agent:helper → asset/model:base: 22.5',
      'asset/agent:helper → asset/model:tuned: 27',
      'asset/agent:helper → fee: 10',
      'asset/agent:helper → further: 18',
      'asset/agent:helper → payee/maker: 22.5',
      'asset/dataset:pile → payee/annotators: 20.25',
      'asset/model:base → asset/dataset:pile: 2.25',
      'asset/model:base → payee/lab: 20.250000000000000001',
      'asset/model:tuned → asset/dataset:pile: 18',
      'asset/model:tuned → payee/tuner: 27',
      'calls → asset/agent:helper: 100',
      'calls → asset/model:base: 0.000000000000000001',
      'fee → payee/house: 10',
      'further → asset/model:tuned: 18',
    ])
  })

  it('shows the largest one by one and the others by kind, owner or prefix, and one asset alone', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' }), call('2', '10')])
    await world.settlement.close({ until: february })
    const viewed = async (view: object) => {
      const flow = (await world.settlement.flow(1, view)).currencies[0]!
      return flow.nodes.filter(({ type }) => type === 'assets' || type === 'payees')
    }
    expect(await viewed({ top: 1 })).toMatchObject([
      { kind: 'model', count: 1 },
      { kind: 'dataset', count: 1 },
      { type: 'payees', count: 3 },
    ])
    expect(await viewed({ top: 1, by: 'owner', prefix: 'model:' })).toMatchObject([
      { kind: 'dataset', outside: true },
      { kind: 'agent', outside: true },
      { type: 'payees' },
    ])
    const [alone] = (await world.settlement.flow(1, { asset: 'dataset:pile' })).currencies
    expect(linksOf(alone!).sort()).toEqual([
      'asset/dataset:pile → payee/annotators: 21.15',
      'asset/model:base → asset/dataset:pile: 3.15',
      'asset/model:tuned → asset/dataset:pile: 18',
    ])
    const [ofPayee] = (await world.settlement.flow(1, { payee: 'annotators', top: 1 })).currencies
    expect(linksOf(ofPayee!)).toContain('asset/dataset:pile → payee/annotators: 21.15')
    expect(ofPayee!.nodes.filter(({ type }) => type === 'payee')).toHaveLength(1)
  })

  it('is that of the registry at the close, whatever was recorded later', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' })])
    await world.settlement.close({ until: february })
    const first = await world.settlement.flow(1)
    await world.register('version.released', { asset: 'agent:helper', version: '2', derivedFrom: [] })
    await world.record([call('2', '1', { asset: 'agent:helper', time: '2025-02-03T00:00:00Z' })])
    await world.settlement.close({ until: march })
    expect((await world.settlement.flow(2)).currencies[0]!.gross).toBe('1')
    // Another settlement on the same logs has nothing in memory.
    expect(await world.restart().flow(1)).toEqual(first)
  })

  it('is read from the file that the close kept, whatever became of the calls', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' }), call('2', '0.000000000000000001')])
    await world.settlement.close({ until: february })
    const computed = await flowWithoutFile(world)
    world.usage.rows.length = 0
    expect(await world.restart().flow(1)).toEqual(computed)
    const walk = { asset: 'dataset:pile', direction: 'down', epoch: 1 } as const
    const { nodes } = await world.restart().lineage(walk, { limit: 10 })
    expect(nodes.flatMap(({ edges }) => edges.map(({ carried }) => carried))).toEqual([
      [{ currency: 'USDC', amount: '2.25' }],
      [{ currency: 'USDC', amount: '18' }],
      [{ currency: 'USDC', amount: '27' }],
      [{ currency: 'USDC', amount: '22.5' }],
    ])
  })

  it('is computed again where its file is lost, cut, damaged anywhere, or of another form', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' })])
    await world.settlement.close({ until: february })
    const { files } = world.flowFiles
    const [[name, whole]] = [...files] as [[string, Buffer]]
    const computed = await flowWithoutFile(world)
    expect(files.get(name)).toEqual(whole)
    const damages = [0, 3, 7, 8, 39, 40, 60, whole.length >> 1, whole.length - 1].map((place) => {
      const damaged = Buffer.from(whole)
      damaged[place]! ^= 1
      return damaged
    })
    for (const damaged of [...damages, whole.subarray(0, 20), whole.subarray(0, whole.length - 8)]) {
      files.set(name, damaged)
      expect(await world.restart().flow(1)).toEqual(computed)
      expect(files.get(name)).toEqual(whole)
    }
  })

  it('keeps amounts of any size and names of any letters in its file', async () => {
    const world = await chained()
    const large = '1000000000000000000000000000'
    await world.record([call('1', large, { asset: 'agent:helper' }), call('2', '0.000000000000000001')])
    await world.register('payee.registered', { payee: '\u{1f30a} \u0646\u0647\u0631', name: 'x' })
    await world.register('asset.registered', { asset: 'agent:wave', owner: '\u{1f30a} \u0646\u0647\u0631' })
    await world.register('version.released', { asset: 'agent:wave', version: '1' })
    await world.record([call('3', '7', { asset: 'agent:wave' })])
    await world.settlement.close({ until: february })
    const kept = await world.restart().flow(1)
    expect(kept).toEqual(await flowWithoutFile(world))
    expect(linksOf(kept.currencies[0]!)).toContain(
      'asset/agent:wave → payee/\u{1f30a} \u0646\u0647\u0631: 6.3',
    )
    expect(linksOf(kept.currencies[0]!)).toContain(`calls → asset/agent:helper: ${large}`)
  })

  it('is left to the first question where nothing can be kept at the close, which goes on', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' })])
    const { keep } = world.flowFiles
    world.flowFiles.keep = () => {
      throw new Error('no memory')
    }
    expect(await world.settlement.close({ until: february })).toMatchObject({ epoch: 1 })
    // The question too is answered where its table can't be kept.
    expect((await world.restart().flow(1)).currencies[0]!.gross).toBe('100')
    world.flowFiles.keep = keep
    expect(world.flowFiles.files.size).toBe(0)
    expect((await world.restart().flow(1)).currencies[0]!.gross).toBe('100')
    expect(world.flowFiles.files.size).toBe(1)
  })

  it('refuses an epoch whose calls no longer give what its manifest says', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' })])
    await world.settlement.close({ until: february })
    world.flowFiles.files.clear()
    world.usage.rows[0] = { ...world.usage.rows[0]!, amount: (world.usage.rows[0]!.amount * 2n) as never }
    await expect(world.settlement.flow(1)).rejects.toMatchObject({ code: 'flow.differs' })
  })

  it('refuses what it does not have', async () => {
    const world = await chained()
    await expect(world.settlement.flow(1)).rejects.toMatchObject({ code: 'epoch.unknown' })
    await world.record([call('1', '1')])
    await world.settlement.close({ until: february })
    await expect(world.settlement.flow(1, { asset: 'agent:helper' })).rejects.toMatchObject({
      code: 'flow.notFound',
    })
    await expect(world.settlement.flow(1, { top: 51 })).rejects.toMatchObject({ code: 'request.malformed' })
  })
})

describe('the flow of one call', () => {
  it('is what its explanation says, with the call’s own fee and payees', async () => {
    const world = await chained()
    await world.record([call('1', '100', { asset: 'agent:helper' }), call('2', '5')])
    const { epoch, currencies } = await world.settlement.callFlow('1')
    expect(epoch).toBeNull()
    const { versions, payees } = await world.settlement.explain('1')
    const links = linksOf(currencies[0]!)
    for (const { asset, retained } of versions)
      expect(
        links.some((link) => link.startsWith(`asset/${asset} → payee/`) && link.endsWith(`: ${retained}`)),
      ).toBe(true)
    for (const { payee, amount } of payees)
      expect(currencies[0]!.nodes.find((node) => node.payee === payee)?.in).toBe(amount)
    const [ofPayee] = (await world.settlement.callFlow('1', undefined, { payee: 'lab' })).currencies
    expect(linksOf(ofPayee!)).toContain('asset/model:base → payee/lab: 20.25')
  })

  it('is empty for a call in suspense', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1', { asset: 'model:unknown' })])
    expect((await world.settlement.callFlow('1')).currencies).toEqual([])
    await expect(world.settlement.callFlow('2')).rejects.toMatchObject({ code: 'call.notFound' })
  })
})

describe('a lineage with details', () => {
  it('says what each edge carried in an epoch, and marks edges that ended, are capped or contradict', async () => {
    const world = await smallEconomy()
    await world.register('version.released', {
      asset: 'model:base',
      version: '2',
      derivedFrom: [
        {
          asset: 'dataset:pile',
          relation: 'distilledFrom',
          policy: 'relative',
          share: '0.5',
          until: '2025-02-01T00:00:00Z',
          caps: [{ currency: 'USDC', amount: '3' }],
        },
      ],
    })
    await world.record([call('1', '10', { version: '1' }), call('2', '10', { version: '2' })])
    await world.settlement.close({ until: february })
    const walk = { asset: 'dataset:pile', direction: 'down', epoch: 1 } as const
    const { nodes } = await world.settlement.lineage(walk, { limit: 10 })
    expect(nodes.map(({ version, onwards, edges }) => ({ version, onwards, edges }))).toMatchObject([
      {
        version: '1',
        onwards: 0,
        edges: [
          {
            carried: [{ currency: 'USDC', amount: '1' }],
            contradictions: [{ type: 'relationDiffers', version: '2', relation: 'distilledFrom' }],
          },
        ],
      },
      {
        version: '2',
        edges: [
          {
            carried: [{ currency: 'USDC', amount: '3' }],
            ended: true,
            capped: [{ currency: 'USDC', paid: '3', left: '0' }],
            contradictions: [{ type: 'relationDiffers', version: '1', relation: 'trainedOn' }],
          },
        ],
      },
    ])
    const earlier = await world.settlement.lineage({ ...walk, asOf: '2025-01-15T00:00:00Z' }, { limit: 10 })
    expect(earlier.nodes[1]!.edges[0]!.ended).toBeUndefined()
    const plain = await world.settlement.lineage({ asset: 'dataset:pile', direction: 'down' }, { limit: 10 })
    expect(Object.keys(plain.nodes[0]!)).toEqual(['asset', 'version', 'releasedAt', 'depth', 'edges'])
  })

  it('marks a source that was released after what derives from it', async () => {
    const world = await smallEconomy()
    await world.register('version.released', {
      asset: 'model:base',
      version: 'early',
      releasedAt: '2020-01-01T00:00:00Z',
      derivedFrom: [{ asset: 'dataset:pile', relation: 'trainedOn', policy: 'relative', share: '0.1' }],
    })
    const walk = { asset: 'model:base', version: 'early', details: true } as const
    const { nodes } = await world.settlement.lineage(walk, { limit: 10 })
    expect(nodes[0]!.edges[0]!.contradictions).toEqual([{ type: 'sourceReleasedLater' }])
  })
})
