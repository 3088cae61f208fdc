/** Revenue of the days up to the newest call, summed by the store. Adapter: src/projections (ClickHouse). */
import type { AssetId, CurrencyCode } from '../events/ids.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { CallState } from './callState.ts'

interface DayRevenue {
  /** yyyy-mm-dd in UTC. */
  readonly day: string
  readonly currency: CurrencyCode
  readonly state: CallState
  readonly calls: number
  readonly amount: LedgerUnits
}

interface AssetRevenue {
  readonly asset: AssetId
  readonly currency: CurrencyCode
  readonly calls: number
  readonly amount: LedgerUnits
}

/** What is asked for. Of more currencies than `currenciesMax`, those with most calls are summed. */
export interface RevenueWanted {
  /** Days, the last of which is that of the newest call. */
  readonly days: number
  /** Assets of each currency, those with the highest revenue. */
  readonly assets: number
  readonly currenciesMax: number
}

export interface Revenue {
  /** The first and the last day; undefined where there is no call. */
  readonly window?: { readonly from: string; readonly to: string }
  /** In the window, by currency as UTF-8 bytes. */
  readonly currencies: readonly {
    currency: CurrencyCode
    calls: number
    amount: LedgerUnits
    assets: number
  }[]
  /** Whether other currencies were left out. */
  readonly cut: boolean
  /** Sorted by currency, day and state. */
  readonly days: readonly DayRevenue[]
  /** Sorted by currency; of each the highest first, of equal ones by asset. */
  readonly assets: readonly AssetRevenue[]
}
