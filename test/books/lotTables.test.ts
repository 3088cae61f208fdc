import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LotsDigest } from '../../src/books/digests.ts'
import { LotTable } from '../../src/books/tables/lotTable.ts'
import { PayeeTable } from '../../src/books/tables/payeeTable.ts'
import { digitsMax, writeDigits } from '../../src/columns/unitDigits.ts'
import { UnitSums } from '../../src/columns/unitSums.ts'
import type { CurrencyCode, PayeeId } from '../../src/events/ids.ts'
import { formatTime } from '../../src/events/time.ts'
import type { Lot } from '../../src/terms/lots.ts'
import { listOfLots, payeeLots } from '../support/payeeLots.ts'
import { runs } from '../support/properties.ts'

const edges = [0n, 1n, 21n, 32n, 53n, 63n, 64n, 85n, 96n, 126n, 127n, 128n, 200n]
const size = fc.oneof(
  fc.constantFrom(...edges.flatMap((bits) => [(1n << bits) - 1n, 1n << bits])),
  fc.constantFrom(
    ...Array.from({ length: 38 }, (_, digits) => 10n ** BigInt(digits)).flatMap((ten) => [ten - 1n, ten]),
  ),
  fc.bigInt({ min: 0n, max: 1n << 127n }),
)
const amount = fc.tuple(size, fc.boolean()).map(([units, negative]) => (negative ? -units : units))
/** Nearly always without a sum that no row of the columns holds. */
const amounts = fc.oneof(
  { weight: 4, arbitrary: fc.array(amount.filter((value) => value > -(1n << 126n) && value < 1n << 126n)) },
  { weight: 1, arbitrary: fc.array(amount) },
)

function sumsOf(values: readonly bigint[]): UnitSums {
  const sums = new UnitSums()
  for (const [row, value] of values.entries()) sums.set(row, value)
  return sums
}

function bytesOf(value: bigint): DataView {
  const view = new DataView(new ArrayBuffer(32))
  for (let word = 0; word < 4; word++)
    view.setBigUint64(word * 8, BigInt.asUintN(64, value >> BigInt(word * 64)), true)
  return view
}

describe('columns of sums', () => {
  it('copy rows, add them up and compare them as one by one', () => {
    fc.assert(
      fc.property(amounts, amounts, fc.nat(5), (values, others, before) => {
        const [from, to] = [sumsOf(values), sumsOf(others)]
        // Rows beyond those that were set are 0.
        const end = values.length + 3
        const first = Math.min(before, end)
        to.copyRows(2, from, { first, end })
        for (let row = first; row < end; row++) {
          expect(to.get(2 + row - first)).toBe(values[row] ?? 0n)
          expect(to.isSame(2 + row - first, from, row)).toBe(true)
          expect(from.isSame(row, from, first)).toBe((values[row] ?? 0n) === (values[first] ?? 0n))
        }
        expect(from.sumOf({ first, end })).toBe(values.slice(first).reduce((sum, value) => sum + value, 0n))
      }),
      runs('cheap'),
    )
  })

  it('take amounts from bytes and write their digits', () => {
    const block = new Uint8Array(2 * digitsMax)
    fc.assert(
      fc.property(amounts, (values) => {
        const sums = new UnitSums()
        for (const [row, value] of values.entries()) sums.setBytes(row, bytesOf(value), 0)
        for (const [row, value] of values.entries()) {
          expect(sums.get(row)).toBe(value)
          expect(sums.isZero(row)).toBe(value === 0n)
          const end = writeDigits(block, 3, sums, row)
          expect(Buffer.from(block.subarray(3, end)).toString()).toBe(String(value))
        }
        expect(
          Buffer.from(block.subarray(0, writeDigits(block, 0, sums, values.length + 2_000))).toString(),
        ).toBe('0')
      }),
      runs('cheap'),
    )
  })
})

const left = fc.bigInt({ min: 1n, max: 1n << 100n })
const lots = fc
  .uniqueArray(fc.record({ epoch: fc.integer({ min: 1, max: 20 }), due: fc.nat(9), left }), {
    selector: ({ epoch }) => epoch,
    maxLength: 6,
  })
  .map((list) => list.sort((one, other) => one.epoch - other.epoch))
const payeeNames = ['ann', 'bob', 'cyd', 'dée']
const standing = fc.tuple(...payeeNames.map(() => lots))

describe('lots of payees while an epoch changes them', () => {
  const change = fc.oneof(
    fc.record({ does: fc.constant('nothing' as const), lot: left }),
    fc.record({ does: fc.constant('release' as const), until: fc.nat(9) }),
    fc.record({ does: fc.constant('release and add' as const), until: fc.nat(9), lot: left }),
    fc.record({
      does: fc.constant('keep' as const),
      every: fc.integer({ min: 1, max: 3 }),
      lot: fc.option(left),
    }),
  )

  it('are those of a list for each payee', () => {
    fc.assert(
      fc.property(standing, fc.array(change, { minLength: 4, maxLength: 4 }), (before, changes) => {
        const payees = new PayeeTable()
        const table = new LotTable()
        const numbers = payeeNames.map((name) => payees.numberOf(name as PayeeId, 'EUR' as CurrencyCode))
        const expected: Lot[][] = before.map((list) => list.map((lot) => ({ ...lot })))
        for (const [at, list] of before.entries())
          if (list.length > 0) table.bring(numbers[at]!, payeeLots(payeeNames[at]!, 'EUR', list))
        for (const [at, what] of changes.entries()) {
          const made = 'lot' in what && what.lot !== null ? [{ epoch: 21, due: 30, left: what.lot }] : []
          if (what.does === 'release' || what.does === 'release and add') {
            const due = expected[at]!.filter(({ due }) => due <= what.until)
            expect(table.sumDue(numbers[at]!, what.until)).toBe(due.reduce((sum, lot) => sum + lot.left, 0n))
            table.release(numbers[at]!, what.until)
            expected[at] = expected[at]!.filter(({ due }) => due > what.until)
            for (const lot of made) table.add(numbers[at]!, lot)
            expected[at]!.push(...made)
          } else if (what.does === 'keep') {
            const kept = expected[at]!.filter((_, place) => place % what.every === 0)
            expected[at] = [...kept.map((lot) => ({ ...lot, left: (lot.left + 1n) / 2n })), ...made]
            table.keep(numbers[at]!, expected[at]!)
          }
          expect(table.of(numbers[at]!)).toEqual(expected[at]!)
          expect(table.sum(numbers[at]!)).toBe(expected[at]!.reduce((sum, lot) => sum + lot.left, 0n))
        }
        const stands = Array.from(table.standing(payees, Uint32Array.from(numbers)), listOfLots)
        const due = payeeNames.map((payee, at) => ({ payee, currency: 'EUR', lots: expected[at]! }))
        expect(stands).toEqual(due.filter(({ lots }) => lots.length > 0))
      }),
      runs(1_000, 250),
    )
  })

  it('have the digest of their lines', () => {
    fc.assert(
      fc.property(standing, (lists) => {
        const digest = new LotsDigest()
        let text = ''
        for (const [at, list] of lists.entries()) {
          // Two need no escape.
          const payee = at < 2 ? payeeNames[at]! : `"${payeeNames[at]}\\`
          digest.add(payeeLots(payee, 'EUR', list))
          for (const { epoch, due, left } of list)
            text += `${JSON.stringify([payee, 'EUR', String(epoch), formatTime(due), String(left)])}\n`
        }
        expect(digest.hex()).toBe(createHash('sha256').update(text).digest('hex'))
      }),
      runs(1_000, 250),
    )
  })

  it('have the digest of their lines where those are many blocks long', () => {
    const digest = new LotsDigest()
    let text = ''
    for (let payee = 0; payee < 5_000; payee++) {
      const list = [{ epoch: 1 + (payee % 3), due: payee * 1_000_000, left: BigInt(payee + 1) ** 5n }]
      digest.add(payeeLots(`payee ${payee}`, 'EUR', list))
      for (const { epoch, due, left } of list)
        text += `${JSON.stringify([`payee ${payee}`, 'EUR', String(epoch), formatTime(due), String(left)])}\n`
    }
    expect(digest.hex()).toBe(createHash('sha256').update(text).digest('hex'))
  })
})
