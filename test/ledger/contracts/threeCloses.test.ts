/** The worked example of docs/contracts.md through the real engines: a cap, a cost, an advance, a reserve and refunds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import type { StatementLine } from '../../../src/service/headwater.ts'
import { collect } from '../../support/collect.ts'
import { ContractReference } from '../../support/contracts/reference.ts'
import { threeCloses } from '../../support/contracts/threeCloses.ts'
import { openFolder } from '../../support/temporaryHeadwater.ts'
import { playThreeCloses } from './playThreeCloses.ts'

const none = {
  late: '0',
  adjusted: '0',
  received: '0',
  diverted: '0',
  posted: '0',
  withheld: '0',
  reserved: '0',
}

function line(payee: string, figures: Partial<StatementLine>): StatementLine {
  return { payee, currency: 'USD', earned: '0', paid: '0', carried: '0', ...none, ...figures }
}

describe('three closes with a cap, a cost, an advance, a reserve and refunds', () => {
  let folder: string
  let service: LedgerHeadwater
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headwater-contracts-'))
    const second = threeCloses.findLastIndex(
      ({ step }, at) => step === 'close' && at < threeCloses.length - 1,
    )
    {
      await using opened = await openFolder(folder)
      await playThreeCloses(opened.service, threeCloses.slice(0, second + 1))
    }
    // State to date is read from the books again.
    service = (await openFolder(folder)).service
    await playThreeCloses(service, threeCloses.slice(second + 1))
  }, 120_000)
  afterAll(async () => {
    await service.shutdown()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are exact on statements, and agree with the slow reference', async () => {
    const found = await Promise.all([1, 2, 3].map((epoch) => collect(service.statements(epoch))))
    expect(found).toEqual([
      [
        line('fund', { received: '7500', carried: '7500' }),
        line('gpu', { earned: '10000', carried: '10000' }),
        line('lab', { earned: '15000', diverted: '7500', paid: '6000', carried: '1500', reserved: '1500' }),
        line('platform', { earned: '2250', carried: '2250' }),
        line('shop', { earned: '72750', carried: '72750' }),
      ],
      [
        line('gpu', { earned: '2000', carried: '12000' }),
        line('platform', { earned: '450', carried: '2700' }),
        line('shop', { earned: '17550', carried: '90300' }),
      ],
      [
        line('fund', { received: '-2235', carried: '5265' }),
        line('gpu', { earned: '-6000', adjusted: '-6000', carried: '6000' }),
        line('lab', { earned: '-4470', adjusted: '-10530', diverted: '-2235', carried: '-735' }),
        line('platform', { earned: '-1350', adjusted: '-1350', carried: '1350' }),
        line('shop', { earned: '-48180', adjusted: '-42120', carried: '42120' }),
      ],
    ])
    const expected = new ContractReference().run(threeCloses)
    expect(found).toEqual(expected.map(({ statements }) => statements))
  })

  it('have totals of version 2, in which all that was recorded is found', async () => {
    const epochs = await collect(service.epochs())
    expect(epochs.map(({ totals }) => totals.USD)).toMatchObject([
      { gross: '100000', fee: '2250', earned: '97750', paid: '6000', carried: '94000', reserved: '1500' },
      { gross: '20000', fee: '450', earned: '19550', paid: '0', carried: '114000', reduced: '20000' },
      {
        ...{ gross: '-60000', fee: '-1350', earned: '-58650', rounding: '0', paid: '0', carried: '54000' },
        ...{ adjusted: '-60000', reduced: '80000', reserved: '0', owed: '735' },
      },
    ])
    for (const epoch of [1, 2, 3])
      expect(JSON.parse(Buffer.from(await service.manifest(epoch)).toString())).toMatchObject({ version: 2 })
  })

  it('say on the statement of a payee what stood before, and why nothing is paid', async () => {
    const [first, last] = await Promise.all([1, 3].map((epoch) => service.statement('lab', epoch)))
    expect(first!.currencies).toMatchObject([{ broughtForward: '0', paid: '6000', held: 'reserved' }])
    expect(last!.currencies).toMatchObject([{ broughtForward: '1500', carried: '-735', held: 'owed' }])
    expect(await service.balances('lab')).toMatchObject({ balances: [{ balance: '-735', held: 'owed' }] })
    expect((await service.statement('shop', 1)).currencies[0]!.lines[0]!.flow).toMatchObject({
      cost: '10000',
      relativeOut: '15000',
    })
  })

  it('are verified', async () => {
    for (const report of await collect(service.verify()))
      expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
  }, 60_000)
})
