/** Why a balance stays with Headwater, after a close and now. */
import type { ChainId } from '../../events/account.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import { formatTime, type Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { ManifestTotals } from '../../log/manifest.ts'
import { formatAmount, type LedgerUnits, minus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import {
  type AccountBinding,
  accountOn,
  type Currency,
  lastNotice,
  type Payee,
  type PayeeTerms,
} from '../../registry/index.ts'
import { payoutOf } from '../../terms/payout.ts'
import type { Statement } from '../statementAnswers.ts'

export type Held = Pick<Statement['currencies'][number], 'held' | 'payableFrom' | 'holdReason' | 'threshold'>

/** A balance of a payee in one currency. */
interface Waiting {
  readonly payee: Payee
  /** Available and in lots. */
  readonly carried: LedgerUnits
  readonly reserved: LedgerUnits
  /** Undefined where the ledger has no rules of payout. */
  readonly terms: PayeeTerms | undefined
}

/** Why the epoch left a balance: it paid every whole atom that it could pay. */
export function heldThen(
  waiting: Waiting,
  { until, registryRevision }: ClosedEpoch,
  { currency, chain, token, decimals }: ManifestTotals,
): Held {
  const kept = keptBack(waiting)
  if (kept) return kept
  if (chain === null || token === null) return { held: 'noToken' }
  const { payee } = waiting
  // Without a binding since then that has a notice, there was no account.
  return (
    unpaid(waiting, { code: currency as CurrencyCode, decimals }) ??
    noticed(lastNotice(payee, chain as ChainId, registryRevision), until) ?? { held: 'noAccount' }
  )
}

/** Why a close now would not pay a balance; null where it would pay it. */
export function heldNow(waiting: Waiting, currency: Currency, now: Micros): Held {
  const { chain, token } = currency
  const kept = keptBack(waiting)
  if (kept) return kept
  if (chain === undefined || token === undefined) return { held: 'noToken' }
  const { payee } = waiting
  if (accountOn(payee, chain) === undefined) return { held: 'noAccount' }
  return unpaid(waiting, currency) ?? noticed(lastNotice(payee, chain), now) ?? { held: null }
}

/** Nothing is available. */
function keptBack({ carried, reserved }: Waiting): Held | undefined {
  const available = minus(carried, reserved)
  if (available > 0n) return undefined
  if (available < 0n) return { held: 'owed' }
  return { held: reserved > 0n ? 'reserved' : null }
}

/** A close pays nothing of it, whatever the account. */
function unpaid(
  { payee: { id }, carried, reserved, terms }: Waiting,
  { code: currency, decimals }: Pick<Currency, 'code' | 'decimals'>,
): Held | undefined {
  const available = minus(carried, reserved)
  const hold = terms?.holdOf(id)
  if (hold) return { held: 'payeeHeld', ...(hold.reason !== undefined && { holdReason: hold.reason }) }
  const threshold = terms?.thresholdOf(id, currency) ?? zeroLedgerUnits
  if (available < threshold) return { held: 'belowThreshold', threshold: formatAmount(threshold, decimals) }
  const withholding = terms?.withholdingOf(id, currency)
  const rate = withholding === undefined || withholding.to === id ? 0 : withholding.share
  return payoutOf(available, rate).paid === 0n ? { held: 'belowAtom' } : undefined
}

/** An account that a close of `until` does not pay yet. */
function noticed(notice: AccountBinding | undefined, until: Micros): Held | undefined {
  return notice && notice.payableFrom >= until
    ? { held: 'accountNotice', payableFrom: formatTime(notice.payableFrom) }
    : undefined
}
