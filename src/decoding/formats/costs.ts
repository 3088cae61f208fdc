/** Costs that a record declares, and which of them is the amount of the call. */
import { fail } from '../../errors.ts'
import type { GatewayMapping } from './mapping.ts'
import { declaredAmount, isAboveZero, sumOfAmounts } from './record.ts'

export interface DeclaredCost {
  readonly value: unknown
  /** JSON pointer, for errors. */
  readonly path: string
  readonly currency?: string | undefined
}

export interface Costs {
  /** What the gateway took. */
  readonly total?: DeclaredCost | undefined
  /** What the provider took. It is a part of the total, except with the caller's own key. */
  readonly upstream?: DeclaredCost | undefined
  /** The caller paid the provider with a key of its own, so the total is not what the call cost. */
  readonly ownKey?: boolean
}

interface Amount {
  readonly amount: string
  readonly currency: string
}

/**
 * Undefined where the record declares no cost.
 * @throws HeadwaterError `record.unpriced` where the mapping has to choose, `record.malformed`
 */
export function amountDeclared(costs: Costs, mapping: GatewayMapping): Amount | undefined {
  const { total, upstream, ownKey = false } = costs
  const { cost } = mapping
  if (ownKey && cost === undefined) failUnchosen(costs)
  const isUpstream = cost === 'upstream' && (ownKey || isAboveZero(upstream?.value))
  const chosen = isUpstream ? upstream : total
  const amount = chosen && declaredAmount(chosen.value, chosen.path, mapping.amountDigits)
  if (amount === undefined) return undefined
  const currency = chosen?.currency ?? mapping.currency
  if (cost !== 'both' || !ownKey) return { amount, currency }
  const second = upstream && declaredAmount(upstream.value, upstream.path, mapping.amountDigits)
  return second === undefined ? undefined : { amount: sumOfAmounts([amount, second]), currency }
}

function failUnchosen({ total, upstream }: Costs): never {
  const path = upstream?.path ?? total?.path ?? ''
  fail('record.unpriced', `The call was paid with the caller’s own key, and ${path} is beside the total.`, {
    path,
    fix: 'Say in the mapping which cost is meant: "cost": "total" is what the gateway took, "upstream" what the provider took (byok), "both" their sum.',
  })
}

/** The first of these that is above 0, else the first that is stated. */
export function firstCost(...costs: readonly DeclaredCost[]): DeclaredCost | undefined {
  let stated: DeclaredCost | undefined
  for (const cost of costs) {
    const { value } = cost
    if (value === undefined || value === null || value === '') continue
    if (isAboveZero(value)) return cost
    stated ??= cost
  }
  return stated ?? costs[0]
}
