/** Statements for machines: every payee and currency with something earned or paid in an epoch. */
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import type { StatementLine } from '../answers.ts'
import type { BooksStore, LinesFrom } from '../books.ts'
import { requireBooks } from './requireBooks.ts'

/** Sorted by payee and currency as UTF-8 bytes. */
export async function* statementLines(
  books: BooksStore,
  closed: ClosedEpoch,
  from: LinesFrom = {},
): AsyncIterable<StatementLine> {
  await requireBooks(books, [closed])
  const decimals = decimalsOf(closed)
  for await (const line of books.epochBalances(closed.key, undefined, from)) {
    // Late calls alone may round to one unit that all calls together do not give.
    if (line.earned === 0n && line.paid === 0n) continue
    const text = (units: LedgerUnits): string => formatAmount(units, decimals(line.currency))
    yield {
      payee: line.payee,
      currency: line.currency,
      earned: text(line.earned),
      late: text(line.late),
      paid: text(line.paid),
      carried: text(line.carried),
    }
  }
}

function decimalsOf({ manifest }: ClosedEpoch): (currency: string) => number {
  const decimals = new Map(manifest.totals.map((totals) => [totals.currency, totals.decimals]))
  return (currency) => {
    const found = decimals.get(currency)
    invariant(found !== undefined, 'the manifest lists every currency of its epoch')
    return found
  }
}
