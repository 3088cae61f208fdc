/**
 * Lots of payees as the books keep them. A ledger may have a dozen for each of a million payees, so those of a payee come
 * together, and a line of the books is made of one only where it changed.
 */
import { compareUtf8 } from '../base/utf8.ts'
import type { CurrencyCode, PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import { ledgerUnits, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import type { StateLine } from './stateLine.ts'
import type { LotRows } from './tables/lotRows.ts'

/** Every lot of a payee in one currency of which something is left. */
export interface PayeeLots {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  /** They have the lots from the row `from` to before `to`: at least one, ascending by epoch. */
  readonly rows: LotRows
  readonly from: number
  readonly to: number
}

/** Digits of an epoch's number in a line, so that lots of a payee are in the order of their epochs. */
const epochDigits = 10

export function lotObject(epoch: number): string {
  return String(epoch).padStart(epochDigits, '0')
}

/** What a payee's lots hold back, in ledger units. */
export function sumOfLots({ rows, from, to }: Pick<PayeeLots, 'rows' | 'from' | 'to'>): bigint {
  return rows.left.sumOf({ first: from, end: to })
}

/** The lines of lots that an epoch changed, in the order of the books. What is gone has a last line with 0. */
export function* changedLots(before: Iterable<PayeeLots>, after: Iterable<PayeeLots>): Generator<StateLine> {
  const earlier = before[Symbol.iterator]()
  let due = earlier.next()
  let last: PayeeLots | undefined
  for (const now of after) {
    invariant(last === undefined || comparePayees(last, now) < 0, 'lots are in order, each payee once')
    last = now
    let order = due.done ? 1 : comparePayees(due.value, now)
    for (; !due.done && order < 0; order = due.done ? 1 : comparePayees(due.value, now)) {
      yield* gone(due.value)
      due = earlier.next()
    }
    if (due.done || order !== 0) yield* made(now)
    else {
      yield* changes(due.value, now)
      due = earlier.next()
    }
  }
  for (; !due.done; due = earlier.next()) yield* gone(due.value)
}

/** Of one payee. */
function* changes(before: PayeeLots, after: PayeeLots): Generator<StateLine> {
  let at = before.from
  for (let row = after.from; row < after.to; row++) {
    const epoch = after.rows.epoch(row)
    while (at < before.to && before.rows.epoch(at) < epoch) yield line(before, at++, 0n)
    const isKnown = at < before.to && before.rows.epoch(at) === epoch
    if (!isKnown || !after.rows.isSame(row, before.rows, at)) yield line(after, row)
    if (isKnown) at++
  }
  while (at < before.to) yield line(before, at++, 0n)
}

function* made(of: PayeeLots): Generator<StateLine> {
  for (let row = of.from; row < of.to; row++) yield line(of, row)
}

function* gone(of: PayeeLots): Generator<StateLine> {
  for (let row = of.from; row < of.to; row++) yield line(of, row, 0n)
}

function line({ payee, currency, rows }: PayeeLots, row: number, left = rows.left.get(row)): StateLine {
  return {
    ...{ kind: 'lot', subject: payee, object: lotObject(rows.epoch(row)), currency },
    ...{ due: BigInt(rows.due(row)), x: zeroLedgerUnits, amount: ledgerUnits(left) },
  }
}

/** By payee, then currency, as UTF-8 bytes. */
export function comparePayees(one: OfPayee, other: OfPayee): number {
  if (one.payee !== other.payee) return compareUtf8(one.payee, other.payee)
  return one.currency === other.currency ? 0 : compareUtf8(one.currency, other.currency)
}

type OfPayee = Pick<PayeeLots, 'payee' | 'currency'>
