/**
 * What a distributor on a chain without payout trees could pay: whole atoms of what is available after the last closed
 * epoch, by the rules of a close (reserves, thresholds, holds, withholding), to payees with an account on that chain. It
 * books nothing: what is paid is booked by a `payment.recorded` event.
 */

import { sumOfLots } from '../../books/lots.ts'
import type { BooksStore } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { ChainId } from '../../events/account.ts'
import type { PayeeId } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { standingDigestsOf } from '../../log/manifest.ts'
import { formatAmount, ledgerUnits, ledgerUnitsPerAtom, wholeAtoms } from '../../money/ledgerUnits.ts'
import type { Currency, Registry } from '../../registry/index.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { DuePayment } from '../answers.ts'
import type { Standing } from '../close/payments.ts'
import { payoutUnder } from '../close/payout.ts'
import { readStanding } from '../close/record.ts'
import { readScope, usageScope } from '../close/scope.ts'
import type { Lineage } from '../lineage.ts'
import type { Exclusively } from '../registryAt.ts'
import { readLedgerAt } from '../registryThen.ts'

interface DueDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly books: BooksStore
  readonly registry: Registry
  readonly exclusively: Exclusively
  readonly epochs: EpochLog
  readonly batches: BatchLog
  readonly lineage: Lineage
}

export interface DueQuery {
  readonly epoch: number
  /** CAIP-2. Left out: what a bank could pay, to payees without an account on the chain of the currency's token. */
  readonly chain?: string
  readonly currency: string
  /** Fraction digits of what is paid; default: those of the currency. */
  readonly digits?: number
}

/** After every event: their times end with the year 2100. */
const afterAll: Micros = Date.UTC(2101, 0) * 1_000

/**
 * @returns ascending by payee as UTF-8 bytes
 * @throws HeadwaterError `epoch.unknown`, `epoch.none`, `tree.notLast`, `tree.chainHasTrees`, `tree.postingsPending`,
 * `tree.currencyUnknown`, `close.booksDiffer`
 */
export async function* duePayments(deps: DueDeps, query: DueQuery): AsyncGenerator<DuePayment> {
  const list = await deps.epochs.list()
  const closed = await deps.epochs.get(query.epoch)
  requireLast(closed, list)
  if (query.chain?.startsWith('eip155:')) {
    fail('tree.chainHasTrees', `A close makes the trees of ${query.chain} and books what they pay.`)
  }
  const { registry } = await readLedgerAt(deps, closed.position)
  const currency = registry.currencies.find(({ code }) => code === query.currency)
  if (currency === undefined) {
    fail(
      'tree.currencyUnknown',
      `The currency ${JSON.stringify(query.currency)} is not registered in epoch ${closed.epoch}.`,
    )
  }
  await requireNoPostings(deps, list, query.currency)
  const keys = list.map(({ key }) => key)
  const digests = standingDigestsOf(closed.manifest)
  const standing = await readStanding(deps.books, keys, digests, `epoch ${closed.epoch}'s books`)
  const reserved = reservedIn(standing, query.currency)
  const terms = registry.contracts?.payoutTermsIn(closed.until)
  const unit = unitOf(currency, query.digits)
  const accountFor = (payee: PayeeId) => {
    if (query.chain !== undefined)
      return registry.accountOf(payee, query.chain as ChainId, { until: closed.until, hasPostings: true })
    if (currency.chain === undefined) return ''
    // An account whose notice runs is paid on its chain soon.
    const bound = registry.accountOf(payee, currency.chain, { until: afterAll, hasPostings: true })
    return bound === undefined ? '' : undefined
  }
  for (const { payee, currency: of, balance } of standing.balances) {
    if (of !== query.currency) continue
    const available = balance - (reserved.get(payee) ?? 0n)
    const payout = payoutUnder(terms, { payee, currency: of, unit }, available)
    if (payout === undefined || payout.paid === 0n) continue
    const account = accountFor(payee)
    if (account === undefined) continue
    yield { payee, account, ...amountsOf(payout, currency), ...(payout.to && { withheldFor: payout.to }) }
  }
}

/** Of a coin that is smaller than an atom, an atom. */
function unitOf({ decimals }: Currency, digits = decimals): bigint {
  return ledgerUnitsPerAtom * 10n ** BigInt(Math.max(0, decimals - digits))
}

function amountsOf({ paid, withheld }: { paid: bigint; withheld: bigint }, { decimals }: Currency) {
  return {
    amount: formatAmount(ledgerUnits(paid), decimals),
    atoms: wholeAtoms(ledgerUnits(paid)).toString(),
    withheld: formatAmount(ledgerUnits(withheld), decimals),
  }
}

/** Balances before the last epoch were paid by it, or by payments since. */
function requireLast({ epoch }: ClosedEpoch, list: readonly ClosedEpoch[]): void {
  if (epoch === list.length) return
  fail(
    'tree.notLast',
    `Epoch ${epoch} is not the last one: ${list.length} is, and what was available has changed.`,
    {
      data: { epoch, last: list.length },
    },
  )
}

/** What left a payee's balance since the close is in no balance yet, and would be paid a second time. */
async function requireNoPostings(
  { usage, batches, events }: DueDeps,
  list: readonly ClosedEpoch[],
  currency: string,
): Promise<void> {
  const { watermarks, until } = list.at(-1)!
  const position = await events.head()
  const recorded = await batches.upTo(position)
  if (!recorded.some(({ totals }) => totals.posting.rows > 0)) return
  const scope = await readScope(usage, batches, position, watermarks)
  const excluded = list.flatMap((epoch) => epoch.excludedRows.keys())
  const window = { scope: usageScope(scope, excluded), until: afterAll, previous: { watermarks, until } }
  const pending = (await usage.postingSums(window)).filter(
    (posting) => posting.currency === currency && posting.type !== 'deposit',
  )
  if (pending.length === 0) return
  fail(
    'tree.postingsPending',
    `Payments or transfers of ${pending.length} payees in ${currency} are recorded since epoch ${list.length} and booked by no epoch yet.`,
    { data: { currency, payees: pending.length } },
  )
}

function reservedIn({ lots }: Standing, currency: string): Map<string, bigint> {
  const reserved = new Map<string, bigint>()
  for (const own of lots) if (own.currency === currency) reserved.set(own.payee, sumOfLots(own))
  return reserved
}
