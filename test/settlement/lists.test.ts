import { describe, expect, it } from 'vitest'
import { pageOfBalances, pageOfCalls, pageOfGroups, pageOfSuspense } from '../../src/ledger/listPages.ts'
import { listFees, listPayees, listRates } from '../../src/ledger/registryLists.ts'
import { viewAsset, viewNamedVersion } from '../../src/ledger/registryViews.ts'
import { itemByItem } from '../support/itemByItem.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

async function mixedCalls() {
  const world = await smallEconomy()
  await world.record([
    call('settled', '10'),
    call('misspelt', '7', { asset: 'model:bsae' }),
    call('later', '2', { time: march }),
    call('version', '1', { version: '9' }),
  ])
  await world.settlement.close({ until: february })
  return world
}

describe('lists of calls', () => {
  it('have each call in the state that its explanation gives', async () => {
    const { settlement } = await mixedCalls()
    const calls = await itemByItem((page) => pageOfCalls(settlement, page))
    expect(calls.map(({ id, state }) => [id, state]).sort()).toEqual([
      ['later', 'pending'],
      ['misspelt', 'suspense'],
      ['settled', 'settled'],
      ['version', 'suspense'],
    ])
    for (const { id, state, amount } of calls)
      expect(await settlement.explain(id)).toMatchObject({ state, amount })
  })

  it('read the registry again after a release, and after a close', async () => {
    const world = await mixedCalls()
    const states = async () =>
      (await itemByItem((page) => pageOfCalls(world.settlement, page)))
        .map(({ id, state }) => `${id} ${state}`)
        .sort()
    const before = ['later pending', 'misspelt suspense', 'settled settled', 'version suspense']
    expect(await states()).toEqual(before)
    expect(await states()).toEqual(before)
    await world.register('asset.registered', { asset: 'model:bsae', owner: 'lab' })
    await world.register('version.released', { asset: 'model:bsae', version: '1' })
    expect(await states()).toContain('misspelt pending')
    world.setNow('2026-06-01T00:00:00Z')
    await world.settlement.close({})
    expect(await states()).toContain('misspelt settled')
  })

  it('are those of an epoch and of the version that served them, as their explanations say', async () => {
    const world = await smallEconomy()
    await world.record([
      call('early', '1', { time: '2019-01-01T00:00:00Z' }),
      call('plain', '2'),
      call('named', '3', { version: '1' }),
    ])
    await world.settlement.close({ until: february })
    // Serves January from now on, but not the calls that were settled.
    await world.register('version.released', {
      asset: 'model:base',
      version: '2',
      releasedAt: '2025-01-09T00:00:00Z',
    })
    await world.record([
      call('late', '4'),
      call('old', '5', { time: '2024-01-01T00:00:00Z' }),
      call('named 2', '6', { version: '2' }),
      call('misspelt', '7', { version: '9' }),
      call('set', '8', { asset: 'dataset:pile' }),
    ])
    await world.settlement.close({ until: march })
    await world.record([call('pending', '9', { time: march }), call('pending 1', '10', { version: '1' })])
    const all = await itemByItem((page) => pageOfCalls(world.settlement, page))
    const explained = await Promise.all(
      all.map(async ({ id, asset }) => {
        const { epoch, version } = await world.settlement.explain(id)
        return { id, asset, epoch, version }
      }),
    )
    const asset = 'model:base'
    for (const epoch of [undefined, 1, 2])
      for (const version of [undefined, '1', '2', '9', '8']) {
        const query = {
          ...(epoch !== undefined && { epoch }),
          ...(version !== undefined && { asset, version }),
        }
        const found = await itemByItem((page) => pageOfCalls(world.settlement, { ...query, ...page }))
        const wanted = explained
          .filter((one) => epoch === undefined || one.epoch === epoch)
          .filter((one) => version === undefined || (one.asset === asset && one.version === version))
        expect([query, found.map(({ id }) => id)]).toEqual([query, wanted.map(({ id }) => id)])
      }
    const only = async (query: Parameters<typeof pageOfCalls>[1]) =>
      (await pageOfCalls(world.settlement, query)).items.map(({ id, state }) => [id, state])
    expect(await only({ epoch: 2, day: '2024-01-01' })).toEqual([['old', 'settled']])
    expect(await only({ epoch: 2, state: 'pending' })).toEqual([])
    await expect(only({ epoch: 3 })).rejects.toMatchObject({ code: 'epoch.unknown' })
    await expect(only({ version: '1' })).rejects.toMatchObject({ code: 'request.malformed' })
  })

  it('count what each state has, and follow a release until the close that settles it', async () => {
    const world = await mixedCalls()
    const states = async () =>
      (await itemByItem((page) => pageOfGroups(world.settlement, { asset: 'model:bsae', ...page }))).map(
        ({ state, calls, amount }) => [state, calls, amount],
      )
    expect(await states()).toEqual([['suspense', 1, '7']])
    await world.register('asset.registered', { asset: 'model:bsae', owner: 'lab' })
    await world.register('version.released', { asset: 'model:bsae', version: '1' })
    expect(await states()).toEqual([['pending', 1, '7']])
    world.setNow('2026-06-01T00:00:00Z')
    await world.settlement.close({})
    expect(await states()).toEqual([['settled', 1, '7']])
  })

  it('have suspense by what the calls name, with what it waits for and what is near', async () => {
    const { settlement } = await mixedCalls()
    const lines = await itemByItem((page) => pageOfSuspense(settlement, page))
    expect(
      lines.map(({ asset, version, calls, amount, waits, near }) => [
        asset,
        version,
        calls,
        amount,
        waits,
        near,
      ]),
    ).toEqual([
      ['model:base', '9', 1, '1', 'version', ['1']],
      ['model:bsae', null, 1, '7', 'asset', ['model:base']],
    ])
  })

  it('refuse a cursor that is none of theirs', async () => {
    const { settlement } = await mixedCalls()
    const cursor = Buffer.from('{"asset":1}').toString('base64url')
    for (const page of [pageOfGroups, pageOfCalls, pageOfSuspense, pageOfBalances])
      await expect(async () => page(settlement, { cursor })).rejects.toMatchObject({
        code: 'cursor.malformed',
      })
  })
})

describe('balances', () => {
  it('of all payees are those that each payee is shown', async () => {
    const { settlement } = await mixedCalls()
    const lines = await itemByItem((page) => pageOfBalances(settlement, page))
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.map(({ payee }) => payee)).toEqual(lines.map(({ payee }) => payee).sort())
    for (const { payee, ...line } of lines)
      expect((await settlement.balances(payee)).balances).toContainEqual(line)
    const { payee, currency } = lines[1]!
    expect((await pageOfBalances(settlement, { payee, currency })).items).toEqual([lines[1]])
    expect((await pageOfBalances(settlement, { currency: 'XXX' })).items).toEqual([])
  })

  it('are none before the first close', async () => {
    const { settlement } = await smallEconomy()
    expect(await pageOfBalances(settlement)).toEqual({ items: [], next: null })
  })
})

describe('summaries', () => {
  it('have revenue by day and by asset, with what the listed assets leave', async () => {
    const { settlement } = await mixedCalls()
    const report = await settlement.revenue({ assets: 1 })
    expect(report.currencies).toEqual([{ currency: 'USDC', calls: 4, amount: '20' }])
    expect(report.days.map(({ state, calls, amount }) => [state, calls, amount]).sort()).toEqual([
      ['pending', 1, '2'],
      ['settled', 1, '10'],
      ['suspense', 2, '8'],
    ])
    expect(report.assets).toHaveLength(1)
    expect(report.others).toEqual([
      { currency: 'USDC', assets: 1, calls: 4 - report.assets[0]!.calls, amount: expect.any(String) },
    ])
    expect(report.to).toBe('2025-03-01')
    expect((await settlement.revenue({ days: 1 })).currencies).toEqual([
      { currency: 'USDC', calls: 1, amount: '2' },
    ])
  })

  it('have what waits by its reason, as the list of balances gives it', async () => {
    const { settlement } = await mixedCalls()
    const listed = await itemByItem((page) => pageOfBalances(settlement, page))
    const { epoch, reasons, others, owed } = await settlement.held()
    expect(epoch).toBe(1)
    const count = (reason: string | null) =>
      listed.filter(({ held, balance }) => held === reason && balance !== '0').length
    for (const { held, payees } of reasons) expect(payees).toBe(count(held))
    expect(reasons.reduce((sum, { payees }) => sum + payees, 0)).toBe(
      listed.filter(({ balance }) => balance !== '0').length,
    )
    expect([others, owed]).toEqual([[], []])
  })

  it('are empty before there is anything to sum up', async () => {
    const { settlement } = await smallEconomy()
    expect(await settlement.revenue()).toMatchObject({
      from: null,
      to: null,
      currencies: [],
      days: [],
      assets: [],
    })
    expect(await settlement.held()).toEqual({ epoch: null, reasons: [], others: [], owed: [] })
  })
})

describe('lists of the registry', () => {
  const now = new Date('2026-02-01T00:00:00Z')
  const perMillion = { input: '1' }
  const rate = (asset: string, effectiveFrom: string, perCall: string) =>
    ({ asset, currency: 'USDC', effectiveFrom, perCall, perMillion }) as const

  async function priced() {
    const world = await smallEconomy()
    await world.register('rate.set', rate('model:base', '2026-01-01T00:00:00Z', '1'))
    await world.register('rate.set', rate('model:base', '2026-03-01T00:00:00Z', '3'))
    await world.register('rate.set', rate('model:base', '2026-01-01T00:00:00Z', '2'))
    await world.register('fee.set', { share: '0.1', payee: 'house', effectiveFrom: '2026-01-01T00:00:00Z' })
    await world.register('fee.set', { share: '0.2', payee: 'house', effectiveFrom: '2026-03-01T00:00:00Z' })
    return world
  }

  it('have the rate in force at a time, of equal ones the later recorded', async () => {
    const { registry } = await priced()
    const perCalls = (at?: string) =>
      listRates(registry, now, at === undefined ? {} : { at }).items.map(({ perCall }) => perCall)
    expect(perCalls()).toEqual(['2'])
    expect(perCalls('2026-03-01T00:00:00Z')).toEqual(['3'])
    expect(perCalls('2025-12-31T23:59:59Z')).toEqual([])
    expect(listRates(registry, now).at).toBe('2026-02-01T00:00:00Z')
  })

  it('have all rates with history, page by page, and say which is in force', async () => {
    const { registry } = await priced()
    const items = await itemByItem(async (page) => listRates(registry, now, { history: true, ...page }))
    expect(items.map(({ perCall, inForce }) => [perCall, inForce])).toEqual([
      ['1', false],
      ['2', true],
      ['3', false],
    ])
    expect(() => listRates(registry, now, { asset: 'model:none' })).toThrow(
      expect.objectContaining({ code: 'asset.unknown' }),
    )
  })

  it('have the fee in force, or all', async () => {
    const { registry } = await priced()
    const before = listFees(registry, now, { history: true }).items.length
    expect(listFees(registry, now).items).toMatchObject([{ share: '0.1', payee: 'house', inForce: true }])
    const items = await itemByItem(async (page) => listFees(registry, now, { history: true, ...page }))
    expect(items.length).toBe(before)
    expect(items.filter(({ inForce }) => inForce)).toMatchObject([{ share: '0.1' }])
    expect(listFees(registry, now, { at: '2026-04-01T00:00:00Z' }).items).toMatchObject([{ share: '0.2' }])
  })

  it('have payees by the beginnings of their ids, in the order recorded', async () => {
    const { registry } = await priced()
    const payees = await itemByItem(async (page) => listPayees(registry, now, page))
    expect(payees.map(({ payee }) => payee)).toEqual([...registry.payees.ids()])
    expect(listPayees(registry, now, { prefix: 'la' })).toMatchObject({
      items: [{ payee: 'lab', name: 'The Lab' }],
      total: 1,
    })
  })
})

describe('an asset', () => {
  it('has its costs, and its versions the transfers of what their holders hold', async () => {
    const { registry, register } = await smallEconomy()
    const asset = 'model:base'
    const card = { payee: 'gpu', currency: 'USDC', effectiveFrom: '2025-01-01T00:00:00Z' }
    await register('cost.set', { asset, ...card, share: '0.1', perMillion: { input: '2' } })
    const sale = { from: 'lab', to: 'fund', share: '0.25', effectiveFrom: february }
    await register('holding.transferred', { asset, ...sale })
    const perMillion = { input: '2', output: '0', cacheRead: '2', cacheWrite: '2' }
    expect(viewAsset(registry, asset).costs).toEqual([{ ...card, share: '0.1', perCall: '0', perMillion }])
    const { holders, transfers } = viewNamedVersion(registry, asset, '1')
    expect(holders).toEqual([{ payee: 'lab', share: '1' }])
    expect(transfers).toEqual({ count: 1, listed: [sale] })
  })
})
