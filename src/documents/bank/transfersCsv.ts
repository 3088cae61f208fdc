/** The same payments as CSV, for banks and tools that take no XML. */
import { csvLine } from '../csv.ts'
import type { BankDetails } from './details.ts'
import { type BankTransfer, bankAmount } from './transfers.ts'

export function transfersCsv(
  transfers: readonly BankTransfer[],
  { currency, digits }: BankDetails,
  on: string,
): string {
  const head = csvLine(['id', 'name', 'iban', 'bic', 'amount', 'currency', 'date', 'purpose', 'payee'])
  return (
    head +
    transfers
      .map(({ due, party, endToEndId }) =>
        csvLine([
          ...[
            endToEndId,
            party.name,
            party.iban,
            party.bic ?? null,
            bankAmount(due.amount, digits),
            currency,
            on,
          ],
          ...[`Royalties ${endToEndId}`, due.payee],
        ]),
      )
      .join('')
  )
}
