/**
 * Why balances wait, summed by reason. The reason of a balance follows from the registry, payee by payee, so only the
 * highest balances of each currency are looked at: they have nearly all of the money. The rest is one sum.
 */
import { setImmediate } from 'node:timers/promises'
import type { CurrencyCode } from '../../events/ids.ts'
import { formatAmount, type LedgerUnits, minus, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { askedPayoutTerms, hasContracts, unnamedPayee } from '../../registry/index.ts'
import { heldNow } from '../reports/held.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import type { BalanceDeps } from './balances.ts'
import type { HeldReport } from './revenueAnswers.ts'

/** Balances of each currency that are looked at. */
const examinedMax = 2_000
/** Other work goes on between two blocks. */
const blockBalances = 500

interface Sum {
  payees: number
  amount: LedgerUnits
}

/** @throws HeadwaterError `data.outOfStep` */
export async function heldReport({ books, epochs, registry, clock }: BalanceDeps): Promise<HeldReport> {
  const list = await epochs.list()
  await requireBooks(books, list)
  const last = list.at(-1)
  if (last === undefined) return { epoch: null, reasons: [], others: [], owed: [] }
  const now = clock().getTime() * 1_000
  const terms = hasContracts(registry) ? askedPayoutTerms(registry, now) : undefined
  const { balances, totals } = await books.highestBalances(
    list.map(({ key }) => key),
    examinedMax,
  )
  const text = (units: LedgerUnits, code: CurrencyCode) =>
    formatAmount(units, registry.currencies.get(code)!.decimals)
  const sums = new Map<
    string,
    Sum & { currency: CurrencyCode; held: HeldReport['reasons'][number]['held'] }
  >()
  const examined = new Map<CurrencyCode, Sum>()
  for (const [place, { payee, currency: code, balance, reserved }] of balances.entries()) {
    if (place % blockBalances === 0) await setImmediate()
    const waiting = {
      payee: registry.payees.get(payee) ?? unnamedPayee(payee),
      carried: balance,
      reserved,
      terms,
    }
    const { held } = heldNow(waiting, registry.currencies.get(code)!, now)
    const key = `${code} ${held}`
    sums.set(key, { currency: code, held, ...added(sums.get(key), balance) })
    examined.set(code, added(examined.get(code), balance))
  }
  const reasons = [...sums.values()].sort(
    (a, b) => compare(a.currency, b.currency) || (a.amount > b.amount ? -1 : 1),
  )
  return {
    epoch: last.epoch,
    reasons: reasons.map((line) => ({ ...line, amount: text(line.amount, line.currency) })),
    others: totals.flatMap(({ currency, payees, amount }) => {
      const { payees: seen, amount: known } = examined.get(currency) ?? { payees: 0, amount: zeroLedgerUnits }
      if (payees === seen) return []
      return { currency, payees: payees - seen, amount: text(minus(amount, known), currency) }
    }),
    owed: totals.flatMap(({ currency, owing, owed }) =>
      owing === 0 ? [] : { currency, payees: owing, amount: text(owed, currency) },
    ),
  }
}

function added(sum: Sum | undefined, amount: LedgerUnits): Sum {
  return { payees: (sum?.payees ?? 0) + 1, amount: plus(sum?.amount ?? zeroLedgerUnits, amount) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
