/** Divides a call that was not made, by a registry that may have more events than are recorded. */

import type { BooksStore } from '../../books/port.ts'
import { formatTime } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { formatAmount } from '../../money/ledgerUnits.ts'
import type { Registry } from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import { Lineage } from '../lineage.ts'
import { divisionOf } from './explain.ts'
import { locateCall } from './findEpoch.ts'
import type { CallDivision } from './unmadeAnswer.ts'

/** A call as its row would have it, in no partition of the log, and what decides how it is divided. */
export interface UnmadeCall {
  readonly call: StoredCall
  /** It knows the version of the call. */
  readonly registry: Registry
  /** Versions, and parts of payees, that are listed. */
  readonly listedMax: number
}

interface DivisionDeps {
  readonly books: BooksStore
  readonly epochs: EpochLog
}

/** As `explain` would show it after the call, and those events, were taken in. */
export async function divideUnmadeCall(
  { books, epochs }: DivisionDeps,
  { call, registry, listedMax }: UnmadeCall,
): Promise<CallDivision> {
  const closed = await epochs.list()
  const { resolved, registryRevision, until } = locateCall(registry, closed, call)
  invariant(resolved !== undefined, 'the registry knows the version of a call that was not made')
  const { decimals } = registry.currencies.get(call.currency)!
  const { version } = resolved
  const division = await divisionOf({ books, registry, lineage: new Lineage(registry) }, closed, {
    ...{ call, worth: call.amount, version, registryRevision, until, listedMax },
  })
  return {
    time: formatTime(call.time),
    currency: call.currency,
    amount: formatAmount(call.amount, decimals),
    priced: call.priced,
    ...division,
  }
}
