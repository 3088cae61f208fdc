import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { collect } from '../support/collect.ts'
import { id } from '../support/id.ts'
import { rowsOfLines } from '../support/lineRows.ts'
import { createWorld } from '../support/settlementWorld.ts'
import { account, call, chain, february, march, smallEconomy, usdc } from '../support/smallEconomy.ts'

describe('close', () => {
  it('I1, I2: divides what calls brought, pays whole atoms to accounts and carries the rest', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1.0000009')])
    const report = await world.settlement.close({ until: february })
    expect(report.totals).toEqual({
      USDC: {
        gross: '1.0000009',
        fee: '0',
        earned: '1.0000009',
        rounding: '0',
        paid: '0.9',
        carried: '0.1000009',
        suspense: '0',
        pending: '0',
      },
    })
    expect(report.counts).toEqual({ settled: 1, late: 0, suspense: 0, pending: 0 })
    expect(report.trees).toEqual([{ chain, root: expect.stringMatching(/^0x[0-9a-f]{64}$/), leaves: 1 }])
    expect(await collect(world.settlement.statements(1))).toEqual([
      {
        payee: 'annotators',
        currency: 'USDC',
        earned: '0.10000009',
        late: '0',
        paid: '0',
        carried: '0.10000009',
      },
      { payee: 'lab', currency: 'USDC', earned: '0.90000081', late: '0', paid: '0.9', carried: '0.00000081' },
    ])
  })

  it('settles up to now where no moment is named, and an epoch may be empty', async () => {
    const world = await smallEconomy()
    world.setNow('2025-06-01T12:00:00.5Z')
    const report = await world.settlement.close()
    expect(report).toMatchObject({ epoch: 1, until: '2025-06-01T12:00:00.5Z', trees: [] })
    expect(report.counts.settled).toBe(0)
  })

  it('works on a system with nothing in it at all', async () => {
    const world = createWorld()
    expect(await world.settlement.close()).toMatchObject({ epoch: 1, position: 0, totals: {}, trees: [] })
    expect((await collect(world.settlement.verify())).every((report) => report.ok)).toBe(true)
  })

  it('refuses a moment in the future, and one that is not after the last', async () => {
    const world = await smallEconomy()
    world.setNow('2025-06-01T00:00:00Z')
    const close = (until: string) => world.settlement.close({ until })
    await expect(close('2025-06-01T00:00:00.000001Z')).rejects.toMatchObject({ code: 'close.untilInFuture' })
    await close('2025-06-01T00:00:00Z')
    await expect(close('2025-06-01T02:00:00+02:00')).rejects.toMatchObject({ code: 'close.untilNotLater' })
    await expect(close('yesterday')).rejects.toMatchObject({ code: 'time.malformed' })
  })

  it('runs one at a time, and the next one may follow', async () => {
    const world = await smallEconomy()
    const first = world.settlement.close({ until: february })
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.inProgress',
    })
    await first
    expect(await world.settlement.close({ until: march })).toMatchObject({ epoch: 2 })
  })

  it('I11: takes what was recorded while it runs into the next epoch', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    let recorded: Promise<void> | undefined
    const first = await world.settlement.close({
      until: february,
      onProgress: ({ stage }) => {
        if (stage === 'duplicates') {
          recorded = world
            .record([call('2', '1')])
            .then(() => world.register('asset.registered', { asset: 'tool:x', owner: 'y' }))
        }
      },
    })
    await recorded
    expect(first.counts.settled).toBe(1)
    expect(await world.settlement.close({ until: march })).toMatchObject({ counts: { settled: 1, late: 1 } })
    expect((await collect(world.settlement.verify())).every((report) => report.ok)).toBe(true)
  })

  it('settles nothing while the registry in memory is not what the log says', async () => {
    const world = await smallEconomy()
    world.registry.count++
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.registryMoving',
    })
    world.registry.count--
    expect(await world.settlement.close({ until: february })).toMatchObject({ epoch: 1 })
  })

  it('I7: leaves nothing behind that counts where it dies before its event is recorded', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '5')])
    const { append } = world.events
    world.events.append = () => Promise.reject(new Error('the power went'))
    await expect(world.settlement.close({ until: february })).rejects.toThrow('the power went')
    world.events.append = append
    expect(world.books.written.size).toBe(1)

    const undisturbed = await smallEconomy()
    await undisturbed.record([call('1', '5')])
    const again = await world.restart().close({ until: february })
    expect(again).toEqual(await undisturbed.settlement.close({ until: february }))
  })

  it('keeps one line a version and one a payee, role and version, though fees divide them in groups', async () => {
    const world = await smallEconomy()
    for (const day of ['05', '15', '25']) {
      await world.register('fee.set', {
        share: `0.${day}`,
        payee: 'house',
        effectiveFrom: `2025-01-${day}T00:00:00Z`,
      })
    }
    await world.record([
      call('1', '2', { asset: 'dataset:pile' }),
      call('2', '1', { time: '2025-01-20T00:00:00Z' }),
      call('3', '4', { time: '2025-01-26T00:00:00Z' }),
    ])
    await world.settlement.close({ until: february })
    const [books] = [...world.books.written.values()]
    expect(books!.flows.map(({ asset, direct }) => [asset, direct / 10n ** 18n])).toEqual([
      ['model:base', 5n],
      ['dataset:pile', 2n],
    ])
    expect(books!.earnings.map(({ payee, role, asset }) => [payee, role, asset])).toEqual([
      ['house', 'fee', ''],
      ['lab', 'holder', 'model:base'],
      ['annotators', 'holder', 'dataset:pile'],
    ])
    for (const { payee, amount } of books!.earnings) {
      expect(books!.balances.find((line) => line.payee === payee)!.earned).toBe(amount)
    }
  })

  it('gives way to another process that closed the epoch first', async () => {
    const world = await smallEconomy()
    const other = world.restart()
    const { write } = world.books
    world.books.write = async (key, lines) => {
      world.books.write = write
      await other.close({ until: february })
      await write(key, lines)
    }
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.anotherClosed',
    })
    expect(await collect(world.settlement.epochs())).toHaveLength(1)
  })

  it('that cannot write its earnings ends when nothing of it is read any more', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const { books } = world
    const { write, eachBalance } = books
    const reading: string[] = []
    books.write = async (key, lines, onLines, onStanding) => {
      if (lines.earnings !== undefined) throw new Error('There is no room.')
      await write(key, lines, onLines)
      onStanding?.()
    }
    books.balanceRows = async function* (closed) {
      reading.push('begun')
      await setTimeout(30)
      yield rowsOfLines(await collect(eachBalance(closed)), ['payee', 'currency'], ['balance'])
      reading.push('ended')
    }
    await expect(world.settlement.close({ until: february })).rejects.toThrow('There is no room.')
    expect(reading).toEqual(['begun', 'ended'])
    expect(await collect(world.settlement.epochs())).toEqual([])
  })

  it('pays a balance that waited for an account or a token, even if its payee earns nothing in that epoch', async () => {
    const world = await smallEconomy()
    await world.register('currency.registered', { currency: 'EUR', decimals: 2 })
    await world.record([call('1', '10'), call('2', '10', { currency: 'EUR' })])
    await world.settlement.close({ until: february })
    await world.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
    await world.register('currency.bound', { currency: 'EUR', chain, token: `0x${'bb'.repeat(20)}` })
    const { totals, trees } = await world.settlement.close({ until: march })
    expect(totals.USDC).toMatchObject({ gross: '0', paid: '1', carried: '0' })
    expect(totals.EUR).toMatchObject({ gross: '0', paid: '10', carried: '0' })
    expect(trees).toMatchObject([{ chain, leaves: 4 }])
  })

  it('I4: keeps a leaf of an account that was replaced, and pays later money to the new one', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '10')])
    await world.settlement.close({ until: february })
    await world.register('payee.bound', { payee: 'lab', account: `${chain}:${account('3')}` })
    await world.record([call('2', '10')])
    await world.settlement.close({ until: march })
    const { proofs } = await world.settlement.proof(account('1'))
    expect(proofs).toMatchObject([{ cumulative: '9000000', currency: 'USDC' }])
    expect((await world.settlement.proof(`${chain}:${account('3')}`)).proofs).toMatchObject([
      { cumulative: '9000000' },
    ])
    expect((await world.settlement.statement('lab', 1)).currencies[0]?.paidTo).toEqual({
      chain,
      account: account('1'),
      token: usdc.token,
    })
  })

  it('divides under the fee of the call’s own time, each share and payee apart', async () => {
    const world = await smallEconomy()
    const fee = { share: '0.5', payee: 'house', effectiveFrom: '2025-01-11T00:00:00Z' }
    await world.register('fee.set', fee)
    await world.record([call('1', '10'), call('2', '10', { time: '2025-01-11T00:00:00Z' })])
    const { totals } = await world.settlement.close({ until: february })
    expect(totals.USDC).toMatchObject({ gross: '20', fee: '5', earned: '15' })
  })

  it('serves a currency by the name of __proto__ like any other', async () => {
    const world = await smallEconomy()
    await world.register('currency.registered', { currency: '__proto__', decimals: 2 })
    await world.record([call('1', '10', { currency: '__proto__' })])
    const { totals } = await world.settlement.close({ until: february })
    expect(Object.entries(totals).find(([code]) => code === '__proto__')?.[1]).toMatchObject({
      gross: '10',
      carried: '10',
    })
    expect((await collect(world.settlement.verify())).every((report) => report.ok)).toBe(true)
  })
})

describe('close and the identity of calls', () => {
  it('I8: counts a call once that two ingesters accepted, and lists a conflict among the refused', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1'), call('2', '2')], 'east')
    await world.record([call('1', '1'), call('2', '200')], 'west')
    const { counts, totals } = await world.settlement.close({ until: february })
    expect(counts.settled).toBe(2)
    expect(totals.USDC?.gross).toBe('3')
    const [conflict] = [...world.refused.entries.values()]
    expect(world.refused.entries.size).toBe(1)
    expect(conflict).toMatchObject({ code: 'event.conflict', origin: 'batch 0 of partition west', line: 2 })
    expect(JSON.parse(conflict!.raw)).toMatchObject({
      id: '2',
      source: 'gateway',
      data: { amount: '200', currency: 'USDC' },
    })
  })

  it('I8: goes on excluding it in later epochs and after a restart', async () => {
    const world = await smallEconomy()
    await world.record(
      [call('1', '1', { time: '2025-02-10T00:00:00Z' }), call('2', '1', { asset: 'model:new' })],
      'east',
    )
    await world.record(
      [call('1', '1', { time: '2025-02-10T00:00:00Z' }), call('2', '1', { asset: 'model:new' })],
      'west',
    )
    expect((await world.settlement.close({ until: february })).counts).toEqual({
      settled: 0,
      late: 0,
      suspense: 1,
      pending: 1,
    })
    await world.register('asset.registered', { asset: 'model:new', owner: 'lab' })
    await world.register('version.released', { asset: 'model:new', version: '1' })
    await world.record([call('1', '1', { time: '2025-02-10T00:00:00Z' })], 'north')
    const { counts, totals } = await world.restart().close({ until: march })
    expect(counts).toEqual({ settled: 2, late: 1, suspense: 0, pending: 0 })
    expect(totals.USDC?.gross).toBe('2')
  })
})

describe('close and the usage rows', () => {
  it('I6: names the batch whose rows were changed, and what differs, and settles nothing', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    await world.record([call('2', '1'), call('3', '1')])
    world.usage.rows[2] = { ...world.usage.rows[2]!, amount: ledgerUnits(5n) }
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.batchDiffers',
      message: expect.stringMatching(
        /^Batch 1 of partition local differs: its USDC calls added up to 2000000000000000000 ledger units, and now to 1000000000000000005; the digest/,
      ),
      data: { partition: 'local', batch: 1 },
    })
    expect(await collect(world.settlement.epochs())).toEqual([])
  })

  it('I6: finds a change that no sum tells', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    world.usage.rows[0] = { ...world.usage.rows[0]!, asset: id('dataset:pile') }
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.batchDiffers',
      message: 'Batch 0 of partition local differs: the digest of its rows is another.',
    })
    // Lines of the books were written beside, and are removed.
    expect(world.books.written.size).toBe(0)
  })

  it('I6: names a batch whose rows are gone, or are one too many', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const [row] = world.usage.rows.splice(0, 1)
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.batchMissing',
    })
    world.usage.rows.push(row!, { ...row!, row: 1, identity: 'other' })
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.batchDiffers',
      message: expect.stringContaining('it recorded 1 rows, and 2 are there'),
    })
  })

  it('I6: looks again at an old batch whose rows settle only now', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1', { time: '2025-02-10T00:00:00Z' })])
    await world.settlement.close({ until: february })
    world.usage.rows[0] = { ...world.usage.rows[0]!, asset: id('dataset:pile') }
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchDiffers',
    })
  })

  it('I6: looks again at an old batch one of whose rows would keep a new one from settling', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1'), call('2', '1')])
    await world.settlement.close({ until: february })
    await world.record([call('3', '5')])
    const { identity } = world.usage.rows[2]!
    world.usage.rows[0] = { ...world.usage.rows[0]!, identity }
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchDiffers',
      message: 'Batch 0 of partition local differs: the digest of its rows is another.',
    })
  })

  it('I10: notices by the control totals that a row in suspense is gone, and finds its batch', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1', { asset: 'model:unknown' }), call('2', '1')])
    await world.settlement.close({ until: february })
    world.usage.rows.splice(0, 1)
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchDiffers',
      message: expect.stringContaining('it recorded 2 rows, and 1 are there'),
    })
  })

  it('I10: notices that a free call in suspense is gone', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '0', { asset: 'model:unknown' }), call('2', '1')])
    await world.settlement.close({ until: february })
    world.usage.rows.splice(0, 1)
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchDiffers',
    })
  })

  it('does not count rows of an attempt that no event names', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    world.usage.rows.push({ ...world.usage.rows[0]!, attempt: 'f'.repeat(32), identity: 'stray' })
    expect((await world.settlement.close({ until: february })).counts.settled).toBe(1)
  })

  it('I13: refuses to build on balances or payouts that are not those of the last manifest', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    await world.settlement.close({ until: february })
    const [books] = [...world.books.written.values()]
    books!.balances[0] = { ...books!.balances[0]!, carried: ledgerUnits(10n ** 30n) }
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.booksDiffer',
      data: { epoch: 1, differing: ['balances'] },
    })
  })

  it('I13: reads its books back before it makes them count', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const { write } = world.books
    world.books.write = (key, lines) => write(key, { ...lines, payouts: [] })
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.booksDiffer',
    })
    expect(await collect(world.settlement.epochs())).toEqual([])
  })
})
