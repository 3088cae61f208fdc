/** The calls that an asset had, to be made again of another one: one by one, or summed by day where they are many. */
import type { CurrencyCode } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import type { LedgerUnits } from '../../money/ledgerUnits.ts'
import type { CallPlace, GroupPlace, ListedCall } from '../../usage/lists.ts'
import { type CallListDeps, readStates } from '../lists/calls.ts'

/** Calls that are made again one by one. */
export const callsOneByOneMax = 20_000
const callsAtATime = 5_000
const groupsAtATime = 1_000

export interface FormerCalls {
  readonly asset: string
  readonly from: Micros
  readonly before: Micros
}

/** The calls of one day in one currency. */
export interface CallsOfDay {
  /** yyyy-mm-dd in UTC */
  readonly day: string
  readonly currency: CurrencyCode
  readonly calls: number
  readonly amount: LedgerUnits
}

/** In the order of days. Refunds and disputes are left out of account: an amount is that of the calls. */
export async function sumsByDay(deps: CallListDeps, filter: FormerCalls): Promise<CallsOfDay[]> {
  const states = await readStates(deps, filter.asset)
  const sums: CallsOfDay[] = []
  let after: GroupPlace | undefined
  do {
    const page = await deps.lists.groups(states, filter, { limit: groupsAtATime, ...(after && { after }) })
    sums.push(...page)
    after = page.length === groupsAtATime ? page.at(-1) : undefined
  } while (after !== undefined)
  return sums
}

/** By time. */
export async function* eachFormerCall(deps: CallListDeps, filter: FormerCalls): AsyncGenerator<ListedCall> {
  const states = await readStates(deps, filter.asset)
  let after: CallPlace | undefined
  do {
    const page = await deps.lists.calls(states, filter, { limit: callsAtATime, ...(after && { after }) })
    yield* page
    after = page.length === callsAtATime ? page.at(-1) : undefined
  } while (after !== undefined)
}
