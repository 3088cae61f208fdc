/** The worked example of docs/contracts.md through the real engines: a cap, a cost, an advance, a reserve and refunds. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
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

/** The rows of the table: what a row is about, and its figure in each close. */
const documented = readFileSync('docs/contracts.md', 'utf8')
  .split('<!-- three closes -->')[1]!
  .trimStart()
  .split('\n\n')[0]!
  .split('\n')
  .slice(2)
  .map((row) => {
    const [label, ...figures] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    return { label: label!, figures: figures.map((text) => text.replaceAll(',', '').replace('−', '-')) }
  })

/**
 * A figure after the last of some closes. A payee without a line in one has no flow there, and its standing is that of the
 * close before.
 *
 * @param label `lab earned`; with `, to date` the sum over all of them, with `, after the close` what stands then
 */
function figureOf(closes: readonly StatementLine[][], label: string): string {
  const [what, kind] = label.split(', ')
  const [payee, field] = what!.split(' ')
  const lines = closes.map((statements) => statements.find((each) => each.payee === payee))
  const of = (each: StatementLine | undefined, name: string) =>
    BigInt((each?.[name as keyof StatementLine] as string | undefined) ?? 0)
  if (kind === 'to date') return String(lines.reduce((sum, each) => sum + of(each, field!), 0n))
  if (kind === undefined) return String(of(lines.at(-1), field!))
  const last = lines.findLast((each) => each !== undefined)
  return String(field === 'available' ? of(last, 'carried') - of(last, 'reserved') : of(last, field!))
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

  it('are those of the table in the documentation', async () => {
    const epochs = await collect(service.epochs())
    const statements = await Promise.all([1, 2, 3].map((epoch) => collect(service.statements(epoch))))
    expect(documented.length).toBeGreaterThan(10)
    for (const { label, figures } of documented) {
      const found = statements.map((_, at) =>
        label === 'gross' ? epochs[at]!.totals.USD!.gross : figureOf(statements.slice(0, at + 1), label),
      )
      expect(found, label).toEqual(figures)
    }
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
