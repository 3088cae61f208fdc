/** Statements for machines: every payee and currency to or from which something moved in an epoch. */

import type { BalanceLine, BooksStore, LinesFrom } from '../../books/port.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { isContracted } from '../../log/manifest.ts'
import { formatAmount, type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { StatementLine } from '../statementAnswers.ts'
import { requireBooks } from './requireBooks.ts'

/**
 * A statement has a line where any of these is not 0. Late calls alone, or adjusted ones, may round to one unit that all
 * calls together do not give; and a lot that falls due moves nothing.
 */
const moved = ['earned', 'received', 'diverted', 'posted', 'withheld', 'paid'] as const

/** Sorted by payee and currency as UTF-8 bytes. */
export async function* statementLines(
  books: BooksStore,
  closed: ClosedEpoch,
  from: LinesFrom = {},
): AsyncIterable<StatementLine> {
  await requireBooks(books, [closed])
  const decimals = decimalsOf(closed)
  const contracted = isContracted(closed.manifest)
  for await (const line of books.epochBalances(closed.key, undefined, from)) {
    if (moved.every((name) => line[name] === 0n)) continue
    const text = (units: LedgerUnits): string => formatAmount(units, decimals(line.currency))
    yield {
      payee: line.payee,
      currency: line.currency,
      earned: text(line.earned),
      late: text(line.late),
      paid: text(line.paid),
      carried: text(line.carried),
      ...(contracted && contractAmounts(line, decimals(line.currency))),
    }
  }
}

/** What a ledger with corrections, postings or contracts adds to the figures of a payee. */
export function contractAmounts(line: BalanceLine, decimals: number) {
  const text = (units: LedgerUnits): string => formatAmount(units, decimals)
  return {
    adjusted: text(line.adjusted),
    received: text(line.received),
    diverted: text(line.diverted),
    posted: text(line.posted),
    withheld: text(line.withheld),
    reserved: text(line.reserved),
  }
}

/** What the books say stood before: carried = carried before + earned + received − diverted + posted − withheld − paid. */
export function broughtForward({
  carried,
  earned,
  received,
  diverted,
  posted,
  withheld,
  paid,
}: BalanceLine): LedgerUnits {
  return ledgerUnits(carried + paid + withheld - posted + diverted - received - earned)
}

function decimalsOf({ manifest }: ClosedEpoch): (currency: string) => number {
  const decimals = new Map(manifest.totals.map((totals) => [totals.currency, totals.decimals]))
  return (currency) => {
    const found = decimals.get(currency)
    invariant(found !== undefined, 'the manifest lists every currency of its epoch')
    return found
  }
}
