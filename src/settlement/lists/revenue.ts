/** Revenue by day, currency and asset, as the log is now. */

import type { CurrencyCode } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { formatAmount, type LedgerUnits, minus, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Revenue } from '../../usage/revenue.ts'
import { type CallListDeps, readStates } from './calls.ts'
import type { RevenueReport } from './revenueAnswers.ts'

export interface RevenueQuery {
  /** Days up to that of the newest call; default: 92. */
  readonly days?: number
  /** Assets of each currency; default: 10. */
  readonly assets?: number
}

const daysDefault = 92
const assetsDefault = 10
const currenciesMax = 32

/** @throws HeadwaterError `data.outOfStep` */
export async function revenueReport(deps: CallListDeps, query: RevenueQuery = {}): Promise<RevenueReport> {
  const { days = daysDefault, assets = assetsDefault } = query
  const states = await readStates(deps, undefined)
  const found = await deps.lists.revenue(states, { days, assets, currenciesMax })
  const text = (units: LedgerUnits, currency: CurrencyCode) =>
    formatAmount(units, deps.registry.currencies.get(currency)!.decimals)
  const shown = <Line extends { currency: CurrencyCode; amount: LedgerUnits }>(line: Line) => ({
    ...line,
    amount: text(line.amount, line.currency),
  })
  return {
    from: found.window?.from ?? null,
    to: found.window?.to ?? null,
    currencies: found.currencies.map(({ assets: _, ...line }) => shown(line)),
    cut: found.cut,
    days: found.days.map(shown),
    assets: found.assets.map(shown),
    others: othersOf(found).map(shown),
  }
}

/** What the listed assets leave of each currency. Days and assets are two sums of the same calls. */
function othersOf({ currencies, days, assets }: Revenue) {
  return currencies.flatMap(({ currency, ...whole }) => {
    const daily = days.filter((line) => line.currency === currency)
    invariant(
      sum(daily.map(({ amount }) => amount)) === whole.amount &&
        daily.reduce((calls, line) => calls + line.calls, 0) === whole.calls,
      `the days of ${currency} add up to its revenue`,
    )
    const listed = assets.filter((line) => line.currency === currency)
    const others = {
      currency,
      assets: whole.assets - listed.length,
      calls: listed.reduce((left, { calls }) => left - calls, whole.calls),
      amount: minus(whole.amount, sum(listed.map(({ amount }) => amount))),
    }
    invariant(others.assets >= 0 && others.calls >= 0 && others.amount >= 0n, 'assets are parts of a whole')
    return others.assets === 0 ? [] : [others]
  })
}

function sum(amounts: readonly LedgerUnits[]): LedgerUnits {
  return amounts.reduce(plus, zeroLedgerUnits)
}
