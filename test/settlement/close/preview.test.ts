/** `close --dry-run` shows what the close then records, and records nothing itself. */

import { describe, expect, it } from 'vitest'
import { collect } from '../../support/collect.ts'
import type { World } from '../../support/settlementWorld.ts'
import { account, call, chain, february, march, smallEconomy } from '../../support/smallEconomy.ts'

/** Everything that a preview could have written. */
async function stored(world: World): Promise<unknown> {
  return structuredClone({
    log: world.events.log,
    books: await world.books.attempts(),
    sealed: await world.books.sealed(),
    refused: await world.refused.count(),
    rows: world.usage.rows,
  })
}

const ofFebruary = { time: '2025-02-10T00:00:00Z' }
const refusal = (difference: string) => ({
  code: 'close.notAsConfirmed',
  message: expect.stringContaining(difference),
})

describe('a preview', () => {
  it('I19: shows the figures, the roots and the manifest hash that the close then has, and records nothing', async () => {
    const world = await smallEconomy()
    // A repeated identity with another content: a close lists it as refused.
    await world.record([call('1', '1'), call('2', '2.5')])
    await world.record([call('1', '7')], 'other')
    for (const until of [february, march]) {
      const before = await stored(world)
      const preview = await world.settlement.preview({ until })
      const { hash, epoch, position, counts, repeats, totals, trees } = preview
      expect(await stored(world)).toEqual(before)
      const { manifestHash, warnings, ...closed } = await world.settlement.close({ until })
      expect({ epoch, until, position, counts, repeats, totals, trees }).toEqual(closed)
      expect(hash).toBe(manifestHash)
      await world.record([call('3', '0.25', ofFebruary)])
    }
    expect(await world.refused.count()).toBe(1)
  })

  it('lists who would be paid, by how much more it is than the last epoch paid', async () => {
    const world = await smallEconomy()
    await world.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
    await world.record([call('1', '1')])
    await world.settlement.close({ until: february })
    await world.register('payee.bound', { payee: 'lab', account: `${chain}:${account('3')}` })
    await world.record([
      call('2', '0.5', ofFebruary),
      call('3', '0.04', { ...ofFebruary, asset: 'dataset:pile' }),
    ])
    const { payments } = await world.settlement.preview({ until: march })
    expect(payments).toEqual({
      total: 2,
      items: [
        {
          payee: 'annotators',
          ...{ currency: 'USDC', chain, account: account('2'), paid: '0.09', difference: '-0.01' },
          last: { paid: '0.1', account: account('2') },
        },
        {
          payee: 'lab',
          ...{ currency: 'USDC', chain, account: account('3'), paid: '0.45', difference: '-0.45' },
          last: { paid: '0.9', account: account('1') },
        },
      ],
    })
  })

  it('lists what changes for payees as their statements say it, most first, and no more than asked for', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    await world.settlement.close({ until: february })
    await world.record([
      call('2', '0.5', ofFebruary),
      call('3', '0.04', { ...ofFebruary, asset: 'dataset:pile' }),
    ])
    const { payees } = await world.settlement.preview({ until: march })
    const first = await world.settlement.preview({ until: march, limit: 1 })
    expect(first.payees).toEqual({ total: payees.total, items: payees.items.slice(0, 1) })
    const before = new Map(
      (await collect(world.settlement.statements(1))).map((line) => [line.payee, line.carried]),
    )
    const { epoch } = await world.settlement.close({ until: march })
    const statements = await collect(world.settlement.statements(epoch))
    const expected = statements.map(({ late: _, ...line }) => ({
      ...line,
      broughtForward: before.get(line.payee),
    }))
    const byPayee = (one: { payee: string }, other: { payee: string }) => (one.payee < other.payee ? -1 : 1)
    expect(payees.items.toSorted(byPayee)).toEqual(expected.toSorted(byPayee))
    const moved = payees.items.map(({ earned }) => Number(earned))
    expect(moved).toEqual(moved.toSorted((one, other) => other - one))
  })

  it('lists suspense by asset, and says how many lines it left out', async () => {
    const world = await smallEconomy()
    const asset = 'model:bsae'
    await world.record([
      call('1', '1', { asset }),
      call('2', '2', { asset, version: '7' }),
      call('3', '4', { asset: 'model:other' }),
    ])
    const { suspense } = await world.settlement.preview({ until: february, limit: 1 })
    expect(suspense).toEqual({ total: 2, items: [{ asset, currency: 'USDC', calls: 2, amount: '3' }] })
  })

  it('is computed once at a time, and keeps no close waiting', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const [first, second, closed] = await Promise.allSettled([
      world.settlement.preview({ until: february }),
      world.settlement.preview({ until: february }),
      world.settlement.close({ until: february }),
    ])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ reason: { code: 'close.inProgress' } })
    expect(closed.status).toBe('fulfilled')
  })
})

describe('a confirmed close', () => {
  it('closes what was shown although registry events and calls came since', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const { confirm, hash, totals } = await world.settlement.preview({ until: february })
    await world.register('fee.set', { share: '0.9', payee: 'mallory', effectiveFrom: '2025-01-01T00:00:00Z' })
    await world.record([call('2', '5')])
    // A process that knows nothing of the preview.
    const closed = await world.restart().close({ confirm, until: february })
    expect(closed).toMatchObject({ manifestHash: hash, totals })
    const next = await world.settlement.preview({ until: march })
    expect(next.totals).toMatchObject({ USDC: { gross: '5', fee: '4.5' } })
  })

  it('is refused, with what differs', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const shown = await world.settlement.preview({ until: february })
    const close = world.settlement.close
    await expect(close({ confirm: shown.confirm, until: march })).rejects.toMatchObject(
      refusal(`it ends at ${february}, and the close was asked to end at ${march}`),
    )
    const otherHash = shown.confirm.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    await expect(close({ confirm: otherHash })).rejects.toMatchObject(
      refusal(`have the manifest ${shown.hash}`),
    )
    const later = shown.confirm.replace(`_${shown.position}_`, `_${shown.position + 1}_`)
    await expect(close({ confirm: later })).rejects.toMatchObject(
      refusal(`at position ${shown.position + 1}, and the log ends at ${shown.position}`),
    )
    for (const confirm of ['', shown.hash, `x_1_${shown.hash}`, `${shown.confirm}0`]) {
      await expect(close({ confirm })).rejects.toThrow()
    }
    expect(await world.books.attempts()).toEqual([])

    await close({ until: february })
    await expect(close({ confirm: shown.confirm })).rejects.toMatchObject(
      refusal('epoch 1 is closed already, with exactly this manifest'),
    )
    await expect(close({ confirm: otherHash })).rejects.toMatchObject(refusal('epoch 1 was closed meanwhile'))
  })

  it('takes the hash alone where until is given too and nothing came since', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    const { hash } = await world.settlement.preview({ until: february })
    await world.record([call('2', '1')])
    await expect(world.settlement.close({ confirm: hash, until: february })).rejects.toMatchObject(
      refusal('what was recorded since may change it'),
    )
    const again = await world.settlement.preview({ until: february })
    const closed = await world.settlement.close({ confirm: again.hash, until: february })
    expect(closed.manifestHash).toBe(again.hash)
  })
})

describe('a close that names its epoch', () => {
  it('is refused where the next one has another number', async () => {
    const world = await smallEconomy()
    await expect(world.settlement.close({ until: february, epoch: 2 })).rejects.toMatchObject({
      code: 'close.otherEpoch',
      data: { next: 1 },
    })
    expect(await world.settlement.close({ until: february, epoch: 1 })).toMatchObject({ epoch: 1 })
    await expect(world.settlement.close({ until: march, epoch: 1 })).rejects.toMatchObject({
      data: { next: 2 },
    })
  })
})
