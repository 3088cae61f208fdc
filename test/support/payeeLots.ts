/** Lots of payees as lists, to and from the columns in which a close has them. */

import type { PayeeLots } from '../../src/books/lots.ts'
import { LotRows } from '../../src/books/tables/lotRows.ts'
import type { CurrencyCode, PayeeId } from '../../src/events/ids.ts'
import type { Lot } from '../../src/terms/lots.ts'

/** @param lots ascending by epoch */
export function payeeLots(payee: string, currency: string, lots: readonly Lot[]): PayeeLots {
  const rows = new LotRows()
  for (const { epoch, due, left } of lots) rows.add(epoch, due, left)
  return { payee: payee as PayeeId, currency: currency as CurrencyCode, rows, from: 0, to: rows.size }
}

export function listOfLots({ payee, currency, rows, from, to }: PayeeLots): {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  readonly lots: readonly Lot[]
} {
  return { payee, currency, lots: Array.from({ length: to - from }, (_, at) => rows.lot(from + at)) }
}
